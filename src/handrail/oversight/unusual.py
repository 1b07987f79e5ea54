"""How members of an organisation used records, held against the rulebook's rules about it; worked out in the database.

A rule is met by a member on a day, or it is not: nothing is added up into a score, and nobody is put in an order but
that of the days. What is looked at is what members opened and read about one person each. What they did in an act of
their own (raise a danger, write a note) is no use of somebody else's words, and lists name nobody in the ledger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handrail import gate, ledger
from handrail.casework.models import Case
from handrail.directory.models import GrantState
from handrail.duties.working_time import is_working_day
from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.programme import Programme, installed
from handrail.programme.accesses import AccessCheck
from handrail.sharing.models import PersonRecord


@dataclass(frozen=True, slots=True)
class Met:
    """A member met a rule on one day: from when to when, with the last entry of it, and about whom.

    ``people`` are opaque ids, each once.
    """

    rule: str
    programme: str
    member: UUID
    name: str
    day: date
    first: datetime
    last: datetime
    last_entry: UUID
    opened: int
    people: tuple[UUID, ...]


#: What members opened, each about one person, less those whose role at that moment the rule spares. The person's
#: programme is that of the organisation's record of them; of somebody known to it by a case alone, the case's.
_OPENED = """
WITH opened AS MATERIALIZED (
    SELECT entry.entry_id, entry.at, local.at::date AS day, extract(hour FROM local.at) AS hour, entry.person,
           member.id AS member, member.name
    FROM ledger_payload AS entry
    CROSS JOIN LATERAL (SELECT entry.at AT TIME ZONE 'Europe/London' AS at) AS local
    JOIN directory_member AS member ON member.id = entry.actor AND member.organisation_id = entry.organisation_id
    WHERE entry.organisation_id = %(house)s AND entry.at >= %(since)s AND entry.outcome = 'done'
      AND entry.person <> %(nobody)s AND entry.action = ANY (%(reads)s)
      AND %(programme)s = coalesce(
          (SELECT programme FROM sharing_personrecord
           WHERE organisation_id = entry.organisation_id AND person_id = entry.person),
          (SELECT programme FROM casework_case WHERE person_id = entry.person ORDER BY opened_at LIMIT 1))
      AND NOT EXISTS (
          SELECT 1 FROM directory_rolegrant
          WHERE member_id = entry.actor AND role = ANY (%(spared)s) AND state = ANY (%(held)s)
            AND decided_at <= entry.at AND entry.at < ended_at)
)
"""

_PATTERNS: Mapping[str, str] = {
    "out_of_hours": """
, found AS (
    SELECT * FROM opened
    WHERE hour < %(opens)s OR hour >= %(closes)s OR day = ANY (%(days_off)s)
)
""",
    # Only where colleagues of the same organisation are named for the case can somebody not be among them.
    "not_on_the_case": """
, named AS MATERIALIZED (
    SELECT on_case.person_id AS person, part.member_id AS member, part.since, part.until
    FROM casework_casemember AS part JOIN casework_case AS on_case ON on_case.id = part.case_id
    WHERE part.organisation_id = %(house)s
), found AS (
    SELECT opened.* FROM opened
    WHERE EXISTS (SELECT 1 FROM named WHERE named.person = opened.person
                  AND named.since <= opened.at AND opened.at < named.until)
      AND NOT EXISTS (SELECT 1 FROM named WHERE named.person = opened.person AND named.member = opened.member
                      AND named.since <= opened.at AND opened.at < named.until)
)
""",
    # Looked back on from each entry. The window's entries are gathered once, by the order in which they come.
    "many_people": """
, back AS MATERIALIZED (
    SELECT member, array_agg(entry_id) OVER lately AS entries, array_agg(person) OVER lately AS people
    FROM opened
    WINDOW lately AS (PARTITION BY member ORDER BY at
                      RANGE BETWEEN make_interval(mins => %(minutes)s) PRECEDING AND CURRENT ROW)
), found AS (
    SELECT * FROM opened WHERE entry_id IN (
        SELECT unnest(entries) FROM back
        WHERE cardinality(people) > %(most)s
          AND (SELECT count(DISTINCT person) FROM unnest(people) AS person) > %(most)s)
)
""",
}

#: By member and day, without what was looked at already: what came later on that day brings it up again.
_BY_DAY = """
SELECT found.member, found.name, found.day, min(found.at), max(found.at),
       (array_agg(found.entry_id ORDER BY found.at DESC, found.entry_id DESC))[1], count(*),
       array_agg(DISTINCT found.person)
FROM found
GROUP BY found.member, found.name, found.day
HAVING max(found.at) > coalesce((
    SELECT max(until) FROM oversight_secondlook
    WHERE organisation_id = %(house)s AND programme = %(programme)s AND rule = %(rule)s
      AND member_id = found.member AND day = found.day
), '-infinity')
ORDER BY found.day DESC, found.name, found.member
"""


def unusual(act: Act) -> Iterator[Met]:
    """Each rule that the acting organisation's members met, by rule and then by day, the latest first.

    A person is looked at by the rules of their own programme, and somebody in two programmes once.
    """
    known = PersonRecord.objects.filter(organisation_id=act.organisation).values("programme")
    slugs = set(known.union(Case.objects.values("programme")).values_list("programme", flat=True))
    for rulebook in installed():
        if rulebook.slug in slugs:
            for check in rulebook.access_checks:
                yield from _meeting(act, rulebook, check)


def _meeting(act: Act, rulebook: Programme, check: AccessCheck) -> Iterator[Met]:
    with connection.cursor() as cursor:
        cursor.execute(_OPENED + _PATTERNS[check.looks_for] + _BY_DAY, _asked(act, rulebook, check))
        rows = cursor.fetchall()
    for member, name, day, first, last, last_entry, opened, people in rows:
        yield Met(check.code, rulebook.slug, member, name, day, first, last, last_entry, opened, tuple(sorted(people)))


def reads() -> list[str]:
    """What members open and read, by the names under which it passes the gate.

    What is imported is known; where pages are served that is everything, as the addresses name their views.
    """
    return sorted(name for name, passage in gate.passages.items() if passage.kind != "action")


def _asked(act: Act, rulebook: Programme, check: AccessCheck) -> dict[str, Any]:
    first_day = act.today - timedelta(days=check.look_back_days - 1)
    days = (first_day + timedelta(days=number) for number in range(check.look_back_days))
    return {
        "house": act.organisation,
        "since": datetime.combine(first_day, datetime.min.time(), LONDON),
        "nobody": ledger.NOBODY,
        "reads": reads(),
        "programme": rulebook.slug,
        "spared": sorted(check.spares),
        "held": [GrantState.GRANTED.value, GrantState.ENDED.value],
        "rule": check.code,
        "opens": check.opens,
        "closes": check.closes,
        "days_off": [day for day in days if not is_working_day(day)],
        "minutes": check.within_minutes,
        "most": check.most_people,
    }
