"""The reference page of the match keys: tables written from the schemas that ship, in a text that was written by hand.

`python -m handrail.matching.keys.reference > docs/reference/match-keys.md` writes it anew.
"""

import sys
from pathlib import Path
from typing import Final

from handrail.matching.keys.parts import PARTS
from handrail.matching.keys.schema import Key, KeySchema, load, shipped

_TEXT: Final = Path(__file__).with_name("reference.md")


def page() -> str:
    """The whole page."""
    text = _TEXT.read_text(encoding="utf-8")
    return text.replace("{schemas}", "\n\n".join(_section(load(name)) for name in shipped())).replace(
        "{parts}", _parts()
    )


def _section(schema: KeySchema) -> str:
    above = f"In registers of more than {schema.two_kinds_above:,} records,"
    kinds = f"{above} every key joins two of names, birth and home, or is a number."
    head = [f"### `{schema.name}`: {schema.says}", "", kinds, ""]
    table = ["| Key | Parts | Domain | In registers |", "|---|---|---|---|"]
    return "\n".join([*head, *table, *(_row(key, schema) for key in schema.keys)])


def _row(key: Key, schema: KeySchema) -> str:
    limits = [key.up_to, None if key.stands_in_large_registers else schema.two_kinds_above]
    most = min((limit for limit in limits if limit), default=None)
    sizes = [f"above {key.above:,}" if key.above else "", f"up to {most:,} records" if most else ""]
    where = " ".join(filter(None, sizes)) or "of any size"
    return f"| `{key.name}` | {_codes(key.parts)} | `{key.domain}` | {where} |"


def _parts() -> str:
    head = ["| Part | What it reads | Kind | Traits |", "|---|---|---|---|"]
    rows = (f"| `{name}` | {part.says} | {part.kind} | {_codes(part.traits)} |" for name, part in PARTS.items())
    return "\n".join([*head, *rows])


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    sys.stdout.write(page())
