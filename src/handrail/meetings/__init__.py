"""Meetings: people in a room who look at what is due, decide, say where they disagree, and keep to it."""
