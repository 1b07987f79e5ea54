"""What is done with a question."""
