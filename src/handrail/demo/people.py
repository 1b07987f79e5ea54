"""Whose stories the demonstration tells: so many people, each on a course, as far as the agreements have room."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from handrail import programme
from handrail.demo import courses, journey, story, subjects
from handrail.demo.courses import COURSES, Course
from handrail.demo.organisations import PROGRAMME
from handrail.demo.pilot import Pilot
from handrail.demo.story import Story

#: Courses on which nobody is told anything.
_WITHIN = (courses.being_written, courses.ready, courses.proposed)


def begin(pilot: Pilot, *, people: int, seed: int) -> None:
    """Put so many people's stories on the timeline."""
    for course, each in drawn(pilot, people=people, seed=seed):
        began = pilot.diary.ago(each.random.randint(*course.began))
        pilot.timeline.add(began, course.live(each))


def drawn(pilot: Pilot, *, people: int, seed: int) -> Iterator[tuple[Course, Story]]:
    """So many people: those whom the journey is about, one on each course, and then more as courses are common.

    Where an organisation has been told of as many people as it agreed to, others stay drafts.
    """
    room = _Room()
    for number in range(people):
        random = Random(f"{seed}/person/{number}")
        if number < len(journey.SUBJECTS):
            waiting = journey.SUBJECTS[number]
            course, usual = waiting.course, True
            subject = subjects.draw(pilot, random, centre=journey.CENTRE, council=waiting.council, reason=course.reason)
        else:
            course, usual = _course(random, number - len(journey.SUBJECTS)), False
            centre = tuple(pilot.centres)[number % len(pilot.centres)]
            subject = subjects.draw(pilot, random, centre=centre, reason=course.reason)
        each = story.begin(pilot, random, subject, usual=usual)
        yield course if course.live in _WITHIN or room.take(each) else COURSES[0], each


def _course(random: Random, number: int) -> Course:
    if number < len(COURSES):
        return COURSES[number]
    return random.choices(COURSES, [course.weight for course in COURSES])[0]


class _Room:
    """How many people each organisation can still be told of under the agreement of a centre this year."""

    def __init__(self) -> None:
        self._ceiling = programme.load(PROGRAMME).ceilings["names_per_agreement_year"].limit
        self._told: Counter[tuple[str, str]] = Counter()

    def take(self, each: Story) -> bool:
        """Count the person with everybody who would be told of them; False if there is no room with one of them."""
        places = [(each.subject.centre, recipient.house.entry.slug) for recipient in each.recipients]
        if any(self._told[place] >= self._ceiling for place in places):
            return False
        self._told.update(places)
        return True
