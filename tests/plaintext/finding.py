"""What is said where a partner is asked whether it knows a person: why, what they are shown, and what they answer.

The partner is a real one, with a register of its own in which the person is twice. Requests are carried by hand.
"""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from handrail.gate import clock
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.folder import KeyFolder
from tests.finding import CONTACT, PEOPLE, SECOND_CONTACT, bring_in, carried, offered, publish_small, real_partner
from tests.nominating import AUTHORISER, OFFICER
from tests.plaintext.canaries import BORN
from tests.worlds import World

if TYPE_CHECKING:
    from tests.plaintext.journey import Journey


def keep(folder: Path, pilot: World, *, given: str, family: str, postcode: str) -> UUID:
    """The council's register, in which the person is twice: published in ``folder``, accepted, and not yet asked."""
    rows = [(number, given, family, BORN, postcode) for number in ("2001", "2002")]
    published = publish_small(folder / "keys", [*rows, *PEOPLE])
    with real_partner(published, folder / "partner") as partner:
        return offered(pilot, partner, by_hand=True)


def find(journey: "Journey", decision: UUID, folder: Path, register: UUID) -> None:
    """Ask the register that is kept in ``folder`` about the person of a nomination, and the partner about both records.

    It says of one that it is the same person; the other check stays open.
    """
    search = _propose(journey, decision, register)
    result: UUID = journey.one(f"SELECT id FROM matching_result WHERE search_id = '{search}'")
    request = carried(journey.pilot, search, result)
    with closing(Partner(KeyFolder.open(folder / "partner"))) as partner:
        bring_in(journey.pilot, search, result, partner.answer(request, at=clock.now()))
    found = journey.site.read(f"SELECT id FROM matching_candidate WHERE decision_id = '{decision}'")
    for (candidate,) in found:
        words = journey.said.sentence("why a partner is asked")
        journey.at(OFFICER).fill(reverse("originate:ask_candidate", args=[candidate]), words=words)
    _answer(journey, journey.one(f"SELECT identity_check FROM matching_candidate WHERE decision_id = '{decision}'"))


def _propose(journey: "Journey", decision: UUID, register: UUID) -> UUID:
    said = journey.said
    journey.at(OFFICER).fill(
        reverse("originate:propose_search", args=[decision]), registers=str(register), power="police_common_law",
        necessity=said.sentence("why it is necessary to search"), proportionality=said.sentence("why these registers"),
    )  # fmt: skip
    search: UUID = journey.one(f"SELECT id FROM matching_search WHERE decision_id = '{decision}'")
    journey.at(AUTHORISER).fill(
        reverse("originate:decide_search", args=[search]), judgement=said.sentence("judgement on a search"),
        decide="authorise",
    )  # fmt: skip
    return search


def _answer(journey: "Journey", check: UUID) -> None:
    """Every step is looked at, as far as the names; then a second contact gives the answer."""
    where = reverse("work:identity_check", args=[check])
    while 'name="fits"' in journey.at(CONTACT).get(where).text:
        journey.at(CONTACT).fill(where, fits="yes")
    reasons = journey.said.sentence("what an answer rests on")
    journey.at(CONTACT).fill(reverse("work:answer_check", args=[check]), answer="same", reasons=reasons)
    journey.at(SECOND_CONTACT).fill(reverse("work:check_step", args=[check, "release"]))
