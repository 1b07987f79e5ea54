"""Courses of people whom a panel talks about."""

from collections.abc import Callable

from handrail.demo import meeting
from handrail.demo.courses.holding import answered_by_all
from handrail.demo.story import Story
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life


def _case_with(live: Callable[[Case], Life]) -> Callable[[Story], Life]:
    """A case in which support is planned, and then what ``live`` tells of its meeting."""

    def course(story: Story) -> Life:
        yield from answered_by_all(story)
        case = Case(story, review_in=85)
        case.describe()
        case.plan_service(due_in=28)
        yield story.pilot.diary.later(1, 2)
        yield from live(case)

    course.__name__ = live.__name__
    course.__doc__ = live.__doc__
    return course


held = _case_with(meeting.held)
minutes_wait = _case_with(meeting.minutes_wait)
under_way = _case_with(meeting.under_way)
to_come = _case_with(meeting.to_come)
called_off = _case_with(meeting.called_off)
