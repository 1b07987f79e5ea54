"""What an item must be before it is written down, whoever writes it: an officer on a page, a partner, a file."""

from collections.abc import Iterator

from handrail.gate import Faults, RuleBroken
from handrail.programme import Programme
from handrail.programme.grading import ACTION, SANITISATION
from handrail.sharing.conditions import CONDITIONAL, NONE, SCHEMES
from handrail.sharing.models import Marking
from handrail.sharing.statements import Grading, Statement
from handrail.sharing.wording import refuse_above_official


def check(statement: Statement, rulebook: Programme) -> None:
    """Raise :class:`Faults` naming everything that is wrong with ``statement``, by its fields."""
    faults = tuple(faults_of(statement, rulebook))
    if faults:
        raise Faults(faults)


def faults_of(statement: Statement, rulebook: Programme) -> Iterator[RuleBroken]:
    """Everything that is wrong with ``statement``."""
    if statement.category not in rulebook.categories:
        yield RuleBroken("unknown-category", "Choose what kind of information it is", field="category")
    limit = rulebook.ceilings["characters_per_item"].limit
    if not statement.words.strip():
        yield RuleBroken("no-words", "Write the form of words", field="words")
    for field, text in (("words", statement.words), ("conditions", statement.conditions)):
        if len(text) > limit:
            yield RuleBroken("too-long", f"Use {limit:,} characters or fewer: split it into two items", field=field)
    if statement.marking not in Marking.values:
        yield RuleBroken(
            "above-official", "Choose OFFICIAL or OFFICIAL – SENSITIVE: nothing else is held", field="marking"
        )
    yield from _above_official(statement)
    yield from _grading(statement)


def _above_official(statement: Statement) -> Iterator[RuleBroken]:
    texts = {"words": statement.words, "conditions": statement.conditions, "original": statement.original}
    for field, text in texts.items():
        try:
            refuse_above_official(text, field=field)
        except RuleBroken as fault:
            yield fault


def _grading(statement: Statement) -> Iterator[RuleBroken]:
    grading = statement.grading
    scheme = SCHEMES.get(grading.scheme)
    if scheme is None:
        yield RuleBroken("unknown-grading", "Choose a grading scheme", field="scheme")
        return
    if grading.source not in scheme.source:
        yield RuleBroken("unknown-grading", "Choose how reliable the source is", field="source")
    if grading.information not in scheme.information:
        yield RuleBroken("unknown-grading", "Choose how the information is known", field="information")
    if grading.handling not in scheme.handling:
        yield RuleBroken("unknown-grading", "Choose how it may be handled", field="handling")
    elif grading.handling in CONDITIONAL:
        if not statement.conditions.strip():
            yield RuleBroken("conditions-missing", "Write the conditions in plain words", field="conditions")
        if grading.scheme == "3x5x2":
            yield from _conditional(grading)
    elif (grading.action, grading.sanitisation) != (NONE, NONE):
        yield RuleBroken(
            "codes-without-conditions", "Action and sanitisation codes go with handling C", field="handling"
        )


def _conditional(grading: Grading) -> Iterator[RuleBroken]:
    if grading.action not in ACTION:
        yield RuleBroken("unknown-grading", "Choose what may be done because of it", field="action")
    if grading.sanitisation not in SANITISATION:
        yield RuleBroken("unknown-grading", "Choose whether details may be removed", field="sanitisation")
