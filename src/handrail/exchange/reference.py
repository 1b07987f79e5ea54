"""The reference pages of the files, written from their schemas: what a format is, is read where it is kept.

`python -m handrail.exchange.reference nominations > docs/reference/nomination-file.md` writes one anew, and
`… holdings > docs/reference/holdings-file.md` the other.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from handrail.exchange import schema
from handrail.exchange.identity import KNOWN_BY
from handrail.exchange.reading import MAX_BYTES

_NOMINATIONS: Final = f"""# Nomination file

Made from [its schema]({{schema}}) by
`python -m handrail.exchange.reference nominations`; don’t edit it by hand.
How to use it: [Import nominations](../how-to/import-nominations.md).

A nomination file is one JSON document in UTF-8, of {MAX_BYTES // 1_000_000} MB and {{most:,}} nominations at most.
It is strict: a key that isn’t listed here is refused wherever it stands. So are a key given twice, a number with a
fraction, an exponent or no end, and half of a character. Codes are those of the programme’s rulebook, for example
[mac](programme-mac.md).

A place in the file is named as `nominations[17].identity.date_of_birth`, counted from 0. What is wrong is said with its
place, and without repeating what stands there.
"""
_NUMBERS: Final = """## Who is proposed what

Each recipient is proposed the items that the file names for it. Of the identity it is proposed every name, date of
birth and address that its kind of organisation may have; and of the numbers, those that its kind knows people by:

| Number | Kinds of organisation |
| --- | --- |
"""
_HOLDINGS: Final = """# Holdings file

Made from [its schema]({schema}) by
`python -m handrail.exchange.reference holdings`; don’t edit it by hand.
How to make one: [Take holdings out](../how-to/import-nominations.md#take-holdings-out).
"""
#: Where the schemas lie, as seen from the page.
_FOLDER: Final = "../../src/handrail/exchange/schemas"


def nominations() -> str:
    """The page of the nomination file, as Markdown."""
    published = schema.published()
    head = _NOMINATIONS.format(most=schema.limit("maxItems"), schema=f"{_FOLDER}/{schema.NOMINATIONS}")
    numbers = "".join(f"| `{kind}` | {', '.join(sorted(kinds))} |\n" for kind, kinds in KNOWN_BY.items())
    return "\n".join([head, *_sections(published), _NUMBERS + numbers, *_example(published)])


def holdings() -> str:
    """The page of the holdings file, as Markdown."""
    published = schema.published(schema.HOLDINGS)
    head = _HOLDINGS.format(schema=f"{_FOLDER}/{schema.HOLDINGS}")
    return "\n".join([head, *_sections(published), *_example(published)])


PAGES: Final = {"nominations": nominations, "holdings": holdings}


def _sections(published: Mapping[str, Any]) -> Iterator[str]:
    """A section for each kind of object in a schema, in the schema's order, and one for its kinds of text."""
    yield from _table(published, published, "The file")
    for name, part in published["$defs"].items():
        if "allOf" in part:
            yield from _choice(part, name)
        for path, each in _inside(part, name):
            yield from _table(published, each, _title(path))
    yield from _texts(published)


def _choice(part: Mapping[str, Any], name: str) -> Iterator[str]:
    """An object that is one of several kinds, told apart by a key."""
    links = [_link(each["then"]["$ref"].removeprefix("#/$defs/")) for each in part["allOf"]]
    (key,) = part["required"]
    yield f"## {_title(name)}\n\n{part['description']} By its `{key}`: {' or '.join(links)}.\n"


def _texts(published: Mapping[str, Any]) -> Iterator[str]:
    yield "## Texts"
    yield ""
    yield "| Form | What it is |"
    yield "| --- | --- |"
    for name, part in published["$defs"].items():
        if part.get("type") == "string":
            yield f"| {_words(name)} | {_cell(part['description'])} |"
    yield ""


def _inside(part: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects that a definition describes: itself, and those written out in its properties."""
    if part.get("additionalProperties") is False:
        yield path, part
    for name, each in part.get("properties", {}).items():
        if isinstance(each, dict):
            yield from _inside(each.get("items", each), name)


def _table(published: Mapping[str, Any], part: Mapping[str, Any], title: str) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    if "description" in part:
        yield f"{part['description']}\n"
    yield "| Key | Needed | Form | What it is |"
    yield "| --- | --- | --- | --- |"
    for name, given in part["properties"].items():
        each = _resolved(published, given)
        needed = "yes" if name in part.get("required", ()) else "no"
        what = given.get("description") or each.get("description", "")
        yield f"| `{name}` | {needed} | {_form(name, given, each, published)} | {_cell(what)} |"
    yield ""


def _resolved(published: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in given:
        return given
    part: Mapping[str, Any] = published["$defs"][given["$ref"].removeprefix("#/$defs/")]
    return part


def _form(name: str, given: Mapping[str, Any], each: Mapping[str, Any], published: Mapping[str, Any]) -> str:
    """What stands there: a constant, a choice, an object with a section of its own, or a text and its length."""
    named = given.get("$ref", "").removeprefix("#/$defs/")
    if "const" in each:
        return f"`{each['const']}`"
    if "enum" in each:
        return ", ".join(f"`{choice}`" for choice in each["enum"])
    match each["type"]:
        case "array":
            inside = each["items"]
            form = _form(name, inside, _resolved(published, inside), published)
            return f"a list{_most(each, 'maxItems', ' at most')}: {form}"
        case "object":
            return _link(named or name)
        case "integer":
            return f"whole number{_most(each, 'maximum', ' at most')}"
        case _:
            words = each.get("format") or _words(named) or "text"
            return f"{words}{_most(each, 'maxLength', ' characters at most')}"


def _link(name: str) -> str:
    return f"[{_words(name)}](#{_title(name).lower().replace(' ', '-')})"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _most(each: Mapping[str, Any], keyword: str, words: str) -> str:
    return f", {each[keyword]:,}{words}" if keyword in each else ""


def _title(name: str) -> str:
    words = _words(name)
    return f"{words[0].upper()}{words[1:]}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _example(published: Mapping[str, Any]) -> Iterator[str]:
    yield "## Example"
    yield ""
    yield "```json"
    yield json.dumps(published["examples"][0], indent=2, ensure_ascii=False)
    yield "```"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(PAGES[sys.argv[1]]())
