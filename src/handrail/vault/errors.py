"""Why the vault can't give a text back. No message here says anything about a person: ids, places and versions only."""

from uuid import UUID


class VaultError(Exception):
    """Anything by which the vault fails to seal or unseal."""


class Erased(VaultError):
    """The key was destroyed on purpose: nobody can read this copy again, here or from a backup of the database."""

    def __init__(self) -> None:
        super().__init__("This organisation's copy was erased.")


class KeyMissing(VaultError):
    """A key that was not erased can't be found: the wrong key folder, a lost file, or another organisation's row."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} can't be found. Run `handrail doctor`; see docs/how-to/key-custody.md.")


class KeyUnreadable(VaultError):
    """A key file is there but is not one: cut short, edited, or copied from another organisation."""

    def __init__(self, organisation: UUID, why: str) -> None:
        super().__init__(f"The key file of organisation {organisation} can't be used: {why}.")


class KeyIsThere(VaultError):
    """A key was to be given up as lost whose file is there."""

    def __init__(self, organisation: UUID) -> None:
        super().__init__(f"The key file of organisation {organisation} is there: there is nothing to give up.")


class Tampered(VaultError):
    """Sealed bytes were altered, cut or moved from the place they were sealed for."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} failed its integrity check: altered, cut short, or moved from another record.")
