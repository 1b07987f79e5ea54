"""What is done with time and cost."""
