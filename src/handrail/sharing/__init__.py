"""Nominate, decide, disclose, ask and recall."""
