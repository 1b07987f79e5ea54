"""What an originating unit does in a person's story: write, put forward, decide, tell, recall, correct."""

from datetime import date, timedelta
from uuid import UUID

from handrail import programme
from handrail.demo import agreements, wording
from handrail.demo.organisations import PROGRAMME
from handrail.demo.pilot import ADMINISTRATION, ORIGINATING, SUPPORT
from handrail.demo.story import Received, Story
from handrail.demo.timeline import Life
from handrail.gate import clock
from handrail.sharing.actions import authorising, drafting, lapsing, recalling, telling
from handrail.sharing.actions.authorising import Answers, Released
from handrail.sharing.changes import Change, PutItem, PutRecipient, SetReasons, SetTelling, SetWhy
from handrail.sharing.queries.nominations import open_nomination

_GROUNDS = ("crime_prevention", "public_security", "rights_of_others", "national_security")


def write(
    story: Story, *, all_of_it: bool = True, telling_too: bool = True, held_for: int = 0, told: bool | None = None
) -> Life:
    """Write a nomination page by page; or finish the draft that came in a file, whose criteria nobody has confirmed.

    Unless ``all_of_it``, only the person and the first items are written. ``telling_too`` is whether it says if the
    person is told, ``held_for`` for how many days it may be held and ``told`` whether the person knows; where those
    are not given, it may be either.
    """
    why = SetWhy(story.subject.reason, _criteria(story.subject.reason))
    if story.decision is not None:
        change(story, why)
        return
    draft = drafting.start(by=story.officer, purpose=ORIGINATING, centre=story.pilot.centres[story.subject.centre])
    story.decision, story.version = draft.decision, draft.version
    for item in story.subject.items if all_of_it else story.subject.items[:3]:
        change(story, PutItem(item))
    yield story.pilot.diary.soon()
    change(story, why)
    if not all_of_it:
        return
    propose_recipients(story, held_for=held_for)
    words = wording.proposals()[story.subject.reason]
    change(story, SetReasons("police_common_law", words.necessity, words.proportionality, words.alternatives))
    if telling_too:
        change(story, telling_of(story, told=told))


def written(story: Story) -> tuple[UUID, ...]:
    """The items of the nomination, in the order in which they would be written."""
    if not story.written:
        opened = open_nomination(by=story.officer, purpose=ORIGINATING, decision=_decision(story))
        items = sorted((*opened.identity, *opened.items), key=lambda each: each.number)
        by_words = {item.words: item.item for item in items}
        story.written = tuple(by_words[item.words] for item in story.subject.items)
    return story.written


def propose_recipients(story: Story, *, held_for: int = 0) -> None:
    """Propose those who are best placed, each with what it may have."""
    until = clock.today() + timedelta(days=held_for) if held_for else some_day_from_now(story)
    for each in story.recipients:
        chosen = tuple(written(story)[place] for place in each.places)
        change(story, PutRecipient(each.house.id, chosen, SUPPORT, each.action, until))


def change(story: Story, what: Change) -> None:
    """Save one change to the draft."""
    draft = drafting.edit(
        by=story.officer, purpose=ORIGINATING, decision=_decision(story), version=story.version, change=what
    )
    story.version = draft.version


def put_forward(story: Story) -> None:
    """Put the draft forward."""
    draft = drafting.propose(by=story.officer, purpose=ORIGINATING, decision=_decision(story), version=story.version)
    story.version = draft.version


def withdraw(story: Story) -> None:
    """Withdraw it before anybody has decided."""
    drafting.withdraw(by=story.officer, purpose=ORIGINATING, decision=_decision(story))


def end_draft(story: Story) -> None:
    """The sweep tells its officers that the draft ends; and ends it, once its time is over."""
    lapsing.end_retention(by=story.unit.service("sweep"), purpose=ADMINISTRATION, decision=_decision(story))


def send_back(story: Story) -> None:
    """Send it back with what has to change."""
    authorising.send_back(
        by=story.authoriser,
        purpose=ORIGINATING,
        decision=_decision(story),
        version=story.version,
        answers=_answers(story, "sent_back"),
    )
    story.version += 1


def decline(story: Story) -> None:
    """Decide not to share."""
    reasons = programme.load(PROGRAMME).decline_reasons.codes
    authorising.decline(
        by=story.authoriser,
        purpose=ORIGINATING,
        decision=_decision(story),
        version=story.version,
        answers=_answers(story, "declined"),
        reason=story.random.choice(reasons[:6]),
    )


def release(story: Story) -> None:
    """Release to everybody who was proposed."""
    released = authorising.release(
        by=story.authoriser,
        purpose=ORIGINATING,
        decision=_decision(story),
        version=story.version,
        answers=_answers(story, "released"),
    )
    houses = {house.id: house for house in story.pilot.houses.values()}
    for each in released.recipients:
        house = houses[each.organisation]
        story.received[house.entry.slug] = Received(house, each.disclosure)
    story.telling = released.telling
    if not story.told:
        story.pilot.timeline.add(story.pilot.diary.later(9, 25), told_at_last(story))


def released(story: Story, *, held_for: int = 0, told: bool | None = None) -> Life:
    """From the first word to the release, in a few days; telling the person is looked at again when it is time."""
    yield from write(story, held_for=held_for, told=told)
    yield story.pilot.diary.later(0.1, 1)
    put_forward(story)
    yield story.pilot.diary.later(0.4, 4)
    release(story)


def told_at_last(story: Story) -> Life:
    """Telling the person is looked at again: put off once more, by two people, or told."""
    while story.random.random() < 0.3:
        again = telling.look_again(
            by=story.officer,
            purpose=ORIGINATING,
            notification=_notification(story),
            state="deferred",
            on=clock.today() + timedelta(days=27),
            ground=story.random.choice(_GROUNDS),
        )
        story.telling = again.notification
        yield story.pilot.diary.later(0.2, 2)
        telling.approve(by=story.authoriser, purpose=ORIGINATING, notification=again.notification)
        yield story.pilot.diary.later(15, 24)
    telling.look_again(
        by=story.authoriser,
        purpose=ORIGINATING,
        notification=_notification(story),
        state="told",
        on=clock.today(),
    )
    story.told = True


def recall(story: Story, place: int, reason: str) -> None:
    """Take back the item that was written in this place."""
    recalling.recall(by=story.officer, purpose=ORIGINATING, item=written(story)[place], reason=reason)


def correct(story: Story, place: int) -> UUID:
    """Correct the item in this place; gives the decision that waits for an authoriser."""
    words = wording.proposals()[story.subject.reason]
    return recalling.correct(
        by=story.officer,
        purpose=ORIGINATING,
        item=written(story)[place],
        reason="out_of_date",
        text=f"{story.subject.items[place].words} This was so in the spring, and is better now.",
        why={
            "necessity": words.necessity,
            "proportionality": "The same statement, brought up to date. Nothing is added.",
            "alternatives": "A recall without new words would leave the recipient with less than it needs.",
        },
        changes={},
    )


def release_correction(story: Story, decision: UUID) -> Released:
    """Release the corrected words to whoever had the old ones."""
    opened = open_nomination(by=story.authoriser, purpose=ORIGINATING, decision=decision)
    released = authorising.release(
        by=story.authoriser,
        purpose=ORIGINATING,
        decision=decision,
        version=opened.version,
        answers=_answers(story, "released"),
    )
    story.telling = released.telling
    return released


def some_day_from_now(story: Story) -> date:
    """A last day as late as the agreement carries it at the moment, or up to that long before; if it can, not yet."""
    last, today = agreements.carries_until(story.pilot), story.pilot.diary.today
    soonest = today + timedelta(days=8)
    return max(last - timedelta(days=story.random.randrange(200)), min(soonest, last))


def _criteria(reason: str) -> tuple[str, ...]:
    rulebook = programme.load(PROGRAMME)
    needed = [criterion.code for criterion in rulebook.criteria if criterion.required]
    return tuple(dict.fromkeys((*needed, *rulebook.reasons[reason].criteria)))


def telling_of(story: Story, *, told: bool | None = None) -> SetTelling:
    """What the proposer says on telling the person."""
    today = clock.today()
    story.told = story.random.random() < 0.4 if told is None else told
    if story.told:
        return SetTelling("told", today - timedelta(days=story.random.randrange(6)))
    return SetTelling("deferred", today + timedelta(days=27), story.random.choice(_GROUNDS))


def _answers(story: Story, outcome: str) -> Answers:
    words = story.random.choice([each for each in wording.judgements() if each.outcome == outcome])
    return Answers(words.necessary, words.least, words.proportionate, words.alternative, words.telling)


def _decision(story: Story) -> UUID:
    if story.decision is None:
        raise LookupError("Nothing has been written yet.")
    return story.decision


def _notification(story: Story) -> UUID:
    if story.telling is None:
        raise LookupError("Nothing has been released yet.")
    return story.telling
