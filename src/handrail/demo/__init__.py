"""The demonstration pilot: synthetic people and organisations, made through the real actions. Nothing here is real."""
