"""Signing in: password and a second factor (django-allauth), and, in the demonstration, picking who to be."""
