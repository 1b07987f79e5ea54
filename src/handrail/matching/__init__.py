"""Private matching: which partner may already know a person, found without telling anyone the names.

A centre and a partner each turn what they hold of a person into *match keys* (`identity`, `keys`), and compare these
blindly (`oprf`, `table`, `messages`). What agreed is weighed (`weighing`) and put before people, who decide.
"""
