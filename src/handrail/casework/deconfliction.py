"""Deconfliction (demand M13): whether the police have confirmed that what a programme does for a person may go ahead.

A case learns one thing: confirmed, on which day. Not asked, asked and not answered, held, and lapsed are one answer,
*not confirmed*, on every page, in every list, and in what policy is told; why it is not confirmed stands in the record
of the counter-terrorism unit alone. Only what the programme itself brings to the person waits. An ordinary service or a
statutory duty never does.

The police are asked when a case opens, before each meeting, before each action that brings the programme to the
person, and at each review. A rulebook whose stage says ``deconfliction = false`` asks nobody and waits for nobody.

Locks: an answer and the start of a support action meet in the row of the support action (see
:func:`put_in_case`), so that one of the two is first. Nothing starts on a confirmation that was taken back.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from handrail import duties
from handrail.casework.models import Case, Confirmation, Deconfliction, SupportAction
from handrail.casework.models.deconfliction import NEVER
from handrail.casework.rules import DECONFLICTION as STATES
from handrail.directory.names import organisations_serving
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act, clock
from handrail.programme import load
from handrail.sharing.models import Disclosure, PersonRecord

#: The stages of a rulebook at which the house asks.
OPENED, MEETING, SUPPORT, REVIEW = "case", "meeting", "support", "review"

ASKED, LAPSES = "deconfliction", "deconfliction_valid"
ROLE = "deconfliction_officer"
_UNIT = "counter_terrorism_unit"


def needed(programme: str, stage: str) -> bool:
    """Whether a rulebook has the police asked at ``stage``."""
    return load(programme).stages[stage].deconfliction


def ask(act: Act, case: Case, stage: str, *, subject: UUID | None = None, contact: str = "") -> None:
    """Ask the police whether the programme may go ahead: with the case, or with one meeting or support action of it.

    ``subject`` is the meeting or the support action, ``contact`` the kind of support. Whatever was answered before
    stands until it is answered again or lapses. Asking does the same work whatever the police said before.
    """
    if not needed(case.programme, stage):
        return
    subject = subject or case.id
    if stage != SUPPORT:
        with act.deliver_to(case.organisation_id):
            Confirmation.objects.get_or_create(case=case, subject_id=subject)
    unit = _unit(act, case)
    if unit is None:
        return
    with act.deliver_to(unit):
        record = _asked_before(unit, case, subject) or Deconfliction(
            id=uuid4(), organisation_id=unit, case_id=case.id, lead_id=case.organisation_id, subject_id=subject,
            person_id=case.person_id, reference=_reference(unit, case), programme=case.programme, asked_at=act.now,
        )  # fmt: skip
        record.state = STATES.next(record.state, "ask")
        since = record.asked_at if record.waits else act.now
        record.stage, record.contact, record.asked_at, record.waits = stage, contact, since, True
        record.save()
        duties.cancel(act, subject=("Deconfliction", record.id), kind=ASKED)
        _owe(act, record, ASKED, due_at=_due(record.programme, ASKED, since))
    act.also("deconfliction.asked", organisation=unit, subject=("Deconfliction", record.id), stage=stage)


def ask_again(act: Act, case: Case) -> None:
    """Ask afresh about the case, and about each action of the programme in its plan that has not started."""
    ask(act, case, REVIEW)
    waiting = SupportAction.objects.filter(case=case, programme_contact=True, state="planned").order_by(
        "added_at", "id"
    )
    for each in waiting:
        ask(act, case, SUPPORT, subject=each.id, contact=each.action)


def ask_before_meeting(act: Act, case: Case, meeting: UUID) -> None:
    """Ask the police before a meeting about the case."""
    ask(act, case, MEETING, subject=meeting)


def confirmed(act: Act, case: Case, stage: str, subject: UUID | None = None) -> bool:
    """Whether the police have confirmed the case, the meeting or the support action, and it has not lapsed.

    True where the rulebook has nobody asked at ``stage``.
    """
    return not needed(case.programme, stage) or confirmed_on(act, case, subject) is not None


def confirmed_on(act: Act, case: Case, subject: UUID | None = None) -> date | None:
    """The day on which the police confirmed it, or None if they have not, for whatever reason."""
    kept = Confirmation.objects.filter(case=case, subject_id=subject or case.id, confirmed_until__gte=act.today)
    action = SupportAction.objects.filter(case=case, pk=subject or case.id, confirmed_until__gte=act.today)
    days = kept.values_list("confirmed_on").union(action.values_list("confirmed_on"))
    return next((on for (on,) in days), None)


def may_start(action: SupportAction) -> bool:
    """What policy is told of a support action: that the police confirmed it, or that its rulebook asks nobody."""
    return action.confirmed_until >= clock.today() or not needed(action.case.programme, SUPPORT)


def over(act: Act, case: Case, subject: UUID | None = None) -> None:
    """There is nothing to confirm any more about one meeting or support action, or about the case and all of it.

    What was confirmed counts no longer: should it be taken up again, the police are asked afresh.
    """
    with act.deliver_to(case.organisation_id):
        kept, actions = Confirmation.objects.filter(case=case), SupportAction.objects.filter(case=case)
        if subject is not None:
            kept, actions = kept.filter(subject_id=subject), actions.filter(pk=subject)
        for rows in (kept, actions):
            rows.update(confirmed_on=NEVER, confirmed_until=NEVER)
    unit = _unit(act, case)
    if unit is None:
        return
    with act.deliver_to(unit):
        asked = Deconfliction.objects.filter(organisation_id=unit, case_id=case.id).exclude(state="over")
        # One that is being answered at this moment is left: the answer has nothing to set free any more.
        asked = asked.select_for_update(skip_locked=True, no_key=True)
        for record in asked.filter(subject_id=subject) if subject else asked:
            record.state, record.waits = STATES.next(record.state, "end"), False
            record.save(update_fields=("state", "waits"))
            duties.cancel(act, subject=("Deconfliction", record.id))


def longest(act: Act, programme: str) -> date:
    """The last day for which a confirmation that is given today may count (the rulebook's ``deconfliction_valid``)."""
    return _due(programme, LAPSES, act.now).astimezone(clock.LONDON).date()


def answered(act: Act, record: Deconfliction) -> None:
    """The unit's answer takes effect: its duties follow, and the case learns what it may."""
    duties.complete(act, subject=("Deconfliction", record.id), kind=ASKED)
    duties.complete(act, subject=("Deconfliction", record.id), kind=LAPSES)
    if record.state == "confirmed":
        _owe(act, record, LAPSES, due_at=WorkingTime().by(act.now, record.until))
    put_in_case(act, record)


def put_in_case(act: Act, record: Deconfliction) -> None:
    """Let the case know the two days of a confirmation, or that there is none.

    The support action's own row is written, under the lock that starting it takes: a start that came first has
    started on what was confirmed then; one that comes second reads the row anew.
    """
    stands = record.state == "confirmed"
    days = {"confirmed_on": act.today if stands else NEVER, "confirmed_until": record.until if stands else NEVER}
    with act.deliver_to(record.lead_id):
        if record.stage == SUPPORT:
            SupportAction.objects.filter(pk=record.subject_id, case_id=record.case_id).update(**days)
        else:
            Confirmation.objects.filter(case_id=record.case_id, subject_id=record.subject_id).update(**days)


def _unit(act: Act, case: Case) -> UUID | None:
    """The counter-terrorism unit that answers: the one that shared with whoever leads, or else the centre's own."""
    with act.deliver_to(case.organisation_id):
        shared = Disclosure.objects.filter(
            recipient_id=case.organisation_id, person_id=case.person_id, originator__kind=_UNIT
        )
        originator = shared.order_by("released_at", "id").values_list("originator_id", flat=True).first()
    serving = (each.id for each in organisations_serving(case.centre_id) if each.kind == _UNIT)
    return originator or next(serving, None)


def _asked_before(unit: UUID, case: Case, subject: UUID) -> Deconfliction | None:
    asked = Deconfliction.objects.select_for_update(no_key=True).filter(
        organisation_id=unit, case_id=case.id, subject_id=subject
    )
    return asked.first()


def _reference(unit: UUID, case: Case) -> str:
    """The reference by which the unit itself speaks of the person; the case's where it has none."""
    held = PersonRecord.objects.filter(organisation_id=unit, person_id=case.person_id)
    return held.values_list("reference", flat=True).first() or case.reference


def _due(programme: str, kind: str, since: datetime) -> datetime:
    timescale = load(programme).timescales[kind]
    return WorkingTime().due(since, timescale.amount, Unit(timescale.unit))


def _owe(act: Act, record: Deconfliction, kind: str, *, due_at: datetime) -> None:
    """The unit's officers answer by the rulebook's time; a confirmation is looked at again before it lapses.

    It is shown as coming from the unit itself: who leads the case is more than its officers need.
    """
    duties.raise_about(
        act,
        record,
        organisation=record.organisation_id,
        kind=kind,
        role=ROLE,
        subject=("Deconfliction", record.id),
        raised_from=record.organisation_id,
        due_at=due_at,
    )
