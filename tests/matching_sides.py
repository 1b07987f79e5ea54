"""Both sides of private matching on a small made-up register: a centre's keys, and a partner's key folder."""

import csv
import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from handrail.ledger.note import SigningKey
from handrail.matching.asking import Canaries, Centre, Mandate, Question, Register, begin, tokens_of
from handrail.matching.identity import Identity
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import trust
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.handing_out import hand_out
from handrail.matching.partner.publishing import publish
from handrail.matching.partner.register import CsvRegister
from handrail.matching.partner.serving import Server
from handrail.matching.table import build, secret_of

NOON = datetime(2027, 3, 10, 12, 20, tzinfo=UTC)
TODAY = NOON.date()
SERVICE = "council_services"
CENTRE = "centre.example"
DECISION, ABOUT = UUID(int=0xDEC), UUID(int=0xABB)
COMMITMENT = bytes(range(32))

#: Made up. The first and the last are one person, written down twice.
PEOPLE = (
    ("1001", "Samira", "Haidari", "1994-06-02", "SW9 8QT"),
    ("1002", "Callum", "Fletcher", "1971-12-30", "M14 5RB"),
    ("1003", "Adaeze", "Okonkwo", "2001-01-17", "B19 2XH"),
    ("1004", "Piotr", "Nowak", "1988-08-08", "E17 6LL"),
    ("1005", "Samirah", "Haidari", "1994-06-02", "SW9 8QT"),
)
KNOWN = Identity(given=("Samira",), family=("Haidari",), born="1994-06-02", postcodes=("SW9 8QT",))
UNKNOWN = Identity(given=("Tunde",), family=("Bellamy",), born="1966-03-21", postcodes=("N4 1ZZ",))


def write_register(path: Path) -> Path:
    """The register as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record_id", "given_names", "family_name", "date_of_birth", "postcode"))
        rows.writerows(PEOPLE)
    return path


def publish_register(folder: Path, register: Path) -> None:
    """Make the key folder and its table."""
    publish(
        KeyFolder.begin(folder),
        CsvRegister(register),
        service=SERVICE,
        organisation="A council that does not exist",
        at=NOON,
        processes=1,
    )


@dataclass(frozen=True)
class Sides:
    """A centre, and a partner that trusts it."""

    centre: Centre
    folder: KeyFolder

    @classmethod
    def of(cls, published: Path, folder: Path) -> "Sides":
        """With a copy of a published key folder, and a new centre."""
        shutil.copytree(published, folder)
        centre = Centre(SigningKey.generate(CENTRE), Canaries(bytes(32)))
        trust(folder, str(centre.key.verification_key))
        return cls(centre, KeyFolder.open(folder))

    def tokens(self, count: int = 1, *, size: int = 16, until: date = TODAY, benchmark: bool = False) -> list[str]:
        """Quota tokens for the centre."""
        return hand_out(
            self.folder.path, centre=CENTRE, size=size, count=count, until=until, at=NOON, benchmark=benchmark
        )

    def register(self) -> Register:
        """The register as the centre has it."""
        return Register.open(self.folder.table, self.folder.signing_key.verification_key)

    def mandate(self, token: str = "") -> Mandate:
        """What entitles to ask, with a new quota token unless one is given."""
        quota = token or self.tokens()[0]
        return Mandate(decision=DECISION, about=ABOUT, quota=quota, commitment=COMMITMENT)

    def question(
        self, register: Register, *people: Identity, token: str = "", centre: Centre | None = None, at: datetime = NOON
    ) -> Question:
        """A request about these people."""
        asks = centre or self.centre
        tokens = [tokens_of(each, register.schema) for each in people or (KNOWN,)]
        return begin(tokens, register, asks, self.mandate(token), at=at, randomness=_Counting())

    def stuffed(self, path: Path, people: Sequence[Identity], *, size: int = 5) -> Path:
        """A table that claims to know these people, as a partner can sign it that puts in whom it likes."""
        evaluator = self.folder.evaluator()
        with self.register() as register:
            header, schema = register.header, register.schema
        records = [
            (number.to_bytes(8), b"".join(secret_of(evaluator.output(token)) for token in tokens_of(each, schema)))
            for number, each in enumerate(people, start=1)
        ]
        key = self.folder.signing_key
        header = replace(header, size=size)
        build(records, header=header, key=key, to=path, scratch=path.with_suffix(".scratch"), tokens=10 * len(people))
        return path

    def log(self) -> list[dict[str, Any]]:
        """The entries of the partner's log about requests."""
        lines = (self.folder.path / "log").read_text(encoding="utf-8").splitlines()
        return [entry for entry in map(json.loads, lines) if entry["kind"] == "request"]

    def outcomes(self) -> list[str]:
        """What became of each request, by the partner's log."""
        return [entry["outcome"] for entry in self.log()]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key folder with the small register, published once."""
    folder = tmp_path_factory.mktemp("published")
    publish_register(folder / "keys", write_register(folder / "register.csv"))
    return folder / "keys"


@pytest.fixture
def sides(published: Path, tmp_path: Path) -> Sides:
    """Both sides on a copy of it."""
    return Sides.of(published, tmp_path / "keys")


class _Counting:
    """Bytes that look random enough and are the same in every run; no two draws are alike."""

    drawn = 0

    def __call__(self, count: int) -> bytes:
        type(self).drawn += 1
        return (type(self).drawn * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128)).to_bytes(16)[-count:]


def later(days: int = 0, hours: int = 0) -> datetime:
    """So long after noon of the first day."""
    return NOON + timedelta(days=days, hours=hours)


@contextmanager
def served(partner: Partner, *, now: Callable[[], datetime] = lambda: NOON, **limits: Any) -> Iterator[str]:
    """The partner's address, at which it answers inside the block."""
    with Server(partner, "127.0.0.1", 0, now=now, **limits) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
