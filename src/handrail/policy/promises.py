"""What the policy promises whatever its rules say: statements in Cedar's syntax of what is never permitted.

They are written apart from the rules, by kind of record and attribute over every action, so that an action that was
left out of a group breaks a promise. A promise that reads attributes of a record and names no kind of record is made
for every kind that has them, those that are added later too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from handrail.policy.faults import PolicyFault
from handrail.policy.rules import Rule, read_statement
from handrail.policy.schema import RequestType, Schema
from handrail.policy.texts import Statement, Text, own_text, statements
from handrail.policy.tree import Expression, attributes

#: What every promise says of itself, and what it may: the actions (``*.see``) and kinds of record that it is about, and
#: those that it is not.
_ANNOTATIONS, _BESIDES = ("id", "says", "source"), ("about", "except")

#: The end of a scope that names no kind of record.
_ANY_RESOURCE = re.compile(r"(\bforbid\s*\([^)]*?\bresource)(\s*\))")


@dataclass(frozen=True, slots=True)
class Promise:
    """That no request of these kinds is ever permitted while ``condition`` holds.

    ``about`` are the names in ``@about``, all that it speaks of if there are any; ``exceptions`` the kinds of request
    that it leaves out, by the name in ``@except`` that leaves them out.
    """

    id: str
    says: str
    source: str
    condition: Expression
    covers: frozenset[RequestType]
    about: tuple[str, ...]
    exceptions: tuple[tuple[str, frozenset[RequestType]], ...]
    statement: Statement


def promise_texts() -> tuple[Text, ...]:
    """Where Handrail's own promises stand."""
    return (own_text("promises.cedar"),)


def read_promises(texts: Sequence[Text], schema: Schema) -> tuple[Promise, ...]:
    """Every promise of the texts. Raises PolicyFault for the first that can't be read, or is about nothing."""
    promises: dict[str, Promise] = {}
    for text in texts:
        for statement in statements(text):
            promise = _read(statement, schema)
            if promise.id in promises:
                raise PolicyFault("the id is used before", statement.place("@id"), promise.id)
            promises[promise.id] = promise
    return tuple(promises.values())


def _read(statement: Statement, schema: Schema) -> Promise:
    rules = _for_each_kind(statement, schema)
    first = rules[0]
    if first.effect != "forbid":
        raise PolicyFault("a promise says what is never permitted: write forbid", statement.place("permit"), first.id)
    spoken_of = frozenset(each for each in schema.request_types() if any(rule.covers(each) for rule in rules))
    meant = _meant(first, "about", spoken_of)
    about = tuple(name for name, _ in meant)
    if meant:
        spoken_of = frozenset[RequestType]().union(*(kinds for _, kinds in meant))
    exceptions = _meant(first, "except", spoken_of)
    covers = spoken_of.difference(*(kinds for _, kinds in exceptions))
    if not covers:
        raise PolicyFault("no kind of request is left that it would be about", statement.place(), first.id)
    return Promise(first.id, first.says, first.source, first.condition, covers, about, exceptions, statement)


def _meant(
    rule: Rule, annotation: str, among: frozenset[RequestType]
) -> tuple[tuple[str, frozenset[RequestType]], ...]:
    """The kinds of request that each name in an annotation means."""
    names = [name.strip() for name in rule.notes.get(annotation, "").split(",") if name.strip()]
    meant = tuple((name, frozenset(each for each in among if _named(name, each))) for name in names)
    for name, kinds in meant:
        if not kinds:
            raise rule.fault(f"@{annotation} names {name}, which it couldn't be about", f"@{annotation}")
    return meant


def _named(name: str, kind: RequestType) -> bool:
    """Whether a name means this kind of request: by its kind of record, or by its action."""
    return kind.resource == name or fnmatchcase(kind.action, name)


def _for_each_kind(statement: Statement, schema: Schema) -> list[Rule]:
    """The statement as Cedar accepts it: as it stands, or once for each kind of record with what it reads."""
    if not _ANY_RESOURCE.search(statement.source) or not re.search(r"\bresource\.", statement.source):
        return [read_statement(statement, schema, _ANNOTATIONS, _BESIDES)]
    found = list(_of_kinds(statement, schema))
    if not found:
        raise PolicyFault("no kind of record has what it reads", statement.place("resource."))
    return found


def _of_kinds(statement: Statement, schema: Schema) -> Iterator[Rule]:
    read = frozenset(re.findall(r"\bresource\.(\w+)", statement.source))
    for kind in sorted({each.resource for each in schema.request_types()}):
        if read <= schema.entities[kind].keys():
            source = _ANY_RESOURCE.sub(rf"\1 is {kind}\2", statement.source, count=1)
            rule = read_statement(replace(statement, source=source), schema, _ANNOTATIONS, _BESIDES)
            if attributes(rule.condition, "resource") != read:
                raise rule.fault("it names an attribute of a record outside its condition", "resource.")
            yield rule
