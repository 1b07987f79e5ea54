"""What is done in the directory: organisations, people, their roles, and agreements."""
