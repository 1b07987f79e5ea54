"""What Z3 shows of the policy: it keeps its promises, holds no idle rule, and permits no more than the last release.

Every proof is over all requests that the schema allows: any roles, any record, any circumstances. What it rests on, and
what it doesn't show, is said in ``proved.NOT_PROVED``.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handrail.policy import redundancy
from handrail.policy.comparing import Comparison, compare
from handrail.policy.counterexamples import Counterexample, also, counterexample, telling_world
from handrail.policy.promises import Promise, promise_texts, read_promises
from handrail.policy.proved import Promised
from handrail.policy.redundancy import Redundancy
from handrail.policy.release import Policy, Release, last_release
from handrail.policy.schema import RequestType
from handrail.policy.texts import Text
from handrail.policy.weighing import Weighing, weighings


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one promise. ``broken`` shows a request that breaks it, if one does; ``broken_for``, all kinds."""

    promised: Promised
    broken: Counterexample | None
    broken_for: tuple[RequestType, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Why these texts may not be installed or released, and where to look."""

    place: str
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that was shown of one set of texts. ``rules`` and ``kinds`` of request are counted, ``seconds`` measured."""

    promises: tuple[Kept, ...]
    redundancy: Redundancy
    comparison: Comparison
    faults: tuple[Fault, ...]
    rules: int
    kinds: int
    seconds: float


def prove(
    schema: Sequence[Text],
    policies: Sequence[Text],
    promises: Sequence[Text] | None = None,
    release: Release | None = None,
) -> Proofs:
    """Prove what there is to prove of these texts. ``faults`` is empty if all of it holds.

    Handrail's own promises, and its last release, unless others are given. Raises PolicyFault for a text that can't be
    read, or that the proofs have no meaning for. Takes some seconds.
    """
    started = time.perf_counter()
    policy = Policy.read(schema, policies)
    promised = read_promises(promise_texts() if promises is None else promises, policy.schema)
    found = tuple(
        weighings(policy.schema, policy.rules, lambda kind: tuple(each.id for each in promised if kind in each.covers))
    )
    by_kind = {kind: weighing for weighing in found for kind in weighing.kinds}
    kept = tuple(_keep(promise, found) for promise in promised)
    needless = tuple(_needless_exceptions(promised, by_kind))
    idle = redundancy.redundancy(policy.rules, found)
    comparison = compare(policy, last_release() if release is None else release)
    faults = (
        *(Fault(each.promised.line, _broken(each)) for each in kept if each.broken),
        *needless,
        *(Fault(str(rule.statement.place()), f"{rule.id}: {says}") for rule, says in redundancy.faults(idle)),
        *(Fault(place, says) for place, says in comparison.faults),
    )
    return Proofs(kept, idle, comparison, faults, len(policy.rules), len(by_kind), time.perf_counter() - started)


def _keep(promise: Promise, among: Iterable[Weighing]) -> Kept:
    """Look for a request that breaks a promise, wherever it is made."""
    started = time.perf_counter()
    by_the_core, broken = True, None
    broken_for: list[RequestType] = []
    for weighing in among:
        if weighing.kinds[0] not in promise.covers:
            continue
        if not weighing.may_be(weighing.could_be_permitted, weighing.refused_by_no_core, promise.condition):
            continue
        by_the_core = False
        if world := telling_world(weighing, weighing.permitted, promise.condition):
            broken = broken or counterexample(world, weighing.kinds[0], promise.condition)
            broken_for.extend(weighing.kinds)
    promised = Promised(
        id=promise.id,
        says=promise.says,
        source=promise.source,
        line=str(promise.statement.place()),
        kinds=len(promise.covers),
        about=promise.about,
        exceptions=tuple(name for name, _ in promise.exceptions),
        holds=broken is None,
        by_the_core=by_the_core,
    )
    return Kept(promised, broken, tuple(broken_for), time.perf_counter() - started)


def _broken(kept: Kept) -> str:
    promised = kept.promised
    return f"the promise {promised.id} is broken: “{promised.says}”\n  {kept.broken}{also(kept.broken_for[1:])}"


def _needless_exceptions(promises: Iterable[Promise], by_kind: dict[RequestType, Weighing]) -> Iterator[Fault]:
    """Names in @except without which the promise would hold as well."""
    for promise in promises:
        for name, kinds in promise.exceptions:
            if not any(by_kind[kind].may_be(by_kind[kind].permitted, promise.condition) for kind in kinds):
                yield Fault(
                    str(promise.statement.place(name)),
                    f"the promise {promise.id} makes an exception of {name}, but holds for it too: take it out",
                )
