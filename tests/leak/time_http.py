"""How long hidden and absent take to answer: run by hand, `pytest -s tests/leak/time_http.py`; it takes some minutes.

What it prints stands in docs/reference/leak-suite.md. In `make test` the statements are compared instead, which don't
depend on what else the machine does.
"""

import pytest

from tests.harness.databases import Databases
from tests.leak.http_cells import Attempt
from tests.leak.http_readers import everybody
from tests.leak.http_routes import ABOUT_RECORDS
from tests.leak.http_work import timed
from tests.leak.http_world import world

ROUNDS = 150
ASKED = (
    "work:person", "work:disclosure", "work:case", "work:case_plan", "work:risk", "work:escalation", "work:assessment",
    "work:question", "work:agenda_case", "work:paper", "originate:nomination", "work:recall",
)  # fmt: skip


@pytest.fixture(scope="module")
def rows(databases: Databases) -> list[tuple[str, float, float, float, float]]:
    """Each address with its time in milliseconds, its difference, the noise, and how often chance does as much."""
    found = []
    with world(databases, "live") as site:
        attempt = Attempt(
            site, next(each for each in everybody(site.pilot) if each.who == "case_coordinator@other_council")
        )
        for route in (each for each in ABOUT_RECORDS if each.name in ASKED):
            times = timed(attempt, route, ROUNDS)
            middle = sorted(times.absent)[ROUNDS // 2] * 1000
            found.append((route.name, middle, times.difference, times.noise, times.by_chance()))
    return found


def test_time_does_not_tell_hidden_from_absent(rows: list[tuple[str, float, float, float, float]]) -> None:
    """No difference that chance wouldn't make, counting that a dozen addresses are asked for."""
    for name, middle, difference, noise, chance in rows:
        print(f"| `{name}` | {middle:.1f} | {difference:.1%} | {noise:.1%} | {chance:.2f} |")  # noqa: T201
    assert [row for row in rows if row[4] < 0.05 / len(rows)] == []
