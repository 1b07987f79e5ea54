"""Pages for those who look across: auditors, data protection officers, oversight bodies."""
