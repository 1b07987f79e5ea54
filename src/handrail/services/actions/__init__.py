"""What is done with the service directory."""
