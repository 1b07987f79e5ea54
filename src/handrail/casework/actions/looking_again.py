"""A closed case whose sources were withdrawn afterwards: looked at again without opening it."""

from uuid import UUID

from handrail import gate
from handrail.casework import history, sources
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NothingToLookAt
from handrail.gate import Actor, action


@action("case.look_again", resource=CASE)
def look_again(*, by: Actor, purpose: str, case: UUID) -> int:
    """Record that whoever leads a closed case looked again at the judgements in it whose sources were recalled,
    corrected or ran out, and that they stand as a record of their time; gives how many.

    In an open case a review does this. Where the look shows that something was decided on what was wrong, the case is
    opened again instead. Raises :class:`NothingToLookAt` when nothing is marked.
    """
    act = gate.current()
    found = act.resource(CASE)
    found.state = CASE_STATES.next(found.state, "look_again")
    judgements = sources.look_again(act, found)
    if not judgements:
        raise NothingToLookAt
    history.record(act, found, "looked_again")
    act.note(judgements=judgements)
    return judgements
