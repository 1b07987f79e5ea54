"""The vault: text about a person, sealed under a key for that person and that organisation."""
