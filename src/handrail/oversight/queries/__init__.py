"""What auditors and oversight bodies read."""
