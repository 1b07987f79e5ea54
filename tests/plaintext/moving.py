"""The person moves: the case is offered, refused, offered again, and goes on in another council's house."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

if TYPE_CHECKING:
    from tests.plaintext.journey import Journey

COORDINATOR, SECOND = "case_coordinator@council", "second_contact@council"
THERE = "case_coordinator@second_council"


def move(journey: "Journey", person: UUID, case: UUID) -> None:
    """The closed case is opened again, offered twice, refused once and accepted once; and closed where it went."""
    said, at = journey.said, journey.at
    again = {"review_on-day": "1", "review_on-month": "8", "review_on-year": "2025"}
    at(COORDINATOR).fill(reverse("work:open_again", args=[person, case]), **again)
    for who in (SECOND, THERE):
        journey.says_why(who, person, "helping")
    refused = _offered(journey, person, case, "first")
    at(THERE).fill(
        reverse("work:answer_transfer", args=[person, refused]), answer="refuse", refusal="not_yet",
        words=said.sentence("why a case was refused"),
    )  # fmt: skip
    accepted = _offered(journey, person, case, "second")
    force = str(journey.pilot.organisation("force"))
    at(THERE).fill(reverse("work:answer_transfer", args=[person, accepted]), answer="accept", police=force, **again)
    shown = at(THERE).get(reverse("work:transfer", args=[person, accepted])).text
    assert said.made["second handover summary"] in shown
    new: UUID = journey.one("SELECT new_case_id FROM casework_transfer WHERE state = 'accepted'")
    closed = reverse("work:close_case", args=[person, new])
    note = said.sentence("note of the second closing")
    at(THERE).fill(closed, reason="needs_met", note=note, carries_on="nobody")


def _offered(journey: "Journey", person: UUID, case: UUID, which: str) -> UUID:
    said, at = journey.said, journey.at
    to = f"{journey.pilot.centre}/{journey.pilot.organisation('second_council')}"
    at(COORDINATOR).fill(
        reverse("work:offer_case", args=[person, case]), to=to, reason="home", power="care_act",
        words=said.sentence(f"{which} reason to move"), summary=said.sentence(f"{which} handover summary"),
    )  # fmt: skip
    transfer: UUID = journey.one("SELECT id FROM casework_transfer ORDER BY written_at")
    at(SECOND).fill(
        reverse("work:let_case_go", args=[person, transfer]), agree="yes",
        least=said.sentence(f"{which} reason why it is the least"),
    )  # fmt: skip
    return transfer
