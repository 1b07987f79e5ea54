"""What is due, to whom and by when."""
