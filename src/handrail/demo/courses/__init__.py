"""The courses that things take: each is one way in which a person's story goes, up to the state that it stands in.

Between them they pass through every state of every lifecycle. ``began`` says how many days ago a course may have begun:
what waits for somebody began lately (some of it is late by now), and what is over began long ago.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handrail.demo.courses import again, casework, deciding, holding, knowing, meetings, moving
from handrail.demo.knowing import KEEPER
from handrail.demo.story import Story
from handrail.demo.timeline import Life


@dataclass(frozen=True, slots=True)
class Course:
    """One way that a story goes. ``weight`` is how common it is; ``reason`` is set where it needs certain partners.
    ``names`` is how many times the person is nominated as if nobody knew them.

    ``on_pages`` is set where the draft is always written page by page; others mostly come in a file. ``council`` is
    set where they live in a certain place, and ``records`` is how many its register holds of them.
    """

    live: Callable[[Story], Life]
    began: tuple[int, int]
    weight: int
    reason: str = ""
    on_pages: bool = False
    names: int = 1
    council: str = ""
    records: int = 0


def _asked_about(live: Callable[[Story], Life], began: int, *, records: int = 0) -> Course:
    """A course on which a register is asked: once each, as a unit may search for few people in a month."""
    return Course(live, (began, began), 0, "isolation", on_pages=True, council=KEEPER, records=records)


#: Every course, those that leave something waiting first.
COURSES = (
    Course(deciding.in_a_file, (5, 60), 5),
    Course(deciding.being_written, (0, 30), 6, on_pages=True),
    Course(deciding.ready, (0, 12), 3, on_pages=True),
    Course(deciding.proposed, (5, 14), 7),
    Course(deciding.sent_back, (9, 18), 3),
    Course(deciding.declined, (14, 280), 9),
    Course(deciding.withdrawn, (9, 280), 4),
    Course(deciding.just_released, (8, 16), 6),
    Course(holding.acknowledged, (18, 32), 9),
    Course(holding.answered, (36, 280), 12),
    Course(holding.changed_and_released, (30, 280), 6),
    Course(holding.waits_for_guardian, (20, 27), 3, "mental_health_need"),
    Course(holding.guardian_lets, (36, 280), 5, "mental_health_need"),
    Course(holding.guardian_refuses, (28, 280), 3, "risk_of_self_harm"),
    Course(holding.flagged, (14, 16), 1),
    Course(holding.half_answered, (22, 24), 1),
    Course(holding.flag_closed, (28, 280), 2),
    Course(holding.recalled, (60, 250), 6),
    Course(holding.opening_asked, (64, 80), 2),
    Course(holding.opening_decided, (100, 250), 2),
    Course(holding.wrong_person, (50, 250), 3),
    Course(holding.correction_waits, (20, 24), 2),
    Course(holding.corrected, (70, 280), 4),
    Course(holding.ran_out, (64, 280), 8, on_pages=True),
    Course(casework.case_opened, (30, 50), 6),
    Course(casework.supported, (60, 100), 8),
    Course(casework.supported, (60, 100), 1, "child_welfare"),
    Course(casework.review_late, (70, 120), 5),
    Course(casework.said_no, (44, 280), 5),
    Course(casework.changed_their_mind, (90, 280), 4),
    Course(casework.closed_and_reopened, (70, 280), 8),
    Course(casework.danger_passed, (45, 95), 3),
    Course(casework.danger_being_managed, (34, 38), 1),
    Course(casework.danger_now, (30, 34), 1),
    Course(casework.support_stopped, (34, 38), 2),
    Course(casework.to_look_again, (32, 40), 2),
    Course(casework.looked_at_again, (60, 110), 3),
    Course(again.handed_in, (60, 120), 2, names=2),
    Course(again.hand_in_waits, (46, 60), 1, names=2),
    Course(again.another_person, (60, 120), 1, names=2),
    Course(moving.moved, (60, 120), 2),
    Course(moving.move_waits, (36, 42), 1),
    Course(moving.move_to_let_go, (34, 38), 1),
    Course(meetings.held, (80, 130), 4),
    Course(meetings.minutes_wait, (42, 48), 2),
    Course(meetings.under_way, (34, 38), 1),
    Course(meetings.to_come, (34, 60), 3),
    Course(meetings.called_off, (44, 120), 1),
    Course(holding.long_gone, (380, 382), 1, on_pages=True),
    _asked_about(knowing.answered, 36, records=3),
    _asked_about(knowing.waits, 5, records=3),
    _asked_about(knowing.nobody_knows, 16),
    _asked_about(knowing.on_the_way, 1, records=1),
    _asked_about(knowing.came_too_late, 62, records=3),
    _asked_about(knowing.withdrawn, 24, records=1),
    Course(deciding.left_lying, (110, 280), 1, on_pages=True),
)

#: What becomes of those about whom nobody can be told any more this year.
OVER_THE_CEILING = Course(deciding.in_a_file, (5, 280), 0)
