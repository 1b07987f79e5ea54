"""The pages on which an organisation decides what to share: nominate, check, authorise."""
