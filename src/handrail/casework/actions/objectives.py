"""What the person would like to be different: written down in their words where they were asked, reached, set aside."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import history, sources
from handrail.casework.models import Objective
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import OBJECTIVE, NotInCatalogue
from handrail.casework.words import write
from handrail.gate import Actor, action


@action("case.add_objective", resource=CASE)
def add_objective(
    *, by: Actor, purpose: str, case: UUID, words: str, own_words: bool, draws_on: Sequence[UUID] = ()
) -> UUID:
    """Write an objective down. ``own_words`` says that the person was asked, and that this is how they put it."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    record = Objective(
        id=uuid4(),
        case=found,
        organisation_id=act.organisation,
        own_words=own_words,
        written_by=act.by.id,
        written_at=act.now,
    )
    write(act, found.organisation_id, found.person_id, record, words=words)
    record.save(force_insert=True)
    sources.lean(
        act, keeper=found.organisation_id, person=found.person_id, kind="objective", row=record.id, items=draws_on
    )
    history.record(act, found, "objective_written")
    act.note(objective=record.id, own_words=own_words)
    return record.id


@action("case.end_objective", resource=CASE)
def end_objective(*, by: Actor, purpose: str, case: UUID, objective: UUID, step: str) -> None:
    """Say that an objective is reached (``reach``), or that the person no longer wants it (``set_aside``)."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    record = Objective.objects.select_for_update(no_key=True).filter(pk=objective, case=found).first()
    if record is None or step not in OBJECTIVE.actions:
        raise NotInCatalogue("step")
    record.state = OBJECTIVE.next(record.state, step)
    record.ended_by, record.ended_at = act.by.id, act.now
    record.save(update_fields=("state", "ended_by", "ended_at"))
    history.record(act, found, "objective_" + record.state)
    act.note(objective=record.id, state=record.state)
