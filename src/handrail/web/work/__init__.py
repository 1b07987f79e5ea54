"""Pages for those who support people: partners, the centre, and the police who own risk."""
