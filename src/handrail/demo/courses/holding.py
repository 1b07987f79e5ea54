"""Courses of what was released: received, answered, flagged, recalled, corrected, and run out."""

from handrail.demo import nominating, receiving
from handrail.demo.courses.deciding import sent_back
from handrail.demo.story import Story
from handrail.demo.timeline import Life
from handrail.gate import clock


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
    yield from decided_against_a_case(story)
    yield from ended_without_case(story)


def decided_against_a_case(story: Story) -> Life:
    """The council's coordinator decides that no case is opened: what they have is enough."""
    yield story.pilot.diary.later(0.5, 2)
    receiving.no_case(
        story.at("council"), story.random.choice(("ordinary_services", "supported_elsewhere", "no_need_found"))
    )


def ended_without_case(story: Story) -> Life:
    """Nobody has opened a case for half a year: whoever holds it is told, it ends, and they acknowledge that."""
    ends = {each.disclosure: receiving.ends_without_case(story, each) for each in story.received.values()}
    ending = [each for each in story.received.values() if ends[each.disclosure]]
    if not ending:
        return
    days = (max(day for day in ends.values() if day) - clock.today()).days
    yield story.pilot.diary.later(days - 12, days - 11)
    for received in ending:
        receiving.end_without_case(received)
    yield story.pilot.diary.later(21, 22)
    for received in ending:
        receiving.end_without_case(received)
    for received in ending:
        yield story.pilot.diary.later(0.5, 3)
        receiving.acknowledge_notices(story, received)


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
    yield from decided_against_a_case(story)
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
    yield from ended_without_case(story)


def waits_for_guardian(story: Story) -> Life:
    """A health organisation would say that it knows the person: its guardian has not decided."""
    yield from acknowledged(story)
    yield story.pilot.diary.later(0.2, 1)
    receiving.say_known(story.at("nhs"))


def guardian_lets(story: Story) -> Life:
    """The guardian lets it be said; the health organisation then adds what it knows."""
    yield from answered_by_all(story)
    yield from decided_against_a_case(story)
    statement = receiving.say_known(story.at("nhs"))
    yield story.pilot.diary.later(1, 4)
    receiving.guardian_decides(story.at("nhs"), statement, lets=True)
    yield story.pilot.diary.later(1, 4)
    yield from receiving.contribute(story, story.at("nhs"), to=story.at("council"))


def guardian_refuses(story: Story) -> Life:
    """The guardian decides that nothing is said."""
    yield from answered_by_all(story)
    yield from decided_against_a_case(story)
    statement = receiving.say_known(story.at("nhs"))
    yield story.pilot.diary.later(1, 4)
    receiving.guardian_decides(story.at("nhs"), statement, lets=False)
    yield from ended_without_case(story)


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
    yield from decided_against_a_case(story)
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
    yield from decided_against_a_case(story)
    yield story.pilot.diary.later(5, 30)
    correction = nominating.correct(story, story.last_shared)
    yield story.pilot.diary.later(0.3, 2)
    released = nominating.release_correction(story, correction)
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 0.9)
        receiving.acknowledge_notices(story, received)
    yield from receiving.receive(story, released)


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
