"""Time and cost: what the programme takes, of whom, who pays for it, and what nobody funds."""
