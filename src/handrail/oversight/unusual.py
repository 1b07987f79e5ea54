"""How members of an organisation used records, held against the rulebook's rules about it; worked out in the database.

A rule is met by a member on a day, or it is not: nothing is added up into a score, and nobody is put in an order but
that of the days. What is looked at is what members opened and read about one person each. What they did in an act of
their own (raise a danger, write a note) is no use of somebody else's words, and lists name nobody in the ledger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from handrail import gate, ledger
from handrail.casework.models import Case
from handrail.directory.models import GrantState
from handrail.duties.working_time import is_working_day
from handrail.gate import FAR_FUTURE_MOMENT, Act
from handrail.gate.clock import LONDON
from handrail.ledger.models import LedgerPayload
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


#: What members opened, each about one person, less those whose role at that moment the rule spares; where ``tried`` is
#: set, what they were refused as well: whoever tries many doors is worth a look too. The person's programme is that of
#: the organisation's record of them; of somebody known to it by a case alone, the first case's. Both are looked up once
#: and not for each entry: a busy house opens records some hundred thousand times a year.
_OPENED = """
WITH known AS MATERIALIZED (
    SELECT person_id, programme FROM sharing_personrecord WHERE organisation_id = %(house)s
), by_case AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) person_id, programme FROM casework_case ORDER BY person_id, opened_at
), people AS MATERIALIZED (
    SELECT person_id FROM known WHERE programme = %(programme)s
    UNION
    SELECT person_id FROM by_case
    WHERE programme = %(programme)s AND person_id NOT IN (SELECT person_id FROM known)
), spared AS MATERIALIZED (
    SELECT member_id, decided_at, ended_at FROM directory_rolegrant
    WHERE role = ANY (%(spared)s) AND state = ANY (%(held)s)
), opened AS MATERIALIZED (
    SELECT entry.entry_id, entry.at, local.at::date AS day, extract(hour FROM local.at) AS hour, entry.person,
           member.id AS member, member.name
    FROM ledger_payload AS entry
    CROSS JOIN LATERAL (SELECT entry.at AT TIME ZONE 'Europe/London' AS at) AS local
    JOIN directory_member AS member ON member.id = entry.actor AND member.organisation_id = entry.organisation_id
    WHERE entry.organisation_id = %(house)s AND entry.at >= %(since)s AND entry.at < %(before)s
      AND (entry.outcome = 'done' OR %(tried)s)
      AND entry.person <> %(nobody)s AND entry.action = ANY (%(reads)s)
      AND (%(of)s::uuid IS NULL OR entry.actor = %(of)s)
      AND entry.person IN (SELECT person_id FROM people)
      AND NOT EXISTS (SELECT 1 FROM spared WHERE spared.member_id = entry.actor
                      AND spared.decided_at <= entry.at AND entry.at < spared.ended_at)
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
    # Looked back on from each entry. The window's entries are gathered once, by the order in which they come, and only
    # of stretches that have so many entries at all.
    "many_people": """
, busy AS MATERIALIZED (
    SELECT * FROM (
        SELECT opened.*, count(*) OVER (
            PARTITION BY member ORDER BY at
            RANGE BETWEEN make_interval(mins => %(minutes)s) PRECEDING AND make_interval(mins => %(minutes)s) FOLLOWING
        ) AS around
        FROM opened
    ) AS counted
    WHERE around > %(most)s
), back AS MATERIALIZED (
    SELECT member, array_agg(entry_id) OVER lately AS entries, array_agg(person) OVER lately AS people
    FROM busy
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
WHERE %(day)s::date IS NULL OR found.day = %(day)s
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
    for rulebook, check in _checks(act):
        yield from _meeting(rulebook, check, _asked(act, rulebook, check))


def waited_too_long(act: Act) -> tuple[Met, ...]:
    """What nobody has looked at within the rulebook's time for it, in the order of :func:`unusual`."""
    return tuple(
        met
        for rulebook, check in _checks(act)
        for met in _meeting(rulebook, check, _asked(act, rulebook, check))
        if act.today > met.day + timedelta(days=check.waits_days)
    )


def ended_with(act: Act, rule: str, entry: UUID) -> Met | None:
    """The day on which a member met ``rule`` and which so far ended with ``entry``; None if it is looked at already.

    Only that member and that day are looked at.
    """
    last = LedgerPayload.objects.filter(organisation_id=act.organisation, entry_id=entry).first()
    if last is None:
        return None
    day = last.at.astimezone(LONDON).date()
    for rulebook, check in _checks(act):
        asked = _asked(act, rulebook, check)
        if check.code != rule or asked["since"] > last.at:
            continue
        around = timedelta(minutes=check.within_minutes)
        asked |= {
            "of": last.actor,
            "day": day,
            "since": max(asked["since"], _midnight(day) - around),
            "before": _midnight(day + timedelta(days=1)) + around,
        }
        for met in _meeting(rulebook, check, asked):
            if met.last_entry == entry:
                return met
    return None


def _checks(act: Act) -> Iterator[tuple[Programme, AccessCheck]]:
    known = PersonRecord.objects.filter(organisation_id=act.organisation).values("programme")
    slugs = set(known.union(Case.objects.values("programme")).values_list("programme", flat=True))
    for rulebook in installed():
        if rulebook.slug in slugs:
            for check in rulebook.access_checks:
                yield rulebook, check


def _meeting(rulebook: Programme, check: AccessCheck, asked: Mapping[str, Any]) -> Iterator[Met]:
    with connection.cursor() as cursor:
        cursor.execute(_OPENED + _PATTERNS[check.looks_for] + _BY_DAY, asked)
        rows = cursor.fetchall()
    for member, name, day, first, last, last_entry, opened, people in rows:
        yield Met(check.code, rulebook.slug, member, name, day, first, last, last_entry, opened, tuple(sorted(people)))


def reads() -> list[str]:
    """What members open and read, by the names under which it passes the gate."""
    # Only what is imported is known. The addresses name their views, and so all of it; the worker has none loaded.
    import_module(settings.ROOT_URLCONF)
    return sorted(name for name, passage in gate.passages.items() if passage.kind != "action")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LONDON)


def _asked(act: Act, rulebook: Programme, check: AccessCheck) -> dict[str, Any]:
    first_day = act.today - timedelta(days=check.look_back_days - 1)
    days = (first_day + timedelta(days=number) for number in range(check.look_back_days))
    return {
        "house": act.organisation,
        "since": _midnight(first_day),
        "before": FAR_FUTURE_MOMENT,
        "of": None,
        "day": None,
        "tried": check.looks_for == "many_people",
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
