"""The views of the nomination pages, by task."""
