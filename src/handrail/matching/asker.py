"""The keys by which this installation asks, made when they are first needed. Partners are introduced to its key."""

from functools import cache
from pathlib import Path

from django.conf import settings

from handrail.ledger import load_verification_key
from handrail.matching.asking import Centre
from handrail.matching.asking.centre import SIGNING_KEY

FOLDER = "matching"


def asker() -> Centre:
    """The keys; raises NotACentre for a folder whose keys can't be used."""
    return _of(_folder())


def introduction() -> str:
    """The key that partners are introduced to, in one line."""
    return str(asker().key.verification_key)


@cache
def _of(folder: Path) -> Centre:
    if not (folder / SIGNING_KEY).exists():
        return Centre.create(folder, _name())
    return Centre.open(folder)


def _name() -> str:
    """What partners know this installation by: its address, as its ledger is called."""
    return load_verification_key(settings.HANDRAIL_KEY_DIR).name.partition("/")[0]


def _folder() -> Path:
    return Path(settings.HANDRAIL_KEY_DIR) / FOLDER
