"""The embedded database: made once, found again, and never careless with what lies around it."""

import json
import os
import signal
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import psycopg
import pytest

from handrail.site import embedded
from handrail.site.addresses import APP_ROLE, SUPERUSER, conninfo
from handrail.site.embedded import CommandFailed
from handrail.site.embedded.account import database_account
from handrail.site.embedded.binaries import bundled_packages, programs_for
from handrail.site.home import Home
from tests.unit.site.conftest import needs_root

CANARY = "Zebedee Quillfeather"


def _connect(home: Home) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(conninfo(SUPERUSER, home), dbname="postgres", autocommit=True)


def _remember(home: Home, word: str) -> None:
    with _connect(home) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def _remembered(home: Home) -> object:
    with _connect(home) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    assert row is not None
    return row[0]


def _server_process(home: Home) -> int:
    return int((embedded.location(home) / "data" / "postmaster.pid").read_text().split()[0])


def _modes(*paths: Path) -> dict[Path, str]:
    return {path: stat.filemode(path.stat().st_mode) for path in paths}


def test_it_works(running_home: Home) -> None:
    with _connect(running_home) as connection:
        assert connection.execute("SELECT 1 + 1").fetchone() == (2,)


def test_web_server_and_worker_may_start_it_at_the_same_time(running_home: Home) -> None:
    embedded.stop(running_home)
    at_once = Barrier(4)

    def start() -> None:
        at_once.wait()
        embedded.start(running_home)

    with ThreadPoolExecutor(4) as threads:
        for started in [threads.submit(start) for _ in range(4)]:
            started.result()
    assert embedded.is_running(running_home)


def test_second_start_keeps_the_data_and_takes_seconds(running_home: Home) -> None:
    _remember(running_home, "kept")
    socket = Path(json.loads(running_home.database_access.read_text())["socket"])
    embedded.stop(running_home)
    assert not embedded.is_running(running_home)
    assert not socket.exists()
    began = time.monotonic()
    embedded.start(running_home)
    assert time.monotonic() - began < 5
    assert _remembered(running_home) == "kept"


def test_starting_what_runs_already_changes_nothing(running_home: Home) -> None:
    process = _server_process(running_home)
    embedded.start(running_home)
    assert _server_process(running_home) == process


def test_what_was_committed_survives_kill_9(running_home: Home) -> None:
    _remember(running_home, "committed")
    os.kill(_server_process(running_home), signal.SIGKILL)
    embedded.start(running_home)
    assert _remembered(running_home) == "committed"


def test_process_number_taken_by_another_program_meanwhile_does_not_stop_the_start(running_home: Home) -> None:
    _remember(running_home, "committed")
    lock = embedded.location(running_home) / "data" / "postmaster.pid"
    as_it_was = lock.read_text().splitlines()
    embedded.stop(running_home)
    lock.write_text("\n".join([str(os.getppid()), *as_it_was[1:]]))
    os.chown(lock, database_account().uid, -1)
    embedded.start(running_home)
    assert _remembered(running_home) == "committed"


def test_no_mode_outside_the_data_folder_changes(closed_home: Home, open_home: Home) -> None:
    for home in (closed_home, open_home):
        around = [home.path, *home.path.parents, *bundled_packages().parents, bundled_packages(), home.keys]
        before = _modes(*around)
        embedded.start(home)
        embedded.stop(home)
        assert _modes(*around) == before


def test_data_lies_below_a_home_that_can_be_entered(running_home: Home) -> None:
    assert embedded.location(running_home) == running_home.database
    assert _modes(running_home.database)[running_home.database] == "drwx------"


@needs_root
def test_data_lies_elsewhere_when_the_home_is_below_a_closed_folder(closed_home: Home, system_folder: Path) -> None:
    embedded.start(closed_home)
    assert embedded.location(closed_home).parent == system_folder
    assert embedded.is_running(closed_home)


@needs_root
def test_it_starts_under_a_umask_that_closes_everything(closed_home: Home) -> None:
    before = os.umask(0o077)
    try:
        embedded.start(closed_home)
    finally:
        os.umask(before)
    assert embedded.is_running(closed_home)


@needs_root
def test_data_stays_where_it_is_when_the_closed_folder_is_opened_later(closed_home: Home) -> None:
    embedded.start(closed_home)
    _remember(closed_home, "kept")
    embedded.stop(closed_home)
    folders = [part for part in (closed_home.path, *closed_home.path.parents) if part.stat().st_mode & 0o777 == 0o700]
    for folder in folders:
        folder.chmod(0o711)
    embedded.start(closed_home)
    assert _remembered(closed_home) == "kept"


@needs_root
def test_programs_are_copied_when_the_environment_is_below_a_closed_folder(
    tmp_path: Path, system_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "site-packages").symlink_to(bundled_packages())
    monkeypatch.setattr("handrail.site.embedded.binaries.bundled_packages", lambda: closed / "site-packages")
    account = database_account()
    programs = programs_for(account, system_folder)
    assert programs.is_relative_to(system_folder)
    assert "PostgreSQL" in account.run([programs / "pg_dump", "--version"]).stdout
    assert all(path.owner() == "root" for path in programs.iterdir())
    assert programs_for(account, system_folder) == programs


def test_data_that_has_gone_is_not_replaced_by_an_empty_database(running_home: Home) -> None:
    embedded.stop(running_home)
    folder = embedded.location(running_home)
    folder.rename(folder.with_name("unmounted"))
    with pytest.raises(CommandFailed, match="Is its disk mounted"):
        embedded.start(running_home)


def test_interrupted_making_is_begun_again(open_home: Home) -> None:
    embedded.start(open_home)
    embedded.stop(open_home)
    access = json.loads(open_home.database_access.read_text())
    open_home.database_access.write_text(json.dumps(access | {"made": False}))
    (embedded.location(open_home) / "data" / "handrail.conf").unlink()
    embedded.start(open_home)
    assert embedded.is_running(open_home)


def test_nobody_connects_without_the_password(running_home: Home) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(conninfo(SUPERUSER, running_home), dbname="postgres", password="guess")


def test_passwords_are_closed_to_others(running_home: Home) -> None:
    assert stat.S_IMODE(running_home.database_access.stat().st_mode) == 0o600


def test_app_role_has_a_password_of_its_own(running_home: Home) -> None:
    passwords = json.loads(running_home.database_access.read_text())["passwords"]
    assert len(set(passwords.values())) == 3
    assert all(len(password) >= 40 for password in passwords.values())
    assert conninfo(APP_ROLE, running_home) != conninfo(SUPERUSER, running_home)


def test_it_listens_on_no_network_address(running_home: Home) -> None:
    with _connect(running_home) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_log_quotes_no_statement_and_no_row(running_home: Home) -> None:
    with _connect(running_home) as connection:
        connection.execute("CREATE TABLE person (name text UNIQUE)")
        connection.execute("INSERT INTO person VALUES (%s)", [CANARY])
        for statement, values in (
            ("INSERT INTO person VALUES (%s)", [CANARY]),
            (f"SELECT '{CANARY}'::int", None),
            (f"SELEKT '{CANARY}'", None),
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, values)
    embedded.stop(running_home)
    logs = [path for path in embedded.location(running_home).rglob("*.log") if path.is_file()]
    assert logs
    assert not [path for path in logs if CANARY in path.read_text()]


def test_socket_folder_of_somebody_else_is_refused(open_home: Home, open_folder: Path) -> None:
    account = database_account()
    squatted = open_folder / "squatted"
    squatted.mkdir(mode=0o777)
    squatted.chmod(0o777)
    os.chown(squatted, account.uid, account.gid)
    with pytest.raises(PermissionError, match="only"):
        account.own_folder(squatted)
