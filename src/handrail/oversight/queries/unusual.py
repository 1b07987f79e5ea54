"""“Worth a second look”: how colleagues used records, where a rule of the rulebook asks for a second look."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from handrail import gate
from handrail.gate import Actor, listing
from handrail.oversight.unusual import Met, ended_with, unusual
from handrail.programme import load
from handrail.sharing.resources import PERSON

#: People named for one day; how many more there were is said.
NAMED = 10


@dataclass(frozen=True, slots=True)
class About:
    """Somebody whose record was opened, as the organisation calls them; ``record`` leads to who has seen it."""

    person: UUID
    record: UUID
    reference: str


@dataclass(frozen=True, slots=True)
class Unusual:
    """A member met a rule on a day: the rule in words, what can be done about it, and about whom it was.

    ``entry`` is the last entry of it, by which it is marked as looked at. ``own`` says that it is the reader's own.
    It comes up until it is looked at, but no longer than ``stays_until``. ``named`` are some of the ``people`` whom it
    was about, as far as the reader may know of them.
    """

    rule: str
    title: str
    says: str
    what_to_do: str
    member: UUID
    name: str
    own: bool
    day: date
    stays_until: date
    first: datetime
    last: datetime
    entry: UUID
    opened: int
    people: int
    named: tuple[About, ...]
    findings: tuple[tuple[str, str, str], ...]


@listing("access.list_unusual")
def unusual_accesses(*, by: Actor, purpose: str, rule: str = "", entry: UUID | None = None) -> tuple[Unusual, ...]:
    """Every rule that a member of the actor's organisation met and that nobody has looked at, by rule and day.

    With ``rule`` and ``entry`` only that one, which ended with this entry; nothing if it has been looked at.
    """
    act = gate.current()
    one = entry and ended_with(act, rule, entry)
    found = ([one] if one else []) if entry else list(unusual(act))
    wanted = {person for met in found for person in met.people}
    known = {
        record.person_id: About(record.person_id, record.id, record.reference)
        for record in act.visible(PERSON).filter(person_id__in=wanted)
    }
    act.listed((met.last_entry for met in found), rules=",".join(sorted({met.rule for met in found})))
    return tuple(_said(met, known, by) for met in found)


def _said(met: Met, known: dict[UUID, About], by: Actor) -> Unusual:
    rulebook = load(met.programme)
    check = rulebook.access_checks[met.rule]
    named = sorted((known[person] for person in met.people if person in known), key=lambda each: each.reference)
    return Unusual(
        rule=met.rule,
        title=check.title,
        says=check.description,
        what_to_do=check.what_to_do,
        member=met.member,
        name=met.name,
        own=met.member == by.id,
        day=met.day,
        stays_until=met.day + timedelta(days=check.look_back_days - 1),
        first=met.first,
        last=met.last,
        entry=met.last_entry,
        opened=met.opened,
        people=len(met.people),
        named=tuple(named[:NAMED]),
        findings=tuple((each.code, each.title, each.description) for each in rulebook.second_look_findings),
    )
