"""What the data protection officer does about the use of records."""
