"""What is read of the service directory."""
