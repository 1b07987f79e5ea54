"""Courses of people who are nominated a second time, while a panel works with them already."""

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime

from handrail.demo import nominating, receiving
from handrail.demo.courses.holding import answered_by_all
from handrail.demo.story import Received, Story
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life


def handed_in(story: Story) -> Life:
    """Handed in to the panel, taken back to be sure, and handed in again: it is the person of the case."""
    case, again = yield from _nominated_twice(story)
    yield story.pilot.diary.later(0.2, 1)
    receiving.hand_in(again, case)
    yield story.pilot.diary.later(0.1, 0.5)
    receiving.take_back_hand_in(again)
    yield story.pilot.diary.later(0.5, 1.5)
    case.accept(receiving.hand_in(again, case, ground="known_to_worker"))


def hand_in_waits(story: Story) -> Life:
    """The panel was not sure and refused; the originator confirmed it, and it waits for the panel once more."""
    case, again = yield from _nominated_twice(story)
    yield story.pilot.diary.later(0.2, 1)
    case.refuse(receiving.hand_in(again, case))
    yield story.pilot.diary.later(0.5, 1)
    receiving.hand_in(again, case, ground="originator_said_so")


def another_person(story: Story) -> Life:
    """It was handed in, and turned out to be somebody else of that name: taken out again, and no case opened."""
    case, again = yield from _nominated_twice(story)
    yield story.pilot.diary.later(0.2, 1)
    taken = receiving.hand_in(again, case, by="coordinator")
    yield story.pilot.diary.later(2, 9)
    case.take_out(taken)
    yield story.pilot.diary.later(0.2, 1)
    receiving.no_case(again, "should_not_have_come")


def _nominated_twice(story: Story) -> Generator[datetime, None, tuple[Case, Received]]:
    """A case is open; the person is nominated to the same council once more, as if nobody knew them."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    yield story.pilot.diary.later(3, 9)
    council = tuple(each for each in story.recipients if each.house is story.council)
    again = replace(
        story,
        recipients=council,
        decision=None,
        version=0,
        person=None,
        written=(),
        told=False,
        telling=None,
        received={},
    )
    yield from nominating.released(again)
    yield from receiving.acknowledged_by_all(again)
    return case, again.at("council")
