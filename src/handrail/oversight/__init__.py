"""Look across: the ledger for auditors, the register and the reports."""
