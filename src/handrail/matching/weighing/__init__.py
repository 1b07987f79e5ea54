"""How much it says that two records agree on some of their match keys: a weight about two records, not a person."""

from handrail.matching.weighing.agreement import Pattern
from handrail.matching.weighing.weighing import Evidence, Weighed, weigh

__all__ = ["Evidence", "Pattern", "Weighed", "weigh"]
