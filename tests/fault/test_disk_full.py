"""A full disk: whoever is at work is told so in plain words, nothing of what they did is half there, and it can be done
again once there is room.

The test's database is moved to a small disk (in memory), and a file fills what is left of it.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from handrail.gate import StorageFull
from handrail.sharing.queries.nominations import nominations
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, SUPERUSER
from handrail.site.home import Home
from tests.fault.books import assert_books_agree, assert_sound, disclosures_of
from tests.fault.conftest import Site
from tests.filing import OFFICER, PURPOSE, bring, nomination_file
from tests.harness.databases import close_connections
from tests.nominating import put_forward, release
from tests.unit.cli.conftest import Ran, run_handrail

PEOPLE = 300
RECIPIENTS = ("council", "nhs")


class SmallDisk:
    """A disk of a few megabytes, with a file on it that takes what room is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, *, but: int = 0) -> None:
        """Leave no room, or hardly more than so many bytes."""
        with self._filler.open("ab", buffering=0) as file:
            size = 1 << 20
            while size >= 4096:
                try:
                    file.write(b"\0" * size)
                except OSError:
                    size //= 2
            file.truncate(max(0, file.tell() - but))

    def make_room(self) -> None:
        self._filler.unlink()


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[SmallDisk]:
    """Needs leave to mount one: root has it, as in CI. Not below pytest's folder, which nobody else passes through."""
    size = getattr(request, "param", "96m")
    with tempfile.TemporaryDirectory(prefix="handrail-small-disk-") as folder:
        Path(folder).chmod(0o711)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            pytest.skip("Only root can mount a small disk.")
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small(site: Site, disk: SmallDisk) -> Iterator[Site]:
    """The pilot, its database on the small disk."""
    place = disk.folder / "tablespace"
    place.mkdir(mode=0o700)
    shutil.chown(place, site.cluster.account.uid, site.cluster.account.gid)
    _move(site, "small", before=f"CREATE TABLESPACE small LOCATION '{place}'")
    yield site
    _move(site, "pg_default", after="DROP TABLESPACE small")


def _move(site: Site, tablespace: str, *, before: str = "", after: str = "") -> None:
    close_connections()
    with psycopg.connect(site.database.conninfo(SUPERUSER), dbname="postgres", autocommit=True) as connection:
        if before:
            connection.execute(before)
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [site.database.name]
        )
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET TABLESPACE {}").format(
                sql.Identifier(site.database.name), sql.Identifier(tablespace)
            )
        )
        if after:
            connection.execute(after)


def drafts(site: Site) -> int:
    return nominations(by=site.pilot.actor(OFFICER), purpose=PURPOSE).total


@pytest.mark.slow
def test_an_import_onto_a_full_disk_brings_nothing_in_and_can_be_sent_again(small: Site, disk: SmallDisk) -> None:
    document = nomination_file(PEOPLE)
    # Somebody was there before: PostgreSQL lets nobody into a moved database while it lacks room for its first file.
    psycopg.connect(small.database.conninfo(SUPERUSER)).close()
    disk.fill()
    with pytest.raises(StorageFull, match="disk that the database is on is full"):
        bring(small.pilot, document)
    with pytest.raises(StorageFull):
        drafts(small)  # what can't be recorded can't be read either
    disk.make_room()
    assert drafts(small) == 0
    assert bring(small.pilot, document).drafts == PEOPLE
    assert drafts(small) == PEOPLE
    assert_sound(small)


@pytest.mark.slow
def test_a_release_onto_a_full_disk_is_as_if_it_had_not_been_tried(small: Site, disk: SmallDisk) -> None:
    waiting = [put_forward(small.pilot, recipients=RECIPIENTS) for _ in range(12)]
    disk.fill()
    done, refused = [], waiting[-1]
    for written in waiting:
        try:
            release(small.pilot, written)
        except StorageFull:
            refused = written
            break
        done.append(written)  # there was room left inside its tables
    assert len(done) < len(waiting)
    assert_books_agree(small)
    assert disclosures_of(small, refused.id) == 0
    disk.make_room()
    release(small.pilot, refused)
    assert disclosures_of(small, refused.id) == len(RECIPIENTS)
    assert_books_agree(small)
    assert_sound(small)


def back_up(site: Site, home: Path, folder: Path) -> Ran:
    Home(home).create()
    return run_handrail(
        "backup",
        str(folder),
        HANDRAIL_HOME=str(home),
        DATABASE_URL=site.database.conninfo(APP_ROLE),
        HANDRAIL_OWNER_DATABASE_URL=site.database.conninfo(OWNER_ROLE),
        HANDRAIL_BACKUP_DATABASE_URL=site.database.conninfo(SUPERUSER),
        HANDRAIL_KEY_DIR=str(site.database.keys),
    )


@pytest.mark.parametrize("disk", ["128k"], indirect=True)
def test_a_backup_onto_a_full_disk_leaves_nothing_that_could_be_taken_for_one(
    site: Site, disk: SmallDisk, home: Path, tmp_path: Path
) -> None:
    ran = back_up(site, home, disk.folder / "backup")
    assert ran.code == 3
    assert "No space left on device" in ran.err
    assert "Traceback" not in ran.err
    assert list(disk.folder.iterdir()) == []
    assert back_up(site, home, tmp_path / "backup").code == 0


@pytest.mark.parametrize("disk", ["8m"], indirect=True)
def test_a_disk_that_fills_up_between_the_dump_and_the_keys_is_said_too(
    site: Site, disk: SmallDisk, home: Path, tmp_path: Path
) -> None:
    whole = back_up(site, home, tmp_path / "backup")
    assert whole.code == 0
    dump = (tmp_path / "backup" / "database.dump").stat().st_size
    disk.fill(but=dump + 24_576)  # room for the dump, and for hardly a key
    ran = back_up(site, home, disk.folder / "backup")
    assert ran.code == 3
    assert "The backup could not be written" in ran.err
    assert "Make room" in ran.err
    assert [each.name for each in disk.folder.iterdir()] == ["filler"]
