"""What leans on what: the sources that each piece of derived content draws on."""
