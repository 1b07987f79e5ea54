"""Backup and restore: the database, the keys that open it, and the ledger's head that both must agree with.

A backup is a folder: `database.dump` (pg_dump's custom format), `keys/`, `secret-key`, `programmes/` where some were
installed, and `backup.json`, which names the checkpoint of that moment and the SHA-256 of every file. Whoever has the
folder can read everything: guard it as the installation itself, and keep the keys elsewhere (docs/how-to/back-up.md).
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from handrail import __version__, ledger, vault
from handrail.site import database, embedded, installation
from handrail.site.addresses import SUPERUSER, conninfo, is_external
from handrail.site.embedded.binaries import PROGRAMS, bundled_packages
from handrail.site.home import Home, write_private

FORMAT = "handrail-backup"
VERSION = 1
MANIFEST = "backup.json"
DUMP = "database.dump"
KEYS = "keys"

# Made anew by use; a backup has no need to keep who was signed in.
WITHOUT_DATA = ("django_session", "site_cache")


#: Where a restore stands, as its mark in the home says: what is in the database is not known to be its own, or is.
BEGUN, DATABASE_WAS_EMPTY = "begun", "database was empty"


class BackupFailed(Exception):
    """The backup could not be made or can't be restored here. The text says why; nothing half-made is left as whole."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    handrail: str
    made_at: str
    checkpoint: str | None
    files: Mapping[str, str]
    format: str = FORMAT
    version: int = VERSION

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of the backup in `folder`; raises BackupFailed when that isn't a whole backup of ours."""
        try:
            manifest = cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BackupFailed(f"{folder} is not a whole backup: it has no readable {MANIFEST}.") from error
        if (manifest.format, manifest.version) != (FORMAT, VERSION):
            raise BackupFailed(f"{folder} is not a backup that this version of Handrail can read.")
        return manifest

    def check_files(self, folder: Path) -> None:
        """Raises BackupFailed, naming the files that aren't what they were."""
        wrong = [name for name, digest in self.files.items() if _digest(folder / name) != digest]
        if wrong:
            raise BackupFailed(f"The backup is damaged: {', '.join(wrong)} is not what it was.")


@dataclass(frozen=True)
class Restored:
    """What stands after a restore: when the backup was made, the ledger verified anew, and what the keys lack."""

    made_at: datetime
    ledger: ledger.Verification
    key_faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether database, keys and ledger agree."""
        return self.ledger.ok and not self.key_faults


def back_up(home: Home, folder: Path, *, at: datetime, say: Callable[[str], None]) -> None:
    """Write a backup to `folder`, which must not exist. The site may go on working meanwhile.

    The head is taken before the dump and the keys are copied after it, so the dump contains the head, and the keys
    open whatever the dump contains: meanwhile keys may be rotated, but no old version is thrown away.
    """
    if folder.exists():
        raise BackupFailed(f"{folder} exists already. Each backup gets a folder of its own.")
    draft = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700, parents=True)
        _fill(home, draft, at=at, say=say)
        draft.rename(folder)
    except OSError as error:
        raise BackupFailed(
            f"The backup could not be written: {error.strerror or error}. Nothing of it was kept, and nothing else was "
            "touched. Make room, or choose another disk, and back up again."
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(home: Home, draft: Path, *, at: datetime, say: Callable[[str], None]) -> None:
    """Write everything that belongs to a backup into its folder, which nobody takes for one yet."""
    head = ledger.head()
    with vault.every_version_kept():
        say("Copying the database")
        _run(
            "pg_dump",
            ["--format=custom", *(f"--exclude-table-data={table}" for table in WITHOUT_DATA), f"--file={draft / DUMP}"],
            conninfo(SUPERUSER, home),
        )
        say("Copying the keys")
        shutil.copytree(settings.HANDRAIL_KEY_DIR, draft / KEYS)
    shutil.copy2(home.secret_key, draft / home.secret_key.name)
    if home.programmes.exists():
        say("Copying the programmes")
        shutil.copytree(home.programmes, draft / home.programmes.name, ignore=shutil.ignore_patterns(".*"))
    if home.registers.exists():
        say("Copying the tables of registers")
        shutil.copytree(home.registers, draft / home.registers.name, ignore=shutil.ignore_patterns(".*"))
    if home.demo_marker.exists():
        shutil.copy2(home.demo_marker, draft / home.demo_marker.name)
    files = {str(path.relative_to(draft)): _digest(path) for path in sorted(draft.rglob("*")) if path.is_file()}
    manifest = Manifest(__version__, at.isoformat(), head.note if head else None, files)
    write_private(draft / MANIFEST, json.dumps(asdict(manifest), indent=2))


def restore(home: Home, folder: Path, *, at: datetime, say: Callable[[str], None]) -> Restored:
    """Make `home` from the backup in `folder`. The home must hold nothing yet, and the database no tables.

    A restored database is another life of the ledger: a new epoch begins. What the worker had not yet placed in the
    tree is placed first; the tree must then contain the checkpoint that the backup was made at.

    Until all of it is done a mark stands in the home, and no other command works there. A restore that was killed, or
    ran out of disk, is done again with the same backup: the files are copied anew, and the database is all there or
    has no tables, because it is restored in one transaction.
    """
    manifest = Manifest.read(folder)
    _mark_of(home, folder)
    say("Checking the backup's files")
    manifest.check_files(folder)
    try:
        with _alone(home) as lock:
            mark = _mark_of(home, folder)
            _copy_files(home, folder, mark)
            _restore_database(home, folder, mark, say=say, lock=lock)
            installation.activate(home)
            say("Bringing the tables up to date")
            database.migrate()
            say("Verifying the ledger")
            ledger.new_epoch(at=at)
            ledger.sequence_all(at=at)
    except OSError as error:
        raise BackupFailed(
            f"The restore could not be finished: {error.strerror or error}. Make room, then run the same command again."
        ) from error
    restored = Restored(
        made_at=datetime.fromisoformat(manifest.made_at),
        ledger=ledger.verify(known=[manifest.checkpoint] if manifest.checkpoint else []),
        key_faults=_key_faults(),
    )
    home.unfinished_restore.unlink()
    return restored


@contextmanager
def _alone(home: Home) -> Iterator[int]:
    """Wait until no other restore works on the home, and give the lock that says so.

    It is handed on to pg_restore, which goes on by itself when this process is killed: the next restore waits for it.
    """
    home.create_folder()
    lock = os.open(home.path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


@dataclass
class _Mark:
    """The mark of a restore that isn't finished: of which backup, and how far it has come."""

    path: Path
    backup: str
    stands: str = BEGUN

    def write(self, stands: str) -> None:
        """Say how far the restore has come."""
        self.stands = stands
        write_private(self.path, json.dumps({"backup": self.backup, "stands": stands}))


def _mark_of(home: Home, folder: Path) -> _Mark:
    """The mark under which `folder` is restored into `home`; raises BackupFailed where something else is there."""
    backup = _digest(folder / MANIFEST)
    if not home.unfinished_restore.exists():
        if home.in_use:
            raise BackupFailed(f"{home.path} holds an installation already. Restore into an empty folder.")
        return _Mark(home.unfinished_restore, backup)
    mark = _Mark(home.unfinished_restore, **json.loads(home.unfinished_restore.read_text(encoding="utf-8")))
    if mark.backup != backup:
        raise BackupFailed(
            f"In {home.path} the restore of another backup was begun and not finished. Go on with that one, or restore "
            "into an empty folder."
        )
    return mark


def _copy_files(home: Home, folder: Path, mark: _Mark) -> None:
    mark.write(mark.stands)
    home.create()
    shutil.copytree(folder / KEYS, home.keys, dirs_exist_ok=True)
    if (folder / home.programmes.name).exists():
        shutil.copytree(folder / home.programmes.name, home.programmes, dirs_exist_ok=True)
    if (folder / home.registers.name).exists():
        shutil.copytree(folder / home.registers.name, home.registers, dirs_exist_ok=True)
    for name in (home.secret_key.name, home.demo_marker.name):
        if (folder / name).exists():
            shutil.copy2(folder / name, home.path / name)


def _restore_database(home: Home, folder: Path, mark: _Mark, *, say: Callable[[str], None], lock: int) -> None:
    if not is_external():
        say("Making the database")
        embedded.start(home)
        installation.provision_embedded(home)
    address = conninfo(SUPERUSER, home)
    if mark.stands == BEGUN:
        if _has_tables(address):
            raise BackupFailed("The database has tables already. Restore into an empty database.")
        mark.write(DATABASE_WAS_EMPTY)
    if not _has_tables(address):
        say("Restoring the database")
        database_name = conninfo_to_dict(address)["dbname"]
        _run("pg_restore", ["--single-transaction", f"--dbname={database_name}", str(folder / DUMP)], address, lock)


def _key_faults() -> tuple[str, ...]:
    from handrail.directory.models import Organisation

    organisations = tuple(Organisation.objects.values_list("id", flat=True))
    return tuple(f"{fault.what} {fault.do}" for fault in vault.report(organisations))


def _has_tables(address: str) -> bool:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return row != (0,)


def _run(program: str, arguments: list[str], address: str, *handed_on: int) -> None:
    """Run one of PostgreSQL's client programs, with these open files handed on to it.

    The address goes through the environment, where `ps` can't see it.
    """
    variables = {option.keyword.decode(): (option.envvar or b"").decode() for option in pq.Conninfo.get_defaults()}
    given = {variables[keyword]: str(value) for keyword, value in conninfo_to_dict(address).items()}
    finished = subprocess.run(
        [str(bundled_packages() / PROGRAMS / program), "--no-password", *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        umask=0o077,
        pass_fds=handed_on,
        check=False,
    )
    if finished.returncode != 0:
        raise BackupFailed(f"{program} said: {finished.stderr.strip()}")


def _digest(path: Path) -> str:
    if not path.is_file():
        return "missing"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
