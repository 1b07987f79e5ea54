"""Quota tokens: what a partner hands out so that it can be asked. Each is good for one request of one size.

The partner keeps a hash of each; the centre keeps the tokens. Whoever finds one can do nothing with it: the request
must be signed by the centre that it was made for.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from handrail.matching.messages import SIZES
from handrail.matching.partner.lines import Lines

TOKENS = "quota-tokens"


@dataclass(frozen=True, slots=True)
class QuotaToken:
    """What the partner keeps of a token."""

    hash: str  # SHA-256 of the token, in hexadecimal
    centre: str
    size: int  # of the request that it is good for
    until: date  # the last day, UTC
    benchmark: bool  # for measurements: counts towards no quota, and the log says so


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


class QuotaTokens:
    """The tokens of one key folder. Those made by another process are found without a restart."""

    def __init__(self, folder: Path) -> None:
        """Read the list; raises :class:`handrail.matching.partner.lines.LinesDamaged`."""
        self._found: dict[str, QuotaToken] = {}
        self._lines = Lines(folder / TOKENS, self._take)

    def make(self, *, centre: str, size: int, count: int, until: date, benchmark: bool = False) -> list[str]:
        """Make so many tokens for a centre. They are on disk, as hashes, when this returns; only the caller has them.

        Each begins with the size of request that it is for.
        """
        if size not in SIZES:
            raise ValueError(f"A request has {', '.join(map(str, SIZES))} elements.")
        mark = ".benchmark" if benchmark else ""
        made = [f"{size}{mark}.{secrets.token_urlsafe(16)}" for _ in range(count)]
        with self._lines.alone():
            self._lines.append(
                [
                    {
                        "benchmark": benchmark,
                        "centre": centre,
                        "hash": hash_of(token),
                        "size": size,
                        "until": until.isoformat(),
                    }
                    for token in made
                ]
            )
        return made

    def find(self, token: str) -> QuotaToken | None:
        """What is kept of this token; None where the partner did not make it."""
        wanted = hash_of(token)
        if wanted not in self._found:
            with self._lines.alone():
                pass
        return self._found.get(wanted)

    def close(self) -> None:
        """Let go of the file."""
        self._lines.close()

    def _take(self, entry: Mapping[str, Any], _: bytes) -> None:
        token = QuotaToken(
            hash=str(entry["hash"]),
            centre=str(entry["centre"]),
            size=int(entry["size"]),
            until=date.fromisoformat(entry["until"]),
            benchmark=entry["benchmark"] is True,
        )
        self._found[token.hash] = token
