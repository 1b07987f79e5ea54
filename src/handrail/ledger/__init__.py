"""The tamper-evident ledger: entries, tree, sequencer and signed checkpoints."""
