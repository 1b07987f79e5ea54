"""What is done with registers, searches, candidates and identity checks."""
