"""Whether a document is in the form that the published schema asks for; and if not, where and why, in plain words.

What is said comes from the schema and never from the document, which is about people.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from handrail.exchange import schema
from handrail.exchange.reading import Path, place_of
from handrail.gate import RuleBroken
from handrail.sharing.wording import refuse_above_official

#: The rule that everything out of form breaks.
FORM = "form"

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_ONE_LINE = (
    "This must be text on one line, without spaces at its ends, control characters or marks that reverse the reading "
    "direction"
)

#: What a text must look like: the part of the schema that asks for it, and how to say so.
PATTERNS: Mapping[str, str] = {
    "slug": "This must be a short name: small letters and digits, words joined by hyphens",
    "code": "This must be a code of the rulebook: small letters, digits, _ or -",
    "opaque_reference": "This must be a reference: letters and digits, with . _ / or - between them",
    "date": "This must be a day, written YYYY-MM-DD",
    "date_of_birth": "This must be a day, a month or a year, written YYYY-MM-DD, YYYY-MM or YYYY",
    "postcode": "This must be a United Kingdom postcode in capitals with its space, such as E1 4AA",
    "value": "This must be 4 to 20 capital letters and digits, without spaces",
    "approver": "This must be an e-mail address",
    "name_part": _ONE_LINE,
    "short_line": _ONE_LINE,
    "statement": _ONE_LINE,
    "account": "This must be text without spaces at its ends, control characters or marks that reverse the reading "
    "direction; lines may be parted",
}
_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}
_SIZES = {
    "minLength": "This is empty",
    "maxLength": "Use {:,} characters or fewer",
    "minItems": "Nothing stands here: give at least one",
    "maxItems": "Give {:,} or fewer",
    "minimum": "This must be {:,} or more",
    "maximum": "This must be {:,} or less",
}


@dataclass(frozen=True)
class Explainer:
    """Says in words what the errors of one published schema mean.

    ``patterns`` has what a text must look like, by the part of the schema that asks for it, ``formats`` the same by the
    name of the format (days need no entry); ``known`` are the keys that a place may name.
    """

    published: Mapping[str, Any]
    patterns: Mapping[str, str]
    known: frozenset[str]
    formats: Mapping[str, str] = field(default_factory=dict)

    def faults(self, error: jsonschema_rs.ValidationError, above: Path) -> Iterator[RuleBroken]:
        """What one error means, at its place under ``above``."""
        path = (*above, *error.instance_path)
        kind, value = error.kind.name, error.kind.value
        match kind:
            case "required":
                yield self._at((*path, value), "This is missing")
            case "additionalProperties":
                known = ", ".join(self._around(error)["properties"])
                yield self._at(path, f"Keys stand here that the format doesn’t know: {len(value)}. It knows {known}")
            case "enum":
                yield self._at(path, f"This must be one of: {', '.join(value)}")
            case "const":
                yield self._at(path, f"This must be {value}")
            case "type":
                yield self._at(path, f"This must be {_types(self._around(error)['type'])}")
            case "pattern":
                yield self._at(path, self.patterns[str(error.schema_path[-2])])
            case "format":
                yield self._at(path, self.formats.get(value) or not_a_day(str(error.instance)))
            case "anyOf":
                yield self._at(path, "Give a given name, a family name, or both")
            case "uniqueItems":
                yield self._at(path, "The same thing stands here twice")
            case "falseSchema":
                yield self._at(path, "Action and sanitisation codes go with handling C")
            case _:
                yield self._at(path, _SIZES.get(kind, "This is not as the format asks").format(value))

    def _around(self, error: jsonschema_rs.ValidationError) -> dict[str, Any]:
        """The part of the schema that the failing keyword stands in."""
        at: Any = self.published
        for step in list(error.schema_path)[:-1]:
            at = at[step]
        part: dict[str, Any] = at
        return part

    def _at(self, path: Path, sentence: str) -> RuleBroken:
        return RuleBroken(FORM, sentence, field=place_of(path, self.known))


_DAY = re.compile(r"\d{4}-(\d{2})-(\d{2})")


def faults_of_the_whole(document: Mapping[str, Any]) -> Iterator[RuleBroken]:
    """Everything out of form outside the nominations."""
    for error in schema.of_the_whole().iter_errors(dict(document)):
        yield from _faults(error, ())


def faults_of(nomination: Any, index: int) -> Iterator[tuple[Path, RuleBroken]]:
    """Everything out of form in the nomination that stands at ``index``, each with its path inside it."""
    for error in schema.of_one_nomination().iter_errors(nomination):
        path = tuple(error.instance_path)
        above = ("nominations", index)
        yield from ((path, fault) for fault in _above_official(error, above) or _faults(error, above))


def not_a_day(value: str) -> str:
    """Why ``value`` is no day. The day and the month are repeated only where there is no such day in any year."""
    found = _DAY.fullmatch(value)
    month = int(found[1]) if found else 0
    if found is None or not 1 <= month <= 12:
        return PATTERNS["date"]
    leap = (found[1], found[2]) == ("02", "29")
    return "There is no 29 February in that year" if leap else f"{int(found[2])} {MONTHS[month - 1]} is not a date"


def _faults(error: jsonschema_rs.ValidationError, above: Path) -> Iterator[RuleBroken]:
    return Explainer(schema.published(), PATTERNS, schema.known_keys()).faults(error, above)


def _above_official(error: jsonschema_rs.ValidationError, above: Path) -> tuple[RuleBroken, ...]:
    """The fault of a marking that Handrail never holds: recorded as what it is, and not as a slip of form."""
    path = (*above, *error.instance_path)
    try:
        refuse_above_official(str(error.instance) if path[-1] == "marking" else "", field=place_of(path))
    except RuleBroken as fault:
        return (fault,)
    return ()


def _types(wanted: str | list[str]) -> str:
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(_TYPES[each] for each in kinds if each in _TYPES)
