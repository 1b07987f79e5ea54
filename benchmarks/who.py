"""Who can see this? Among forty thousand members, against asking Cedar about each of them in turn.

What is measured is the whole of the answer as the page gets it: the gate's transaction, the rules, the statement over
members and the ledger entry, for a page of fifty names.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import psycopg

from benchmarks.tables import Table, middle, milliseconds, percentile
from handrail.directory.models import Member
from handrail.directory.principals import DirectoryPrincipals
from handrail.gate import Actor, Principal, clock
from handrail.oversight.queries.who import WhoCan, who_can_open, who_can_read
from handrail.policy import Entity, engine
from handrail.sharing.models import Holding
from handrail.sharing.resources import HOLDING
from handrail.site.addresses import SUPERUSER
from handrail.site.embedded.cluster import PRODUCTION
from tests.acting import act_as
from tests.harness.databases import Database, Databases
from tests.harness.server import embedded_server
from tests.working import disclosed, opened
from tests.worlds import NOW, World, build_small_pilot

#: Members for each person of the population that is asked for: 40,000 for 20,000. In so many organisations.
A_PERSON, ORGANISATIONS = 2, 200
WARMING, ASKED, A_LOOP = 3, 20, 3
OFFICER, PURPOSE = "data_protection_officer@council", "individual_rights"

#: New members, at ``organisations`` in turn: three in five give support, one in ten is a contact, the others do
#: something else or nothing here. Each has passed the courses of the pilot's contact, one in twenty too long ago.
_FILL = """
WITH joining AS (
    SELECT number, gen_random_uuid() AS id, gen_random_uuid() AS account,
           (%(organisations)s::uuid[])[1 + number %% cardinality(%(organisations)s::uuid[])] AS organisation
    FROM generate_series(1, %(members)s) AS number
), accounts AS (
    INSERT INTO directory_account (id, email, password, is_active, date_joined)
    SELECT account, 'member-' || number || '@crowd.example', '!', number %% 50 > 0, %(now)s FROM joining
), members AS (
    INSERT INTO directory_member (
        id, organisation_id, account_id, name, phone, clearance, status, joined_at, left_at, mail, mail_hour,
        looked_on, told_until
    )
    SELECT id, organisation, account, 'Member ' || lpad(number::text, 6, '0'), '', 1 + number %% 2, 'active', %(now)s,
           'infinity', 'daily', 8, '1970-01-01', %(now)s
    FROM joining
), grants AS (
    INSERT INTO directory_rolegrant (
        id, organisation_id, member_id, role, state, requested_by, requested_at, ended_at
    )
    SELECT gen_random_uuid(), organisation, id,
           (ARRAY['practitioner', 'practitioner', 'practitioner', 'practitioner', 'practitioner', 'practitioner',
                  'single_point_of_contact', 'agreement_signatory', 'centre_lead', 'caldicott_guardian'])
           [1 + number / 7 %% 10], 'granted', id, %(now)s, 'infinity'
    FROM joining
)
INSERT INTO directory_training (
    id, organisation_id, member_id, course, passed_on, valid_until, recorded_by, recorded_at
)
SELECT gen_random_uuid(), organisation, joining.id, course, '2025-04-02',
       CASE WHEN number %% 20 = 0 THEN DATE '2025-05-01' ELSE DATE '2027-04-01' END, joining.id, %(now)s
FROM joining CROSS JOIN unnest(ARRAY['information_handling', 'safeguarding', 'sharing_decisions']) AS course
"""

_MORE_ORGANISATIONS = """
INSERT INTO directory_organisation (id, slug, name, kind, ceiling, areas, phone, abroad)
SELECT gen_random_uuid(), 'crowd-' || number, 'Organisation ' || number, 'council', 2, '{}', '', false
FROM generate_series(1, %(more)s) AS number RETURNING id
"""


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """An item and a case among many organisations, and an item where one organisation has all the members."""
    members = people * A_PERSON
    with embedded_server(PRODUCTION) as (server, _):
        databases = Databases(server, folder)
        rows = [*_measured(databases, members, runs, alone=False), *_measured(databases, members, runs, alone=True)]
    for row in rows:
        say(f"  {row.title}: {milliseconds(middle(row.times))}")
    return [_table(rows, members, runs)]


@dataclass(frozen=True)
class Row:
    """What was asked, how many members of the reader's organisation can, and how long each asking took, in seconds."""

    title: str
    able: int
    times: list[float]


def _measured(databases: Databases, members: int, runs: int, *, alone: bool) -> list[Row]:
    with databases.fresh("who-can-see", build_small_pilot) as (database, pilot), clock.at(NOW):
        given = disclosed(pilot, "council", "nhs")["council"]
        case = opened(pilot, given, partners=("nhs", "housing", "school", "probation"))
        _fill(database, pilot, members, alone=alone)
        by = pilot.actor(OFFICER)
        with act_as(pilot, OFFICER):
            holding = Holding.objects.get(item=given.items[1], organisation_id=by.organisation).id
        item = _timed("An item", lambda: who_can_read(by=by, purpose=PURPOSE, holding=holding), runs)
        if alone:
            return [replace(item, title=f"An item, where one organisation has all {members:,} members")]
        whole = _timed("A case of six organisations", lambda: who_can_open(by=by, purpose=PURPOSE, case=case), runs)
        return [item, whole, _one_by_one(pilot, holding, runs)]


def _fill(database: Database, pilot: World, members: int, *, alone: bool) -> None:
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as past:
        at = [pilot.organisation("council")]
        if not alone:
            there = list(pilot.organisations.values())
            more = past.execute(_MORE_ORGANISATIONS, {"more": ORGANISATIONS - len(there)}).fetchall()
            at = [*there, *(id_ for (id_,) in more)]
        past.execute(_FILL, {"organisations": at, "members": members, "now": NOW})
        past.execute("VACUUM ANALYZE")


def _timed(title: str, ask: Callable[[], WhoCan], runs: int) -> Row:
    found = [ask() for _ in range(WARMING)][-1]
    if found.ours is None or not found.ours.able:
        raise AssertionError("Somebody should be able to open it.")
    times = []
    for _ in range(runs * ASKED):
        since = time.perf_counter()
        ask()
        times.append(time.perf_counter() - since)
    return Row(title, found.ours.able, times)


def _one_by_one(pilot: World, holding: UUID, runs: int) -> Row:
    """The same of an item by a loop: for each member and each purpose, may they know of it, and may they read it?"""
    with act_as(pilot, OFFICER) as act:
        record = HOLDING.entity(HOLDING.rows().get(pk=holding))
        ids = Member.objects.filter(organisation_id=act.organisation).values_list("id", flat=True)
        loaded = [DirectoryPrincipals().load(Actor(each, act.organisation)) for each in ids]
        today = act.circumstances()["today"]
    members = [each for each in loaded if each is not None]
    times, able = [], 0
    for _ in range(runs * A_LOOP):
        since = time.perf_counter()
        able = sum(_could_read(each, record, today) for each in members)
        times.append(time.perf_counter() - since)
    return Row(f"*The same item, asking Cedar about each of {len(members):,} members*", able, times)


def _could_read(member: Principal, record: Entity, today: str | int) -> bool:
    def allowed(action: str, purpose: str) -> bool:
        context = {"purpose": purpose, "regime": member.regime_for(purpose), "today": today}
        decided = engine().decide(principal=member.entity, action=action, resource=record, context=context)
        return decided.allowed

    # All purposes, as the page tells them: a loop that stopped at the first would say less.
    could = [
        purpose for purpose in member.regimes if allowed("holding.see", purpose) and allowed("holding.read", purpose)
    ]
    return bool(could)


def _table(rows: list[Row], members: int, runs: int) -> Table:
    item = middle(rows[0].times)
    by_hand = middle(next(row for row in rows if row.title.startswith("*")).times)
    return Table(
        "Who can see this?",
        f"Among {members:,} members in {ORGANISATIONS} organisations the answer takes {milliseconds(item)}. "
        f"Asking Cedar about each member of the one organisation in turn takes {by_hand / item:.1f} times as long.",
        ("Asked of", "Can open it", "Median", "95th percentile"),
        tuple(
            (row.title, f"{row.able:,}", milliseconds(middle(row.times)), milliseconds(percentile(row.times, 95)))
            for row in rows
        ),
        f"{runs * ASKED} askings of each, in one process, on the embedded database. The whole answer: the gate’s "
        "transaction, the rules folded with the record, the statement over members, the ledger entry; of a case also a "
        "count in each of the other organisations. A page names fifty; all are counted.",
    )
