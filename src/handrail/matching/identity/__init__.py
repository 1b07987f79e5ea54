"""What is written about who a person is, and the same made comparable: names, dates, places and numbers."""

from handrail.matching.identity.identity import Identity, RegisterRow

__all__ = ["Identity", "RegisterRow"]
