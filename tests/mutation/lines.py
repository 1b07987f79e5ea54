"""The lines of the repository's own tests of policy, as checks that a mutant can fail."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from handrail.policy import engine
from tests.mutation.questions import Check, Questions, Verdict
from tests.unit.policy import what_stops, who_may
from tests.unit.policy.boundaries import Forbid
from tests.unit.policy.test_core_rules import FORBIDS

Answer: TypeAlias = Callable[[int], Verdict]

BOUNDARIES, WHO_MAY, WHAT_STOPS = "boundaries", "who may do what", "what stops what"


def questions(*names: str) -> Questions:
    """What the tests ask, with what they expect: of these tables, or of all."""
    asked = Questions(engine())
    for name in names or TABLES:
        for check in TABLES[name](asked):
            asked.add(check)
    return asked


def _boundaries(asked: Questions) -> Iterator[Check]:
    """A refusal fires at its line, alone at least once, and not beside it (`test_core_rules.py`)."""
    for forbid in FORBIDS:
        fires, spares = (tuple(map(asked.number, side)) for side in (forbid.fires, forbid.spares))
        yield Check(BOUNDARIES, (*fires, *spares), _stands(forbid, fires, spares))


def _stands(forbid: Forbid, fires: Sequence[int], spares: Sequence[int]) -> Callable[[Answer], bool]:
    def passes(answer: Answer) -> bool:
        refused, spared = [answer(number) for number in fires], [answer(number) for number in spares]
        return (
            all(forbid.rule in each.forbids for each in refused)
            and any(each.forbids == {forbid.rule} for each in refused)
            and all(forbid.rule not in each.rules for each in spared)
            and any(each.allowed for each in spared)
        )

    return passes


def _who_may(asked: Questions) -> Iterator[Check]:
    """A line of the page names those that are allowed what it is about, and nobody else (`who_may.py`)."""
    for row in who_may.rows():
        for requests in row.names.values():
            asks = tuple(map(asked.number, requests))
            yield Check(WHO_MAY, asks, _may(asks, any(asked.verdict(number).allowed for number in asks)))


def _may(asks: Sequence[int], expected: bool) -> Callable[[Answer], bool]:
    return lambda answer: any(answer(number).allowed for number in asks) == expected


def _what_stops(asked: Questions) -> Iterator[Check]:
    """The refusals that are met, as the page says (`what_stops.py`)."""
    of_type: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for request in what_stops.spoilt():
        of_type[request.principal.type, request.action, request.resource.type].append(asked.number(request))
    known = frozenset(forbid.rule for forbid in FORBIDS)
    for asks in of_type.values():
        met = frozenset().union(*(asked.verdict(number).forbids for number in asks))
        yield Check(WHAT_STOPS, tuple(asks), _met(asks, known, met))


def _met(asks: Sequence[int], known: frozenset[str], expected: frozenset[str]) -> Callable[[Answer], bool]:
    return lambda answer: known & frozenset().union(*(answer(number).forbids for number in asks)) == expected


TABLES: Mapping[str, Callable[[Questions], Iterator[Check]]] = {
    BOUNDARIES: _boundaries,
    WHO_MAY: _who_may,
    WHAT_STOPS: _what_stops,
}
