"""`python -m benchmarks.listings HOME`: the SQL of lists that are asked for through the gate, written down.

Reads who asks, as {"officer": [member, organisation], "contact": [member, organisation]}, and writes for each list the
statements that read its rows and count them, as the server gets them; both in JSON.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from handrail.cli.home import open_site
from handrail.gate import Actor
from handrail.site.home import Home

#: Titles of the lists.
PEOPLE, NAMES, NOMINATIONS = "People", "The names of the people on a page", "Nominations, and how many in each state"
CONTACT_READS, OFFICER_READS = "Items that a contact may read", "Items that an officer may read"

#: How many rows of items are asked for.
ROWS = 50

Lists = dict[str, list[str]]


def written_down(asking: Mapping[str, tuple[str, str]]) -> Lists:
    """The statements of each list."""
    from handrail import vault
    from handrail.sharing.queries.nominations import nominations
    from handrail.sharing.queries.people import people

    officer, contact = (Actor(UUID(asking[who][0]), UUID(asking[who][1])) for who in ("officer", "contact"))
    for reader in (officer, contact):  # organisations that are copies have no key files
        vault.create_organisation_key(reader.organisation)
    asked: dict[str, tuple[str, Callable[[], object]]] = {
        PEOPLE: ("sharing_personrecord", partial(people, by=officer, purpose="originating")),
        NAMES: ("sharing_holding", partial(people, by=officer, purpose="originating")),
        NOMINATIONS: ("sharing_sharingdecision", partial(nominations, by=officer, purpose="originating")),
        CONTACT_READS: ("sharing_holding", partial(_read, contact, "safeguarding_support")),
        OFFICER_READS: ("sharing_holding", partial(_read, officer, "originating")),
    }
    return {title: list(_statements(ask, table)) for title, (table, ask) in asked.items()}


def _read(by: Actor, purpose: str) -> None:
    """A page of what ``by`` may read of all that their organisation holds, and how much that is.

    No page of Handrail lists items of everybody: this is what the gate gives to those that list one person's.
    """
    from django.db import transaction

    from handrail.gate import Act, clock
    from handrail.gate.actors import load_principal
    from handrail.gate.row_security import set_acting_organisation
    from handrail.sharing.resources import HOLDING

    with transaction.atomic():
        set_acting_organisation(by.organisation)
        principal = load_principal(by)
        if principal is None:
            raise AssertionError("There is no such member.")
        act = Act("holding.export", by, purpose, principal, clock.now(), clock.today())
        visible = act.visible(HOLDING, "holding.read")
        visible.count()
        list(visible.order_by("person_id", "number")[:ROWS])


def _statements(ask: Callable[[], object], table: str) -> Iterator[str]:
    """What ``ask`` reads from ``table``."""
    ask()  # what a process reads once and keeps is not counted
    with _noted() as made:
        ask()
    return (statement for statement in made if f'FROM "{table}"' in statement and statement.startswith("SELECT"))


@contextmanager
def _noted() -> Iterator[list[str]]:
    from django.db import connection

    made: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        made.append(connection.ops.last_executed_query(context["cursor"], sql, params))
        return result

    with connection.execute_wrapper(note):
        yield made


if __name__ == "__main__":
    open_site(Home(Path(sys.argv[1])))
    json.dump(written_down(json.load(sys.stdin)), sys.stdout)
