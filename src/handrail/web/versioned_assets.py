"""Addresses of style sheets and scripts that change when the file does, so that browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedAssets(StaticFilesStorage):
    """Appends the beginning of the file's SHA-256 to its address."""

    def url(self, name: str | None) -> str:
        """The address of an asset; raises ValueError (as WhiteNoise expects) for one that doesn't exist."""
        return f"{super().url(name)}?v={_digest(str(name))}"


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise ValueError(f"There is no asset {name}.")  # noqa: TRY004, what WhiteNoise catches
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]
