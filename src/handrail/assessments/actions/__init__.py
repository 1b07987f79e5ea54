"""What is done with an assessment."""
