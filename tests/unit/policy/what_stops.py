"""Which refusals can stop which action, worked out by asking policy. The page in docs is what people have agreed to.

Every refusal is shown at its line by a request that it stops (`boundaries_*.py`). That request's circumstances are
carried over to every kind of record and every action, and whatever refuses there is noted.

After a change that was meant: `python -m tests.unit.policy.what_stops > docs/reference/what-stops-what.md`
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from handrail.policy import Entity, Value, engine
from handrail.policy.tree import attributes
from tests.unit.policy import requests
from tests.unit.policy.requests import COUNCIL, RECORDS, Request
from tests.unit.policy.test_core_rules import FORBIDS

ACTORS: Mapping[str, Entity] = {"Member": requests.CONTACT, "Service": requests.service("sweep", COUNCIL)}

_INTRODUCTION = """# What stops what

Which refusals can stop each action: their ids, as in [the rules](policy-rules.md). Worked out by asking the installed
policy, with the circumstances in which each refusal is tested carried over to every action. What nothing here stops
still needs a rule that permits it: [who may do what](who-may-do-what.md).
"""


def spoilt() -> Iterator[Request]:
    """Every action as it stands in the circumstances of each refusal."""
    seen = set()
    for forbid in FORBIDS:
        shown = forbid.fires[0]
        read = engine().rules[forbid.rule].condition
        for action in engine().schema.actions.values():
            for kind in action.principals:
                who = _carried(shown.principal, ACTORS[kind], attributes(read, "principal"))
                for record in action.resources:
                    what = _carried(shown.resource, RECORDS[record], attributes(read, "resource"))
                    request = Request(who, action.name, what, shown.context)
                    if (key := _key(request)) not in seen:
                        seen.add(key)
                        yield request


def _key(request: Request) -> object:
    facts = (
        frozenset(each.items()) for each in (request.principal.attributes, request.resource.attributes, request.context)
    )
    return request.principal.type, request.action, request.resource.type, *facts


def _carried(shown: Entity, sample: Entity, read: frozenset[str]) -> Entity:
    """``shown`` itself if it is of the kind, or else the sample with what the refusal read of it."""
    if shown.type == sample.type:
        return shown
    same: dict[str, Value] = {
        name: value for name, value in shown.attributes.items() if name in read and name in sample.attributes
    }
    return Entity(sample.type, sample.id, {**sample.attributes, **same})


def stopped() -> Mapping[tuple[str, str, str], frozenset[str]]:
    """The refusals that were met, by kind of record, action and kind of actor."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    forbids = {forbid.rule for forbid in FORBIDS}
    for request in spoilt():
        met = found[request.resource.type, request.action, request.principal.type]
        met |= forbids.intersection(request.decide().rules)
    return {key: frozenset(met) for key, met in found.items()}


def render() -> str:
    """The whole page, in Markdown."""
    return _INTRODUCTION + "".join(_sections())


def _sections() -> Iterator[str]:
    order = list(engine().rules)
    for record, group in groupby(sorted(stopped().items()), key=lambda each: each[0][0]):
        met = {(action, actor): rules for (_, action, actor), rules in group}
        always = frozenset.intersection(*(rules for (_, actor), rules in met.items() if actor == "Member"))
        yield f"\n## {record}\n\nEvery action by a member: {_listed(always, order)}.\n\n| | |\n|---|---|\n"
        for (action, actor), rules in met.items():
            if actor == "Member":
                yield f"| `{action}` | {_listed(rules - always, order)} |\n"
            else:
                yield f"| `{action}`, by Handrail itself | {_listed(rules, order) if rules else 'nothing'} |\n"


def _listed(rules: frozenset[str], order: Sequence[str]) -> str:
    return ", ".join(f"`{rule}`" for rule in sorted(rules, key=order.index)) or "nothing more"


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201
