"""What is carried out of Handrail, as values."""
