"""A decision in words: what a refused user reads, and whom they can ask."""

from dataclasses import dataclass

from handrail.policy.rules import ASK, Rule

#: No rule permits it.
NO_PERMISSION = "no-permission"
#: The rules could not be worked out, which is a refusal like any other.
POLICY_ERROR = "policy-error"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule in plain words. ``ask`` is the code of a role, or ``originator``."""

    rule: str
    sentence: str
    source: str
    ask: str

    @property
    def whom(self) -> str:
        """Whom to ask, in words that follow "Ask"."""
        return ASK[self.ask]


_WITHOUT_A_RULE = {
    NO_PERMISSION: Explanation(
        NO_PERMISSION,
        "Nothing in the rules lets you do this here: it needs another role, or a part in this that you don’t have.",
        "What no rule permits is refused (ADR 4)",
        "administrator",
    ),
    POLICY_ERROR: Explanation(
        POLICY_ERROR,
        "The rules could not be worked out for this record, so the answer is no until that is put right.",
        "What can’t be decided is refused (ADR 4)",
        "administrator",
    ),
}


def explanation(rule: str, rules: dict[str, Rule]) -> Explanation:
    """What ``rule`` says. Raises KeyError for one that doesn't exist."""
    if rule in _WITHOUT_A_RULE:
        return _WITHOUT_A_RULE[rule]
    found = rules[rule]
    return Explanation(found.id, found.says, found.source, found.ask)
