"""The courses that things take: each is one way in which a person's story goes, up to the state that it stands in.

Between them they pass through every state of every lifecycle. ``began`` says how many days ago a course may have begun:
what waits for somebody began lately (some of it is late by now), and what is over began long ago.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handrail.demo import nominating, receiving
from handrail.demo.story import Story
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life


@dataclass(frozen=True, slots=True)
class Course:
    """One way that a story goes. ``weight`` is how common it is; ``reason`` is set where it needs certain partners.

    ``on_pages`` is set where the draft is always written page by page; others mostly come in a file.
    """

    live: Callable[[Story], Life]
    began: tuple[int, int]
    weight: int
    reason: str = ""
    on_pages: bool = False


def being_written(story: Story) -> Life:
    """A draft with its first items."""
    yield from nominating.write(story, all_of_it=False)


def in_a_file(story: Story) -> Life:
    """It came in a file, and nobody has taken it up."""
    yield story.pilot.diary.soon()


def ready(story: Story) -> Life:
    """A draft that lacks nothing and has not been put forward."""
    yield from nominating.write(story)


def proposed(story: Story) -> Life:
    """It waits for an authoriser."""
    yield from nominating.write(story)
    yield story.pilot.diary.later(0.1, 0.9)
    nominating.put_forward(story)


def sent_back(story: Story) -> Life:
    """It was sent back."""
    yield from proposed(story)
    yield story.pilot.diary.later(0.1, 1)
    nominating.send_back(story)


def changed_and_released(story: Story) -> Life:
    """It was sent back, changed, and released."""
    yield from sent_back(story)
    yield story.pilot.diary.later(0.5, 3)
    nominating.propose_recipients(story)
    nominating.put_forward(story)
    yield story.pilot.diary.later(0.5, 2)
    nominating.release(story)
    yield from receiving.acknowledged_by_all(story)
    for received in story.received.values():
        yield story.pilot.diary.later(0.5, 3)
        receiving.accept(received)


def declined(story: Story) -> Life:
    """It was decided not to share."""
    yield from proposed(story)
    yield story.pilot.diary.later(0.5, 4)
    nominating.decline(story)


def withdrawn(story: Story) -> Life:
    """Its author withdrew it."""
    yield from proposed(story)
    yield story.pilot.diary.later(0.2, 1)
    nominating.withdraw(story)


def just_released(story: Story) -> Life:
    """It waits to be acknowledged."""
    yield from nominating.released(story)


def acknowledged(story: Story) -> Life:
    """It was acknowledged; what is asked has not been answered."""
    yield from nominating.released(story)
    yield from receiving.acknowledged_by_all(story)


def answered_by_all(story: Story) -> Life:
    """Everybody acknowledged and does what is asked."""
    yield from acknowledged(story)
    for received in story.received.values():
        yield story.pilot.diary.later(0.5, 3)
        receiving.accept(received)


def answered(story: Story) -> Life:
    """One does what is asked and the other can't; one says that it knows the person, and then takes that back."""
    yield from acknowledged(story)
    council = story.at("council")
    yield story.pilot.diary.later(1, 5)
    receiving.accept(council)
    receiving.say_known(council, known=story.random.random() < 0.7)
    for other in story.received.values():
        if other is not council:
            yield story.pilot.diary.later(0.5, 3)
            receiving.decline(story, other)
    yield story.pilot.diary.later(1, 9)
    receiving.cannot_say(council)


def waits_for_guardian(story: Story) -> Life:
    """A health organisation would say that it knows the person: its guardian has not decided."""
    yield from acknowledged(story)
    yield story.pilot.diary.later(0.2, 1)
    receiving.say_known(story.at("nhs"))


def guardian_lets(story: Story) -> Life:
    """The guardian lets it be said; the health organisation then adds what it knows."""
    yield from answered_by_all(story)
    statement = receiving.say_known(story.at("nhs"))
    yield story.pilot.diary.later(1, 4)
    receiving.guardian_decides(story.at("nhs"), statement, lets=True)
    yield story.pilot.diary.later(1, 4)
    yield from receiving.contribute(story, story.at("nhs"), to=story.at("council"))


def guardian_refuses(story: Story) -> Life:
    """The guardian decides that nothing is said."""
    yield from answered_by_all(story)
    statement = receiving.say_known(story.at("nhs"))
    yield story.pilot.diary.later(1, 4)
    receiving.guardian_decides(story.at("nhs"), statement, lets=False)


def flagged(story: Story) -> Life:
    """It was flagged as asking to watch; the two data protection officers have yet to look."""
    yield from nominating.released(story)
    yield story.pilot.diary.later(0.2, 1)
    receiving.flag(story, story.at("council"))


def half_answered(story: Story) -> Life:
    """It was flagged, and one of the two officers has said what they conclude."""
    yield from acknowledged(story)
    council = story.at("council")
    challenge = receiving.flag(story, council)
    yield story.pilot.diary.later(0.3, 1.5)
    receiving.conclude(council.house.by(receiving.data_protection(council)), challenge, "withdrawn")


def flag_closed(story: Story) -> Life:
    """Both officers agreed: that it is support and goes on, or that it is withdrawn."""
    yield from acknowledged(story)
    council = story.at("council")
    challenge = receiving.flag(story, council)
    outcome = story.random.choice(("is_support", "withdrawn"))
    for officer in (council.house.by(receiving.data_protection(council)), story.unit.by("data_protection")):
        yield story.pilot.diary.later(0.3, 1.5)
        receiving.conclude(officer, challenge, outcome)


def recalled(story: Story) -> Life:
    """An item was recalled; one holder has acknowledged, and the others may not have."""
    yield from answered_by_all(story)
    yield story.pilot.diary.later(2, 30)
    nominating.recall(story, story.last_shared, story.random.choice(("inaccurate", "no_longer_needed", "risk_of_harm")))
    first, *others = story.received.values()
    yield story.pilot.diary.later(0.1, 0.9)
    receiving.acknowledge_notices(story, first)
    for other in others:
        if story.random.random() < 0.9:
            yield story.pilot.diary.later(0.1, 0.9)
            receiving.acknowledge_notices(story, other)


def opening_asked(story: Story) -> Life:
    """Something was recalled, and its holder asks to open the sealed text."""
    yield from recalled(story)
    yield story.pilot.diary.later(0.2, 1)
    receiving.ask_to_open(story, story.at("council"))


def opening_decided(story: Story) -> Life:
    """The data protection officer refused to open it, and then, asked again, approved."""
    yield from recalled(story)
    council = story.at("council")
    for approve in (False, True):
        opening = receiving.ask_to_open(story, council)
        yield story.pilot.diary.later(0.5, 2)
        receiving.decide_on_opening(council, opening, approve=approve)
        yield story.pilot.diary.later(2, 9)


def wrong_person(story: Story) -> Life:
    """It was about somebody else: everything is recalled, and nothing of the disclosures is left."""
    yield from answered_by_all(story)
    yield story.pilot.diary.later(2, 20)
    for place in range(len(story.subject.items)):
        nominating.recall(story, place, "wrong_person")
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 0.9)
        receiving.acknowledge_notices(story, received)


def correction_waits(story: Story) -> Life:
    """An item is being corrected: its new words wait for an authoriser."""
    yield from acknowledged(story)
    yield story.pilot.diary.later(0.2, 1)
    nominating.correct(story, story.last_shared)


def corrected(story: Story) -> Life:
    """An item was corrected."""
    yield from answered_by_all(story)
    yield story.pilot.diary.later(5, 30)
    correction = nominating.correct(story, story.last_shared)
    yield story.pilot.diary.later(0.3, 2)
    nominating.release_correction(story, correction)
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 0.9)
        receiving.acknowledge_notices(story, received)


def ran_out(story: Story) -> Life:
    """Its time is over; some have acknowledged that."""
    yield from nominating.released(story, held_for=30)
    yield from receiving.acknowledged_by_all(story)
    for received in story.received.values():
        receiving.accept(received)
    yield story.pilot.diary.later(31, 32)
    for received in story.received.values():
        receiving.run_out(received)
    for received in story.received.values():
        if story.random.random() < 0.9:
            yield story.pilot.diary.later(0.5, 3)
            receiving.acknowledge_notices(story, received)


def case_opened(story: Story) -> Life:
    """A case was opened, and a service planned."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    yield story.pilot.diary.later(0.5, 2)
    case.plan_service(due_in=28)


def supported(story: Story) -> Life:
    """They were told and said yes; one thing is done, another under way, a third was cancelled."""
    yield from answered_by_all(story)
    case = Case(story, review_in=80)
    case.describe()
    service = case.plan_service(due_in=21)
    yield story.pilot.diary.later(1, 3)
    case.start(service)
    yield story.pilot.diary.later(2, 6)
    case.tell()
    yield story.pilot.diary.later(1, 3)
    case.consent("give", "given")
    mentoring = case.plan_mentoring(due_in=60, consent="given")
    given_up = case.plan_mentoring(due_in=30, consent="given")
    case.start(mentoring)
    yield story.pilot.diary.later(5, 12)
    case.finish(service)
    case.cancel(given_up)


def review_late(story: Story) -> Life:
    """The case should have been reviewed, and planned support should have been given."""
    yield from answered_by_all(story)
    case = Case(story, review_in=30)
    case.describe()
    case.plan_service(due_in=20)
    yield story.pilot.diary.later(1, 2)


def said_no(story: Story) -> Life:
    """They said no, and the case was closed."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    yield story.pilot.diary.later(2, 6)
    case.tell()
    case.consent("refuse", "refused")
    yield story.pilot.diary.later(1, 4)
    case.close("consent_refused")


def changed_their_mind(story: Story) -> Life:
    """They took part, and then didn't want to any more."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    case.tell()
    case.consent("give", "given")
    mentoring = case.plan_mentoring(due_in=60, consent="given")
    case.start(mentoring)
    yield story.pilot.diary.later(14, 40)
    case.consent("withdraw", "withdrawn")
    case.cancel(mentoring)
    yield story.pilot.diary.later(3, 9)
    case.close("consent_withdrawn")


def closed_and_reopened(story: Story) -> Life:
    """The case was closed with their needs met, and later opened again."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    service = case.plan_service(due_in=21)
    yield story.pilot.diary.later(2, 6)
    case.start(service)
    yield story.pilot.diary.later(5, 15)
    case.finish(service)
    case.review(again_in=45)
    yield story.pilot.diary.later(2, 9)
    case.close("needs_met")
    if story.random.random() < 0.4:
        yield story.pilot.diary.later(20, 60)
        case.reopen()


def danger_passed(story: Story) -> Life:
    """Somebody was in danger; an officer took it by name, and it was settled."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    yield story.pilot.diary.later(1, 9)
    escalation = case.escalate(danger_now=True)
    yield story.pilot.diary.soon()
    case.answer(escalation)
    yield story.pilot.diary.later(0.1, 0.5)
    case.settle(escalation, "made_safe")


def danger_being_managed(story: Story) -> Life:
    """Danger climbed to the duty officer before anybody took it, and is being managed."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    yield story.pilot.diary.later(0.5, 2)
    escalation = case.escalate(danger_now=False)
    yield from case.nobody_answers(escalation)
    case.answer(escalation, by="duty_officer")


def danger_now(story: Story) -> Life:
    """Danger was raised, and nobody has taken it yet."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    yield story.pilot.diary.end
    case.escalate(danger_now=True)


def support_stopped(story: Story) -> Life:
    """A support action was flagged as asking to watch, and stopped."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    case.describe()
    service = case.plan_service(due_in=30)
    yield story.pilot.diary.later(1, 2)
    case.flag(service)


def to_look_again(story: Story) -> Life:
    """What a case draws on was recalled: the case has to be looked at again."""
    yield from answered_by_all(story)
    case = Case(story, review_in=85)
    case.describe()
    story.case = case
    yield story.pilot.diary.later(3, 6)
    nominating.recall(story, story.last_shared, "inaccurate")
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 0.9)
        receiving.acknowledge_notices(story, received)


def looked_at_again(story: Story) -> Life:
    """The case was looked at again."""
    yield from to_look_again(story)
    yield story.pilot.diary.later(1, 3)
    if story.case is not None:
        story.case.review(again_in=80)


def long_gone(story: Story) -> Life:
    """At the very beginning it was about somebody else. All of it was recalled; by now it has been destroyed."""
    yield from nominating.write(story)
    nominating.put_forward(story)
    yield story.pilot.diary.later(0.1, 0.8)
    nominating.release(story)
    yield story.pilot.diary.later(0.1, 0.8)
    for place in range(len(story.subject.items)):
        nominating.recall(story, place, "wrong_person")
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 0.9)
        receiving.acknowledge_notices(story, received)


#: Every course, those that leave something waiting first.
COURSES = (
    Course(in_a_file, (5, 60), 5),
    Course(being_written, (0, 30), 6, on_pages=True),
    Course(ready, (0, 12), 3, on_pages=True),
    Course(proposed, (5, 14), 7),
    Course(sent_back, (9, 18), 3),
    Course(declined, (14, 280), 9),
    Course(withdrawn, (9, 280), 4),
    Course(just_released, (8, 16), 6),
    Course(acknowledged, (18, 32), 9),
    Course(answered, (36, 280), 12),
    Course(changed_and_released, (30, 280), 6),
    Course(waits_for_guardian, (20, 27), 3, "mental_health_need"),
    Course(guardian_lets, (36, 280), 5, "mental_health_need"),
    Course(guardian_refuses, (28, 280), 3, "risk_of_self_harm"),
    Course(flagged, (14, 16), 1),
    Course(half_answered, (22, 24), 1),
    Course(flag_closed, (28, 280), 2),
    Course(recalled, (60, 250), 6),
    Course(opening_asked, (64, 80), 2),
    Course(opening_decided, (100, 250), 2),
    Course(wrong_person, (50, 250), 3),
    Course(correction_waits, (20, 24), 2),
    Course(corrected, (70, 280), 4),
    Course(ran_out, (64, 280), 8, on_pages=True),
    Course(case_opened, (30, 50), 6),
    Course(supported, (60, 100), 8),
    Course(review_late, (70, 120), 5),
    Course(said_no, (44, 280), 5),
    Course(changed_their_mind, (90, 280), 4),
    Course(closed_and_reopened, (70, 280), 8),
    Course(danger_passed, (45, 95), 3),
    Course(danger_being_managed, (34, 38), 1),
    Course(danger_now, (30, 34), 1),
    Course(support_stopped, (34, 38), 2),
    Course(to_look_again, (32, 40), 2),
    Course(looked_at_again, (60, 110), 3),
    Course(long_gone, (380, 382), 1, on_pages=True),
)

#: What becomes of those about whom nobody can be told any more this year.
OVER_THE_CEILING = Course(in_a_file, (5, 280), 0)
