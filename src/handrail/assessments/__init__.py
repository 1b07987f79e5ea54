"""Assessments: professionals judge factor by factor, in words, on what is known, and say who they are."""
