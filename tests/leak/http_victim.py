"""The victim: a person of whom everything is said that can be said, in words that occur nowhere else.

The words are those of the journey of `tests/plaintext`, which shows that every sealed field holds one of them: a new
field about people is searched for here as soon as that journey says it. Here the same pages are worked in this
process, in a pilot with more in it: co-recipients, a partner that leaves, another centre, and somebody else's case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.test import Client

from handrail.casework.actions import teaming
from handrail.site.addresses import SUPERUSER
from tests.browsing import session_of
from tests.harness.databases import Database
from tests.plaintext.assessing import assess
from tests.plaintext.journey import CONTACT, COORDINATOR, Journey
from tests.plaintext.meeting import meet
from tests.plaintext.moving import move
from tests.visiting import Page, Visitor, filled_in
from tests.working import given_to
from tests.worlds import World

SUPPORT = "safeguarding_support"

#: Who is proposed and given something, besides the council: a co-recipient, a partner, and one that leaves the team.
RECIPIENTS = ("council", "probation", "nhs", "housing")


class Browser(Visitor):
    """A visitor whose pages are made in this process."""

    def __init__(self, world: World, who: str) -> None:
        self._client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self._client.cookies[settings.SESSION_COOKIE_NAME] = session_of(world, who)

    def _token(self) -> dict[str, str]:
        kept = self._client.cookies.get(settings.CSRF_COOKIE_NAME)
        return {"csrfmiddlewaretoken": kept.value if kept else ""}

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Page:
        response = self._client.generic(method, path, body or b"", kind or "application/octet-stream")
        text = response.content.decode(errors="replace")
        return Page(path, response.status_code, text, 0, response.headers.get("Location", ""), filled_in(text))


@dataclass(frozen=True)
class Here:
    """The pilot in the database that Django is connected to."""

    pilot: World
    database: Database

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """What the tables hold, past row security."""
        address = self.database.server.conninfo(SUPERUSER, self.database.name)
        with psycopg.connect(address, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def words(self) -> Iterator[tuple[str, bytes]]:
        """What stands in each table, the ledger's documents and the worker's jobs among it: its rows as text."""
        for (table,) in self._tables():
            rows = self.read(f"SELECT string_agg(row::text, chr(10)) FROM {table} row")[0][0]
            yield table, (rows or "").encode()
        ledger = "SELECT string_agg(encode(payload, 'escape'), chr(10)) FROM ledger_payload"
        yield "the ledger's documents", (self.read(ledger)[0][0] or "").encode()

    def digest(self) -> dict[str, str]:
        """What each table holds, as a digest; but for the ledger, and what is kept of who is signed in."""
        held = "SELECT md5(string_agg(row::text, '' ORDER BY row::text)) FROM {} row"
        return {
            table: self.read(held.format(table))[0][0]
            for (table,) in self._tables()
            if not table.startswith(("ledger_", "django_session", "site_cache", "mfa_"))
        }

    def _tables(self) -> list[tuple[str]]:
        found = self.read("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [(str(name),) for (name,) in found]


class Told(Journey):
    """The journey, worked in this process, stage by stage."""

    recipients = RECIPIENTS

    def visitor(self, who: str) -> Visitor:
        return Browser(self.pilot, who)

    @property
    def person(self) -> UUID:
        """The victim: whoever was nominated last."""
        found: UUID = self.one("SELECT person_id FROM sharing_sharingdecision ORDER BY created_at")
        return found

    def share_and_work(self, decision: UUID) -> None:
        """Released to four organisations, and a case that is worked on: with a meeting, and nothing over yet."""
        self.release(decision)
        person = self.person
        self.hold(person)
        for key in RECIPIENTS[1:]:
            given_to(self.pilot, key, decision)
        case = self.work_on_a_case(person)
        assess(self, person, case)
        self.ask_questions(person, case)
        self.hand_a_risk_over(person, case)
        self._change_the_team(case)
        meet(self, person, case)

    def _change_the_team(self, case: UUID) -> None:
        """A charity joins the team, and so does a landlord, who leaves it again."""
        by, joins = self.pilot.actor(COORDINATOR), self.pilot.organisation
        for key in ("voluntary", "housing"):
            teaming.add_partner(by=by, purpose=SUPPORT, case=case, organisation=joins(key), why="advises")
        teaming.remove_partner(by=by, purpose=SUPPORT, case=case, organisation=joins("housing"))

    def end(self) -> None:
        """What was escalated is answered, the case closed, items recalled and corrected; the case moves and closes."""
        person, case = self.person, self.one("SELECT id FROM casework_case ORDER BY opened_at")
        for who in (COORDINATOR, CONTACT):
            self.says_why(who, person, "helping")
        self.answer_the_escalation(person, case)
        self.take_back(person, self.given())
        move(self, person, case)
