"""Passwords that nobody will ever type: the demonstration signs people in by a click.

Each is 24 random bytes, thrown away at once, so it needs no slow hash to withstand guessing; a hundred and fifty slow
hashes would take longer than everything else that the founding does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth import hashers


class QuickHasher(hashers.Argon2PasswordHasher):
    """Argon2 with the least work. Its hashes are read by the ordinary hasher, which would renew them at a sign-in."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def throwaway() -> str:
    """A password that nobody knows."""
    return token_urlsafe(24)


@contextmanager
def hashed_quickly() -> Iterator[None]:
    """Inside the block, what is hashed are passwords made by :func:`throwaway`."""
    before = settings.PASSWORD_HASHERS
    _use([f"{QuickHasher.__module__}.{QuickHasher.__qualname__}", *before])
    try:
        yield
    finally:
        _use(before)


def _use(paths: list[str]) -> None:
    settings.PASSWORD_HASHERS = paths
    hashers.reset_hashers(setting="PASSWORD_HASHERS")
