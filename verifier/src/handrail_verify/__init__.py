"""Verifies exports and receipts of a Handrail ledger. Stands alone: nothing in here comes from Handrail.

The order of reading is in the README. The formats are in Handrail's docs/reference/ledger-export.md.
"""
