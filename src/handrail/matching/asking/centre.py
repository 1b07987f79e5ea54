"""What a centre asks with: the key that signs its requests, and the secret of its canaries."""

import base64
import binascii
import secrets
from dataclasses import dataclass
from pathlib import Path

from handrail.folders import ReadByOthers, put_whole, read_secret
from handrail.ledger.note import NoteError, SigningKey
from handrail.matching.asking.canaries import SEED_SIZE, Canaries
from handrail.matching.messages import NAME_FORM

SIGNING_KEY = "match-signing-key"
VERIFICATION_KEY = "match-verification-key"
CANARY_SECRET = "match-canary-secret"  # noqa: S105  # a file's name


class NotACentre(Exception):
    """The folder is not what a centre can ask with. The text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Centre:
    """A centre's keys. Its name, that of the signing key, is what partners know it by."""

    key: SigningKey
    canaries: Canaries

    @property
    def name(self) -> str:
        """What partners know the centre by."""
        return self.key.name

    @classmethod
    def create(cls, folder: Path, name: str) -> "Centre":
        """Make the keys in ``folder``. Raises :class:`NotACentre` where there are some, or for a name that no partner
        would take.
        """
        if not NAME_FORM.fullmatch(name):
            raise NotACentre("A centre’s name has letters, digits, full stops, hyphens and underscores, at most 64.")
        key = SigningKey.generate(name)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / SIGNING_KEY).exists():
            raise NotACentre(f"{folder} has the keys of a centre already.")
        seed = secrets.token_bytes(SEED_SIZE)
        put_whole(folder / CANARY_SECRET, base64.b64encode(seed).decode() + "\n")
        put_whole(folder / VERIFICATION_KEY, f"{key.verification_key}\n", mode=0o644)
        # Last: a folder with a signing key is a whole one.
        put_whole(folder / SIGNING_KEY, f"{key.secret_text()}\n")
        return cls(key, Canaries(seed))

    @classmethod
    def open(cls, folder: Path) -> "Centre":
        """The keys in ``folder``; raises :class:`NotACentre`, also when others can read them."""
        try:
            key = SigningKey.parse(read_secret(folder / SIGNING_KEY))
            return cls(key, Canaries(base64.b64decode(read_secret(folder / CANARY_SECRET), validate=True)))
        except ReadByOthers as error:
            raise NotACentre(str(error)) from None
        except (OSError, NoteError, binascii.Error, ValueError) as error:
            raise NotACentre(f"{folder} does not have the keys of a centre: {error}") from None
