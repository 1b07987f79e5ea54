"""`handrail-verify`: what you ask for. What is said, is said in :mod:`handrail_verify.report`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handrail_verify import export, receipt
from handrail_verify.note import LOG, WITNESS, Asked, Key, read_keys
from handrail_verify.report import UNREADABLE, Wrong

_ABOUT = "Verifies an export of a Handrail ledger (a folder), a receipt, or that a checkpoint continues another."
_CODES = """Exit codes: 0 all verified; 1 something is wrong; 2 it can’t be read, or was asked for wrongly;
3 nothing is wrong, and something is to be explained."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the arguments name, and print the report. Gives the exit code."""
    parser = argparse.ArgumentParser(prog="handrail-verify", description=_ABOUT, epilog=_CODES)
    add = parser.add_argument
    add("path", type=Path, help="folder of the export, or file of the receipt or checkpoint")
    add("--key", metavar="VKEY", help="the log’s key that you trust, or a file with it: from a source of your own")
    add("--witness", metavar="VKEY", action="append", default=[], help="a witness you trust, or a file; repeatable")
    add("--need", metavar="N", type=int, help="how many of them must have cosigned; otherwise all")
    add("--known", metavar="FILE", action="append", default=[], help="a checkpoint or receipt you kept; repeatable")
    add("--all-payloads", action="store_true", help="every entry should have come with its document")
    add("--json", action="store_true", help="print the report as JSON")
    given = parser.parse_args(arguments)
    try:
        keys = [None] if given.key is None else _keys(given.key, LOG)
        witnesses = [key for each in given.witness for key in _keys(each, WITNESS)]
        known = [(name, receipt.read(Path(name))[1]) for name in given.known]
        if len(keys) != 1:
            raise Wrong("unreadable", "Give one key with --key: the newest that you trust.")
        need = len(witnesses) if given.need is None else given.need
        asked = Asked(keys[0], witnesses, need, known, given.all_payloads)
        report = export.verify(given.path, asked) if given.path.is_dir() else receipt.verify(given.path, asked)
    except (Wrong, OSError) as error:
        parser.exit(UNREADABLE, f"handrail-verify: {error}\n")
    sys.stdout.buffer.write((report.as_json() if given.json else report.as_text()).encode() + b"\n")
    return report.exit_code


def _keys(given: str, kind: int) -> list[Key]:
    """A written key, or those in a file. Raises :class:`Wrong`, where there is none as well: one was to be given."""
    data = Path(given).read_bytes() if Path(given).is_file() else given.encode()
    return read_keys(data, kind) or [Key.parse(given, kind)]
