"""Waiting for something that can be seen to happen, never for a length of time."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.005


def until(happened: Callable[[], bool], what: str) -> None:
    """Return as soon as ``happened()`` is true; fail, saying ``what`` did not happen, when patience is at an end."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < patience, f"{what}: it did not happen in {PATIENCE_SECONDS} seconds"
        time.sleep(LOOK_AGAIN_SECONDS)
