"""From the bytes of a file to a document, and nothing else: strict JSON within stated limits.

What JSON leaves open is refused rather than decided for the sender: a key given twice, a number that isn't whole or
isn't finite, half a character.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from handrail.exchange import schema
from handrail.gate import Faults, RuleBroken

#: The largest file that is read at all, in bytes: about three kilobytes for each of 20,000 nominations.
MAX_BYTES = 64_000_000

#: JSON's way of writing half of a character beyond the first 65,536; alone, it is not a character.
_HALF_CHARACTER = re.compile(r"\\u[dD][89aAbBcCdDeEfF]")

Path = tuple[str | int, ...]


def read(data: bytes, *, largest: int = MAX_BYTES) -> dict[str, Any]:
    """The nominations in ``data``; raises :class:`Faults`, whose fields are places in the file, if it holds none."""
    document = parse(data, largest=largest, known=schema.known_keys())
    if not isinstance(document, dict):
        raise _fault("not-an-object", "The file must hold one object, with “format” and “nominations” among its keys")
    nominations = document.get("nominations")
    if isinstance(nominations, list) and len(nominations) > (most := schema.limit("maxItems")):
        raise _fault("too-many-nominations", f"Put {most:,} nominations or fewer in one file", "nominations")
    return document


def parse(data: bytes, *, largest: int, known: frozenset[str], fractions: bool = False) -> Any:
    """What ``data`` says in JSON; raises :class:`Faults` if it is too large or isn't JSON that says one thing only.

    ``known`` are the keys of the format. With ``fractions`` numbers may have them; else every number is whole.
    """
    if len(data) > largest:
        raise _fault("file-too-large", f"The file must be {largest // 1_000_000} MB or smaller: divide it")
    return _Parser(known, fractions=fractions).parse(data)


def place_of(path: Path, known: frozenset[str] | None = None) -> str:
    """A place in the file as people write it: ``nominations[17].identity.date_of_birth``.

    A key that the format (that of nominations, unless ``known`` are the keys of another) doesn't know is not repeated:
    somebody's name may have slipped into its place.
    """
    known = schema.known_keys() if known is None else known
    steps = (f"[{step}]" if isinstance(step, int) else f".{step if step in known else '…'}" for step in path)
    return "".join(steps).removeprefix(".")


class _Repeated(dict[str, Any]):
    """An object in which a key was given twice."""


class _NotWhole:
    """A number that isn't whole, or isn't finite."""


class _Parser:
    """The parser of the standard library, which notes what it would rather let pass."""

    def __init__(self, known: frozenset[str], *, fractions: bool) -> None:
        self.odd = False
        self._known = known
        self._fraction = Decimal if fractions else self._number

    def parse(self, data: bytes) -> Any:
        """The document; raises Faults, all of them at once where the text can be parsed at all."""
        try:
            text = data.decode("utf-8")
            document = json.loads(
                text, object_pairs_hook=self._object, parse_float=self._fraction, parse_constant=self._number
            )
        except UnicodeDecodeError as error:
            raise _fault("not-utf-8", f"The file must be in UTF-8, and its byte {error.start + 1:,} isn’t") from None
        except json.JSONDecodeError as error:
            # The error's own words quote nothing of the file: they say what was expected.
            where = f"line {error.lineno}, column {error.colno}"
            expected = (error.msg[0].lower() + error.msg[1:]).removesuffix(" at")
            raise _fault("not-json", f"This isn’t JSON: {expected}, at {where}") from None
        except RecursionError:
            raise _fault("too-deep", "Objects and lists stand too deep inside each other") from None
        except ValueError:
            raise _fault("not-whole", "A number in the file is thousands of digits long") from None
        # Walking through 20,000 nominations costs more than parsing them: it is done where there is something to find.
        if self.odd or _HALF_CHARACTER.search(text):
            faults = tuple(_oddities(document, self._known))
            if faults:
                raise Faults(faults)
        return document

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        self.odd = True
        return _Repeated(made)

    def _number(self, _: str) -> _NotWhole:
        self.odd = True
        return _NotWhole()


def _oddities(document: Any, known: frozenset[str]) -> Iterator[RuleBroken]:
    for path, value in _walk(document, ()):
        place = place_of(path, known)
        match value:
            case _Repeated():
                yield RuleBroken("key-twice", "A key is given twice in this object", field=place)
            case _NotWhole():
                sentence = "Numbers here are whole: no fraction, no exponent, nothing infinite"
                yield RuleBroken("not-whole", sentence, field=place)
            case str() if any("\ud800" <= each <= "\udfff" for each in value):
                yield RuleBroken("half-character", "Half of a character stands alone here", field=place)


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every value in the document with its place, and every key with the place of its object."""
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield path, key
            yield from _walk(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _walk(each, (*path, index))


def _fault(rule: str, sentence: str, place: str = "") -> Faults:
    return Faults((RuleBroken(rule, sentence, field=place),))
