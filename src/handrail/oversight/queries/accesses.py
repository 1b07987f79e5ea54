"""Who has seen a person's record, and why: every act of an organisation's own members about one person.

For those who answer for it there: the data protection officer and the Caldicott guardian. It is taken from the
organisation's own part of the ledger and from no other: who read a copy elsewhere is in the record of its holder.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail import gate, ledger
from handrail.directory.models import GrantState, Member, RoleGrant
from handrail.gate import Act, Actor, listing
from handrail.ledger.models import LedgerPayload
from handrail.oversight.newest_first import leaf
from handrail.sharing.arrivals import under_other_ids
from handrail.sharing.resources import PERSON

#: Acts on one page, which on a telephone are five screens or so; and on paper, where it is more than a person's whole
#: time in a programme leaves behind.
PAGE, ON_PAPER = 20, 2_000


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One act of a member about the person: codes, which pages turn into words.

    ``roles`` are those that the member held at that moment. ``member`` is empty for a name that is no longer kept.
    """

    id: UUID
    at: datetime
    member: str
    roles: tuple[str, ...]
    action: str
    outcome: str
    rules: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class Accesses:
    """A page of what an organisation's members did about one person, newest first.

    ``by_handrail`` is how often Handrail itself acted about the person, ``by_others`` how often members of another
    organisation wrote in this one's record (a disclosure that they made to it). ``erased`` is how many entries of this
    organisation's record were erased: what they were about, nobody can tell any more.
    """

    id: UUID
    person: UUID
    reference: str
    rows: tuple[AccessRow, ...]
    older: UUID | None
    newer: UUID | None
    counted: int
    more: bool
    members: int
    by_handrail: int
    by_others: int
    erased: int


@listing("person.see_accesses", resource=PERSON)
def accesses(
    *, by: Actor, purpose: str, person: UUID, before: UUID | None = None, after: UUID | None = None, size: int = PAGE
) -> Accesses:
    """What the actor's organisation's members did about a person, whom its record ``person`` is about.

    ``before`` and ``after`` are the entries from which another page goes on. What somebody decided to be about the
    same person under another id is among it.
    """
    act = gate.current()
    record = act.resource(PERSON)
    about = _about(act, {record.person_id, *under_other_ids(record.person_id)})
    own = about.filter(actor__in=Member.objects.filter(organisation_id=act.organisation).values("id"))
    page = leaf(own, before=before, after=after, size=min(size, ON_PAPER))
    act.listed((entry.entry_id for entry in page.rows), before=str(before or ""), after=str(after or ""))
    others = Member.objects.exclude(organisation_id=act.organisation)
    by_others = about.filter(actor__in=others.values("id")).count()
    return Accesses(
        id=record.id,
        person=record.person_id,
        reference=record.reference,
        rows=tuple(_rows(act, page.rows)),
        older=page.older,
        newer=page.newer,
        counted=page.counted,
        more=page.more,
        members=own.order_by().values("actor").distinct().count(),
        by_handrail=about.count() - own.count() - by_others,
        by_others=by_others,
        erased=_erased(act),
    )


def _about(act: Act, people: Iterable[UUID]) -> QuerySet[LedgerPayload]:
    return LedgerPayload.objects.filter(organisation_id=act.organisation, person__in=people)


def _erased(act: Act) -> int:
    """An erased entry says of itself only whose it is; that it has no actor is what the index finds it by."""
    kept = LedgerPayload.objects.filter(organisation_id=act.organisation, actor=ledger.NOBODY, payload__isnull=True)
    return kept.count()


def _rows(act: Act, entries: tuple[LedgerPayload, ...]) -> Iterable[AccessRow]:
    actors = {entry.actor for entry in entries}
    names = dict(Member.objects.filter(pk__in=actors).values_list("id", "name"))
    held = Q(state=GrantState.GRANTED) | Q(state=GrantState.ENDED)
    grants = list(
        RoleGrant.objects.filter(held, organisation_id=act.organisation, member_id__in=actors).order_by("role")
    )
    for entry in entries:
        document = json.loads(bytes(entry.payload)) if entry.payload else {}
        yield AccessRow(
            id=entry.entry_id,
            at=entry.at,
            member=names.get(entry.actor, ""),
            roles=tuple(
                grant.role
                for grant in grants
                if grant.member_id == entry.actor
                and grant.decided_at is not None
                and grant.decided_at <= entry.at < grant.ended_at
            ),
            action=entry.action,
            outcome=entry.outcome,
            rules=tuple(entry.rules),
            purpose=str(document.get("purpose") or ""),
        )
