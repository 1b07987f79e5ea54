"""The vault: text about a person, sealed under a key for that person and that organisation.

Every text that says something about a person is sealed here before it is stored. Each organisation's copy has a key of
its own, so one controller's erasure never touches another's copy. See ``docs/explanation/vault.md`` for the layout of
the bytes and ``docs/how-to/key-custody.md`` for who holds which key.

The functions are imported when first used, because the app registry imports this package before Django can load a
model.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.vault.custody import KeyFault, report
    from handrail.vault.data_keys import people, seize_copies
    from handrail.vault.envelope import Place
    from handrail.vault.errors import Erased, KeyIsThere, KeyMissing, KeyUnreadable, Tampered, VaultError
    from handrail.vault.organisation_keys import create_organisation_key, every_version_kept, versions_thrown_away
    from handrail.vault.rotation import Rotated, give_up, retire, rotate, unused_versions
    from handrail.vault.sealing import erase, keyed_digest, seal, seal_many, unseal, unseal_many, unseal_what_is_left

_ROOMS = {
    "custody": ("KeyFault", "report"),
    "data_keys": ("people", "seize_copies"),
    "envelope": ("Place",),
    "errors": ("Erased", "KeyIsThere", "KeyMissing", "KeyUnreadable", "Tampered", "VaultError"),
    "organisation_keys": ("create_organisation_key", "every_version_kept", "versions_thrown_away"),
    "rotation": ("Rotated", "give_up", "retire", "rotate", "unused_versions"),
    "sealing": ("erase", "keyed_digest", "seal", "seal_many", "unseal", "unseal_many", "unseal_what_is_left"),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Erased",
    "KeyFault",
    "KeyIsThere",
    "KeyMissing",
    "KeyUnreadable",
    "Place",
    "Rotated",
    "Tampered",
    "VaultError",
    "create_organisation_key",
    "erase",
    "every_version_kept",
    "give_up",
    "keyed_digest",
    "people",
    "report",
    "retire",
    "rotate",
    "seal",
    "seal_many",
    "seize_copies",
    "unseal",
    "unseal_many",
    "unseal_what_is_left",
    "unused_versions",
    "versions_thrown_away",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
