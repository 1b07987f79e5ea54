"""What the record costs: transactions a second with their ledger entry, and the same rows written without one.

Two kinds of transaction. *One row* is the least there is: for whom it acts is said, one duty is written, and committed.
*A nomination started* is a whole action of the product: who acts, with which powers, what policy says, two rows, the
commit. Each is done with its entry, its document and its count, and without the three.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connection, transaction

from benchmarks.clients import transactions
from benchmarks.tables import Table, middle
from benchmarks.worker import at_work, settle
from handrail import ledger
from handrail.gate import clock
from handrail.gate.row_security import set_acting_organisation
from handrail.ledger.canonical import Json
from handrail.sharing.actions import drafting
from handrail.site.addresses import SUPERUSER
from handrail.site.home import Home
from tests.harness.databases import Databases
from tests.worlds import NOW, World, build_small_pilot

CLIENTS = (1, 8, 32)
SECONDS = 1.5

_DUTY = """
INSERT INTO duties_duty (
    id, organisation_id, programme, kind, subject_kind, subject_id, person_id, person_reference, role, owner_id,
    raised_by, raised_from, raised_at, fell_at, due_at, urgent, climbed, reminded_at, state, ended_at, ended_by
) VALUES (
    gen_random_uuid(), %(organisation)s, 'mac', 'look_again', 'Decision', %(subject)s, %(person)s, '', 'officer',
    %(by)s, %(by)s, %(organisation)s, %(at)s, %(at)s, %(at)s, false, 0, %(at)s, 'open', %(at)s, %(by)s
)
"""


class Kind(NamedTuple):
    """A kind of transaction: what it is called, and how it is done with and without its entry."""

    title: str
    audited: Callable[[], object]
    unaudited: Callable[[], object]


class Rates(NamedTuple):
    """Transactions a second in one round, one after the other."""

    audited: float
    unaudited: float

    @property
    def ratio(self) -> float:
        """How much is left."""
        return self.audited / self.unaudited


def measure(databases: Databases, home: Home, *, runs: int, say: Callable[[str], None]) -> Table:
    """Each kind of transaction by each number of clients, with and without its entry in turn."""
    found: dict[tuple[str, int], list[Rates]] = {}
    with databases.fresh("pilot", build_small_pilot) as (database, pilot), clock.at(NOW), at_work(database, home):
        superuser = database.conninfo(SUPERUSER)
        for kind in _kinds(pilot):
            kind.audited()  # once here, so that each client begins with the rules read
            for clients in CLIENTS:
                rates = [_round(kind, clients, superuser, recorded_first=bool(number % 2)) for number in range(runs)]
                found[kind.title, clients] = rates
                say(f"  {kind.title}, {clients} clients: {middle([each.ratio for each in rates]):.2f}")
    return _table(found, runs)


def _kinds(pilot: World) -> tuple[Kind, ...]:
    officer = pilot.actor("originating_officer@ctu")

    def started() -> None:
        drafting.start(by=officer, purpose="originating", centre=pilot.centre)

    def started_unrecorded() -> None:
        # In this client's process alone. The gate goes its whole way, and what it records is kept nowhere.
        ledger.append = _kept_nowhere
        started()

    row = partial(_one_row, officer.id, officer.organisation)
    return (
        Kind("One row", partial(row, recorded=True), partial(row, recorded=False)),
        Kind("A nomination started", started, started_unrecorded),
    )


def _one_row(by: UUID, organisation: UUID, *, recorded: bool) -> None:
    """One duty, and the entry that the gate would write of it."""
    subject, person = uuid4(), uuid4()
    with transaction.atomic():
        set_acting_organisation(organisation)
        with connection.cursor() as cursor:
            cursor.execute(
                _DUTY, {"organisation": organisation, "subject": subject, "person": person, "by": by, "at": NOW}
            )
        if recorded:
            payload: dict[str, Json] = {
                "actor": str(by), "facts": {"due": "2025-06-27", "kind": "look_again"}, "outcome": "done",
                "person": str(person), "purpose": "originating", "rules": ["officers-nominate"],
                "subject": {"id": str(subject), "type": "Decision"},
            }  # fmt: skip
            ledger.append(kind="duty.raise", organisation=organisation, payload=payload, at=NOW)


def _kept_nowhere(**_: object) -> UUID:
    return uuid4()


def _round(kind: Kind, clients: int, superuser: str, *, recorded_first: bool) -> Rates:
    rates = {}
    for recorded in (recorded_first, not recorded_first):
        settle(superuser)
        work = kind.audited if recorded else kind.unaudited
        rates[recorded] = transactions(work, clients=clients, seconds=SECONDS)
    return Rates(audited=rates[True], unaudited=rates[False])


def _table(found: dict[tuple[str, int], list[Rates]], runs: int) -> Table:
    kept = {place: middle([each.ratio for each in rates]) for place, rates in found.items()}
    rows = [
        (
            title,
            str(clients),
            f"{middle([each.unaudited for each in rates]):,.0f}",
            f"{middle([each.audited for each in rates]):,.0f}",
            f"{kept[title, clients]:.2f}",
        )
        for (title, clients), rates in found.items()
    ]
    return Table(
        "Transactions with and without their entry",
        f"With 8 clients at work, recording leaves {kept['A nomination started', 8]:.2f} of the product’s actions a "
        f"second; of the smallest transaction that there could be, {kept['One row', 8]:.2f}.",
        ("Transaction", "Clients", "Unrecorded, a second", "Recorded, a second", "Left"),
        tuple(rows),
        f"{runs} rounds of {SECONDS} seconds each way, in turn; the ratio is the median of the rounds’ own ratios. "
        "Each client is a process with an open connection to the embedded database. It has the settings of production, "
        "and its files in memory: waiting for a disk, which both ways have to, would bring them closer together. "
        "Both ways write the same rows under the same row security; recorded, the same "
        "transaction also makes the document and its commitment, and writes entry, document and count. *One row*: "
        "for whom it acts, one duty, commit. *A nomination started*: the product’s action through the gate, with its "
        "powers and rules. Unrecorded, only the writing of the entry is left out. A worker sequences all the while.",
    )
