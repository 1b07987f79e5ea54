"""Whose stories the demonstration tells: so many people, each on a course, as far as the agreements have room."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from handrail import programme
from handrail.demo import filing, founding, journey, knowing, story, subjects
from handrail.demo.courses import COURSES, OVER_THE_CEILING, Course, deciding
from handrail.demo.courses import knowing as asking
from handrail.demo.organisations import PROGRAMME
from handrail.demo.pilot import Pilot
from handrail.demo.story import Story

#: Courses on which nobody is told anything.
WITHIN = (
    deciding.in_a_file,
    deciding.being_written,
    deciding.left_lying,
    deciding.ready,
    deciding.proposed,
    *asking.LIVES,
)

#: Of those that could have come in a file, so many in a hundred were written on pages all the same.
_WRITTEN = 8


def begin(pilot: Pilot, *, people: int, seed: int) -> None:
    """Put so many people's stories on the timeline, and the files in which most of them come."""
    filed, known = [], []
    for course, each in drawn(pilot, people=people, seed=seed):
        if course.records:
            known.append((each.subject, course.records))
        days = each.random.randint(*course.began)
        began = pilot.diary.ago(days)
        pilot.timeline.add(began, course.live(each))
        if not course.on_pages and (course.live is deciding.in_a_file or each.random.randrange(100) >= _WRITTEN):
            filed.append((began, each))
    knowing.begin(pilot, known)
    first = pilot.diary.ago(founding.OPENED).date()
    for number, (moment, stories) in enumerate(filing.in_files(filed, first)):
        pilot.timeline.add(moment, filing.bring(stories))
        if number == 1:
            pilot.timeline.add(moment - timedelta(hours=1), filing.given_up(stories[0]))


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
            subject = subjects.draw(
                pilot, random, centre=journey.CENTRE, council=waiting.council, reason=course.reason, name=waiting.name
            )
        else:
            course, usual = _course(random, number - len(journey.SUBJECTS)), False
            centre = _centre(pilot, course, number)
            subject = subjects.draw(pilot, random, centre=centre, council=course.council, reason=course.reason)
        each = story.begin(number, pilot, random, subject, usual=usual)
        yield course if course.live in WITHIN or room.take(each, course.names) else OVER_THE_CEILING, each


def _centre(pilot: Pilot, course: Course, number: int) -> str:
    if course.council:
        return pilot.houses[course.council].entry.centres[0]
    return tuple(pilot.centres)[number % len(pilot.centres)]


def _course(random: Random, number: int) -> Course:
    if number < len(COURSES):
        return COURSES[number]
    return random.choices(COURSES, [course.weight for course in COURSES])[0]


class _Room:
    """How many people each organisation can still be told of under the agreement of a centre this year."""

    def __init__(self) -> None:
        self._ceiling = programme.load(PROGRAMME).ceilings["names_per_agreement_year"].limit
        self._told: Counter[tuple[str, str]] = Counter()

    def take(self, each: Story, names: int) -> bool:
        """Count the person, under so many names, with everybody who would be told of them; False if there is no room
        with one of them."""
        places = [(each.subject.centre, recipient.house.entry.slug) for recipient in each.recipients]
        if any(self._told[place] + names > self._ceiling for place in places):
            return False
        self._told.update(places * names)
        return True
