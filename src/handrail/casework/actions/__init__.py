"""What is done on a case."""
