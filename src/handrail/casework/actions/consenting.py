"""What the person said: to being supported, and to each thing offered. It is never the basis to share."""

from datetime import date
from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import history
from handrail.casework.models import Consent, SupportAction
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import CONSENT, DateNotPast, NotInCatalogue
from handrail.casework.words import write
from handrail.gate import Actor, action


@action("case.record_consent", resource=CASE)
def record_consent(*, by: Actor, purpose: str, case: UUID, step: str, on: date, note: str) -> None:
    """Record that the person agreed (``give``), said no (``refuse``) or changed their mind (``withdraw``).

    When they said no or changed their mind, what brings the programme to them stops: those actions go back to not
    having their consent, and policy refuses to start them.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    if step not in CONSENT.actions:
        raise NotInCatalogue("step")
    state = CONSENT.next(found.consent, step)
    if on > act.today:
        raise DateNotPast("on")
    consent = Consent(
        id=uuid4(),
        case=found,
        organisation_id=act.organisation,
        state=state,
        on=on,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    write(act, found.organisation_id, found.person_id, consent, note=note)
    consent.save(force_insert=True)
    found.consent = state
    found.save(update_fields=("consent",))
    unfinished = SupportAction.objects.filter(case=found, state__in=("planned", "under_way", "stopped"))
    unfinished.filter(programme_contact=True).update(consent="given" if state == "given" else "refused")
    history.record(act, found, "consent_recorded", state)
    act.note(consent=state)


@action("case.record_told", resource=CASE)
def record_told(*, by: Actor, purpose: str, case: UUID, on: date) -> None:
    """Record that the person has been told that they are in the programme, and on which day."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    if on > act.today:
        raise DateNotPast("on")
    found.told = True
    found.save(update_fields=("told",))
    history.record(act, found, "person_told")
    act.note(told_on=on)
