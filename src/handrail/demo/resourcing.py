"""What the demonstration's help takes: directories of services, who gives support, what it costs, and who pays."""

import json
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from handrail.casework.actions.providing import NOT_SAID, Provision
from handrail.costs.actions.recording import Spent, record_for_centre, record_on_case, take_back
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
    """Who gives it, at what cost and who pays, as far as anybody has said; one of the lines lapsed 90 days ago."""
    if support in _FEES:
        return Provision(estimate_pence=_FEES[support], funded_by=_line(story, _MENTORING))
    words = load("mac").need_words.get(need)
    if words is None:
        return NOT_SAID
    found = find(by=story.council.by("coordinator"), purpose=SUPPORT, for_need=words.words)
    if not found.rows:
        return NOT_SAID
    if need == "mental_health" and clock.today() < story.pilot.diary.today - timedelta(days=100):
        return Provision(service=found.rows[0].id, estimate_pence=18_000, funded_by=_line(story, _NURSE))
    return Provision(service=found.rows[0].id, estimate_pence=0)


def spend(story: Story, case: UUID, house: House, post: str, kind: str) -> None:
    """Record what somebody spent on a case today: coordination is paid for, management was, and the rest isn't."""
    which = {"coordinator": _COORDINATION, "contact": _NURSE}[post]
    line = _line(story, which) if kind != "management" else None
    spent = Spent(kind, clock.today(), minutes=_MINUTES[kind], line=line)
    record_on_case(by=house.by(post), purpose=SUPPORT, case=case, spent=spent)


def _line(story: Story, which: int) -> UUID | None:
    """A line of the centre's agreement, where the council that leads is the one that it pays."""
    pays_it = story.council.entry.slug in DIRECTORIES
    return story.pilot.lines[story.subject.centre][which] if pays_it else None


def _directory(pilot: Pilot, slug: str) -> Life:
    """Brought in twice: the second time without a service that has ended."""
    document = json.loads((files(__package__) / "data" / "services" / f"{slug}.json").read_text("utf-8"))
    _bring_in(pilot, slug, document)
    yield pilot.diary.ago(100)
    contents = [each for each in document["contents"] if not each["name"].startswith("Young Minds")]
    _bring_in(pilot, slug, {**document, "contents": contents, "total_items": len(contents)})


def _bring_in(pilot: Pilot, slug: str, document: dict[str, Any]) -> None:
    bring_in([json.dumps(document).encode()], by=pilot.by("lead", slug), purpose=ADMINISTRATION)


def _for_the_centre(pilot: Pilot, slug: str) -> Life:
    """What managing it and training take, month by month; the first entry was a slip, and was taken back."""
    centre = DIRECTORIES[slug]
    mistaken = _month(pilot, slug, centre)
    take_back(by=pilot.by("lead", slug), purpose=SUPPORT, entry=mistaken)
    while True:
        yield pilot.diary.later(29, 32)
        _month(pilot, slug, centre)


def _month(pilot: Pilot, slug: str, centre: str) -> UUID:
    """The entries of one month; gives the one about managing."""
    today, at = clock.today(), pilot.centres[centre]
    training = Spent("training", today, minutes=120)
    managing = Spent("management", today, minutes=480, line=pilot.lines[centre][_MANAGEMENT])
    record_for_centre(by=pilot.by("contact", slug), purpose=SUPPORT, centre=at, spent=training)
    return record_for_centre(by=pilot.by("lead", slug), purpose=SUPPORT, centre=at, spent=managing)
