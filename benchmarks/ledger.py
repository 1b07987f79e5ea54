"""What the ledger costs: writing it, giving entries their place, verifying all of it, proving one of them."""

from collections.abc import Callable
from pathlib import Path

from benchmarks import audited, proving, sequencing, verifying
from benchmarks.tables import Table
from handrail.site.embedded.cluster import PRODUCTION
from handrail.site.home import Home
from tests.harness.databases import Databases
from tests.harness.server import embedded_server


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """All of it. A million leaves are verified for 20,000 people, and a tree of ten million is proved from."""
    home = Home(folder / "home")
    home.create()
    with embedded_server(PRODUCTION) as (server, _):
        databases = Databases(server, folder)
        return [
            audited.measure(databases, home, runs=runs, say=say),
            sequencing.measure(databases, home, say=say),
            verifying.measure(folder, leaves=people * verifying.A_PERSON, runs=runs, say=say),
            proving.measure(databases, leaves=people * proving.A_PERSON, say=say),
        ]
