"""Publishes a register, and says on standard output what it is doing: `python -m tests.fault.publisher REGISTER KEYS`.

It waits for a line before each step but the first, so that a test can end it there.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from handrail.matching.partner import publishing
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.register import CsvRegister


def main(register: str, keys: str) -> None:
    """Publish it in steps of fifty rows."""
    publishing.CHUNK = 50  # type: ignore[misc]

    def told(done: int, total: int, what: str) -> None:
        sys.stdout.write(f"{what} {done} of {total}\n")
        sys.stdout.flush()
        sys.stdin.readline()

    done = publishing.publish(
        KeyFolder.begin(Path(keys)),
        CsvRegister(Path(register)),
        service="housing",
        organisation="Camden Homes",
        at=datetime(2018, 6, 4, 12, tzinfo=UTC),
        processes=1,
        told=told,
    )
    sys.stdout.write(f"{done.worked} worked out of {done.records}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
