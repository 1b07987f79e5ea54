"""`handrail-verify`: reads the arguments, finds out what is to be verified, and puts the report into words."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from handrail_verify import export, receipt
from handrail_verify.chain import Asked, read_keys
from handrail_verify.note import LOG, WITNESS, Head, Key
from handrail_verify.report import TO_EXPLAIN, UNREADABLE, WRONG, Report, Unreadable, Wrong

_ABOUT = "Verifies an export of a Handrail ledger (a folder), a receipt, or that a checkpoint continues another."
_CODES = """Exit codes: 0 all verified; 1 something is wrong; 2 it can’t be read, or was asked for wrongly;
3 nothing is wrong, and something is to be explained."""
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the arguments name, and print the report. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="handrail-verify", description=_ABOUT, epilog=_CODES)
    add = parser.add_argument
    add("path", type=Path, help="folder of the export, or file of the receipt or checkpoint")
    add("--key", metavar="VKEY", help="the log’s key that you trust, or a file with it: from a source of your own")
    for name, what in (("witness", "witness that you trust, or a file"), ("known", "checkpoint or receipt you kept")):
        metavar = "VKEY" if name == "witness" else "FILE"
        add(f"--{name}", metavar=metavar, action="append", default=[], help=f"a {what}; repeatable")
    add("--need", metavar="N", type=int, help="how many of them must have cosigned; otherwise all")
    add("--all-payloads", action="store_true", help="every entry should have come with its document")
    add("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        report = _verify(options)
    except (Unreadable, OSError) as error:
        parser.exit(UNREADABLE, f"handrail-verify: {error}\n")
    sys.stdout.buffer.write((_as_json if options.json else _as_text)(report).encode() + b"\n")
    return report.exit_code


def _verify(options: argparse.Namespace) -> Report:
    keys = _keys(options.key, LOG) if options.key else []
    if len(keys) > 1:
        raise Unreadable("Give one key with --key: the newest that you trust.")
    witnesses = [key for each in options.witness for key in _keys(each, WITNESS)]
    known = [(name, _checkpoint(Path(name))) for name in options.known]
    asked = Asked(keys[0] if keys else None, witnesses, options.need, known, options.all_payloads)
    if options.path.is_dir():
        return export.verify(options.path, asked)
    return receipt.verify(options.path.read_bytes(), _checkpoint(options.path), asked)


def _keys(given: str, kind: int) -> list[Key]:
    """A written key, or those in a file."""
    try:
        return read_keys(Path(given).read_bytes() if Path(given).is_file() else f"{given}\n".encode(), kind)
    except Wrong as error:
        raise Unreadable(f"{given}: {error}") from None


def _checkpoint(path: Path) -> Head:
    try:
        return receipt.checkpoint_of(path.read_bytes())
    except Wrong as error:
        raise Unreadable(f"{path} is neither a checkpoint nor a receipt: {error}") from None


def _as_text(report: Report) -> str:
    """The report for people, verdict first."""
    verdict, facts = "VERIFIED: nothing is wrong with what could be checked.", report.facts
    if report.exit_code == WRONG:
        verdict = f"NOT VERIFIED. Wrong: {len(report.wrong)}, and perhaps more."
    elif report.exit_code == TO_EXPLAIN:
        verdict = "TO BE EXPLAINED: nothing is wrong, and whoever runs the log should explain this."
    lines = [verdict, *(f"  [{each.code}] {each.place}{each}" for each in [*report.wrong, *report.explain]), ""]
    lines += [f"{name:<12} {facts[name]}" for name in ("origin", "size", "root", "key", "fingerprint") if name in facts]
    lines += ["(The key came with this; you gave none.)"] if facts.get("key_given") is False else []
    lines += ["", f"Entry {facts['index']}:", json.dumps(facts["document"], indent=2)] if "document" in facts else []
    lines += ["", "What was checked, and held:", *(f"- {each}" for each in report.checked)]
    lines += ["", "What this cannot know:", *(f"- {each}" for each in _cannot_know(report))]
    # Names come from whoever is verified: nothing in them gets to move the cursor.
    return "".join(each if each.isprintable() or each == "\n" else "?" for each in "\n".join(lines))


def _as_json(report: Report) -> str:
    """The report for programs."""
    wrong, explain = ([vars(each) for each in found] for found in (report.wrong, report.explain))
    head = {"subject": report.subject, "exit_code": report.exit_code, "wrong": wrong, "to_explain": explain}
    said = {"checked": report.checked, "cannot_know": _cannot_know(report), **report.facts}
    return json.dumps(head | said, indent=2)


def _cannot_know(report: Report) -> list[str]:
    """What such a verification leaves open, whatever it finds."""
    return [*([_KEY] if report.facts.get("key_given") is False else []), *_LEFT_OPEN[report.subject], *_ALWAYS]


if __name__ == "__main__":
    sys.exit(main())
