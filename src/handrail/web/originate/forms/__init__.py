"""The forms of the nomination pages, by task. Fields are called as the faults of the actions call them."""
