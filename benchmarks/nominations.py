"""Nomination files of synthetic people, as many as are asked for: the same seed makes the same file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from handrail.demo import names, places, wording
from handrail.programme import load

#: What each kind of organisation is asked.
ASKED = {
    "council": "consider_support",
    "nhs": "offer_health_appointment",
    "housing": "offer_housing_help",
    "school": "offer_learning_support",
    "probation": "offer_resettlement",
}
STATEMENTS = 4


@dataclass(frozen=True)
class Unit:
    """Who sends a file, when, and to whom people are proposed: an organisation of each kind, by its short name."""

    slug: str
    approver: str
    partners: Mapping[str, str]
    today: date


def file_of(people: int, unit: Unit, *, seed: int) -> bytes:
    """A file in which ``unit`` nominates so many people in London."""
    random = Random(seed)  # noqa: S311 (people who don't exist)
    document = {
        "format": "handrail-nominations",
        "version": 1,
        "programme": "mac",
        "centre": "london",
        "originator": unit.slug,
        "nominations": [_nomination(random, unit, f"B-{seed}/{number:05d}") for number in range(people)],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _nomination(random: Random, unit: Unit, reference: str) -> dict[str, Any]:
    reasons = wording.proposals()
    reason = random.choice(sorted(reasons))
    proposal = reasons[reason]
    name = names.draw(random)
    items = [_item(random, number) for number in range(1, STATEMENTS + 1)]
    return {
        "reference": reference,
        "identity": {
            "names": [{"given": name.given, "family": name.family, "kind": "legal"}],
            "date_of_birth": f"{random.randint(1955, 2006)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
            "addresses": [_address(random)],
        },
        "reason": reason,
        "items": items,
        "recipients": _recipients(random, unit, items),
        "decision": {
            "power": "police_common_law",
            "necessity": proposal.necessity,
            "proportionality": proposal.proportionality,
            "alternatives": proposal.alternatives,
        },
        "notification": {
            "state": "deferred",
            "ground": "crime_prevention",
            "approver": unit.approver,
            "look_again_on": f"{unit.today + timedelta(days=20)}",
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


def _recipients(random: Random, unit: Unit, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The council, and somebody else if there is an item that their kind may have."""
    other = random.choice([kind for kind in unit.partners if kind != "council"])
    return [each for kind in ("council", other) for each in _recipient(unit, kind, items)]


def _recipient(unit: Unit, kind: str, items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    categories = load("mac").categories
    fitting = [item["number"] for item in items if kind in categories[item["category"]].recipients]
    if fitting:
        yield {
            "organisation": unit.partners[kind],
            "items": fitting,
            "purpose": "safeguarding_support",
            "requested_action": ASKED[kind],
            "until": f"{unit.today + timedelta(days=300)}",
        }
