"""What became of a nomination, as the organisation that was told reads it; and what was handed in to a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail import gate
from handrail.casework import intake
from handrail.casework.models import Case, HandIn, HandInState, NoCase
from handrail.casework.resources import CASE
from handrail.casework.values import NominationLine
from handrail.casework.words import read
from handrail.directory.names import member_names
from handrail.gate import Act, Actor, query
from handrail.sharing.models import Became, DecisionKind, Disclosure
from handrail.sharing.queries.disclosures import AlsoNominated, nominations_of
from handrail.sharing.resources import DISCLOSURE

#: What somebody might decide, offered where it can be decided and policy lets them.
_DECIDING = ("disclosure.decide_no_case", "disclosure.hand_in")


@dataclass(frozen=True, slots=True)
class NoCaseLine:
    """That no case was opened: why, in whose words, by whom and when."""

    reason: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """To which case a nomination was handed in. ``case`` is None for who may not know of that case."""

    state: str
    ground: str
    reason: str
    at: datetime
    case: UUID | None
    person: UUID | None
    reference: str
    lead: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What was decided on a nomination, and what its reader may decide about it now."""

    programme: str
    no_case: NoCaseLine | None
    handed_in: HandedIn | None
    also: tuple[AlsoNominated, ...]
    opens_case: bool
    steps: tuple[str, ...]


@query("disclosure.open_intake", resource=DISCLOSURE)
def open_intake(*, by: Actor, purpose: str, disclosure: UUID) -> Intake:
    """What was decided on a nomination: for those in whose organisation it was decided."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    handed_in = _latest(found)
    return Intake(
        programme=found.programme,
        no_case=_no_case(act, found) if found.became == Became.NO_CASE else None,
        handed_in=_handed_in(act, handed_in) if handed_in else None,
        also=_also(act, found),
        opens_case=_undecided(found, handed_in) and act.allows("disclosure.decide_no_case", DISCLOSURE, found),
        steps=tuple(_steps(act, found, handed_in)),
    )


def nominations(act: Act, case: Case) -> tuple[NominationLine, ...]:
    """Every nomination of the person of ``case`` that the reader may know of, the latest first.

    Those that their own organisation was told of; and for who leads the case, what others handed in to it.
    """
    hand_ins = {each.disclosure_id: each for each in _shown(act, case)}
    ours = {each.person_id for each in hand_ins.values() if each.organisation_id == act.organisation}
    people = {case.person_id, *ours}
    told = {each.disclosure: each for each in nominations_of(act, people)}
    own = [
        NominationLine(None, "", "", "", each.at, each, ())
        for each in told.values()
        if each.disclosure not in hand_ins and each.person == case.person_id
    ]
    handed = [
        NominationLine(
            hand_in=each.id,
            state=each.state,
            handed_in_by=each.organisation.name,
            ground=each.ground,
            at=each.offered_at,
            given=told.get(each.disclosure_id),
            steps=tuple(step for step in _answers(each) if act.allows(step, CASE, case)),
        )
        for each in hand_ins.values()
    ]
    return tuple(sorted((*own, *handed), key=lambda line: line.at, reverse=True))


def _shown(act: Act, case: Case) -> list[HandIn]:
    """The hand-ins to the case that its reader may know of: what waits or was accepted."""
    live = list(HandIn.objects.filter(case=case, state__in=intake.LIVE).select_related("organisation"))
    if act.allows("case.accept_hand_in", CASE, case):
        return live
    told = act.visible(DISCLOSURE).filter(id__in=[each.disclosure_id for each in live])
    theirs = frozenset(told.values_list("id", flat=True))
    return [each for each in live if each.disclosure_id in theirs]


def _answers(hand_in: HandIn) -> tuple[str, ...]:
    if hand_in.state == HandInState.OFFERED:
        return ("case.accept_hand_in", "case.refuse_hand_in")
    return ("case.undo_hand_in",)


def _latest(disclosure: Disclosure) -> HandIn | None:
    return HandIn.objects.filter(disclosure=disclosure).order_by("-offered_at").first()


def _undecided(disclosure: Disclosure, handed_in: HandIn | None) -> bool:
    """Whether somebody can still decide on it: it is held, it is a nomination, and there is no case."""
    return (
        disclosure.kind == DecisionKind.NOMINATION
        and disclosure.state == "acknowledged"
        and disclosure.became not in (Became.CASE, Became.HANDED_IN)
        and (handed_in is None or handed_in.state not in intake.LIVE)
    )


def _steps(act: Act, disclosure: Disclosure, handed_in: HandIn | None) -> list[str]:
    live = handed_in is not None and handed_in.state in intake.LIVE
    # Who has left the team of the case since can't reach it any more: the panel takes it out.
    there = live and Case.objects.filter(hand_ins=handed_in).exists()
    possible = ["disclosure.take_back_hand_in"] if there else []
    if _undecided(disclosure, handed_in):
        decided = disclosure.became == Became.NO_CASE
        possible += [step for step in _DECIDING if not (decided and step == "disclosure.decide_no_case")]
    return [step for step in possible if act.allows(step, DISCLOSURE, disclosure)]


def _no_case(act: Act, disclosure: Disclosure) -> NoCaseLine | None:
    decision = NoCase.objects.filter(disclosure=disclosure).order_by("-decided_at").first()
    if decision is None:
        return None
    ((words,),) = read(act, disclosure.recipient_id, disclosure.person_id, [decision], "words")
    by = member_names([decision.decided_by]).get(decision.decided_by, "")
    return NoCaseLine(decision.reason, words, by, decision.decided_at)


def _handed_in(act: Act, hand_in: HandIn) -> HandedIn:
    case = act.visible(CASE).filter(pk=hand_in.case_id).first()
    return HandedIn(
        state=hand_in.state,
        ground=hand_in.ground,
        reason=hand_in.reason,
        at=hand_in.offered_at,
        case=case.id if case else None,
        person=case.person_id if case else None,
        reference=case.reference if case else "",
        lead=case.organisation.name if case else "",
    )


def _also(act: Act, disclosure: Disclosure) -> tuple[AlsoNominated, ...]:
    """Other nominations of the person in the same house: under the same id, or handed in to the same case."""
    same = HandIn.objects.filter(disclosure=disclosure, state=HandInState.ACCEPTED).values("case_id")
    together = HandIn.objects.filter(
        case_id__in=same, state=HandInState.ACCEPTED, organisation_id=act.organisation
    ).values_list("person_id", "case__person_id")
    people = {disclosure.person_id, *(each for pair in together for each in pair)}
    return tuple(each for each in nominations_of(act, people) if each.disclosure != disclosure.id)
