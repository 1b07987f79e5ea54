"""Who is who: organisations, centres, members, roles and agreements."""
