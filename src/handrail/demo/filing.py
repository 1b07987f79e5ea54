"""Nomination files: most of the pilot's nominations come from a unit's own system, a file every other week."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from handrail import programme
from handrail.demo import nominating, wording
from handrail.demo.organisations import PROGRAMME
from handrail.demo.pilot import ORIGINATING, SUPPORT
from handrail.demo.story import Story
from handrail.demo.timeline import Life
from handrail.exchange.importing import bring_in
from handrail.exchange.staging import begin, clear
from handrail.sharing.conditions import NONE
from handrail.sharing.statements import ADDRESS, DATE_OF_BIRTH, NAME, Grading, Statement, parts_of

#: How often a unit sends a file.
EVERY = timedelta(days=14)

_PARTS = (NAME, DATE_OF_BIRTH, ADDRESS)
_MARKINGS = {1: "OFFICIAL", 2: "OFFICIAL-SENSITIVE"}


def in_files(stories: Iterable[tuple[datetime, Story]], first: date) -> Iterator[tuple[datetime, list[Story]]]:
    """Which stories come in one file, and when: those of a unit that begin in the two weeks after it.

    Each is a moment at which something begins, and its story.
    """
    files: dict[tuple[UUID, int], list[Story]] = defaultdict(list)
    sent: dict[tuple[UUID, int], datetime] = {}
    for moment, story in stories:
        which = (story.unit.id, (moment.date() - first) // EVERY)
        files[which].append(story)
        sent[which] = min(moment, sent.get(which, moment))
    for which, together in files.items():
        yield sent[which] - timedelta(minutes=30), together


def bring(stories: Sequence[Story]) -> Life:
    """Bring a file in. What goes on with each begins from its draft."""
    first = stories[0]
    by = first.unit.by("officer")
    document = {
        "format": "handrail-nominations",
        "version": 1,
        "programme": PROGRAMME,
        "centre": first.subject.centre,
        "originator": first.unit.entry.slug,
        "nominations": [_nomination(each) for each in stories],
    }
    brought = bring_in(json.dumps(document).encode(), by=by, purpose=ORIGINATING)
    decisions = dict(brought.decisions)
    for each in stories:
        each.decision, each.version = decisions[_reference(each)], 1
    yield first.pilot.diary.soon()


def given_up(story: Story) -> Life:
    """An import that was stopped when it had hardly begun, and cleared away."""
    by = story.unit.by("officer")
    centre = story.pilot.centres[story.subject.centre]
    begin(by=by, purpose=ORIGINATING, centre=centre, nominations=12)
    yield story.pilot.diary.soon()
    clear(by=by, purpose=ORIGINATING)


def _reference(story: Story) -> str:
    return f"N-{story.number:05d}"


def _nomination(story: Story) -> dict[str, Any]:
    words = wording.proposals()[story.subject.reason]
    categories = programme.load(PROGRAMME).categories
    items = story.subject.items
    until = nominating.some_day_from_now(story).isoformat()
    return {
        "reference": _reference(story),
        "identity": _identity(items),
        "reason": story.subject.reason,
        "items": [_item(place + 1, item) for place, item in enumerate(items) if not categories[item.category].identity],
        "recipients": [
            {
                "organisation": each.house.entry.slug,
                "items": [place + 1 for place in each.places if not categories[items[place].category].identity],
                "purpose": SUPPORT,
                "requested_action": each.action,
                "until": until,
            }
            for each in story.recipients
        ],
        "decision": {
            "power": "police_common_law",
            "necessity": words.necessity,
            "proportionality": words.proportionality,
            "alternatives": words.alternatives,
        },
        "notification": _notification(story),
    }


def _identity(items: Sequence[Statement]) -> dict[str, Any]:
    parts = {category: [parts_of(item.parts) for item in items if item.category == category] for category in _PARTS}
    return {
        "names": parts[NAME],
        "date_of_birth": parts[DATE_OF_BIRTH][0]["date"],
        "addresses": [{**each, "lines": each["lines"].splitlines()} for each in parts[ADDRESS]],
        "marking": _MARKINGS[1],
        "grading": _grading(items[0].grading),
    }


def _item(number: int, item: Statement) -> dict[str, Any]:
    said = {
        "number": number,
        "category": item.category,
        "form_of_words": item.words,
        "marking": _MARKINGS[item.marking],
        "grading": _grading(item.grading),
        "original": item.original,
    }
    return {**said, "conditions": item.conditions} if item.conditions else said


def _grading(grading: Grading) -> dict[str, str]:
    codes = {
        "scheme": grading.scheme,
        "source": grading.source,
        "information": grading.information,
        "handling": grading.handling,
    }
    if grading.action == NONE:
        return codes
    return {**codes, "action": grading.action, "sanitisation": grading.sanitisation}


def _notification(story: Story) -> dict[str, str]:
    telling = nominating.telling_of(story)
    if telling.state == "told":
        return {"state": "told", "on": telling.on.isoformat()}
    return {
        "state": "deferred",
        "ground": telling.ground,
        "approver": story.unit.entry.email("authoriser"),
        "look_again_on": telling.on.isoformat(),
    }
