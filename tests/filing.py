"""Nomination files for the small pilot, and the originating officer who brings them in.

document = nomination_file(3)
document["nominations"][1]["reason"] = "no_such_reason"
brought = bring(pilot, document)
"""

import copy
import json
from typing import Any

from handrail.exchange.importing import BroughtIn, bring_in
from tests.worlds import World

OFFICER, COLLEAGUE, AUTHORISER = "originating_officer@ctu", "second_originating_officer@ctu", "authoriser@ctu"
PURPOSE = "originating"
PLAIN = {"scheme": "3x5x2", "source": "1", "information": "B", "handling": "P"}
WITH_CONDITIONS = {**PLAIN, "handling": "C", "action": "A1", "sanitisation": "S2"}

NAME, BORN, STREET, POSTCODE = "Amina Yusuf", "1991-06-04", "1 Sample Court", "NW1 4AA"
CONCERN, CONDITIONS = "She has become isolated since leaving work.", "For the named contact only."
HOME = "She lives with a friend and may have to leave this summer."
ORIGINAL = "CTU/24/0117"

_NOMINATION: dict[str, Any] = {
    "reference": "N-2025/0000",
    "identity": {
        "names": [
            {"given": "Amina", "family": "Yusuf", "kind": "legal"},
            {"given": "Mina", "family": "Hassan", "kind": "alias"},
        ],
        "date_of_birth": BORN,
        "addresses": [{"lines": [STREET, "Camden"], "postcode": POSTCODE, "kind": "current"}],
        "identifiers": [{"kind": "nhs_number", "value": "9990000018"}, {"kind": "pnc_id", "value": "25/1234X"}],
    },
    "reason": "isolation",
    "items": [
        {
            "number": 1,
            "category": "concern",
            "form_of_words": CONCERN,
            "marking": "OFFICIAL-SENSITIVE",
            "grading": WITH_CONDITIONS,
            "conditions": CONDITIONS,
            "original": ORIGINAL,
        },
        {
            "number": 4,
            "category": "housing",
            "form_of_words": HOME,
            "marking": "OFFICIAL",
            "grading": PLAIN,
            "original": "CTU/24/0118",
        },
    ],
    "recipients": [
        {
            "organisation": "council",
            "items": [1, 4],
            "purpose": "safeguarding_support",
            "requested_action": "offer_housing_help",
            "until": "2025-12-31",
        },
        {
            "organisation": "nhs",
            "items": [1],
            "purpose": "safeguarding_support",
            "requested_action": "offer_health_appointment",
            "until": "2025-09-30",
        },
    ],
    "decision": {
        "power": "police_common_law",
        "necessity": "They can't help without knowing that she needs it.",
        "proportionality": "Two items, about a need that is plain.",
        "alternatives": "She was given a number to ring and did not.",
    },
    "notification": {
        "state": "deferred",
        "ground": "crime_prevention",
        "approver": "authoriser@ctu.example",
        "look_again_on": "2025-06-27",
    },
}


def nomination_file(people: int = 1, *, first: int = 0) -> dict[str, Any]:
    """A file with nothing wrong with it, of so many people; their references count from ``first``."""
    nominations = [copy.deepcopy(_NOMINATION) for _ in range(people)]
    for number, nomination in enumerate(nominations, start=first):
        nomination["reference"] = f"N-2025/{number:04d}"
    return {
        "format": "handrail-nominations",
        "version": 1,
        "programme": "mac",
        "centre": "london",
        "originator": "ctu",
        "nominations": nominations,
    }


def put(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """``document`` with ``value`` put at a path such as "nominations.0.reason"."""
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at: Any = document
    for step in parents:
        at = at[step]
    at[last] = value
    return document


def as_bytes(document: object) -> bytes:
    """The file as it is sent."""
    return json.dumps(document, ensure_ascii=False).encode()


def bring(pilot: World, document: object, *, by: str = OFFICER) -> BroughtIn:
    """Bring the file in."""
    return bring_in(as_bytes(document), by=pilot.actor(by), purpose=PURPOSE)
