"""Steps of a nomination, for tests that start somewhere along it. Each goes through the actions, as a page does.

officer = pilot.actor("originating_officer@ctu")
nomination = put_forward(pilot, recipients=("council", "nhs"))
released = release(pilot, nomination)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from handrail.gate import Actor
from handrail.sharing.actions import authorising, drafting
from handrail.sharing.changes import (
    Change,
    PutItem,
    PutRecipient,
    SetReasons,
    SetTelling,
    SetWhy,
)
from handrail.sharing.statements import Grading, Statement, birth, name
from tests.worlds import World

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


def write_items(pilot: World, written: Written, *, by: str = OFFICER, person: str = NAME) -> Written:
    """A name, a date of birth and two statements, as items."""
    given, _, family = person.rpartition(" ")
    statements = {
        "name": name(given, family, "legal", marking=2, grading=GRADING),
        "born": birth(BORN, marking=2, grading=GRADING),
        "concern": statement(CONCERN),
        "home": statement(HOME, "housing", marking=1),
    }
    for key, each in statements.items():
        written = written.edited(pilot.actor(by), PutItem(each))
        written.items[key] = newest_item(pilot, written, by=by)
    return written


def newest_item(pilot: World, written: Written, *, by: str = OFFICER) -> UUID:
    """The item that was written last."""
    from handrail.sharing.queries.nominations import open_nomination

    opened = open_nomination(by=pilot.actor(by), purpose=PURPOSE, decision=written.id)
    return max((*opened.identity, *opened.items), key=lambda item: item.number).item


def recipient(
    pilot: World, written: Written, key: str, *, items: Sequence[str] = ("name", "concern"), until: date = UNTIL,
    purpose: str = "safeguarding_support", requested_action: str = "consider_support",
) -> PutRecipient:  # fmt: skip
    """A proposal for the organisation called ``key``."""
    chosen = tuple(written.items[item] for item in items)
    return PutRecipient(pilot.organisation(key), chosen, purpose, requested_action, until)


def write(pilot: World, *, recipients: Sequence[str] = ("council",), by: str = OFFICER, person: str = NAME) -> Written:
    """A nomination that lacks nothing, not yet put forward."""
    actor = pilot.actor(by)
    written = write_items(pilot, start(pilot, by=by), by=by, person=person)
    written = written.edited(actor, SetWhy("isolation", CRITERIA))
    for key in recipients:
        written = written.edited(actor, recipient(pilot, written, key))
    written = written.edited(actor, SetReasons("police_common_law", "She needs help.", "It is the least.", "None."))
    return written.edited(actor, SetTelling("deferred", LOOK_AGAIN, "crime_prevention"))


def put_forward(
    pilot: World, *, recipients: Sequence[str] = ("council",), by: str = OFFICER, person: str = NAME
) -> Written:
    """A nomination that waits for an authoriser."""
    written = write(pilot, recipients=recipients, by=by, person=person)
    return propose(pilot, written, by=by)


def propose(pilot: World, written: Written, *, by: str = OFFICER) -> Written:
    """Put a draft forward."""
    draft = drafting.propose(by=pilot.actor(by), purpose=PURPOSE, decision=written.id, version=written.draft.version)
    return replace(written, draft=draft)


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
