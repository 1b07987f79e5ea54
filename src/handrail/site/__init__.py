"""Where Handrail is put together: settings, addresses, the embedded database and the database roles."""
