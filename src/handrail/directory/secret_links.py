"""The secret in a link that stands for somebody: shown once, to one person, and kept here as a digest only."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from secrets import token_bytes
from uuid import UUID

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SecretLink:
    """What a link leads to (an invitation, or a member’s calendar) and proves. Its text form shows no secret;
    :attr:`token` does.
    """

    organisation: UUID
    leads_to: UUID
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, organisation: UUID, leads_to: UUID) -> "SecretLink":
        """A link with a fresh secret of 256 bits."""
        return cls(organisation, leads_to, token_bytes(_SECRET_BYTES))

    @classmethod
    def read(cls, token: str) -> "SecretLink | None":
        """The link that ``token`` stands for, or None for anything that isn't one."""
        try:
            content = urlsafe_b64decode(f"{token}{'=' * (-len(token) % 4)}".encode("ascii"))
        except (NotBase64, UnicodeEncodeError):
            return None
        if len(content) != 32 + _SECRET_BYTES:
            return None
        return cls(UUID(bytes=content[:16]), UUID(bytes=content[16:32]), content[32:])

    @property
    def token(self) -> str:
        """What stands in the link."""
        content = self.organisation.bytes + self.leads_to.bytes + self.secret
        return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")

    @property
    def digest(self) -> bytes:
        """What is kept of the secret. It is random and long, so a plain digest cannot be guessed back."""
        return sha256(self.secret).digest()

    def opens(self, digest: bytes) -> bool:
        """Whether this is the link that ``digest`` was kept of."""
        return compare_digest(self.digest, digest)
