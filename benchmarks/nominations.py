"""Nomination files of synthetic people, as many as are asked for: the same seed makes the same file."""

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from handrail.demo import names, places, wording
from handrail.programme import load
from tests.worlds import NOW

#: Who is told of a person besides the council, in turn: an organisation of the small pilot, its kind, what is asked.
OTHERS = (
    ("nhs", "nhs", "offer_health_appointment"),
    ("housing", "housing", "offer_housing_help"),
    ("school", "school", "offer_learning_support"),
    ("probation", "probation", "offer_resettlement"),
)
STATEMENTS = 4


def file_of(people: int, *, seed: int) -> bytes:
    """A file that nominates so many people in the small pilot's centre."""
    random = Random(seed)
    document = {
        "format": "handrail-nominations",
        "version": 1,
        "programme": "mac",
        "centre": "london",
        "originator": "ctu",
        "nominations": [_nomination(random, seed, number) for number in range(people)],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _nomination(random: Random, seed: int, number: int) -> dict[str, Any]:
    reasons = wording.proposals()
    reason = random.choice(sorted(reasons))
    proposal = reasons[reason]
    name = names.draw(random)
    items = [_item(random, place) for place in range(1, STATEMENTS + 1)]
    return {
        "reference": f"N-{seed}/{number:05d}",
        "identity": {
            "names": [{"given": name.given, "family": name.family, "kind": "legal"}],
            "date_of_birth": f"{random.randint(1955, 2006)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
            "addresses": [_address(random)],
        },
        "reason": reason,
        "items": items,
        "recipients": _recipients(items, random),
        "decision": {
            "power": "police_common_law",
            "necessity": proposal.necessity,
            "proportionality": proposal.proportionality,
            "alternatives": proposal.alternatives,
        },
        "notification": {
            "state": "deferred",
            "ground": "crime_prevention",
            "approver": "authoriser@ctu.example",
            "look_again_on": f"{NOW.date() + timedelta(days=20)}",
        },
    }


def _item(random: Random, number: int) -> dict[str, Any]:
    statement = random.choice(wording.statements())
    graded = {"scheme": "3x5x2", "source": statement.source, "information": statement.information, "handling": "P"}
    item = {
        "number": number,
        "category": statement.category,
        "form_of_words": statement.words,
        "marking": "OFFICIAL-SENSITIVE" if statement.sensitive else "OFFICIAL",
        "grading": graded,
        "original": places.draw_original(random),
    }
    if statement.conditions:
        item["conditions"] = statement.conditions
        item["grading"] = {**graded, "handling": "C", "action": "A3", "sanitisation": "S2"}
    return item


def _address(random: Random) -> dict[str, Any]:
    address = places.draw_address(random, "Camden")
    return {"lines": list(address.lines), "postcode": address.postcode, "kind": "current"}


def _recipients(items: list[dict[str, Any]], random: Random) -> list[dict[str, Any]]:
    """The council, and somebody else if there is an item that their kind may have."""
    asked = (("council", "council", "consider_support"), random.choice(OTHERS))
    return [each for organisation, kind, action in asked for each in _recipient(organisation, kind, action, items)]


def _recipient(organisation: str, kind: str, asked: str, items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    categories = load("mac").categories
    fitting = [item["number"] for item in items if kind in categories[item["category"]].recipients]
    if fitting:
        yield {
            "organisation": organisation,
            "items": fitting,
            "purpose": "safeguarding_support",
            "requested_action": asked,
            "until": f"{NOW.date() + timedelta(days=300)}",
        }
