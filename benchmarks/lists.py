"""Lists among a million items: Handrail's own statements beside the least SQL, written by hand, for the same rows.

The floor asks the same of the same index, past row security, for the columns that are shown. Handrail's statements are
those of the gate: the policy's filter, under row security, with what hangs on each row.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.demo import Served
from benchmarks.listings import CONTACT_READS, NAMES, NOMINATIONS, OFFICER_READS, PEOPLE
from benchmarks.tables import Table, middle
from handrail.programme import slugs
from handrail.site.addresses import APP_ROLE, conninfo

#: The member of each kind whose organisation holds most.
READERS = """
SELECT m.id, m.organisation_id, array(SELECT role FROM directory_rolegrant WHERE member_id = m.id AND state = 'granted')
FROM directory_member AS m JOIN directory_organisation AS o ON o.id = m.organisation_id
WHERE o.kind = %(kind)s AND EXISTS (
    SELECT FROM directory_rolegrant WHERE member_id = m.id AND state = 'granted' AND role = %(role)s
)
ORDER BY (SELECT count(*) FROM sharing_holding AS h WHERE h.organisation_id = m.organisation_id) DESC LIMIT 1
"""

#: What the least SQL is made of.
PARTS = {
    "people": """
        FROM sharing_personrecord AS p WHERE p.organisation_id = {organisation} AND p.programme IN {programmes}
    """,
    "page_of_people": """
        SELECT p.id, p.person_id, p.reference, p.since, (SELECT name FROM directory_centre WHERE id = p.centre_id)
        {people} ORDER BY p.since DESC, p.id LIMIT 50
    """,
    "decisions": """
        FROM sharing_sharingdecision AS d WHERE d.organisation_id = {organisation} AND d.programme IN {programmes}
    """,
    "readable": """
        FROM sharing_holding AS h
        WHERE h.organisation_id = {organisation} AND h.programme IN {programmes} AND h.state IN ('draft', 'held')
              AND h.expires_on >= current_date AND h.marking <= 2
              AND (h.originator_id = {organisation} OR h.purpose = {purpose} AND {regime})
              AND (h.team @> ARRAY[{member}]::uuid[]
                   OR h.team = '{{}}' AND (h.audience = '{{}}' OR h.audience && {roles}::varchar[]))
    """,
}
_READ = (
    "SELECT count(*) {readable}",
    """
    SELECT h.*, (SELECT name FROM directory_organisation WHERE id = h.originator_id) {readable}
    ORDER BY h.person_id, h.number LIMIT 50
    """,
)
#: By list: the least that gives its numbers and its rows.
FLOORS = {
    PEOPLE: ("SELECT count(*) {people}", "{page_of_people}"),
    NAMES: (
        """
        SELECT h.id, h.person_id, h.text_sealed {readable} AND h.category = 'name'
               AND h.person_id = ANY ({people_shown})
        ORDER BY h.held_since, h.number
        """,
    ),
    NOMINATIONS: (
        "SELECT d.state, count(*) {decisions} GROUP BY d.state",
        """
        SELECT d.id, d.person_id, d.reference, d.kind, d.state, d.created_by, d.decided_at, d.proposed_at,
               d.created_at, (SELECT name FROM directory_centre WHERE id = d.centre_id)
        {decisions} ORDER BY d.created_at DESC, d.id LIMIT 25
        """,
    ),
    CONTACT_READS: _READ,
    OFFICER_READS: _READ,
}
#: Support that comes to law enforcement is not read there without its contributor's word.
_GENERAL, _LAW_ENFORCEMENT = sql.SQL("true"), sql.SQL("h.contributed_for <> 'support'")

TIMES, WARMING = 20, 5


@dataclass
class Listed:
    """A list: its statements, the least SQL, and how long a page of it took in each round."""

    title: str
    ours: Sequence[str]
    floor: Sequence[sql.Composed]
    rows: int = 0
    total: int = 0
    seconds: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)


def measure(served: Served, *, rounds: int, say: Callable[[str], None]) -> Table:
    """Each list in turn, by Handrail's statements and by the least SQL."""
    with (
        psycopg.connect(served.superuser, autocommit=True, prepare_threshold=None) as past,
        psycopg.connect(conninfo(APP_ROLE, served.home), autocommit=True, prepare_threshold=None) as own,
    ):
        officer = _reader(past, "counter_terrorism_unit", "originating_officer")
        contact = _reader(past, "council", "single_point_of_contact")
        _blank_names(past, officer, contact)
        written = _written_down(served, officer, contact)
        lists = []
        for title, statements in written.items():
            reader = contact if title == CONTACT_READS else officer
            listed = Listed(title, statements, _floor(past, title, reader, general=reader is contact))
            lists.append(listed)
            _time(own, past, listed, str(reader[1]), rounds)
            ratios = [one / other for one, other in zip(listed.seconds, listed.least, strict=True)]
            say(f"  {title}: {middle(listed.seconds) * 1000:.1f} ms, {middle(ratios):.2f} times the least")
    return _table(lists, rounds)


def _reader(past: "psycopg.Connection[tuple[Any, ...]]", kind: str, role: str) -> tuple[Any, ...]:
    found = past.execute(READERS, {"kind": kind, "role": role}).fetchone()
    if found is None:
        raise AssertionError(f"No {kind} has a {role}.")
    return found


def _blank_names(past: "psycopg.Connection[tuple[Any, ...]]", *readers: tuple[Any, ...]) -> None:
    """Leave names empty that are sealed under keys nobody has: lists open them."""
    with past.transaction():
        past.execute("SET LOCAL session_replication_role = replica")
        past.execute(
            "UPDATE sharing_holding SET text_sealed = '' WHERE category = 'name' AND organisation_id = ANY (%s)",
            [[reader[1] for reader in readers]],
        )
    past.execute("VACUUM ANALYZE sharing_holding")


def _written_down(served: Served, officer: tuple[Any, ...], contact: tuple[Any, ...]) -> dict[str, list[str]]:
    asking = {"officer": [str(each) for each in officer[:2]], "contact": [str(each) for each in contact[:2]]}
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.listings", str(served.home.path)],
        env=served.surroundings, input=json.dumps(asking), check=True, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    written: dict[str, list[str]] = json.loads(answer.stdout)
    return written


def _floor(
    past: "psycopg.Connection[tuple[Any, ...]]", title: str, reader: tuple[Any, ...], *, general: bool
) -> list[sql.Composed]:
    member, organisation, roles = reader
    known: dict[str, sql.Composable] = {
        "programmes": sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, slugs()))),
        "member": sql.Literal(member),
        "organisation": sql.Literal(organisation),
        "roles": sql.Literal(roles),
        "purpose": sql.Literal("safeguarding_support" if general else "originating"),
        "regime": _GENERAL if general else _LAW_ENFORCEMENT,
    }
    for name, part in PARTS.items():
        known[name] = sql.SQL(part).format(**known)
    shown = past.execute(sql.Composed([known["page_of_people"]])).fetchall()
    known["people_shown"] = sql.Literal([person for _, person, *_ in shown])
    return [sql.SQL(each).format(**known) for each in FLOORS[title]]


def _time(
    own: "psycopg.Connection[tuple[Any, ...]]",
    past: "psycopg.Connection[tuple[Any, ...]]",
    listed: Listed,
    organisation: str,
    rounds: int,
) -> None:
    """Both in turn, each in one transaction on an open connection; they must give as many rows, and count the same."""
    with own.transaction(), past.transaction():
        own.execute("SELECT handrail_say('organisation', %s)", [organisation])
        ours = [statement.encode() for statement in listed.ours]
        floor = [statement.as_bytes(past) for statement in listed.floor]
        given, least = _results(own, ours), _results(past, floor)
        if [_shape(rows) for rows in given] != [_shape(rows) for rows in least]:
            raise AssertionError(f"{listed.title}: not the same rows.")
        *counts, page = least
        listed.rows = len(page)
        listed.total = sum(row[-1] for rows in counts for row in rows) or len(page)
        for _ in range(rounds):
            listed.seconds.append(_seconds(own, ours))
            listed.least.append(_seconds(past, floor))


def _shape(rows: list[Any]) -> list[Any]:
    """Numbers as they are; of other rows their ids. In any order: copies were held since the same moment."""
    return sorted(rows) if isinstance(rows[0][-1], int) and len(rows[0]) <= 2 else sorted(row[0] for row in rows)


def _results(connection: "psycopg.Connection[tuple[Any, ...]]", statements: Sequence[bytes]) -> list[list[Any]]:
    return [connection.execute(statement).fetchall() for statement in statements]


def _seconds(connection: "psycopg.Connection[tuple[Any, ...]]", statements: Sequence[bytes]) -> float:
    """How long all statements took together: the median."""
    found = []
    for _ in range(WARMING + TIMES):
        since = time.perf_counter()
        _results(connection, statements)
        found.append(time.perf_counter() - since)
    return middle(found[WARMING:])


def _table(lists: Sequence[Listed], rounds: int) -> Table:
    rows = []
    for each in lists:
        ratios = middle([one / other for one, other in zip(each.seconds, each.least, strict=True)])
        took = (f"{middle(seconds) * 1000:.1f} ms" for seconds in (each.least, each.seconds))
        rows.append((each.title, f"{each.rows} of {each.total:,}", *took, f"{ratios:.2f}"))
    return Table(
        "Lists against the least SQL for the same rows",
        "A page of a list and how much there is in all, as the gate asks for it: the policy’s filter, under row "
        "security.",
        ("List", "Rows", "Least SQL", "Handrail’s", "Times"),
        tuple(rows),
        "Asked in the organisations that hold most, among the items above. The least SQL was written by hand: it asks "
        "the same of the same indexes for the columns that are shown, past row security; both give the same rows and "
        f"numbers. {rounds} rounds of {TIMES}, in turn, on open connections, without preparing; the ratio is the "
        "median of the rounds’ own ratios. Once for each statement, however long the list, row security looks up who "
        "acts and which files are still being brought in: that shows where the whole takes a millisecond.",
    )
