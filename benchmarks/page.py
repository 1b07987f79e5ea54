"""The page of figures: a part for each benchmark, so that one of them can be measured again and the others stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.tables import Table

INTRODUCTION = """# What it costs

Measured by `make bench`, which writes this page; `python -m benchmarks site` writes one of its parts. What counts are
the ratios: each is of two things done in the same run, and holds on another machine as well. Seconds don’t. Each part
says when and on what it was measured.
"""

#: What stands before a part in the page, and isn't shown.
_MARK = re.compile(r"^<!-- measured: (\w+) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """The tables of one benchmark, with the machine that they were measured on."""

    text: str

    @classmethod
    def of(cls, tables: Sequence[Table], before: tuple[str, ...], after: tuple[str, ...]) -> "Part":
        """``before`` and ``after`` are the machine's state around it (see ``machine.state``)."""
        moment, *machine, load = before
        measured = f"*Measured on {moment}. {'; '.join(machine)}; {load} before, {after[-1]} after.*"
        return cls("\n".join([*(table.markdown() for table in tables), measured, ""]))


def written(page: str, measured: Mapping[str, Part], *, order: Sequence[str]) -> str:
    """``page`` with the parts that were measured in place of their like, the others as they were."""
    _, *pieces = _MARK.split(page)
    parts = dict(zip(pieces[::2], (text.strip() + "\n" for text in pieces[1::2]), strict=True))
    parts |= {name: part.text for name, part in measured.items()}
    marked = [f"<!-- measured: {name} -->\n{parts[name]}" for name in order if name in parts]
    return "\n".join([INTRODUCTION, *marked])
