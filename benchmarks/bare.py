"""The floor of a page: the very SQL that it needs, and nothing else.

The statements are those that the page's own request made (see ``statements``), less what is not the page's data: the
sitting, who is signed in and with which powers, and everything that is written (the ledger's entries above all). A
statement that the page makes twice is made once. They run as the product's own role, under the same row security, in
one transaction, on a connection that stays open.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg

from benchmarks.browser import Browser
from benchmarks.demo import Served
from handrail.site.addresses import APP_ROLE, conninfo

#: Tables that are about the sitting and about who is signed in.
SITTING = ("django_session", "directory_account", "mfa_authenticator")
#: What tells row security for whom the statements after it are made.
ACTS_FOR = "SELECT set_config("


@dataclass(frozen=True)
class Bare:
    """How many statements a page makes, and those of them that its data needs, in order."""

    made: int
    needed: tuple[str, ...]

    @property
    def reads(self) -> int:
        """How many statements read the page's data."""
        return sum(not each.startswith(ACTS_FOR) for each in self.needed)


def bare(served: Served, browser: Browser, paths: Sequence[str]) -> list[Bare]:
    """The SQL of each page, as ``browser``'s member is shown it."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.statements", str(served.home.path)],
        env=served.surroundings, input=json.dumps({"cookies": browser.cookies, "paths": paths}), check=True, text=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    return [Bare(len(made), tuple(_needed(made))) for made in json.loads(answer.stdout)]


def times(served: Served, sql: Bare, *, requests: int, warming: int) -> list[float]:
    """How many seconds the statements took, each time that they were made once the connection was warm."""
    found = []
    with psycopg.connect(conninfo(APP_ROLE, served.home)) as connection:
        for _ in range(warming + requests):
            since = time.perf_counter()
            with connection.transaction(), connection.cursor() as cursor:
                for statement in sql.needed:
                    cursor.execute(statement.encode()).fetchall()
            found.append(time.perf_counter() - since)
    return found[warming:]


def _needed(made: Sequence[str]) -> Iterator[str]:
    acts_for = said = ""
    seen: set[tuple[str, str]] = set()
    for statement in made:
        if statement.startswith(ACTS_FOR):
            acts_for = statement
        elif _reads_the_page(statement) and (acts_for, statement) not in seen:
            seen.add((acts_for, statement))
            if acts_for != said:
                said = acts_for
                yield acts_for
            yield statement


def _reads_the_page(statement: str) -> bool:
    return statement.lstrip().startswith("SELECT") and not any(table in statement for table in SITTING)
