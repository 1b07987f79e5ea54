"""The lifecycles and invariants of sharing: pure, so that pages, tests and diagrams are made from the same tables."""
