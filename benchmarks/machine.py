"""The machine that something was measured on, and how busy it was with other things."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import django
import psutil
import psycopg

from handrail.gate import clock


@dataclass(frozen=True)
class Machine:
    """What a reader must know to compare: ratios hold on another machine, seconds do not."""

    lines: tuple[str, ...]


def state(database: psycopg.Connection[object] | None = None) -> Machine:
    """The machine at this moment."""
    memory = psutil.virtual_memory()
    versions = f"Python {platform.python_version()}, Django {django.get_version()}"
    if database is not None:
        versions += f", PostgreSQL {database.info.server_version // 10000}.{database.info.server_version % 10000}"
    return Machine(
        (
            f"{clock.now():%-d %B %Y, %H:%M} UTC",
            f"{_processor()}, {os.cpu_count()} cores, {memory.total / 2**30:.0f} GB of memory",
            f"{platform.system()} {platform.release()}; {versions}",
            "load average " + ", ".join(f"{each:.1f}" for each in os.getloadavg()) + " (1, 5 and 15 minutes)",
        )
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
