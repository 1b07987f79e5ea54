"""No word about a person has a home outside its sealed field: unique canaries in every field, then everything searched.

The journey is worked on pages that gunicorn serves, with a worker and a mail server beside it. Afterwards whatever a
running installation leaves on disk or sends is searched: what an operator, a thief of a backup or a reader of logs
would find.
"""

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models
from procrastinate.exceptions import AlreadyEnqueued

from handrail import vault
from handrail.gate import clock
from handrail.site.addresses import SUPERUSER
from handrail.upkeep.sweep import sweep
from handrail.upkeep.tasks import digest
from handrail.vault import VaultError
from tests.fault.conftest import Site
from tests.harness.databases import Databases
from tests.harness.processes import Surroundings, sending_to, surroundings, web, worker
from tests.mailing import Mailbox, mail_server
from tests.nominating import acting_for
from tests.plaintext.canaries import BORN_IN_WORDS, INITIALS, STEM, Canaries
from tests.plaintext.journey import travel
from tests.recorded import recorded
from tests.waiting import until
from tests.worlds import NOW, build_small_pilot

pytestmark = pytest.mark.slow

SEALED = "_sealed"

#: Sealed for what they tell, though no words are in them: numbers and keys of private matching. No canary fits there.
NOT_WORDS = {
    "QuotaToken.token", "Search.identity", "Result.request", "Result.kept", "Candidate.pseudonym", "Candidate.keys",
    "Check.pseudonym",
}  # fmt: skip


@dataclass(frozen=True)
class LeftBehind:
    """A site after the journey, with everything that it has written or sent."""

    site: Site
    around: Surroundings
    said: Canaries
    mails: tuple[bytes, ...]


@pytest.fixture(scope="module")
def left(durable: tuple[Databases, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[LeftBehind]:
    """Work the journey once, with web server, worker and mail server beside each other."""
    databases, cluster = durable
    said, box = Canaries(), Mailbox()
    with databases.fresh("pilot", build_small_pilot) as (database, pilot), clock.at(NOW):
        site = Site(pilot, database, cluster)
        around = surroundings(tmp_path_factory.mktemp("plaintext"), database)
        with mail_server(box) as port, web(around) as server, worker(around, **sending_to(port)):
            travel(site, server.port, said)
            with suppress(AlreadyEnqueued):  # at eight in the morning it is there already
                digest.configure().defer(timestamp=0)
            sweep()  # as the worker does every ten minutes: what is not over stays readable
            until(lambda: len(box.received) > 1 and site.read(MAIL_JOBS) == [(0,)], "the worker sending its mail")
            yield LeftBehind(site, around, said, tuple(message.encode() for _, message in box.messages()))


MAIL_JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'mail' AND status IN ('todo', 'doing')"


# --- that everything was said ---------------------------------------------------------------------------------------


def sealed_fields() -> list[tuple[type[models.Model], str]]:
    """Every field of every model that holds sealed words."""
    return [
        (model, field.name.removesuffix(SEALED))
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name.endswith(SEALED) and f"{model.__name__}.{field.name.removesuffix(SEALED)}" not in NOT_WORDS
    ]


@pytest.mark.parametrize(
    ("model", "field"), sealed_fields(), ids=[f"{model.__name__}.{field}" for model, field in sealed_fields()]
)
def test_every_sealed_field_held_a_canary(left: LeftBehind, model: type[models.Model], field: str) -> None:
    """A new sealed field has to be exercised by the journey."""
    texts = list(unsealed(left, model, field))
    assert [text for text in texts if STEM in text or STEM.upper() in text], texts


def unsealed(left: LeftBehind, model: type[models.Model], field: str) -> Iterator[str]:
    """The words in this field of every row, unsealed under whichever organisation's and person's key fits."""
    people = {person for (person,) in left.site.read("SELECT person_id FROM vault_datakey")}
    rows = left.site.read(f"SELECT id, {field}{SEALED} FROM {model._meta.db_table}")
    for organisation in left.site.pilot.organisations.values():
        with acting_for(organisation):
            for (row, data), person in product(rows, people):
                place = vault.Place(person, organisation, model._meta.db_table, row, field)
                with suppress(VaultError):
                    if data:
                        yield vault.unseal_many([(place, bytes(data))])[0]


# --- that none of it is left anywhere -------------------------------------------------------------------------------


def dump(left: LeftBehind) -> Iterator[bytes]:
    """The whole database, as pg_dump gives it to a superuser."""
    programs, address = left.site.cluster.programs, left.site.database.conninfo(SUPERUSER)
    yield subprocess.run([programs / "pg_dump", "--dbname", address], capture_output=True, check=True).stdout


def database_files(left: LeftBehind) -> Iterator[bytes]:
    """Everything in the server's folder: tables, the write-ahead log, its own log."""
    yield from files(left.site.cluster.folder)


def database_log(left: LeftBehind) -> Iterator[bytes]:
    yield from files(left.site.cluster.data / "log")


def sessions(left: LeftBehind) -> Iterator[bytes]:
    """What the members' sittings hold, unpacked."""
    for session in Session.objects.all():
        yield json.dumps(SessionStore().decode(session.session_data)).encode()


def cache(left: LeftBehind) -> Iterator[bytes]:
    """What is cached: keys, and values unpacked."""
    for key, value in left.site.read("SELECT cache_key, value FROM site_cache"):
        yield key.encode() + base64.b64decode(value)


def jobs(left: LeftBehind) -> Iterator[bytes]:
    """The worker's queue: jobs, their arguments, what became of them."""
    for table in ("jobs", "events", "periodic_defers"):
        yield from (repr(row).encode() for row in left.site.read(f"SELECT * FROM procrastinate_{table}"))


def ledger_documents(left: LeftBehind) -> Iterator[bytes]:
    """What the ledger says, entry by entry."""
    yield from (repr(entry).encode() for entry in recorded())


def home(left: LeftBehind) -> Iterator[bytes]:
    """The home folder: its secrets, and the logs of web server and worker."""
    yield from files(left.around.home.path)


def logs(left: LeftBehind) -> Iterator[bytes]:
    yield from files(left.around.home.log)


def keys(left: LeftBehind) -> Iterator[bytes]:
    yield from files(left.site.database.keys)


def temporary(left: LeftBehind) -> Iterator[bytes]:
    """The folder for temporary files: names of files count as well."""
    yield from files(left.around.temporary)
    yield "\n".join(str(path) for path in left.around.temporary.rglob("*")).encode()


def mail(left: LeftBehind) -> Iterator[bytes]:
    """Every message, headers included."""
    yield from left.mails


def files(folder: Path) -> Iterator[bytes]:
    """What is in every file of ``folder``; one that goes while we look is passed over."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield path.read_bytes()


Place = Callable[[LeftBehind], Iterator[bytes]]
PLACES: tuple[Place, ...] = (
    dump, database_files, database_log, sessions, cache, jobs, ledger_documents, home, logs, keys, temporary, mail,
)  # fmt: skip

#: Places that may be empty, so that finding nothing in them shows nothing.
MAY_BE_EMPTY = {cache, temporary}


@pytest.mark.parametrize("place", PLACES, ids=[place.__name__ for place in PLACES])
def test_nothing_that_was_said_is_left_there(left: LeftBehind, place: Place) -> None:
    searched = 0
    for data in place(left):
        assert left.said.found_in(data, hashed=place is not database_files) == []
        searched += len(data)
    assert searched or place in MAY_BE_EMPTY


def test_initials_are_in_no_log_and_no_row(left: LeftBehind) -> None:
    for data in (*dump(left), *logs(left), *mail(left), *sessions(left)):
        assert INITIALS.encode() not in data


def test_the_logs_say_that_something_happened_at_all(left: LeftBehind) -> None:
    """Logging was on: pages that were asked for, one that failed, and no id of anything among it."""
    (said,) = (log.decode() for log in files(left.around.home.log) if b"gunicorn" in log)
    assert "POST /nominations/*/items/new 303" in said
    assert "POST /nominations/*/items/new 500" in said
    assert [line for line in said.splitlines() if re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", line)] == []


# --- that the search finds what there is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text,
        lambda text: b"{'name': '" + text.upper() + b"'}",
        lambda text: b"\\x00ff" + text.hex().encode(),
        lambda text: base64.b64encode(b"a" + text + b"b"),
        lambda text: base64.b64encode(b"ab" + text),
        lambda text: hashlib.sha256(text).hexdigest().encode(),
        lambda text: hashlib.md5(text.lower(), usedforsecurity=False).digest(),
        lambda text: b"born " + BORN_IN_WORDS.encode() + text[:0],
    ],
)  # fmt: skip
def test_the_search_finds_it_in_every_form(form: Callable[[bytes], bytes]) -> None:
    said = Canaries()
    word = said.word("a name").encode()
    assert said.found_in(b"something else " + form(word) + b" and more")
    assert not said.found_in(b"something else and more")
