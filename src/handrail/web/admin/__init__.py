"""Pages for looking after an organisation: its people and roles, its details, and the agreements that it is part of."""
