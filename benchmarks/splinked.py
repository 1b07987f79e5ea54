"""Splink on the same files, in the clear and without labels, as its documentation would have a newcomer set it up.

It sees what the match keys see: names, date of birth, every postcode. Weights are learned as its tutorial does it:
deterministic rules for the prior, random pairs for chance agreement, expectation and maximisation for the rest.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from handrail.matching.evaluation import Labelled

#: As in its documentation: pairs drawn for chance agreement, and the share of matches that the sure rules find.
_PAIRS, _FOUND_BY_SURE_RULES = 2e6, 0.7
_SEED: Final = 7

_BLOCKS: Final = (
    block_on("given", "family"),
    block_on("family", "dob"),
    block_on("given", "dob"),
    block_on("dob", "postcode"),
    block_on("given", "postcode"),
    block_on("family", "postcode"),
    block_on("given", "substr(dob, 1, 7)"),
    block_on("family", "substr(dob, 1, 7)"),
    block_on("substr(given, 1, 3)", "substr(family, 1, 3)", "substr(dob, 1, 4)"),
)


class Pair(NamedTuple):
    """Two records that Splink found worth a weight."""

    query: str
    record: str
    probability: float


def pairs(queries: Iterable[Labelled], register: Iterable[Labelled], *, least: float) -> list[Pair]:
    """The pairs of at least this probability, by their records' ids."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI()
    tables = [
        database.register(_columns(records), table_name=name)
        for name, records in (("a_queries", queries), ("b_register", register))
    ]
    linker = Linker(tables, _settings(), log_level=logging.ERROR)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("given", "family", "dob"), block_on("family", "dob", "postcode")], recall=_FOUND_BY_SURE_RULES
    )
    train.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=_SEED)
    for rule in (block_on("dob"), block_on("given", "family")):
        train.estimate_parameters_using_expectation_maximisation(rule)
    found: Any = linker.inference.predict(threshold_match_probability=least)
    columns = found.as_pyarrow_table().select(["unique_id_l", "unique_id_r", "match_probability"]).to_pydict()
    return [Pair(*each) for each in zip(*columns.values(), strict=True)]


def _settings() -> SettingsCreator:
    somewhere = cl.CustomComparison(
        output_column_name="postcodes",
        comparison_levels=[
            cll.NullLevel("postcodes"),
            cll.ArrayIntersectLevel("postcodes", min_intersection=1),
            cll.ArrayIntersectLevel("districts", min_intersection=1),
            cll.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.ForenameSurnameComparison("given", "family", forename_surname_concat_col_name="both_names"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            somewhere,
        ],
        blocking_rules_to_generate_predictions=list(_BLOCKS),
        retain_matching_columns=False,
    )


def _columns(records: Iterable[Labelled]) -> Mapping[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("unique_id", "given", "family", "both_names", "dob", "postcode", "postcodes", "districts")
    }
    for record in records:
        who = record.identity
        given = who.given[0].split()[0].lower() if who.given else None
        family = who.family[0].lower() if who.family else None
        row = {
            "unique_id": record.record_id,
            "given": given,
            "family": family,
            "both_names": f"{given} {family}" if given and family else None,
            "dob": who.born if len(who.born) == len("2000-01-01") else None,
            "postcode": who.postcodes[0] if who.postcodes else None,
            "postcodes": list(who.postcodes) or None,
            "districts": [code.split()[0] for code in who.postcodes] or None,
        }
        for name, value in row.items():
            columns[name].append(value)
    return columns
