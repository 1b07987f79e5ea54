"""Finding pairs: read the records, learn from them without labels, weigh those that agree on a block."""

import heapq
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from handrail.matching.identity import RegisterRow
from handrail.matching.linkage.columns import COLUMNS, ID, row
from handrail.matching.linkage.engines import Engine, engine
from handrail.matching.linkage.learnt import Learnt, Often, unlearnt
from handrail.matching.linkage.model import Model
from handrail.matching.linkage.pairs import Pair, read_pair
from handrail.matching.linkage.reading import MOST_FAULTS, twice
from handrail.matching.linkage.scratch import scratch
from handrail.matching.linkage.sql import block, settings

if TYPE_CHECKING:
    import pyarrow as pa

#: Told how far it is: a step in words, and records read so far.
Told = Callable[[str, int], None]
#: Records that are read and written at a time.
_AT_A_TIME: Final = 10_000


@dataclass(frozen=True, slots=True)
class Linked:
    """What was found, the strongest first: pairs to look at, those that may be relatives, and the run's settings."""

    records: int
    pairs: tuple[Pair, ...]
    relatives: tuple[Pair, ...]
    learnt: Learnt
    engine: str
    versions: Mapping[str, str]


def link(
    records: Iterable[RegisterRow],
    model: Model,
    *,
    on: str = "duckdb",
    learnt: Learnt | None = None,
    master: str = "",
    work: Path | None = None,
    told: Told = lambda _, __: None,
) -> Linked:
    """The pairs of records that may be of one person. Nothing is merged.

    ``learnt`` are the weights of another run: then nothing is learnt from these records. Raises EngineMissing, and
    BadRegister for ids that aren't distinct; and whatever reading the records raises.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    with scratch(work) as folder, engine(on, folder, master=master) as running:
        from splink import Linker

        read = _write(records, folder, model.training.sample, told)
        running.divide(read.count)
        if again := running.twice(read.file, ID, most=MOST_FAULTS):
            raise twice(again)
        every = running.table(read.file, "records")
        if learnt is None:
            told("Learning how often records agree", read.count)
            learnt = _learn(running, every, read, model)
        told("Comparing", read.count)
        linker = Linker(every, settings(model, learnt, running.name), log_level=logging.ERROR)
        found = linker.inference.predict(threshold_match_weight=model.shown)
        pairs = [read_pair(each, model, learnt) for each in found.as_pyarrow_table().to_pylist()]
        versions = running.versions
    pairs.sort(key=lambda pair: (-round(pair.weight, 6), pair.first, pair.second))
    return Linked(
        records=read.count,
        pairs=tuple(pair for pair in pairs if not pair.relatives),
        relatives=tuple(pair for pair in pairs if pair.relatives),
        learnt=learnt,
        engine=on,
        versions=versions,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    file: Path
    sample: Path
    count: int


def _write(records: Iterable[RegisterRow], folder: Path, sample: int, told: Told) -> _Read:
    """The records as both engines read them, a few at a time; and a sample that depends on nothing but their ids."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    read = _Read(folder / "records.parquet", folder / "sample.parquet", 0)
    count, every = 0, iter(records)
    lowest: list[tuple[int, str, dict[str, Any]]] = []
    with pq.ParquetWriter(read.file, schema) as writer:
        while some := [row(each.record_id, each.identity) for each in islice(every, _AT_A_TIME)]:
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
            count += len(some)
            placed = ((_place(str(each[ID])), str(each[ID]), each) for each in some)
            lowest = heapq.nsmallest(sample, (*lowest, *placed), key=lambda each: each[:2])
            told("Reading", count)
    with pq.ParquetWriter(read.sample, schema) as writer:
        writer.write_table(pa.Table.from_pylist([each for _, _, each in lowest], schema=schema))
    return replace(read, count=count)


def _schema() -> "pa.Schema":
    import pyarrow as pa

    kinds = {"text": pa.string(), "several": pa.list_(pa.string())}
    return pa.schema([(ID, pa.string()), *((name, kinds[column.kind]) for name, column in COLUMNS.items())])


def _place(record_id: str) -> int:
    return int.from_bytes(sha256(record_id.encode()).digest()[:8])


def _learn(running: Engine, every: Any, read: _Read, model: Model) -> Learnt:
    """How often strangers agree, from all pairs of a sample; how often one person's records do, by maximisation."""
    from splink import Linker

    training = model.training
    learnt = unlearnt(model, read.count)
    if read.count < training.least_records:
        return learnt
    sample = Linker(
        running.table(read.sample, "sample"), settings(model, learnt, running.name), log_level=logging.ERROR
    )
    # As many pairs as there are: the sample is drawn already, and of the same records whatever the engine.
    sample.training.estimate_u_using_random_sampling(
        max_pairs=training.sample**2, min_count_per_level=None, num_chunks=1
    )
    learnt = replace(learnt, often=_often(sample, model, learnt, "others", training.sample**2 / 2))
    linker = Linker(every, settings(model, learnt, running.name), log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block(rule) for rule in training.sure], recall=training.found_by_sure
    )
    prior = float(linker.misc.save_model_to_json()["probability_two_random_records_match"])
    if not 0 < prior < 1:
        return learnt
    for rule in training.within:
        # Rarity changes what a pair weighs, and hardly what is learnt; without it this takes a tenth of the time.
        linker.training.estimate_parameters_using_expectation_maximisation(
            block(rule), estimate_without_term_frequencies=True
        )
    pairs = prior * read.count * (read.count - 1) / 2
    often = _often(linker, model, learnt, "same", pairs)
    return replace(learnt, records=read.count, prior=prior, often=often)


_SPLINKS: Final = {"same": "m_probability", "others": "u_probability"}


def _often(linker: Any, model: Model, before: Learnt, which: str, pairs: float) -> Mapping[str, tuple[Often, ...]]:
    """What Splink learnt of levels from so many pairs, with the model's own values for a few pairs more."""
    written = {
        each["output_column_name"]: each["comparison_levels"]
        for each in linker.misc.save_model_to_json()["comparisons"]
    }
    often = dict(before.often)
    for comparison in model.comparisons:
        if not comparison.learn:
            continue
        levels = [level for level in written[comparison.name] if not level.get("is_null_level")]
        values = [level.get(_SPLINKS[which]) for level in levels]  # a word where a level was never reached
        learnt = [value if isinstance(value, float) else 0.0 for value in values]
        own = model.training.own
        often[comparison.name] = tuple(
            had._replace(**{which: (value * pairs + getattr(had, which) * own) / (sum(learnt) * pairs + own)})
            for had, value in zip(before.often[comparison.name], learnt, strict=True)
        )
    return often
