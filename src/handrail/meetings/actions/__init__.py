"""What is done about a meeting, one module a subject."""
