"""What is read of time and cost."""
