"""Pages for everybody: no sign-in, nothing about a person."""
