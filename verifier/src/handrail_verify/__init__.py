"""Verifies exports and receipts of a Handrail ledger, alone. What to read first, and why: see the README."""
