"""Courses of people who move to another area."""

from handrail.demo.courses.holding import answered_by_all
from handrail.demo.moving import Move
from handrail.demo.story import Story
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life


def moved(story: Story) -> Life:
    """Not let go at first, then refused, then accepted: the case goes on where they live now."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    case.describe()
    case.tell()
    case.consent("give", "given")
    case.want()
    case.plan_mentoring(due_in=60, consent="given")
    yield story.pilot.diary.later(2, 6)
    move = Move(story, case)
    move.decline(move.write())
    yield story.pilot.diary.later(0.2, 1)
    refused = move.write()
    move.let_go(refused)
    yield story.pilot.diary.later(1, 3)
    move.refuse(refused)
    yield story.pilot.diary.later(1, 3)
    transfer = move.write()
    move.let_go(transfer)
    yield story.pilot.diary.later(0.5, 2)
    yield from move.settle_in(move.accept(transfer))


def move_waits(story: Story) -> Life:
    """Taken back twice, because they had not moved after all; now it waits for the other council."""
    yield from answered_by_all(story)
    case = Case(story, review_in=80)
    case.describe()
    move = Move(story, case)
    yield story.pilot.diary.later(1, 2)
    move.take_back(move.write())
    yield story.pilot.diary.later(0.2, 0.5)
    sent = move.write()
    move.let_go(sent)
    yield story.pilot.diary.later(0.2, 0.5)
    move.take_back(sent)
    yield story.pilot.diary.later(0.5, 1)
    move.let_go(move.write())


def move_to_let_go(story: Story) -> Life:
    """The offer was written, and nobody has let it go yet."""
    yield from answered_by_all(story)
    case = Case(story, review_in=80)
    case.describe()
    yield story.pilot.diary.later(1, 2)
    Move(story, case).write()
