"""What a verification finds, and how it is said: to people as text, to programs as JSON.

There is one way to say that something is not as it must be: raise :class:`Wrong`. ``with report.at(file):`` takes it
down with the file's name, and goes on after the block. Where nothing takes it down, there is nothing to verify.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

SOUND, WRONG, UNREADABLE, TO_EXPLAIN = 0, 1, 2, 3
#: Findings kept. Where a whole folder was exchanged, more of them say nothing more.
LIMIT = 50
_VERDICTS = {
    SOUND: "VERIFIED: nothing is wrong with what could be checked.",
    WRONG: "NOT VERIFIED. This is wrong, and perhaps more:",
    TO_EXPLAIN: "TO BE EXPLAINED: nothing is wrong, and whoever runs the log should explain this.",
}
_NO_KEY = "Whether the key is the log’s: you gave none (--key). Compare the fingerprint with the published one."
_OMITTED = "Whether something was never recorded: the counter is the receipts that others hold, and gap monitoring."
_ERASED = "Whether a document that is not here was erased as it should be, or withheld from whoever made the export."
_REST = "What else is in the log, and whether it still contains this: verify an export, with --known and this file."
_LEFT_OPEN = {"export": [_OMITTED, _ERASED], "receipt": [_REST], "checkpoint": [_OMITTED]}
_ALWAYS = [
    "Who sat at the keyboard, who wrote the words that an entry is about, and whether they are true.",
    "Whether the operator’s clock was right. Only the times of cosignatures are by another clock.",
    "Whether others were shown another history: compare checkpoints (--known), name witnesses you trust (--witness).",
    "Whether a key was stolen before it was handed over: trust the newest that you have from a source of your own.",
]


class Wrong(Exception):
    """Something is not what it must be: ``code`` for programs, ``what`` for people; where, as far as it is known."""

    def __init__(self, code: str, what: str, entry: int | None = None, file: str | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.entry, self.file = code, what, entry, file


class Report:
    """Everything that one verification has to say: faults, what should be explained, what held, and bare facts."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.wrong: list[Wrong] = []
        self.explain: list[Wrong] = []
        self.checked: list[str] = []
        self.facts: dict[str, object] = {}

    @contextmanager
    def at(self, file: str) -> Iterator[None]:
        """Whatever is wrong in the block is taken down as found in ``file``, and what follows the block goes on."""
        try:
            yield
        except Wrong as error:
            error.file = error.file or file
            self.wrong += [error] if len(self.wrong) < LIMIT else []

    @property
    def exit_code(self) -> int:
        """Nothing wrong and nothing to explain, or which of them. (What is unreadable has no report.)"""
        return WRONG if self.wrong else TO_EXPLAIN if self.explain else SOUND

    @property
    def cannot_know(self) -> list[str]:
        """What such a verification leaves open, whatever it finds."""
        return [_NO_KEY] * (self.facts.get("key_given") is False) + _LEFT_OPEN[self.subject] + _ALWAYS

    def as_json(self) -> str:
        """The report for programs."""
        wrong, explain = ([vars(each) for each in found] for found in (self.wrong, self.explain))
        found = {"subject": self.subject, "exit_code": self.exit_code, "wrong": wrong, "to_explain": explain}
        return json.dumps(found | {"checked": self.checked, "cannot_know": self.cannot_know} | self.facts, indent=2)

    def as_text(self) -> str:
        """The report for people, verdict first."""
        facts, lines = self.facts, [_VERDICTS[self.exit_code]]
        for each in [*self.wrong, *self.explain]:
            place = ", ".join(filter(None, [each.file, "" if each.entry is None else f"entry {each.entry}"]))
            lines.append(f"  [{each.code}] {place}{': ' if place else ''}{each.what}".replace("\n", "?"))
        shown = (name for name in ("origin", "size", "root", "key", "fingerprint") if name in facts)
        lines += ["", *(f"{name:<12} {facts[name]}" for name in shown)]
        lines += ["(The key came with this; you gave none.)"] * (facts.get("key_given") is False)
        if "document" in facts:
            lines += ["", f"Entry {facts['index']}:", json.dumps(facts["document"], indent=2)]
        lines += ["", "What was checked, and held:", *(f"- {each}" for each in self.checked)]
        lines += ["", "What this cannot know:", *(f"- {each}" for each in self.cannot_know)]
        # Names come from whoever is verified: nothing in them gets to move the cursor.
        return "".join(each if each.isprintable() or each == "\n" else "?" for each in "\n".join(lines))
