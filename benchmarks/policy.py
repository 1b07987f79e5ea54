"""Decisions of record beside Cedar itself with everything parsed, and the proofs beside reading the rules.

The floor of a decision is Cedar's own call from Python, with the policies that bear on the question, the schema and who
and what ready as handles. What Handrail's does besides is checking the types of every attribute, finding those handles,
and saying which rules decided.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cedarpy

from benchmarks.tables import Table, middle, ratio, seconds
from handrail.policy import Entity, engine
from handrail.policy.schema import RequestType
from tests.unit.policy import requests
from tests.unit.policy.requests import Request

#: What a page of each kind asks most: may they read, open, plan, act.
ASKED = {
    "May they read this item?": requests.READ,
    "May they open this disclosure?": requests.OPEN_DISCLOSURE,
    "May they open this case?": requests.OPEN_CASE,
    "May they plan support in it?": requests.PLAN,
    "May they release it to this recipient?": requests.RELEASE,
}
DECISIONS, WARMING = 2_000, 200

#: What starts, reads every rule and says one of them; and what proves besides.
READING = ("policy", "explain", "two-different-people", "--json")
PROVING = ("policy", "prove", "--json")


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Handrail's decision and Cedar's, in turn; and the commands that read the rules and that prove."""
    return [_decisions(runs, say), _proofs(runs, say)]


def _decisions(runs: int, say: Callable[[str], None]) -> Table:
    rows, ratios = [], []
    for title, request in ASKED.items():
        bare = _bare(request)
        if not request.decide().allowed or not bare():
            raise AssertionError(f"{title} The answer should be yes.")
        pairs = [(_a_second(bare), _a_second(request.decide)) for _ in range(runs)]
        floor, ours = (middle([pair[which] for pair in pairs]) for which in (0, 1))
        ratios.append(middle([ours / floor for floor, ours in pairs]))
        rows.append((title, str(len(_bearing(request))), f"{floor:,.0f}", f"{ours:,.0f}", f"{ratios[-1]:.2f}"))
        say(f"  {title} {floor:,.0f}, {ours:,.0f} a second: {ratios[-1]:.2f}")
    return _table(rows, ratios, runs)


def _a_second(decide: Callable[[], object]) -> float:
    for _ in range(WARMING):
        decide()
    since = time.perf_counter()
    for _ in range(DECISIONS):
        decide()
    return DECISIONS / (time.perf_counter() - since)


def _bare(request: Request) -> Callable[[], bool]:
    """Cedar's own decision on ``request``, with everything that can be parsed before parsed."""
    schema = engine().schema
    policies = cedarpy.PolicySet.from_str("\n".join(_bearing(request)))
    both = [_as_json(request.principal), _as_json(request.resource)]
    entities = cedarpy.Entities.from_json_str(json.dumps(both), schema.handle)
    asked = {
        "principal": both[0]["uid"],
        "action": {"type": "Action", "id": request.action},
        "resource": both[1]["uid"],
        "context": dict(request.context),
    }
    return lambda: bool(cedarpy.is_authorized(asked, policies, entities, schema.handle).allowed)


def _bearing(request: Request) -> list[str]:
    """The texts of the rules whose scope fits the request."""
    rules = engine().rules.values()
    kind = RequestType(request.principal.type, request.action, request.resource.type)
    return [rule.statement.source for rule in rules if rule.covers(kind)]


def _as_json(entity: Entity) -> dict[str, object]:
    values = {
        name: sorted(value) if isinstance(value, frozenset) else value for name, value in entity.attributes.items()
    }
    return {"uid": {"type": entity.type, "id": entity.id}, "attrs": values, "parents": []}


def _proofs(runs: int, say: Callable[[str], None]) -> Table:
    pairs = [(_ran(READING)[0], *_ran(PROVING)) for _ in range(runs)]
    floor, whole = middle([each for each, _, _ in pairs]), middle([each for _, each, _ in pairs])
    found = pairs[-1][2]
    promises, rules, kinds = len(found["promises"]), found["rules"], found["kinds_of_request"]
    say(f"  {promises} promises: {seconds(whole)}, reading {seconds(floor)}")
    return Table(
        "Proofs",
        f"{promises} promises about {rules} rules, each for all of {kinds} kinds of request that it speaks of; that no "
        f"rule is idle; and that no more is permitted than in the last release: all of it is proved in "
        f"{seconds(whole)}.",
        ("Command", "Median", "Times the floor"),
        (
            ("Floor: `handrail policy explain`, which reads the rules and says one", seconds(floor), "1.00"),
            ("**`handrail policy prove`**", f"**{seconds(whole)}**", f"**{ratio(whole, floor)}**"),
        ),
        f"{runs} runs of each, in turn, as a command: from its start to its end.",
    )


def _ran(command: Sequence[str]) -> tuple[float, Any]:
    """How many seconds a command of Handrail took, and what it answered."""
    since = time.perf_counter()
    ran = subprocess.run([sys.executable, "-m", "handrail.cli", *command], check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - since, json.loads(ran.stdout)


def _table(rows: Sequence[tuple[str, ...]], ratios: Sequence[float], runs: int) -> Table:
    return Table(
        "Decisions of record",
        f"Handrail decides {min(ratios):.2f} to {max(ratios):.2f} times as often in a second as Cedar by itself does "
        "with the same rules, in the same process.",
        ("Question", "Rules", "Cedar, a second", "Handrail, a second", "Times"),
        tuple(rows),
        f"{runs} runs of {DECISIONS:,} decisions, Cedar’s and Handrail’s in turn, in one thread; the ratio is the "
        "median of the runs’ own ratios. Cedar is given its policies, its schema, and who and what as handles that are "
        "parsed before. *Rules* are those that bear on the question and are weighed each time. Handrail checks every "
        "attribute against the schema besides, and says which rules decided.",
    )
