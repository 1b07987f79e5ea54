"""The same condition in the order in which a database answers it soonest.

PostgreSQL works through alternatives as they are written, row by row, and looking into an array costs several times
what comparing a column does. Policy is written for people: who an item is meant for before to whom it is open.
"""

from handrail.policy.tree import (
    And,
    Attribute,
    Compare,
    Constant,
    Contains,
    Expression,
    IsEmpty,
    Not,
    Or,
    chain,
)

#: What a row costs, beside comparing a column.
_COMPARISON, _CHOICE, _EMPTINESS, _LOOK_INTO_ARRAY = 1, 2, 3, 8


def cheapest_first(expression: Expression) -> Expression:
    """``expression`` with what all alternatives ask asked once, before them, and the cheapest of everything first."""
    match expression:
        case Not(of):
            return Not(cheapest_first(of))
        case And(of):
            return And(_sorted([part for each in of for part in chain(And, cheapest_first(each))]))
        case Or(of):
            return _alternatives([part for each in of for part in chain(Or, cheapest_first(each))])
        case _:
            return expression


def _alternatives(alternatives: list[Expression]) -> Expression:
    """What every alternative asks, and then at least one of their rests."""
    asked = [chain(And, each) for each in alternatives]
    shared = tuple(part for part in asked[0] if all(part in each for each in asked)) if asked else ()
    if not shared:
        return Or(_sorted(alternatives))
    rests = [tuple(part for part in each if part not in shared) for each in asked]
    if () in rests:
        return _all(shared)
    rest = _alternatives([_all(each) for each in rests])
    return And(_sorted([*shared, *chain(And, rest)]))


def _all(of: tuple[Expression, ...]) -> Expression:
    return of[0] if len(of) == 1 else And(of)


def _sorted(of: list[Expression]) -> tuple[Expression, ...]:
    return tuple(sorted(of, key=_cost))


def _cost(expression: Expression) -> int:
    """What it costs to be answered; of alternatives, what the cheapest costs."""
    match expression:
        case And(of):
            cost = sum(map(_cost, of))
        case Or(of):
            cost = min(map(_cost, of), default=0)
        case Not(of):
            cost = _cost(of)
        case Constant():
            cost = 0
        case Attribute() | Compare():
            cost = _COMPARISON
        case Contains(Constant(), _):
            cost = _CHOICE
        case IsEmpty():
            cost = _EMPTINESS
        case _:
            cost = _LOOK_INTO_ARRAY
    return cost
