"""The gate: the one way through which everything is read and changed."""
