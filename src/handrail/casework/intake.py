"""What follows from a nomination: a case is opened, none is and why, or it is handed in to a panel that has one.

Until somebody has decided, deciding is due from the coordinator of the organisation that was told. An organisation of
a kind that has no coordinators owes no decision: somebody else's coordinator brings it into a case, or it helps by
itself.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail import duties, provenance
from handrail.casework.intake_rules import HAND_IN, NotDoubled
from handrail.casework.models import Case, HandIn, HandInState
from handrail.casework.resources import CASE
from handrail.gate import Act
from handrail.sharing.arrivals import decides_on_a_case
from handrail.sharing.models import Became, DecisionKind, Disclosure, Holding
from handrail.sharing.without_case import LOOK

COORDINATOR = "case_coordinator"

#: A nomination that is with a panel, or waits for one.
LIVE = (HandInState.OFFERED, HandInState.ACCEPTED)

#: What is said of a judgement whose source turned out to be about another person.
HANDED_IN_WRONGLY = "another_person"


def arrived(act: Act, disclosure: Disclosure) -> None:
    """A nomination was acknowledged: a decision on it is due, unless its recipient leads a case of the person."""
    led = Case.objects.filter(organisation_id=disclosure.recipient_id, person_id=disclosure.person_id, state="open")
    if led.exists():
        settle(act, disclosure, Became.CASE)
    else:
        owe(act, disclosure)


def owe(act: Act, disclosure: Disclosure) -> None:
    """Make the decision due in the house of the recipient, for which the transaction acts."""
    if not decides_on_a_case(disclosure):
        return
    duties.raise_about(
        act,
        disclosure,
        organisation=disclosure.recipient_id,
        kind="open_case",
        role=COORDINATOR,
        subject=("Disclosure", disclosure.id),
    )


def settle(act: Act, disclosure: Disclosure, became: Became) -> None:
    """Record what was decided, in the house of the recipient: nothing is due any more, and the originator sees it."""
    disclosure.became, disclosure.became_on = became, act.today
    disclosure.save(update_fields=("became", "became_on"))
    for kind in ("open_case", LOOK):
        duties.complete(act, subject=("Disclosure", disclosure.id), kind=kind)


def unsettle(act: Act, disclosure: Disclosure) -> None:
    """It is with no panel any more: somebody decides again, unless it is over or a case was opened since."""
    if disclosure.became != Became.HANDED_IN:
        return
    disclosure.became, disclosure.became_on = Became.UNDECIDED, None
    disclosure.save(update_fields=("became", "became_on"))
    if disclosure.state in ("acknowledged", "challenged"):
        owe(act, disclosure)


def refuse_to_double(act: Act, person: UUID) -> None:
    """Raise :class:`NotDoubled` if the person has a case that the actor can see, or was handed in to one.

    Also under the id of a case that they were handed in to, which may have moved since: to the actor's own area, even.
    """
    taken = HandIn.objects.filter(
        organisation_id=act.organisation, person_id=person, state=HandInState.ACCEPTED
    ).values_list("case__person_id", flat=True)
    elsewhere = (
        act.visible(CASE)
        .filter(person_id__in={person, *taken}, state="open")
        .exclude(organisation_id=act.organisation, person_id=person)
    )
    live = HandIn.objects.filter(organisation_id=act.organisation, person_id=person, state__in=LIVE, case__state="open")
    if elsewhere.exists() or live.exists():
        raise NotDoubled


def case_led(act: Act, case: Case) -> None:
    """An organisation leads a case from now on: whatever it was told of the person is decided on."""
    told = Disclosure.objects.select_for_update(no_key=True).filter(
        recipient_id=case.organisation_id, person_id=case.person_id, kind=DecisionKind.NOMINATION
    )
    for disclosure in told.order_by("id"):
        settle(act, disclosure, Became.CASE)


def case_opened(act: Act, case: Case) -> None:
    """The organisation that leads has opened a case: its first meeting is due."""
    case_led(act, case)
    duties.raise_about(
        act,
        case,
        organisation=case.organisation_id,
        kind="first_meeting",
        role=COORDINATOR,
        subject=("Case", case.id),
        owner=act.by.id,
    )


def case_closed(act: Act, case: Case) -> None:
    """Nothing is handed in to a case that is closed: its offers end, and deciding stays with those who were told."""
    for offer in HandIn.objects.select_for_update(no_key=True).filter(case=case, state=HandInState.OFFERED):
        refuse(act, offer, "case_closing")


def refuse(act: Act, offer: HandIn, reason: str) -> None:
    """The panel does not take it. What is due at the organisation that offered it stays due."""
    offer.state, offer.reason = HAND_IN.next(offer.state, "refuse"), reason
    offer.answered_by, offer.answered_at = act.by.id, act.now
    offer.save()
    answered(act, offer.case)
    tell(act, offer, "disclosure.hand_in_refused")


def tell(act: Act, hand_in: HandIn, what: str) -> None:
    """Let the record of the organisation that handed in say what another one, which leads the case, did with it.

    The originator's record says nothing of that: it would name the panel.
    """
    if hand_in.organisation_id != act.organisation:
        subject = ("Disclosure", hand_in.disclosure_id)
        reason = hand_in.reason or None
        act.also(what, organisation=hand_in.organisation_id, subject=subject, hand_in=hand_in.id, reason=reason)


def owe_answer(act: Act, case: Case) -> None:
    """Those who lead the case say whether it is the person of their case."""
    with act.deliver_to(case.organisation_id):
        duties.raise_about(
            act,
            case,
            organisation=case.organisation_id,
            kind="answer_hand_in",
            role=COORDINATOR,
            subject=("Case", case.id),
        )


def answered(act: Act, case: Case) -> None:
    """One offer to the case is settled: nothing is due about offers once none is left."""
    with act.deliver_to(case.organisation_id):
        if not case.hand_ins.filter(state=HandInState.OFFERED).exists():
            duties.complete(act, subject=("Case", case.id), kind="answer_hand_in")


def undone(act: Act, hand_in: HandIn, reason: str) -> int:
    """Take a nomination out of a case again; gives how many judgements have to be looked at again because of it.

    Whatever was judged in the case from what had been handed in is marked. The record it belongs to is as it was.
    """
    hand_in.state, hand_in.reason = HAND_IN.next(hand_in.state, "undo"), reason
    hand_in.ended_by, hand_in.ended_at = act.by.id, act.now
    hand_in.save()
    with act.deliver_to(hand_in.organisation_id):
        disclosure = (
            Disclosure.objects.select_for_update(no_key=True).select_related("recipient").get(pk=hand_in.disclosure_id)
        )
        items = tuple(Holding.objects.filter(disclosure=disclosure).values_list("item", flat=True))
        unsettle(act, disclosure)
    tell(act, hand_in, "disclosure.hand_in_undone")
    return _look_again(act, hand_in.case, items)


def _look_again(act: Act, case: Case, items: Iterable[UUID]) -> int:
    with act.deliver_to(case.organisation_id):
        leaning = {
            (each.kind, each.id)
            for item in items
            for each in provenance.mark_for_review(act, item=item, why=HANDED_IN_WRONGLY)
        }
        for judgement in sorted(leaning):
            duties.raise_about(
                act,
                case,
                organisation=case.organisation_id,
                kind="review_judgement",
                role=COORDINATOR,
                subject=judgement,
            )
    return len(leaning)


def led_to_a_case(disclosures: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    """Those of ``disclosures`` that led to a case: its recipient, which acts, decided so, or takes part in one that was
    open since, of the person or of the one that they were handed in as.

    Who has left the team of a case takes no part in it.
    """
    cases = Case.objects.filter(person_id=OuterRef("person_id"), closed_at__gt=OuterRef("released_at"))
    handed_in = HandIn.objects.filter(
        person_id=OuterRef("person_id"), state=HandInState.ACCEPTED, case__closed_at__gt=OuterRef("released_at")
    )
    decided = Q(became__in=(Became.CASE, Became.HANDED_IN))
    return disclosures.filter(decided | Exists(cases) | Exists(handed_in))


def linked(person: UUID) -> frozenset[UUID]:
    """Under which other ids the acting organisation handed in what it holds to an open case about ``person``."""
    accepted = HandIn.objects.filter(case__person_id=person, state=HandInState.ACCEPTED)
    return frozenset(accepted.values_list("person_id", flat=True)) - {person}
