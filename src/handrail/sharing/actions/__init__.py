"""What can be done: each function is an action of the gate."""
