"""Weights learned anew from two files, whose labels are not read.

`python -m handrail.matching.evaluation.learnt queries.csv register.csv` says the weights of the schema that the files
have the layout of. It begins from those that ship, and keeps their thresholds.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from handrail.matching.asking.batches import tokens_of
from handrail.matching.evaluation.labelled import Labelled, opened
from handrail.matching.keys import KeySchema, at_size, load
from handrail.matching.table import CAP
from handrail.matching.weighing import Pattern
from handrail.matching.weighing.learning import learn
from handrail.matching.weighing.weights import shipped, write

_WHY: Final = "Learned without labels from {queries} and {register} ({records:,} records, schema {schema})."


def patterns(queries: Iterable[Labelled], register: Iterable[Labelled], schema: KeySchema) -> Mapping[Pattern, int]:
    """How often each pattern is among all pairs of the two files, those that agree on nothing too."""
    records: dict[bytes, list[int]] = defaultdict(list)
    size = 0
    for number, record in enumerate(register):
        size += 1
        for token in tokens_of(record.identity, schema):
            records[token].append(number)
    counts: Counter[Pattern] = Counter()
    for query in queries:
        own = tokens_of(query.identity, schema)
        hits: dict[int, set[str]] = defaultdict(set)
        for token, key in own.items():
            if len(sharing := records.get(token, ())) <= CAP:
                for number in sharing:
                    hits[number].add(key)
        asked = frozenset(own.values())
        counts.update(Pattern(asked, frozenset(keys)) for keys in hits.values())
        counts[Pattern(asked, frozenset())] += size - len(hits)
    return counts


def learnt(queries: Path, register: Path) -> str:
    """The weights that two files teach, as they are kept."""
    asked, held = opened(queries, register)
    schema = at_size(load(held.layout.schema), len(held))
    weights = learn(schema, patterns(asked, held, schema), shipped(schema.name), len(held))
    why = _WHY.format(queries=queries.name, register=register.name, records=len(held), schema=schema.name)
    return write(weights, why)


if __name__ == "__main__":
    sys.stdout.write(learnt(Path(sys.argv[1]), Path(sys.argv[2])))
