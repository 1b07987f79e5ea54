"""What the person said to being supported, and that they were told. Consent is never the basis to share."""

from datetime import date
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import consent as rules
from handrail.casework import deconfliction, history
from handrail.casework.actions.providing import settled
from handrail.casework.models import Case, Consent, SupportAction
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import CONSENT, NOT_OVER, DateNotPast, NotInCatalogue
from handrail.casework.rules import SUPPORT_ACTION as SUPPORT_STATES
from handrail.casework.words import write
from handrail.gate import Act, Actor, RuleBroken, action
from handrail.programme import load
from handrail.sharing.actions.telling import record_told as record_notification


@action("case.record_consent", resource=CASE)
def record_consent(
    *,
    by: Actor,
    purpose: str,
    case: UUID,
    step: str,
    on: date,
    how: str,
    asker: str,
    voice: str = rules.PERSON,
    capacity: str = rules.CAN_DECIDE,
    decided_by: str = "",
    under_18: bool | None = None,
    note: str = "",
) -> None:
    """Record that the person agreed (``give``), said no (``refuse``) or changed their mind (``withdraw``); how they
    were asked and by whom; and whose word it is (see :class:`handrail.casework.consent.Said`).

    ``under_18`` is asked for only where the actor may read no date of birth that says so. A no is recorded, and that
    is all: it tells nobody else and raises nothing. When they change their mind, what the programme was doing for them
    stops, and the coordinator has to assess afresh what would help.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    if step not in CONSENT.actions:
        raise NotInCatalogue("step")
    state = CONSENT.next(found.consent, step)
    if not found.told:
        raise NotToldYet
    if on > act.today:
        raise DateNotPast("on")
    if how not in load(found.programme).consent_ways:
        raise NotInCatalogue("how")
    said = rules.Said(step, on, how, asker, voice, capacity, decided_by, note)
    child = rules.is_child(act, found)
    if child is None:
        child = under_18
    if child is None:
        raise RuleBroken("under-18-asked", "Select whether the person is under 18.", field="under_18")
    rules.check(said, child=child)
    _keep(act, found, said, state=state, child=child)
    found.consent = state
    found.save(update_fields=("consent",))
    if step == "give":
        _agreed(act, found)
    else:
        _stop(act, found)
    _duties(act, found, step)
    history.record(act, found, "consent_recorded", state)
    act.note(consent=state, how=how, voice=voice, capacity=capacity, child=child)


def _keep(act: Act, case: Case, said: rules.Said, *, state: str, child: bool) -> None:
    record = Consent(
        id=uuid4(),
        case=case,
        organisation_id=act.organisation,
        state=state,
        on=said.on,
        how=said.how,
        voice=said.voice,
        capacity=said.capacity,
        child=child,
        recorded_by=act.by.id,
        recorded_at=act.now,
    )
    write(
        act, case.organisation_id, case.person_id, record, note=said.note, asker=said.asker, decided_by=said.decided_by
    )
    record.save(force_insert=True)


def _of_the_programme(case: Case) -> list[SupportAction]:
    found = SupportAction.objects.filter(case=case, programme_contact=True, state__in=NOT_OVER)
    return list(found.select_for_update(of=("self",), no_key=True).select_related("case"))


def _agreed(act: Act, case: Case) -> None:
    for each in _of_the_programme(case):
        each.consent = "given"
        each.save(update_fields=("consent",))


def _stop(act: Act, case: Case) -> None:
    """What brings the programme to the person stops, whoever gives it. Ordinary services are no part of this."""
    for each in _of_the_programme(case):
        each.consent = "refused"
        if "say_no" in SUPPORT_STATES.transitions[each.state]:
            each.state = SUPPORT_STATES.next(each.state, "say_no")
            with act.deliver_to(each.owner_id):
                duties.cancel(act, subject=("SupportAction", each.id))
            deconfliction.over(act, case, each.id)
            settled(act, each)
            history.record(act, case, "support_declined", each.action)
        each.save(update_fields=("consent", "state"))


def _duties(act: Act, case: Case, step: str) -> None:
    """Consent that was given is looked at again; one that was withdrawn calls for a further assessment.

    Source: Counter-Terrorism and Security Act 2015, section 36(4)(e). Nothing falls due because somebody said no.
    """
    with act.deliver_to(case.organisation_id):
        duties.complete(act, subject=("Case", case.id), kind="consent_look_again")
        kind = {"give": "consent_look_again", "withdraw": "further_assessment"}.get(step)
        if kind is not None:
            duties.raise_about(
                act,
                case,
                organisation=case.organisation_id,
                kind=kind,
                role="case_coordinator",
                subject=("Case", case.id),
            )


@action("case.record_told", resource=CASE)
def record_told(*, by: Actor, purpose: str, case: UUID, on: date) -> None:
    """Record that the person has been told that they are in the programme, and on which day.

    It is the leading organisation's decision on telling them (sharing's), which the case then follows.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    if on > act.today:
        raise DateNotPast("on")
    record_notification(act, found.person_id, programme=found.programme, on=on)
    history.record(act, found, "person_told")
    act.note(told_on=on)


class NotToldYet(RuleBroken):
    """Nobody can agree to what they have not been told of."""

    def __init__(self) -> None:
        super().__init__(
            "told-first", "Record first that the person has been told. Nobody agrees to what they don’t know of."
        )
