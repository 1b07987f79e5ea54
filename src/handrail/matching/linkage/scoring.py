"""Weighing two records without an engine: for a page, which compares one record with those that its reader may see.

It is the model as Splink weighs it, with weights that stand still. A test holds the two to the same weights.
"""

from collections.abc import Iterable, Mapping
from math import log2

from rapidfuzz.distance import Levenshtein

from handrail.matching.linkage.columns import ID, Value
from handrail.matching.linkage.learnt import Learnt
from handrail.matching.linkage.model import Comparison, Level, Model
from handrail.matching.linkage.pairs import Pair, Reached, pair

#: A record as :func:`handrail.matching.linkage.columns.row` makes it.
Row = Mapping[str, Value]


def alike(one: Row, others: Iterable[Row], model: Model, learnt: Learnt) -> list[Pair]:
    """Which of the others may be of the same person as ``one``, the strongest first."""
    found = [weigh(one, each, model, learnt) for each in others if met(one, each, model)]
    shown = (each for each in found if each.weight >= model.shown)
    return sorted(shown, key=lambda each: (-each.weight, each.first, each.second))


def met(one: Row, other: Row, model: Model) -> bool:
    """Whether a block puts the two together at all."""
    return any(all(_share(one[column], other[column]) for column in block) for block in model.blocks)


def weigh(one: Row, other: Row, model: Model, learnt: Learnt) -> Pair:
    """The pair of the two. How rare a name is among the records isn't weighed: they are too few to tell."""
    reached = {each.name: _reach(each, one, other, learnt) for each in model.comparisons}
    return pair(str(one[ID]), str(other[ID]), reached, model, learnt)


def _reach(comparison: Comparison, one: Row, other: Row, learnt: Learnt) -> Reached:
    if any(row[column] is None for column in comparison.needs for row in (one, other)):
        return Reached(None)
    if any(_holds(level, one, other) for level in comparison.levels if level.silent):
        return Reached(None)
    number = next(at for at, level in enumerate(comparison.speaking) if _holds(level, one, other))
    often = learnt.often[comparison.name][number]
    return Reached(number, log2(often.same / often.others))


def _holds(level: Level, one: Row, other: Row) -> bool:
    """As :func:`handrail.matching.linkage.sql.condition` says it: of what is not known, nothing holds."""
    match level.when:
        case "otherwise":
            return True
        case "shared":
            return _share(one[level.of[0]], other[level.of[0]])
        case "partly":
            part, whole = level.of
            return _share(one[part], other[part]) and None in (one[whole], other[whole])
        case "exchanged":
            return _exchanged(*(row[column] for row in (one, other) for column in level.of))
        case _:
            ours, theirs = _texts(level, one), _texts(level, other)
            return len(ours) == len(theirs) == len(level.of) and _agree(level, ours, theirs)


def _agree(level: Level, ours: list[str], theirs: list[str]) -> bool:
    match level.when:
        case "same":
            return ours == theirs
        case "edits":
            return Levenshtein.distance(ours[0], theirs[0]) <= level.at_most
        case "initial":
            return 1 in (len(ours[0]), len(theirs[0])) and ours[0][0] == theirs[0][0]
        case _:
            raise ValueError(level.when)


def _exchanged(our_given: Value, our_family: Value, their_given: Value, their_family: Value) -> bool:
    """Each in the other's place, and neither in its own."""
    if None in (our_given, our_family, their_given, their_family):
        return False
    across = _share(our_given, their_family) and _share(our_family, their_given)
    return across and not _share(our_given, their_given) and not _share(our_family, their_family)


def _texts(level: Level, row: Row) -> list[str]:
    """What the row says in the level's columns, as far as it says anything."""
    return [value for value in (row[column] for column in level.of) if isinstance(value, str)]


def _share(one: Value, other: Value) -> bool:
    """Whether two values are the same, or two lists have one in common."""
    if one is None or other is None:
        return False
    if isinstance(one, list) and isinstance(other, list):
        return not set(one).isdisjoint(other)
    return one == other
