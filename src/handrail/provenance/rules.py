"""The lifecycle of a judgement's leaning on an item."""

from handrail.gate import StateTable, Transition

_ENDED = ("whoever’s act ends the item",)

LEANING = StateTable(
    name="source",
    initial="leaning",
    transitions={
        "leaning": {"mark": Transition("to_review", _ENDED)},
        "to_review": {
            "mark": Transition("to_review", _ENDED),
            "review": Transition("reviewed", ("whoever answers for the judgement",)),
        },
        # An item that was corrected, and the judgement looked at again, may still be recalled.
        "reviewed": {"mark": Transition("to_review", _ENDED)},
    },
    titles={"leaning": "Leans on it", "to_review": "To be looked at again", "reviewed": "Looked at again"},
)
