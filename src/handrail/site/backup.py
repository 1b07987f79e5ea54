"""Backup and restore: the database, the keys that open it, and the ledger's head that both must agree with.

A backup is a folder: `database.dump` (pg_dump's custom format), `keys/`, `secret-key` and `backup.json`, which names
the checkpoint of that moment and the SHA-256 of every file. Whoever has the folder can read everything: guard it as
the installation itself, and keep the keys elsewhere (docs/how-to/back-up.md).
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
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
    draft.mkdir(mode=0o700, parents=True)
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
    if home.demo_marker.exists():
        shutil.copy2(home.demo_marker, draft / home.demo_marker.name)
    files = {str(path.relative_to(draft)): _digest(path) for path in sorted(draft.rglob("*")) if path.is_file()}
    manifest = Manifest(__version__, at.isoformat(), head.note if head else None, files)
    write_private(draft / MANIFEST, json.dumps(asdict(manifest), indent=2))
    draft.rename(folder)


def restore(home: Home, folder: Path, *, at: datetime, say: Callable[[str], None]) -> Restored:
    """Make `home` from the backup in `folder`. The home must hold nothing yet, and the database no tables.

    A restored database is another life of the ledger: a new epoch begins. What the worker had not yet placed in the
    tree is placed first; the tree must then contain the checkpoint that the backup was made at.
    """
    manifest = Manifest.read(folder)
    if home.in_use:
        raise BackupFailed(f"{home.path} holds an installation already. Restore into an empty folder.")
    say("Checking the backup's files")
    manifest.check_files(folder)
    home.create()
    shutil.copytree(folder / KEYS, home.keys, dirs_exist_ok=True)
    for name in (home.secret_key.name, home.demo_marker.name):
        if (folder / name).exists():
            shutil.copy2(folder / name, home.path / name)
    if not is_external():
        say("Making the database")
        embedded.start(home)
        installation.provision_embedded(home)
    address = conninfo(SUPERUSER, home)
    _check_empty(address)
    say("Restoring the database")
    database_name = conninfo_to_dict(address)["dbname"]
    _run("pg_restore", ["--exit-on-error", f"--dbname={database_name}", str(folder / DUMP)], address)
    installation.activate(home)
    say("Bringing the tables up to date")
    database.migrate()
    say("Verifying the ledger")
    ledger.new_epoch(at=at)
    ledger.sequence_all(at=at)
    return Restored(
        made_at=datetime.fromisoformat(manifest.made_at),
        ledger=ledger.verify(known=[manifest.checkpoint] if manifest.checkpoint else []),
        key_faults=_key_faults(),
    )


def _key_faults() -> tuple[str, ...]:
    from handrail.directory.models import Organisation

    organisations = tuple(Organisation.objects.values_list("id", flat=True))
    return tuple(f"{fault.what} {fault.do}" for fault in vault.report(organisations))


def _check_empty(address: str) -> None:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row != (0,):
        raise BackupFailed("The database has tables already. Restore into an empty database.")


def _run(program: str, arguments: list[str], address: str) -> None:
    """Run one of PostgreSQL's client programs; the address goes through the environment, where `ps` can't see it."""
    variables = {option.keyword.decode(): (option.envvar or b"").decode() for option in pq.Conninfo.get_defaults()}
    given = {variables[keyword]: str(value) for keyword, value in conninfo_to_dict(address).items()}
    finished = subprocess.run(
        [str(bundled_packages() / PROGRAMS / program), "--no-password", *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        umask=0o077,
        check=False,
    )
    if finished.returncode != 0:
        raise BackupFailed(f"{program} said: {finished.stderr.strip()}")


def _digest(path: Path) -> str:
    if not path.is_file():
        return "missing"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
