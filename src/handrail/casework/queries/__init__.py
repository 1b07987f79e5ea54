"""What is read of a case, as frozen values."""
