"""Steps of a nomination, for tests that start somewhere along it. Each goes through the actions, as a page does.

officer = pilot.actor("originating_officer@ctu")
nomination = put_forward(pilot, recipients=("council", "nhs"))
released = release(pilot, nomination)
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from handrail.directory.models import Agreement, Training
from handrail.duties import Due, waiting_for
from handrail.gate import Actor
from handrail.gate.row_security import set_acting_organisation
from handrail.ledger.models import LedgerPayload
from handrail.programme import load
from handrail.sharing.actions import authorising, drafting
from handrail.sharing.changes import (
    Change,
    PutItem,
    PutRecipient,
    SetReasons,
    SetTelling,
    SetWhy,
)
from handrail.sharing.drafted import OpenNomination
from handrail.sharing.queries.nominations import open_nomination
from handrail.sharing.statements import Grading, Statement, birth, name
from tests.harness.databases import remembered
from tests.worlds import NOW, World

PURPOSE = "originating"
OFFICER, AUTHORISER = "originating_officer@ctu", "authoriser@ctu"
NAME, BORN = "Amina Yusuf", "1991-06-04"
CONCERN = "She has become isolated since leaving work and may not be looking after herself."
HOME = "She lives with a friend and may have to leave this summer."
UNTIL = date(2025, 12, 31)
LOOK_AGAIN = date(2025, 6, 27)
CRITERIA = (
    "investigation_closed", "need_named", "help_exists", "lives_in_area", "no_lesser_way", "not_for_who_they_are",
    "change_in_life",
)  # fmt: skip
GRADING = Grading(source="1", information="B")
ANSWERS = authorising.Answers(
    necessary="Yes: the council can't help without knowing that she needs it.",
    least="Yes: her name and two items.",
    proportionate="Yes: nothing about the closed investigation is said.",
    alternative="No: she was given the number of the housing team and did not ring.",
    telling="Not this month.",
)


@contextmanager
def acting_for(organisation: UUID) -> Iterator[None]:
    """Look at the rows of an organisation past the gate, as its row security shows them."""
    with transaction.atomic():
        set_acting_organisation(organisation)
        yield


def let_training_lapse(pilot: World, who: str) -> None:
    """Record that the training of a member ran out yesterday."""
    with acting_for(pilot.actor(who).organisation):
        for course in load("mac").training.codes:
            Training.objects.create(
                organisation_id=pilot.actor(who).organisation,
                member_id=pilot.member(who),
                course=course,
                passed_on=date(2024, 6, 1),
                valid_until=date(2025, 6, 1),
                recorded_by=pilot.member(who),
                recorded_at=NOW,
            )


def waiting(pilot: World, who: str, *, purpose: str = PURPOSE) -> list[Due]:
    """What waits for a member."""
    found = waiting_for(by=pilot.actor(who), purpose=purpose)
    return [*found.today_and_late.duties, *found.this_week.duties, *found.later.duties]


def said_in_ledger(organisation: UUID) -> list[str]:
    """What the ledger says of an organisation, entry by entry."""
    with acting_for(organisation):
        payloads = LedgerPayload.objects.order_by("at").values_list("payload", flat=True)
        return [bytes(payload).decode() for payload in payloads if payload is not None]


def change_agreement(pilot: World, **changed: Any) -> None:
    """Change the pilot's agreement past the gate: what became of it meanwhile."""
    with acting_for(pilot.organisation("council")):
        Agreement.objects.filter(pk=pilot.agreement).update(**changed)


@dataclass(frozen=True)
class Written:
    """A draft, and its items by what they are ("name", "born", "concern", "home")."""

    draft: drafting.Draft
    items: dict[str, UUID]

    @property
    def id(self) -> UUID:
        return self.draft.decision

    def edited(self, by: Actor, change: Change) -> "Written":
        """The same after one more change."""
        draft = drafting.edit(by=by, purpose=PURPOSE, decision=self.id, version=self.draft.version, change=change)
        return replace(self, draft=draft)


def start(pilot: World, *, by: str = OFFICER) -> Written:
    """An empty nomination."""
    return Written(drafting.start(by=pilot.actor(by), purpose=PURPOSE, centre=pilot.centre), {})


def statement(words: str, category: str = "concern", *, marking: int = 2, grading: Grading = GRADING) -> Statement:
    """A statement that nothing is wrong with, unless what is given makes it so."""
    return Statement(category, words, marking, grading, original="CTU/24/0117")


def write_items(pilot: World, written: Written, *, by: str = OFFICER, person: str = NAME, born: str = BORN) -> Written:
    """A name, a date of birth and two statements, as items."""
    given, _, family = person.rpartition(" ")
    statements = {
        "name": name(given, family, "legal", marking=2, grading=GRADING),
        "born": birth(born, marking=2, grading=GRADING),
        "concern": statement(CONCERN),
        "home": statement(HOME, "housing", marking=1),
    }
    for each in statements.values():
        written = written.edited(pilot.actor(by), PutItem(each))
    return replace(
        written, items=dict(zip(statements, newest_items(pilot, written, len(statements), by=by), strict=True))
    )


def opened(pilot: World, written: Written, *, by: str = OFFICER, choices: bool = False) -> OpenNomination:
    """The nomination as a member of its own organisation sees it."""
    return open_nomination(by=pilot.actor(by), purpose=PURPOSE, decision=written.id, choices=choices, known=True)


def newest_items(pilot: World, written: Written, many: int, *, by: str = OFFICER) -> list[UUID]:
    """So many of the items that were written last, in their order."""
    shown = opened(pilot, written, by=by)
    return [each.item for each in sorted((*shown.identity, *shown.items), key=lambda item: item.number)[-many:]]


def recipient(
    pilot: World, written: Written, key: str, *, items: Sequence[str] = ("name", "concern"), until: date = UNTIL,
    purpose: str = "safeguarding_support", requested_action: str = "consider_support",
) -> PutRecipient:  # fmt: skip
    """A proposal for the organisation called ``key``."""
    chosen = tuple(written.items[item] for item in items)
    return PutRecipient(pilot.organisation(key), chosen, purpose, requested_action, until)


#: Why the person of most tests is listed.
ISOLATED = SetWhy("isolation", CRITERIA)


@remembered
def write(
    pilot: World,
    *,
    recipients: Sequence[str] = ("council",),
    by: str = OFFICER,
    person: str = NAME,
    why: SetWhy = ISOLATED,
) -> Written:
    """A nomination that lacks nothing, not yet put forward."""
    actor = pilot.actor(by)
    written = write_items(pilot, start(pilot, by=by), by=by, person=person)
    written = written.edited(actor, why)
    for key in recipients:
        written = written.edited(actor, recipient(pilot, written, key))
    written = written.edited(actor, SetReasons("police_common_law", "She needs help.", "It is the least.", "None."))
    return written.edited(actor, SetTelling("deferred", LOOK_AGAIN, "crime_prevention"))


@remembered
def put_forward(
    pilot: World,
    *,
    recipients: Sequence[str] = ("council",),
    by: str = OFFICER,
    person: str = NAME,
    why: SetWhy = ISOLATED,
) -> Written:
    """A nomination that waits for an authoriser."""
    written = write(pilot, recipients=recipients, by=by, person=person, why=why)
    return propose(pilot, written, by=by)


def propose(pilot: World, written: Written, *, by: str = OFFICER) -> Written:
    """Put a draft forward."""
    draft = drafting.propose(by=pilot.actor(by), purpose=PURPOSE, decision=written.id, version=written.draft.version)
    return replace(written, draft=draft)


@remembered
def release(
    pilot: World, written: Written, *, by: str = AUTHORISER, take_out: Sequence[str] = ()
) -> authorising.Released:
    """Release what was put forward."""
    return authorising.release(
        by=pilot.actor(by),
        purpose=PURPOSE,
        decision=written.id,
        version=written.draft.version,
        answers=ANSWERS,
        take_out=tuple(pilot.organisation(key) for key in take_out),
    )
