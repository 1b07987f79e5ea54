"""What members choose for themselves: e-mail, and their calendar."""
