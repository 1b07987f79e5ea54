"""What the person said to being supported, each time that they were asked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail import gate
from handrail.casework.consent import is_child
from handrail.casework.models import Consent
from handrail.casework.resources import CASE
from handrail.casework.words import read
from handrail.directory.names import member_names
from handrail.gate import Actor, query


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said on one day. ``how`` is a code of the rulebook; ``voice`` and ``capacity`` those of the law."""

    state: str
    on: date
    how: str
    asker: str
    voice: str
    decided_by: str
    capacity: str
    child: bool
    note: str
    organisation: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """What was said, the latest first. ``child`` is None where the reader may read no date of birth that says."""

    case: UUID
    child: bool | None
    answers: tuple[Answered, ...]


@query("case.read_consent", resource=CASE)
def open_consent(*, by: Actor, purpose: str, case: UUID) -> ConsentPage:
    """What the person said about support: for whoever supports them, and never for pursuit."""
    act = gate.current()
    found = act.resource(CASE)
    records = list(Consent.objects.filter(case=found).select_related("organisation").order_by("-recorded_at", "-id"))
    texts = read(act, found.organisation_id, found.person_id, list(records), "asker", "decided_by", "note")
    names = member_names(each.recorded_by for each in records)
    return ConsentPage(
        case=found.id,
        child=is_child(act, found),
        answers=tuple(
            Answered(
                state=each.state,
                on=each.on,
                how=each.how,
                asker=asker,
                voice=each.voice,
                decided_by=decided_by,
                capacity=each.capacity,
                child=each.child,
                note=note,
                organisation=each.organisation.name,
                recorded_by=names.get(each.recorded_by, ""),
                recorded_at=each.recorded_at,
            )
            for each, (asker, decided_by, note) in zip(records, texts, strict=True)
        ),
    )
