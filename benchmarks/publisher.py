"""Publishes a register and prints what that took, as JSON: `python -m benchmarks.publisher REGISTER KEYS PROCESSES`.

A process of its own, so that its memory is its own.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.publishing import publish
from handrail.matching.partner.register import CsvRegister


def main(register: str, keys: str, processes: str) -> None:
    """Publish it."""
    began, steps = time.perf_counter(), dict[str, float]()

    def told(_done: int, _total: int, what: str) -> None:
        steps.setdefault(what, time.perf_counter() - began)

    done = publish(
        KeyFolder.begin(Path(keys)),
        CsvRegister(Path(register)),
        service="council_services",
        organisation="A council that does not exist",
        at=datetime.now(UTC),
        processes=int(processes),
        told=told,
    )
    ended = time.perf_counter() - began
    here, beside = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "records": done.records,
        "worked": done.worked,
        "seconds": ended,
        "table_seconds": ended - steps["Making the table"],
        "cpu_seconds": here.ru_utime + here.ru_stime + beside.ru_utime + beside.ru_stime,
        "memory": _largest_resident(),
        "memory_beside": beside.ru_maxrss * 1024,
        "entries": done.built.header.entries,
        "bytes": done.built.size,
        "dropped": done.built.dropped,
        "canaries": done.canaries,
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _largest_resident() -> int:
    """Bytes. What `getrusage` says of a process begins with the size of the one that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
