"""Looking back at a closed case, at 6 and 12 months: was it right to close, and did the help last?"""

from typing import Final
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import history, retention, sources
from handrail.casework.models import Case, LookBack
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import LookedBack, NotInCatalogue
from handrail.casework.transfer_rules import WentElsewhere
from handrail.casework.words import write
from handrail.gate import Act, Actor, action
from handrail.programme import load

#: The timescales of the rulebook by which a closed case is looked back at, in order.
LOOKS: Final = ("review_after_closure_first", "review_after_closure_last")


@action("case.look_back", resource=CASE)
def look_back(*, by: Actor, purpose: str, case: UUID, finding: str, words: str) -> UUID:
    """Record what is seen on looking back: whether the help lasted (a code), and in which words.

    The first counts for the look at 6 months, the second for the one at 12. Raises :class:`LookedBack` after that.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "look_back")
    if found.went_to_id:
        raise WentElsewhere
    if finding not in load(found.programme).look_back_findings:
        raise NotInCatalogue("finding")
    done = LookBack.objects.filter(case=found, recorded_at__gte=found.closed_at).count()
    if done >= len(LOOKS):
        raise LookedBack
    which = LOOKS[done]
    record = LookBack(
        id=uuid4(),
        case=found,
        organisation_id=act.organisation,
        which=which,
        finding=finding,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    write(act, found.organisation_id, found.person_id, record, words=words)
    record.save(force_insert=True)
    sources.lean_on_all(act, found, kind="look_back", row=record.id)
    duties.complete(act, subject=("Case", found.id), kind=which)
    history.record(act, found, "looked_back", finding)
    act.note(which=which, finding=finding)
    return record.id


def owe(act: Act, case: Case) -> None:
    """A case has just closed: its panel's chair looks back at it twice, unless it closed because the person said no.

    A refusal raises nothing, and the record of that case is destroyed on the day on which the first look would be due.
    """
    if case.closure_reason == retention.SAID_NO:
        return
    for kind in LOOKS:
        duties.raise_about(
            act, case, organisation=case.organisation_id, kind=kind, role="panel_chair", subject=("Case", case.id)
        )
