"""Carry: nomination files in, holdings out."""
