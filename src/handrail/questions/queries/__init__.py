"""What is read of questions."""
