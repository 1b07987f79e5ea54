"""A report in plain words, and as JSON."""

import json

from handrail_verify.report import TO_EXPLAIN, WRONG, Report, Wrong

_KEY = "Whether the key is the log’s: you gave none (--key). Compare the fingerprint with the published one."
_OMITTED = """Whether something happened that was never recorded: an operator can leave it out, before the log.
  The counter is outside of this: the receipts that others hold, and gap monitoring."""
_ERASED = "Whether a document that is not here was erased as it should be, or withheld from whoever made the export."
_REST = "What else is in the log, and whether it still contains this: verify an export, with --known and this file."
_ALWAYS = (
    """Who sat at the keyboard, who wrote the words that an entry is about, and whether they are true: entries hold
  codes that say which account did what.""",
    "Whether the operator’s clock was right. Only the times of cosignatures are by another clock.",
    "Whether others were shown another history: compare checkpoints (--known), name witnesses you trust (--witness).",
    "Whether a key was stolen before it was handed over: trust the newest that you have from a source of your own.",
)
_LEFT_OPEN = {"export": (_OMITTED, _ERASED), "receipt": (_REST,), "checkpoint": (_OMITTED,)}


def text(report: Report) -> str:
    """The report for people, verdict first."""
    verdict = {
        WRONG: f"NOT VERIFIED. Wrong: {len(report.wrong)}, and perhaps more.",
        TO_EXPLAIN: "TO BE EXPLAINED: nothing is wrong, and whoever runs the log should explain this.",
    }
    facts = report.facts
    lines = [verdict.get(report.exit_code, "VERIFIED: nothing is wrong with what could be checked.")]
    lines += [f"  [{each.code}] {_place(each)}{each}" for each in [*report.wrong, *report.explain]] + [""]
    lines += [f"{name:<12} {facts[name]}" for name in ("origin", "size", "root", "key", "fingerprint") if name in facts]
    lines += ["(The key came with this; you gave none.)"] if facts.get("key_given") is False else []
    lines += ["", f"Entry {facts['index']}:", json.dumps(facts["document"], indent=2)] if "document" in facts else []
    lines += ["", "What was checked, and held:", *(f"- {each}" for each in report.checked)]
    lines += ["", "What this cannot know:", *(f"- {each}" for each in _cannot_know(report))]
    # Names come from whoever is verified: nothing in them gets to move the cursor.
    return "".join(each if each.isprintable() or each == "\n" else "?" for each in "\n".join(lines))


def as_json(report: Report) -> str:
    """The report for programs."""
    wrong, explain = ([vars(each) for each in found] for found in (report.wrong, report.explain))
    head = {"subject": report.subject, "exit_code": report.exit_code, "wrong": wrong, "to_explain": explain}
    return json.dumps(
        {**head, "checked": report.checked, "cannot_know": _cannot_know(report), **report.facts}, indent=2
    )


def _cannot_know(report: Report) -> list[str]:
    """What such a verification leaves open, whatever it finds."""
    return [*([_KEY] if report.facts.get("key_given") is False else []), *_LEFT_OPEN[report.subject], *_ALWAYS]


def _place(finding: Wrong) -> str:
    places = [finding.file or "", "" if finding.entry is None else f"entry {finding.entry}"]
    return ", ".join(each for each in places if each) + ": " if any(places) else ""
