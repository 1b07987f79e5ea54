"""Tables of records that share tokens as a test wants them to."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from hashlib import sha512
from pathlib import Path
from uuid import uuid4

import pytest

from handrail.ledger.note import SigningKey
from handrail.matching.table import Built, Header, build, secret_of

HOUR = datetime(2018, 6, 4, 12, tzinfo=UTC)
KEY = SigningKey.generate("camden-housing")

Publish = Callable[[Mapping[bytes, Sequence[str]]], Built]


def output(token: str) -> bytes:
    """Stands for what the oblivious function gives: here only its length and its evenness count."""
    return sha512(token.encode()).digest()


def header() -> Header:
    """A header as the partner fills it in before the table is made."""
    return Header(
        register=KEY.name,
        table=uuid4(),
        schema="uk-1",
        size=1000,
        service="council",
        organisation="Camden Housing",
        public_key=secrets.token_bytes(32),
        hour=HOUR,
        entries=0,
        digest=bytes(32),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.tags"


def write(
    folder: Path, records: Iterable[tuple[bytes, Sequence[str]]], tokens: int, executor: Executor | None = None
) -> Built:
    """Write the table of ``records``, each a pseudonym and tokens, to ``register.tags``."""
    return build(
        ((pseudonym, b"".join(secret_of(output(each)) for each in has)) for pseudonym, has in records),
        header=header(),
        key=KEY,
        to=folder / "register.tags",
        scratch=folder / "scratch",
        tokens=tokens,
        executor=executor,
    )


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Writes the table of records: pseudonym and tokens."""

    def written(records: Mapping[bytes, Sequence[str]]) -> Built:
        return write(tmp_path, records.items(), sum(map(len, records.values())))

    return written
