"""What those who were told do in a person's story: open it, acknowledge, answer, say that they know, add, flag."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from handrail import programme
from handrail.casework.actions import intake
from handrail.demo import wording
from handrail.demo.organisations import PROGRAMME
from handrail.demo.pilot import ADMINISTRATION, RIGHTS, SUPPORT, House
from handrail.demo.story import Received, Story
from handrail.demo.timeline import Life
from handrail.gate import Actor, clock
from handrail.sharing.actions import (
    authorising,
    challenging,
    contributing,
    drafting,
    ending_without_case,
    expiring,
    recalling,
    receiving,
)
from handrail.sharing.actions import unsealing as openings
from handrail.sharing.actions.authorising import Answers, Released
from handrail.sharing.changes import PutItem, PutRecipient, SetReasons, SetTelling
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.queries.nominations import open_nomination
from handrail.sharing.statements import Grading, Statement

if TYPE_CHECKING:
    from handrail.demo.supporting import Case

_POWERS = {"council": "council_general_power", "nhs": "health_service", "probation": "offender_management"}
ANSWERED = Answers(
    necessary="Yes. The council can't plan well without it.",
    least="Yes. One sentence, to those who need it.",
    proportionate="Yes. They would expect us to say so.",
    alternative="They could be asked to say it themselves, and will be.",
    telling="They were told that we work with the council.",
)


def open_held(story: Story, received: Received) -> HeldPage:
    """The contact opens what they hold."""
    page = open_disclosure(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure)
    if not isinstance(page, HeldPage):
        raise TypeError("Its recipient opens what is held.")
    story.person = page.person
    received.items = tuple(item.item for item in page.held.items if item.gone is None and not item.identity)
    return page


def acknowledged_by_all(story: Story) -> Life:
    """Everybody acknowledges, within a few days; some open it first, and read it later."""
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 2.5)
        if story.person is None or received.house is story.council or story.random.random() < 0.4:
            open_held(story, received)
        receiving.acknowledge(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure)


def accept(received: Received) -> None:
    """Say that they will do what is asked."""
    receiving.accept_request(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure)


def decline(story: Story, received: Received) -> None:
    """Say that they can't, and why."""
    reason = story.random.choice(programme.load(PROGRAMME).cannot_do_reasons.codes)
    receiving.decline_request(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure, reason=reason)


def no_case(received: Received, reason: str) -> None:
    """The coordinator decides that no case is opened, and says why."""
    intake.decide_no_case(
        by=received.house.by("coordinator"),
        purpose=SUPPORT,
        disclosure=received.disclosure,
        reason=reason,
        words=wording.casework().no_case[reason],
    )


def hand_in(received: Received, case: "Case", *, ground: str = "name_and_birth", by: str = "contact") -> UUID:
    """Hand it in to the case that the person has; gives the hand-in."""
    return intake.hand_in(
        by=received.house.by(by),
        purpose=SUPPORT,
        disclosure=received.disclosure,
        reference=case.reference,
        ground=ground,
    )


def take_back_hand_in(received: Received) -> None:
    """Take back what was handed in."""
    intake.take_back(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure, reason="another_person")


def say_known(received: Received, *, known: bool = True) -> UUID:
    """Decide to say whether they know the person."""
    return receiving.say_known(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure, known=known)


def cannot_say(received: Received) -> None:
    """Go back to saying nothing."""
    receiving.cannot_say(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure)


def guardian_decides(received: Received, statement: UUID, *, lets: bool) -> None:
    """The Caldicott guardian lets it be said, or decides that nothing is."""
    decide = receiving.make_statement if lets else receiving.refuse_statement
    decide(by=received.house.by("guardian"), purpose=SUPPORT, statement=statement)


def flag(story: Story, received: Received) -> UUID:
    """Say that what is asked means to watch the person."""
    words = story.random.choice(wording.casework().challenges)
    return challenging.asks_to_watch(by=received.contact, purpose=SUPPORT, disclosure=received.disclosure, words=words)


def conclude(officer: Actor, challenge: UUID, outcome: str) -> None:
    """A data protection officer says what they conclude."""
    challenging.close(by=officer, purpose=RIGHTS, challenge=challenge, outcome=outcome)


def acknowledge_notices(story: Story, received: Received) -> None:
    """Confirm that what was recalled, corrected or ran out is gone: at once what ended at the same moment."""
    waiting = {each.sent_at: each.id for each in open_held(story, received).notices if each.may_acknowledge}
    for notice in waiting.values():
        recalling.acknowledge(by=received.contact, purpose=SUPPORT, notice=notice)


def run_out(received: Received) -> None:
    """The sweep ends it, because its last day is over."""
    expiring.expire(by=received.house.service("sweep"), purpose=ADMINISTRATION, disclosure=received.disclosure)


def ends_without_case(story: Story, received: Received) -> date | None:
    """The day on which it ends if it leads to no case, by its page; None where its own last day is sooner."""
    return open_held(story, received).ends_without_case


def end_without_case(received: Received) -> None:
    """The sweep tells them that it ends because it led to no case; and ends it, once its time is over."""
    ending_without_case.end_retention(
        by=received.house.service("sweep"), purpose=ADMINISTRATION, disclosure=received.disclosure
    )


def ask_to_open(story: Story, received: Received) -> UUID:
    """Ask to open the sealed text of something that is gone."""
    notice = open_held(story, received).notices[0]
    return openings.request_opening(
        by=received.contact,
        purpose=SUPPORT,
        holding=notice.holding,
        ground="complaint",
        reason="They have complained about how we used it, and we have to see what we were told.",
    )


def decide_on_opening(received: Received, opening: UUID, *, approve: bool) -> None:
    """The data protection officer approves or refuses; having approved, reads it with the one who asked."""
    officer = received.house.by(data_protection(received))
    if not approve:
        openings.refuse(by=officer, purpose=RIGHTS, unsealing=opening)
        return
    openings.approve(by=officer, purpose=RIGHTS, unsealing=opening)
    openings.read_sealed(by=officer, purpose=RIGHTS, unsealing=opening)


def data_protection(received: Received) -> str:
    """In which post the organisation's data protection officer is."""
    return data_protection_at(received.house)


def data_protection_at(house: House) -> str:
    """The same for an organisation that was given nothing."""
    return next(post for post, roles in house.entry.posts.items() if "data_protection_officer" in roles)


def contribute(story: Story, received: Received, *, to: Received) -> Life:
    """Add what they know, for the other organisation; a second person releases it."""
    said = story.random.choice(
        [each for each in wording.casework().contributions if each.kind == received.house.entry.kind]
    )
    by = received.contact
    draft = contributing.contribute(by=by, purpose=SUPPORT, disclosure=received.disclosure)
    changes = (
        PutItem(Statement(said.category, said.words, 1, Grading("1", "A"))),
        SetReasons(
            _POWERS[received.house.entry.kind],
            "The council plans the support and does not know this.",
            "One sentence, and nothing about treatment.",
            "The person could tell them, and will be asked to.",
        ),
        SetTelling("told", clock.today()),
    )
    for each in changes:
        draft = drafting.edit(by=by, purpose=SUPPORT, decision=draft.decision, version=draft.version, change=each)
    opened = open_nomination(by=by, purpose=SUPPORT, decision=draft.decision)
    (item,) = (*opened.items, *opened.identity)
    until = open_held(story, received).held.until
    share = PutRecipient(to.house.id, (item.item,), SUPPORT, "take_into_account", until)
    draft = drafting.edit(by=by, purpose=SUPPORT, decision=draft.decision, version=draft.version, change=share)
    yield story.pilot.diary.later(0.1, 0.5)
    draft = drafting.propose(by=by, purpose=SUPPORT, decision=draft.decision, version=draft.version)
    yield story.pilot.diary.later(0.5, 3)
    released = authorising.release(
        by=received.house.by("guardian"),
        purpose=SUPPORT,
        decision=draft.decision,
        version=draft.version,
        answers=ANSWERED,
    )
    yield from receive(story, released)


def receive(story: Story, released: Released) -> Life:
    """Those who were given something more acknowledge it, and take it into account."""
    given = {each.organisation: each.disclosure for each in released.recipients}
    for each in story.received.values():
        if each.house.id in given:
            yield story.pilot.diary.later(0.2, 1.5)
            more = Received(each.house, given[each.house.id])
            receiving.acknowledge(by=more.contact, purpose=SUPPORT, disclosure=more.disclosure)
            accept(more)
