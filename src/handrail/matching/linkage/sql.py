"""The model in Splink's terms, for one engine: conditions in SQL that DuckDB and Spark read alike."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from handrail.matching.linkage.columns import COLUMNS, ID
from handrail.matching.linkage.learnt import Learnt
from handrail.matching.linkage.model import OTHERWISE, Comparison, Level, Model

if TYPE_CHECKING:
    from splink import SettingsCreator

#: The one function that has another name in each engine. Everything else is the same SQL; sounds, short forms and
#: dates are worked out before, so that no engine's own reading of them can differ.
_SHARED: Final = {"duckdb": "list_has_any", "spark": "arrays_overlap"}


def settings(model: Model, learnt: Learnt, engine: str) -> "SettingsCreator":
    """What Splink is to do, with these weights."""
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=ID,
        comparisons=[_comparison(each, learnt, engine) for each in model.comparisons],
        blocking_rules_to_generate_predictions=[block(each) for each in model.blocks],
        probability_two_random_records_match=learnt.prior,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        # Splink learns until nothing moves by more than this; finer than its default, so that both engines arrive at
        # the same place, and not at two places near it.
        em_convergence=1e-6,
        max_iterations=200,
    )


def block(columns: tuple[str, ...]) -> Any:
    """The pairs that agree on all of these; of a column of several, on one of its values."""
    from splink import block_on

    several = [column for column in columns if COLUMNS[column].kind == "several"]
    return block_on(*columns, arrays_to_explode=several) if several else block_on(*columns)


def _comparison(comparison: Comparison, learnt: Learnt, engine: str) -> dict[str, Any]:
    nothing = [f"{column}_{side} IS NULL" for column in comparison.needs for side in "lr"]
    nothing += [condition(level, engine) for level in comparison.levels if level.silent]
    levels: list[Mapping[str, Any]] = [
        {"sql_condition": " OR ".join(nothing), "label_for_charts": "nothing to compare", "is_null_level": True}
    ]
    for level, often in zip(comparison.speaking, learnt.often[comparison.name], strict=True):
        each = {
            "sql_condition": "ELSE" if level.when == OTHERWISE else condition(level, engine),
            "label_for_charts": level.says,
            "m_probability": often.same,
            "u_probability": often.others,
        }
        if level.by_rarity and learnt.records:  # of too few records nobody can tell how rare a name is
            each |= {"tf_adjustment_column": level.by_rarity, "tf_adjustment_weight": 1.0}
        levels.append(each)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def condition(level: Level, engine: str) -> str:
    """When two records, l and r, are on a level. Columns are of the model's own list, never from a file."""
    of = level.of
    match level.when:
        case "same":
            return " AND ".join(f"{column}_l = {column}_r" for column in of)
        case "shared":
            return _shared(engine, of[0], of[0])
        case "exchanged":
            # In each other's place, and not in their own.
            across, straight = ((of[0], of[1]), (of[1], of[0])), ((of[0], of[0]), (of[1], of[1]))
            met = [_shared(engine, *pair) for pair in across] + [f"NOT {_shared(engine, *pair)}" for pair in straight]
            return f"({' AND '.join(met)})"
        case "edits":
            return f"levenshtein({of[0]}_l, {of[0]}_r) <= {level.at_most}"
        case "initial":
            short = f"(length({of[0]}_l) = 1 OR length({of[0]}_r) = 1)"
            return f"({short} AND substr({of[0]}_l, 1, 1) = substr({of[0]}_r, 1, 1))"
        case "partly":
            return f"({of[0]}_l = {of[0]}_r AND ({of[1]}_l IS NULL OR {of[1]}_r IS NULL))"
        case _:
            raise ValueError(level.when)


def _shared(engine: str, left: str, right: str) -> str:
    return f"{_SHARED[engine]}({left}_l, {right}_r)"
