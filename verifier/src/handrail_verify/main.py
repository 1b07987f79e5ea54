"""`handrail-verify`: reads the arguments, finds out what is to be verified, prints the report."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handrail_verify import export, receipt, words
from handrail_verify.chain import Asked, read_keys
from handrail_verify.note import LOG, WITNESS, Head, Key
from handrail_verify.report import UNREADABLE, Report, Unreadable, Wrong

_ABOUT = "Verifies an export of a Handrail ledger (a folder), a receipt, or that a checkpoint continues another."
_CODES = """Exit codes: 0 all verified; 1 something is wrong; 2 it can’t be read, or was asked for wrongly;
3 nothing is wrong, and something is to be explained."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the arguments name, and print the report. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="handrail-verify", description=_ABOUT, epilog=_CODES)
    add = parser.add_argument
    add("path", type=Path, help="folder of the export, or file of the receipt or checkpoint")
    add("--key", metavar="VKEY", help="the log’s key that you trust, or a file with it: from a source of your own")
    add(
        "--witness", metavar="VKEY", action="append", default=[], help="a witness that you trust, or a file; repeatable"
    )
    add("--need", metavar="N", type=int, help="how many of them must have cosigned; otherwise all")
    add(
        "--known", metavar="FILE", action="append", default=[], help="a checkpoint or receipt that you kept; repeatable"
    )
    add("--all-payloads", action="store_true", help="every entry should have come with its document")
    add("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        report = _verify(options)
    except (Unreadable, OSError) as error:
        parser.exit(UNREADABLE, f"handrail-verify: {error}\n")
    sys.stdout.buffer.write((words.as_json if options.json else words.text)(report).encode() + b"\n")
    return report.exit_code


def _verify(options: argparse.Namespace) -> Report:
    keys = _keys(options.key, LOG) if options.key else []
    if len(keys) > 1:
        raise Unreadable("Give one key with --key: the newest that you trust.")
    witnesses = tuple(key for each in options.witness for key in _keys(each, WITNESS))
    known = tuple((name, _checkpoint(Path(name))) for name in options.known)
    asked = Asked(keys[0] if keys else None, witnesses, options.need, known, options.all_payloads)
    if options.path.is_dir():
        return export.verify(options.path, asked)
    data = options.path.read_bytes()
    _checkpoint(options.path)  # a receipt carries one
    proof = receipt.unwrap(data)
    return receipt.verify(proof, asked) if proof else receipt.verify_checkpoint(data, asked)


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


if __name__ == "__main__":
    sys.exit(main())
