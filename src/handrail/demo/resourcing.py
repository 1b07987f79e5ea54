"""What the demonstration's help takes: directories of services, who gives support, what it costs, and who pays."""

from collections.abc import Mapping
from importlib.resources import files
from uuid import UUID

from handrail.casework.actions.providing import NOT_SAID, Provision
from handrail.costs.actions.recording import Spent, record_for_centre, record_on_case
from handrail.demo.pilot import ADMINISTRATION, SUPPORT, House, Pilot
from handrail.demo.story import Story
from handrail.demo.timeline import Life
from handrail.exchange.directories import bring_in
from handrail.gate import clock
from handrail.programme import load
from handrail.services.queries.directory import find

#: Whose directories there are, and in which centre.
DIRECTORIES: Mapping[str, str] = {"camden": "london", "birmingham": "west-midlands", "manchester": "north-west"}

#: The lines of ``data/agreements.toml``, in its order.
_COORDINATION, _MENTORING, _MANAGEMENT, _NURSE = range(4)

#: What kinds of work take, in minutes.
_MINUTES = {"casework": 150, "meeting": 90, "contact": 75, "management": 30}

#: What support costs that is bought from somebody, in pence.
_FEES = {"mentoring": 96_000, "peer_support": 42_000, "support_worker": 150_000}


def begin(pilot: Pilot) -> None:
    """Put the directories on the pilot's timeline, and each month's work for a centre as a whole."""
    for slug in DIRECTORIES:
        pilot.timeline.add(pilot.diary.ago(380), _directory(pilot, slug))
        pilot.timeline.add(pilot.diary.ago(360), _for_the_centre(pilot, slug))


def provision(story: Story, support: str, need: str) -> Provision:
    """Who gives it, at what cost and who pays, as far as anybody has said."""
    pilot, centre = story.pilot, story.subject.centre
    if support in _FEES:
        return Provision(estimate_pence=_FEES[support], funded_by=pilot.lines[centre][_MENTORING])
    words = load("mac").need_words.get(need)
    if words is None:
        return NOT_SAID
    found = find(by=story.council.by("coordinator"), purpose=SUPPORT, for_need=words.words)
    return Provision(service=found.rows[0].id, estimate_pence=0) if found.rows else NOT_SAID


def spend(story: Story, case: UUID, house: House, post: str, kind: str) -> None:
    """Record what somebody spent on a case today: coordination is paid for, a nurse was, and the rest isn't."""
    lines = story.pilot.lines[story.subject.centre]
    line = lines[_COORDINATION] if post == "coordinator" else lines[_NURSE] if house.entry.kind == "nhs" else None
    spent = Spent(kind, clock.today(), minutes=_MINUTES[kind], line=line)
    record_on_case(by=house.by(post), purpose=SUPPORT, case=case, spent=spent)


def _directory(pilot: Pilot, slug: str) -> Life:
    data = (files(__package__) / "data" / "services" / f"{slug}.json").read_bytes()
    bring_in([data], by=pilot.by("lead", slug), purpose=ADMINISTRATION)
    yield from ()


def _for_the_centre(pilot: Pilot, slug: str) -> Life:
    centre = DIRECTORIES[slug]
    while True:
        for post, kind, minutes, line in (("lead", "management", 480, _MANAGEMENT), ("contact", "training", 120, None)):
            record_for_centre(
                by=pilot.by(post, slug),
                purpose=SUPPORT,
                centre=pilot.centres[centre],
                spent=Spent(
                    kind, clock.today(), minutes=minutes, line=None if line is None else pilot.lines[centre][line]
                ),
            )
        yield pilot.diary.later(29, 32)
