"""Who already knows a person: the registers that partners offer, a unit that asks, and what the partners answer.

All of it through the real protocol. Requests are carried as files, so that no partner needs a server of its own.
"""

from collections.abc import Generator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from handrail.demo import partners, wording
from handrail.demo.partners import PartnerRegister
from handrail.demo.pilot import ADMINISTRATION, ORIGINATING, SUPPORT, House, Pilot
from handrail.demo.story import Story
from handrail.demo.subjects import Subject
from handrail.demo.timeline import Life
from handrail.matching.actions import asking, candidates, checks, lapsing, registers, searching
from handrail.matching.actions.registers import Offer
from handrail.matching.actions.searching import Why
from handrail.matching.queries.checks import checks as listed
from handrail.matching.queries.searches import open_search, who_knows

#: Whose register may be asked, and in which centre; and who offers one that may not.
KEEPER: Final = "camden"
_CENTRE, _TOWN = "london", "Camden"
_OTHER: Final = "open-door"

#: When the register was offered, in days before today. Every search comes after that.
_OFFERED: Final = 120
#: What the two registers are, by codes of the rulebook.
_SERVICES, _WORK = "council_services", "employment_support"
#: How many quota tokens are brought in.
_TOKENS = 30


def begin(pilot: Pilot, known: Sequence[tuple[Subject, int]]) -> None:
    """Put the registers on the timeline. ``known`` are people of whom the register holds so many records."""
    pilot.timeline.add(pilot.diary.ago(_OFFERED), _offered(pilot, known))
    pilot.timeline.add(pilot.diary.ago(40), _declined_then_waits(pilot))


def publish(pilot: Pilot) -> Offer:
    """Publish the register that may be asked, for the first time or anew: requests on the way then come to nothing."""
    return PartnerRegister.of(KEEPER).publish(kind=_SERVICES, organisation=pilot.houses[KEEPER].entry.name)


def accepted(pilot: Pilot, offer: Offer) -> Life:
    """It is brought in, accepted, and may be asked; an earlier table is replaced."""
    house = pilot.houses[KEEPER]
    register = _offer(pilot, house, offer)
    yield pilot.diary.later(0.3, 1)
    registers.accept(by=house.by("lead"), purpose=ADMINISTRATION, register=register)
    until = pilot.diary.today + timedelta(days=120)
    tokens = PartnerRegister.of(KEEPER).tokens(_TOKENS, until=until)
    registers.add_quota(by=house.by("contact"), purpose=ADMINISTRATION, register=register, tokens=tokens, until=until)


def _offered(pilot: Pilot, known: Sequence[tuple[Subject, int]]) -> Life:
    rows = partners.anybody(pilot.random, _TOWN, partners.OTHERS)
    for subject, count in known:
        rows += partners.records_of(pilot.random, subject, _TOWN, count)
    PartnerRegister.of(KEEPER).write(partners.shuffled(pilot.random, rows))
    offer = publish(pilot)
    yield pilot.diary.later(0.3, 1)
    yield from accepted(pilot, offer)


def _declined_then_waits(pilot: Pilot) -> Life:
    """A colleague wanted to read the agreement first; now it is offered again, and waits."""
    house, partner = pilot.houses[_OTHER], PartnerRegister.of(_OTHER)
    partner.write(partners.anybody(pilot.random, _TOWN, 20))
    offer = partner.publish(kind=_WORK, organisation=house.entry.name)
    declined = _offer(pilot, house, offer)
    yield pilot.diary.later(0.3, 1)
    registers.decline(by=house.by("deputy"), purpose=ADMINISTRATION, register=declined)
    yield pilot.diary.ago(2)
    _offer(pilot, house, partner.publish(kind=_WORK, organisation=house.entry.name))


def _offer(pilot: Pilot, house: House, offer: Offer) -> UUID:
    centre = pilot.centres[_CENTRE]
    return registers.offer(by=house.by("contact"), purpose=ADMINISTRATION, centre=centre, offer=offer)


# --- the unit that asks -------------------------------------------------------------------------------------------


def propose(story: Story) -> UUID:
    """Propose to ask the register about the person of a draft."""
    words, decision = wording.matching(), _decision(story)
    offers = who_knows(by=story.officer, purpose=ORIGINATING, decision=decision).offers
    return searching.propose(
        by=story.officer,
        purpose=ORIGINATING,
        decision=decision,
        registers=tuple(each.id for each in offers),
        why=Why("police_common_law", words["necessity"], words["proportionality"]),
    )


def withdraw(story: Story, search: UUID) -> None:
    """Take a search back."""
    searching.withdraw(by=story.officer, purpose=ORIGINATING, search=search)


def decline(story: Story, search: UUID) -> None:
    """Decide that nobody is asked."""
    searching.decline(by=story.authoriser, purpose=ORIGINATING, search=search, judgement=wording.matching()["declined"])


def authorise(story: Story, search: UUID) -> None:
    """Decide that the register is asked."""
    searching.authorise(
        by=story.authoriser, purpose=ORIGINATING, search=search, judgement=wording.matching()["judgement"]
    )


def take_out(story: Story, search: UUID) -> bytes:
    """The request as the file that is carried to the partner."""
    taken = asking.take_out(by=story.officer, purpose=ORIGINATING, search=search, result=_result(story, search))
    if taken is None:
        raise LookupError("The register can't be asked.")
    return taken.message


def bring_in(story: Story, search: UUID, answer: bytes) -> None:
    """Bring in the answer that was carried back."""
    asking.bring_in(by=story.officer, purpose=ORIGINATING, search=search, result=_result(story, search), answer=answer)


def found(story: Story, *, quickly: bool = False) -> Generator[datetime, None, tuple[UUID, ...]]:
    """Search, from the proposal to the answer: what was found, what much points to first."""
    diary = story.pilot.diary
    search = propose(story)
    yield diary.soon() if quickly else diary.later(0.2, 1)
    authorise(story, search)
    yield diary.soon()
    request = take_out(story, search)
    yield diary.soon() if quickly else diary.later(0.2, 0.8)
    bring_in(story, search, PartnerRegister.of(KEEPER).answer(request))
    (result,) = open_search(by=story.officer, purpose=ORIGINATING, search=search).results
    return tuple(each.id for each in result.candidates)


def ask(story: Story, candidate: UUID, *, words: str = "asked_because") -> UUID | None:
    """Ask about a record; gives the identity check, or None where a colleague has to agree first."""
    before = _waiting(story)
    by = story.officer
    if candidates.ask(by=by, purpose=ORIGINATING, candidate=candidate, words=wording.matching()[words]):
        return None
    (check,) = _waiting(story) - before
    return check


def set_aside(story: Story, candidate: UUID) -> None:
    """Leave a record to which less points than to another."""
    candidates.set_aside(
        by=story.officer,
        purpose=ORIGINATING,
        candidate=candidate,
        reason="too_weak",
        words=wording.matching()["too_weak"],
    )


def take_back(story: Story, candidate: UUID) -> None:
    """Take the identity check back."""
    candidates.take_back(by=story.officer, purpose=ORIGINATING, candidate=candidate, reason="known_otherwise")


# --- the partner that is asked ------------------------------------------------------------------------------------


def compare(story: Story, check: UUID, fits: str = "yes") -> None:
    """Say whether the first thing that is shown fits the record."""
    checks.step(by=_keeper(story).by("contact"), purpose=SUPPORT, check=check, number=1, fits=fits)


def answer(story: Story, check: UUID, said: str) -> None:
    """Write the answer; to say nothing needs no reasons."""
    reasons = wording.matching().get(said, "")
    checks.answer(by=_keeper(story).by("contact"), purpose=SUPPORT, check=check, answer=said, reasons=reasons)


def release(story: Story, check: UUID) -> None:
    """A second person gives the answer."""
    checks.release(by=_keeper(story).by("lead"), purpose=SUPPORT, check=check, version=1)


def lapse(story: Story, check: UUID) -> None:
    """Its time is over."""
    lapsing.lapse(by=story.unit.service("sweep"), purpose=ADMINISTRATION, check=check)


def _keeper(story: Story) -> House:
    return story.pilot.houses[KEEPER]


def _waiting(story: Story) -> set[UUID]:
    return {each.id for each in listed(by=_keeper(story).by("contact"), purpose=SUPPORT).waiting}


def _result(story: Story, search: UUID) -> UUID:
    (result,) = open_search(by=story.officer, purpose=ORIGINATING, search=search).results
    return result.id


def _decision(story: Story) -> UUID:
    if story.decision is None:
        raise LookupError("Nothing has been written yet.")
    return story.decision
