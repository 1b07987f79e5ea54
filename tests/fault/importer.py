"""Brings a nomination file in as the originating officer of the small pilot, and waits for a line before each step.

    python -m tests.fault.importer FILE MEMBER ORGANISATION

Each step is said on standard output before it is done; the last line says how many drafts are there.
"""

import sys
from pathlib import Path
from uuid import UUID

import django

django.setup()

from handrail.exchange import importing  # noqa: E402
from handrail.gate import Actor, clock  # noqa: E402
from tests.worlds import NOW  # noqa: E402

CHUNK = 20


def main(file: str, member: str, organisation: str) -> None:
    """Bring ``file`` in, in steps of twenty."""
    importing.CHUNK = CHUNK

    def progress(done: int, total: int, what: str) -> None:
        sys.stdout.write(f"{what} {done} of {total}\n")
        sys.stdout.flush()
        sys.stdin.readline()

    with clock.at(NOW):
        brought = importing.bring_in(
            Path(file).read_bytes(),
            by=Actor(UUID(member), UUID(organisation)),
            purpose="originating",
            progress=progress,
        )
    sys.stdout.write(f"{brought.drafts} drafts are there\n")


main(*sys.argv[1:])
