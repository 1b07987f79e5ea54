"""The partner’s side: its keys, what it publishes of its register, whom it answers, and the log of that."""
