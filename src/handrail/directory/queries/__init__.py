"""What is read from the directory: colleagues, organisations, agreements, and the public register."""
