"""Which members of one organisation could do something to a record now: worked out by policy, in one SQL statement.

The same answer as asking policy for each member in turn (a test holds the two equal), without a loop over members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import BooleanField, ExpressionWrapper, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from handrail.directory.models import GrantState, Organisation
from handrail.directory.principals import AT_WORK
from handrail.directory.rulebooks import courses_needed, regimes_of
from handrail.gate import FAR_FUTURE, NEVER
from handrail.gate.clock import day_number
from handrail.policy import ColumnRef, Entity, Way, Who, engine

#: Every member of an organisation as policy sees them, like ``principals.DirectoryPrincipals`` sees one. Roles are
#: gathered for all at once. Training takes a look at each member's records: it is looked at once (hence the OFFSET,
#: which keeps the planner from writing it out wherever it is asked for), and last, for those whom it matters for.
_POWERS = """
WITH needed AS MATERIALIZED (
    SELECT * FROM unnest(%s::text[], %s::text[]) AS needed (role, course)
), held AS MATERIALIZED (
    SELECT member_id, array_agg(role) AS roles FROM directory_rolegrant
    WHERE organisation_id = %s AND state = %s GROUP BY member_id
), member_powers AS (
    SELECT member.id::text AS id, member.name, coalesce(held.roles, '{}') AS roles,
           least(member.clearance, organisation.ceiling) AS clearance,
           member.status = ANY (%s) AND account.is_active AS active, trained.until AS training_until
    FROM directory_member AS member
    JOIN directory_organisation AS organisation ON organisation.id = member.organisation_id
    JOIN directory_account AS account ON account.id = member.account_id
    LEFT JOIN held ON held.member_id = member.id
    CROSS JOIN LATERAL (
        SELECT coalesce(min(coalesce((
            SELECT valid_until FROM directory_training
            WHERE member_id = member.id AND directory_training.course = needed.course
            ORDER BY recorded_at DESC LIMIT 1
        ), %s)), %s) AS until FROM needed WHERE role = ANY (held.roles) OFFSET 0
    ) AS trained
    WHERE member.organisation_id = %s
)
"""


class MemberPowers(models.Model):
    """A row of ``member_powers``, to filter by. No table: outside the registry that makes tables and grants."""

    id = models.CharField(primary_key=True, max_length=36)
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=40))
    clearance = models.PositiveSmallIntegerField()
    training_until = models.DateField()
    active = models.BooleanField()

    class Meta:
        apps = Apps()
        app_label = "directory"
        db_table = "member_powers"
        managed = False

    def __str__(self) -> str:
        return self.id


#: The attributes of a member that differ within one organisation.
COLUMNS: Mapping[str, ColumnRef] = {
    "id": ColumnRef("id", "string"),
    "roles": ColumnRef("roles", "set"),
    "clearance": ColumnRef("clearance", "long"),
    "training_until": ColumnRef("training_until", "day"),
    "active": ColumnRef("active", "bool"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked about: what would be done (``action``), and what it takes to know of the record (``see``)."""

    action: str
    see: str
    resource: Entity


@dataclass(frozen=True, slots=True)
class Able:
    """A member who could do it, or only know of the record.

    ``ways`` are the rules that permit it, each with the purposes that the member could come for; of whoever could only
    know of it they are the ways to that. ``stopped_by`` are the rules that refuse it to them whatever they come for, if
    that was asked.
    """

    member: UUID
    name: str
    roles: tuple[str, ...]
    may: bool
    ways: tuple[tuple[str, tuple[str, ...]], ...]
    stopped_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbleMembers:
    """One page of them, those who could do it first; and how many there are in all."""

    rows: tuple[Able, ...]
    able: int
    knowing: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many could do it, how many more could only know of it, and how many of the first hold each role."""

    able: int
    knowing: int
    by_role: tuple[tuple[str, int], ...]


def able_members(
    organisation: UUID, step: Step, *, today: date, page: int, per_page: int, stops: bool = True
) -> AbleMembers:
    """The members of ``organisation`` who could do it, or only know of the record: those by the same rules together.

    Without ``stops`` nothing says which rules refuse it to whom, the order included. A page beyond the last gives the
    last.
    """
    asked = _asked(organisation, step, today)
    if asked is None:
        return AbleMembers((), 0, 0)
    if not stops:
        asked = replace(asked, may=replace(asked.may, stops=()))
    rows = asked.run(
        asked.told_apart(),
        "SELECT *, count(*) FILTER (WHERE may) OVER (), count(*) FILTER (WHERE NOT may) OVER () FROM found "
        "ORDER BY may DESC, truths DESC, name, id "
        "LIMIT %s OFFSET least(%s, (SELECT greatest(count(*) - 1, 0) / %s * %s FROM found))",
        [per_page, (page - 1) * per_page, per_page, per_page],
    )
    return AbleMembers(tuple(map(asked.able, rows)), rows[0][-2] if rows else 0, rows[0][-1] if rows else 0)


def count_able(organisation: UUID, step: Step, *, today: date) -> Counted:
    """How many members of ``organisation`` could do it: of somebody else's members nobody needs to know more."""
    asked = _asked(organisation, step, today)
    if asked is None:
        return Counted(0, 0, ())
    whole, *by_role = asked.run(
        asked.found.values_list("roles", "may"),
        "SELECT NULL AS role, count(*) FILTER (WHERE may), count(*) FILTER (WHERE NOT may) FROM found UNION ALL "
        "SELECT role, count(*), 0 FROM found, unnest(roles) AS role WHERE may AND role = ANY (%s) GROUP BY role "
        "UNION ALL SELECT '', count(*), 0 FROM found WHERE may AND NOT roles && %s::varchar[] HAVING count(*) > 0 "
        "ORDER BY role NULLS FIRST",
        [sorted(asked.roles), sorted(asked.roles)],
    )
    return Counted(whole[1], whole[2], tuple((role, many) for role, many, _ in by_role))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question: the members ``found`` who could know of it, each with whether they could do it (``may``)."""

    found: QuerySet[MemberPowers]
    before: Sequence[Any]
    purposes: tuple[str, ...]
    may: Who
    know: Who

    @property
    def roles(self) -> frozenset[str]:
        """The roles that open it."""
        return frozenset(role for way in self.may.ways for role in way.roles)

    def told_apart(self) -> QuerySet[MemberPowers, Any]:
        """Those found, with the truth of each way and each stop, in order: what :meth:`able` reads."""
        each = [way.whom for way in (*self.may.ways, *self.know.ways)] + [stop.whom for stop in self.may.stops]
        truths = Func(*map(_truth, each), template="ARRAY[%(expressions)s]", output_field=ArrayField(BooleanField()))
        found: QuerySet[MemberPowers, Any] = self.found.annotate(truths=truths)
        return found.values_list("id", "name", "roles", "may", "truths")

    def run(self, found: QuerySet[MemberPowers, Any], then: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of ``then``, a statement about those ``found``."""
        sql, inside = found.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"{_POWERS}, found AS ({sql}) {then}", [*self.before, *inside, *parameters])
            return list(cursor.fetchall())

    def able(self, row: Sequence[Any]) -> Able:
        """One row of them."""
        member, name, roles, may, truths, *_ = row
        for_may, for_know = len(self.may.ways), len(self.may.ways) + len(self.know.ways)
        ways, of = (self.may.ways, truths[:for_may]) if may else (self.know.ways, truths[for_may:for_know])
        return Able(
            member=UUID(member),
            name=name,
            roles=tuple(sorted(roles)),
            may=may,
            ways=self._by_rule(way for way, holds in zip(ways, of, strict=True) if holds),
            stopped_by=tuple(stop.rule for stop, holds in zip(self.may.stops, truths[for_know:], strict=True) if holds),
        )

    def _by_rule(self, ways: Iterable[Way]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found: dict[str, list[int]] = {}
        for way in ways:
            found.setdefault(way.rule, []).extend(way.circumstances)
        return tuple((rule, tuple(self.purposes[place] for place in sorted(set(at)))) for rule, at in found.items())


def _asked(organisation: UUID, step: Step, today: date) -> _Asked | None:
    """The question to a table of the members of ``organisation``; None if nobody there could even know of it."""
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=organisation)
    regimes = regimes_of(kind)
    question: dict[str, Any] = {
        "principal": "Member",
        "known": {"organisation": str(organisation), "organisation_kind": kind},
        "resource": step.resource,
        "circumstances": [
            {"purpose": purpose, "regime": regime, "today": day_number(today)} for purpose, regime in regimes.items()
        ],
        "columns": COLUMNS,
    }
    know = engine().who(action=step.see, **question)
    if not know.ways:
        return None
    may = engine().who(action=step.action, besides=step.see, **question)
    found = MemberPowers._default_manager.filter(know.anyone)
    found = found.annotate(may=_truth(may.anyone) if may.ways else Value(False))
    return _Asked(found, _before(organisation), tuple(regimes), may, know)


def _truth(whom: Q) -> Combinable:
    return ExpressionWrapper(whom, output_field=BooleanField()) if whom else Value(True)


def _before(organisation: UUID) -> list[Any]:
    """What ``_POWERS`` is asked with."""
    needed = sorted(courses_needed())
    return [
        [role for role, _ in needed],
        [course for _, course in needed],
        organisation,
        GrantState.GRANTED.value,
        sorted(status.value for status in AT_WORK),
        NEVER,
        FAR_FUTURE,
        organisation,
    ]
