"""Minutes and summaries as tagged PDF (PDF/UA-1), typeset by typst in memory: no word of them touches the disk.

Words go in as data, never as typst's own markup, so nothing that somebody wrote can change the page. The fonts are
those that typst brings along; what none of them can show is shown as a box, because a reader's software could not
read it out either.
"""

import json
import re
from collections.abc import Mapping
from importlib import resources
from uuid import UUID

import typst

from handrail.meetings.values import Paper
from handrail.web.marking import words as marking_words
from handrail.web.wording import spoken_date, spoken_moment

_TEMPLATE = resources.files("handrail.web.work").joinpath("paper.typ").read_bytes()
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_BOX = "□"

#: Characters that no font here can show are replaced one kind at a time, at most so many.
_AT_MOST = 50

NOT_GIVEN = "This rests on information that your organisation was not given."


def typeset(shown: Paper, *, title: str, headings: Mapping[UUID, str]) -> bytes:
    """The paper as PDF, with the parts that its reader may read."""
    facts = [
        ("Case", shown.reference),
        ("Meeting", f"{shown.centre}, {spoken_moment(shown.held_at)}"),
        ("Chair", shown.chair),
        ("Led by", shown.lead),
        ("Drafted by", ", ".join(shown.authors)),
        ("Approved", spoken_date(shown.approved_at) if shown.approved_at and shown.state != "drafted" else "Not yet"),
    ]
    if shown.released_at:
        facts.append(("Released", spoken_date(shown.released_at)))
    parts = [{"heading": headings[part.id], "words": _lines(part.words or NOT_GIVEN)} for part in shown.parts]
    return _compiled(
        {
            "title": f"{title}: {shown.reference}, {spoken_date(shown.held_at)}",
            "marking": f"{marking_words(shown.marking)} · for you and named colleagues at your organisation",
            "draft": shown.state == "drafted",
            "facts": facts,
            "parts": parts,
        }
    )


def _lines(words: str) -> list[str]:
    return [line for line in words.split("\n") if line.strip()]


def _compiled(data: Mapping[str, object]) -> bytes:
    said = json.dumps(data, ensure_ascii=False)
    for _ in range(_AT_MOST):
        try:
            return typst.compile(
                _TEMPLATE, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True, sys_inputs={"data": said}
            )
        except typst.TypstError as error:
            found = _NOT_SHOWN.search(str(error))
            if found is None:
                raise
            said = _without(said, _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]))
    raise ValueError("Too many characters that cannot be shown.")


def _without(said: str, shown_as_box: str) -> str:
    for character in shown_as_box:
        said = said.replace(character, _BOX).replace(json.dumps(character)[1:-1], _BOX)
    return said
