"""What policy sees of a question."""

from handrail.directory.resources import ends
from handrail.gate import Computed, ResourceType, flag, number, text
from handrail.programme import load
from handrail.questions.models import Question

#: In an organisation whose kind may have one, this role decides on answers that need a guardian.
GUARDIAN = "caldicott_guardian"


def in_catalogue(record: Question) -> bool:
    """Whether the rulebook has this question for the kind of organisation that it is put to."""
    entry = load(record.programme).questions.get(record.code)
    return entry is not None and record.asked_of.kind in entry.asked_of


def needs_guardian(record: Question) -> bool:
    """Whether the rulebook leaves the answer to the guardian of the organisation that is asked."""
    rulebook = load(record.programme)
    entry = rulebook.questions.get(record.code)
    guarded = entry is None or entry.guardian
    return guarded and record.asked_of.kind in rulebook.roles[GUARDIAN].held_in


def needs_second(record: Question) -> bool:
    """Whether a second person decides before it is put: it is in the asker's own words, or put again."""
    entry = load(record.programme).questions.get(record.code)
    return entry is None or entry.own_words or record.before > 0


QUESTION = ResourceType(
    name="Question",
    model=Question,
    key="question",
    see="question.see",
    attributes={
        "asker": text("organisation_id"),
        "asker_kind": text("organisation__kind"),
        "asked_of": text("asked_of_id"),
        "asked_of_kind": text("asked_of__kind"),
        "asked_by": text("asked_by"),
        "programme": text("programme"),
        "state": text("state"),
        "put": flag("put"),
        "marking": number("marking"),
        "in_catalogue": Computed(in_catalogue),
        "needs_second": Computed(needs_second),
        "approved": Computed(lambda record: record.approved_by is not None),
        "needs_guardian": Computed(needs_guardian),
        **ends("centre"),
    },
    related=("centre", "organisation", "asked_of"),
)
