"""Minutes as PDF: tagged, in data and never in markup, and whatever somebody typed."""

import re
import zlib
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from handrail.gate.clock import LONDON
from handrail.meetings.values import Paper, Part
from handrail.web.work.paper_pdf import NOT_GIVEN, typeset

AT = datetime(2025, 6, 12, 14, 30, tzinfo=LONDON)


def paper(*words: str | None, state: str = "released") -> tuple[Paper, dict[UUID, str]]:
    parts = tuple(Part(uuid4(), "note", "review", each, to_review=False) for each in words)
    shown = Paper(
        id=uuid4(), agenda_case=uuid4(), kind="minutes", person=uuid4(), case=uuid4(), reference="LDN-7F3K-2",
        programme="mac", marking=2, state=state, held_at=AT, lead="Camden Council", lead_id=uuid4(), centre="London",
        chair="Callum Davies", authors=("Amara Davies",), approved_at=AT, released_at=AT, version=1, parts=parts,
        receipts=(), recipients=(), steps=(),
    )  # fmt: skip
    return shown, {part.id: "Review the case" for part in parts}


def made(*words: str | None, state: str = "released") -> bytes:
    shown, headings = paper(*words, state=state)
    return typeset(shown, title="Minutes", headings=headings)


def streams(pdf: bytes) -> bytes:
    """Everything that is in the file, its compressed streams unfolded."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_it_is_tagged_for_screen_readers_and_says_in_which_language() -> None:
    inside = streams(made("She would like to be nearer to her sister."))
    assert inside.startswith(b"%PDF-1.7")
    for sign in (b"/StructTreeRoot", b"/Marked true", b"/Lang", b"pdfuaid", b"/H1", b"/DisplayDocTitle true"):
        assert sign in inside, sign


@pytest.mark.parametrize(
    "words",
    [
        '#panic("stop") #read("/etc/passwd") = Heading *bold* $ x $ <label> @ref // comment',
        "A line\nand another\n\nand a third",
        "Łódź, Ṣalāḥ, محمد, Нина",
        "日本語 😀 \u0000 \ufffe",
        '"quoted" \\ back\\slash {braces} [brackets]',
        "x" * 8000,
    ],
)
def test_whatever_somebody_typed_can_be_put_on_paper(words: str) -> None:
    assert made(words).startswith(b"%PDF")


def test_words_are_data_and_no_markup() -> None:
    """Were they markup, this would end in an error of typst's."""
    assert made('#panic("stop")').startswith(b"%PDF")
    assert len(made("#pagebreak()\n" * 3)) < len(made("A word that is long.\n" * 400))


def test_a_part_that_the_reader_may_not_read_says_so() -> None:
    assert len(made("Old friends came.", None)) == len(made("Old friends came.", NOT_GIVEN))


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    made("She would like to be nearer to her sister.")
    assert list(tmp_path.rglob("*")) == []
