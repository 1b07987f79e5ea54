"""What pages and papers of a meeting are made from."""
