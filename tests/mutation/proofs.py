"""What Z3 says of a mutant, over every request that the schema allows.

Does it decide anything otherwise at all, does it break a promise, does it permit more than the last release did?
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handrail.policy.engine import Engine
from handrail.policy.promises import promise_texts, read_promises
from handrail.policy.release import last_release, policy_of
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.tree import And, Expression, Not, Or
from handrail.policy.weighing import Weighing, types_of, weighings


@dataclass(frozen=True)
class Turn:
    """A kind of request on which other rules bear with a mutant: what is permitted before and after."""

    kind: RequestType
    weighing: Weighing
    after: Expression

    def differs(self) -> bool:
        """Whether some request is decided otherwise."""
        before = self.weighing.permitted
        return self.weighing.may_be(before, Not(self.after)) or self.weighing.may_be(self.after, Not(before))


class Proofs:
    """The rules as they are, to be weighed against the same with one changed."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.promises = read_promises(promise_texts(), engine.schema)
        self.then = policy_of(last_release())
        told = {kind: tuple(each.id for each in self.promises if kind in each.covers) for kind in self._kinds()}
        self.weighings = tuple(weighings(engine.schema, tuple(engine.rules.values()), lambda kind: told[kind]))

    def turns(self, original: Rule, mutant: Rule | None) -> Sequence[Turn]:
        """The kinds of request where the mutant decides something otherwise; none if it is equivalent."""
        return [turn for turn in self._turns(original, mutant) if turn.differs()]

    def breaks_a_promise(self, turns: Iterable[Turn]) -> bool:
        """Whether something is permitted with the mutant that is promised never to be."""
        return any(
            turn.weighing.may_be(turn.after, promise.condition)
            for turn in turns
            for promise in self.promises
            if turn.kind in promise.covers
        )

    def permits_more(self, turns: Iterable[Turn]) -> bool:
        """Whether something is permitted that neither the last release permits nor the rules as they are."""
        return any(
            turn.weighing.may_be(turn.after, Not(turn.weighing.permitted), Not(self._released(turn.kind)))
            for turn in turns
            if self._was_known(turn.kind)
        )

    # --- within -----------------------------------------------------------------------------------------------

    def _kinds(self) -> Iterator[RequestType]:
        return self.engine.schema.request_types()

    def _turns(self, original: Rule, mutant: Rule | None) -> Iterator[Turn]:
        alike = mutant is not None and (mutant.effect, mutant.condition) == (original.effect, original.condition)
        for weighing in self.weighings:
            others = [rule for rule in weighing.rules if rule is not original]
            before = len(others) < len(weighing.rules)
            done = {before} if alike or not before else set()
            for kind in weighing.kinds:
                after = mutant is not None and mutant.covers(kind)
                if after not in done:
                    done.add(after)
                    yield Turn(kind, weighing, _permitted([*others, mutant] if mutant and after else others))

    def _released(self, kind: RequestType) -> Expression:
        """What the last release permitted."""
        return _permitted(self.then.bearing(kind))

    def _was_known(self, kind: RequestType) -> bool:
        """Whether the last release knew such requests, with attributes that still are what they were."""
        then, now = self.then.schema, self.engine.schema
        return kind in set(then.request_types()) and types_of(then, kind).items() <= types_of(now, kind).items()


def _permitted(rules: Iterable[Rule]) -> Expression:
    """Permitted by one of them, refused by none."""
    rules = tuple(rules)
    permits = tuple(rule.condition for rule in rules if rule.effect == "permit")
    return And((*(Not(rule.condition) for rule in rules if rule.effect == "forbid"), Or(permits)))
