"""The ledger as anybody may fetch it: checkpoint, tiles, entries and keys (c2sp.org/tlog-tiles)."""
