"""What every other test stands on: databases of their own, with real commits."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from django.db.models import Model

from handrail.gate import clock
from tests.harness.databases import Database, Databases, remembered, world
from tests.harness.server import SERVER_VARIABLE
from tests.waiting import until
from tests.worlds import NOW


def _people() -> "list[str]":
    return list(ContentType.objects.filter(app_label="test").values_list("model", flat=True))


def _add(name: str) -> Model:
    return ContentType.objects.create(app_label="test", model=name)


@pytest.mark.parametrize("name", ["first", "second"])
def test_nothing_of_another_test_is_left(database: Database, name: str) -> None:
    assert _people() == []
    _add(name)


def test_commits_are_real(database: Database) -> None:
    _add("committed")
    seen: list[str] = []

    def look() -> None:
        seen.extend(_people())
        connection.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen == ["committed"]


def test_database_cannot_be_reached_without_asking_for_it() -> None:
    with pytest.raises(OperationalError):
        _people()


built: list[str] = []


def _build() -> str:
    built.append("once")
    (settings.HANDRAIL_KEY_DIR / "made-for-the-world").write_text("key")
    _add("from the world")
    return "value"


small_world = world("small_world", _build)


@pytest.mark.parametrize("time_used", [1, 2])
def test_world_is_built_once_and_cloned_with_its_keys(small_world: str, time_used: int) -> None:
    assert small_world == "value"
    assert _people() == ["from the world"]
    key = settings.HANDRAIL_KEY_DIR / "made-for-the-world"
    assert key.exists()
    key.unlink()
    _add("gone with the test")
    assert built == ["once"]


taken: list[str] = []


@remembered
def _step(name: str) -> list[str]:
    taken.append(name)
    (settings.HANDRAIL_KEY_DIR / name).write_text("key")
    _add(name)
    return [name]


def test_step_is_taken_twice_and_then_cloned_with_what_it_gave(databases: Databases) -> None:
    for _ in range(4):
        with databases.fresh(), clock.at(NOW):
            given = _step("begins")
            assert (given, _people()) == (["begins"], ["begins"])
            assert (settings.HANDRAIL_KEY_DIR / "begins").exists()
            given.append("of this test only")
            _add("of this test only")
    assert taken.count("begins") == 2


def test_step_after_a_step_is_cloned_too(databases: Databases) -> None:
    for _ in range(4):
        with databases.fresh(), clock.at(NOW):
            _step("one")
            _step("two")
            assert set(_people()) == {"one", "two"}
    assert taken.count("two") < 4


def test_step_is_taken_where_something_happened_before(databases: Databases) -> None:
    for _ in range(3):
        with databases.fresh(), clock.at(NOW):
            _add("before")
            _step("after")
            assert set(_people()) == {"before", "after"}
    assert taken.count("after") == 3


def _step_beside() -> None:
    with clock.at(NOW):
        _step("beside")
    connection.close()


def test_step_is_taken_beside_a_test(databases: Databases) -> None:
    for _ in range(3):
        with databases.fresh(), clock.at(NOW):
            beside = threading.Thread(target=_step_beside)
            beside.start()
            beside.join()
            assert _people() == ["beside"]
    assert taken.count("beside") == 3


def test_step_is_taken_where_somebody_has_the_address(databases: Databases) -> None:
    for _ in range(3):
        with databases.fresh() as (database, _world), clock.at(NOW):
            address = database.conninfo()
            _step("known")
            with psycopg.connect(address) as other:
                assert other.execute("SELECT model FROM django_content_type WHERE app_label = 'test'").fetchall()


def test_keys_outside_a_world_are_its_database_only(databases: Databases) -> None:
    with databases.fresh() as (database, _):
        assert database.keys == settings.HANDRAIL_KEY_DIR
        assert not (database.keys / "made-for-the-world").exists()
    assert not database.keys.exists()


@pytest.mark.skipif(SERVER_VARIABLE in os.environ, reason="the server is not ours to stop")
def test_server_ends_with_a_test_process_that_is_killed() -> None:
    script = (
        "import sys, time\n"
        "from tests.harness.server import running_server\n"
        "with running_server() as server:\n"
        "    print(server.superuser, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as process:
        assert process.stdout is not None
        folder = dict(part.split("=", 1) for part in process.stdout.readline().split())["host"].strip("'")
        assert _servers_in(Path(folder).parent)
        process.send_signal(signal.SIGKILL)
    until(lambda: not _servers_in(Path(folder).parent), "the server ending with the test process")


def _servers_in(folder: Path) -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if str(folder) in " ".join(process.info["cmdline"] or ()) and "postgres" in process.info["cmdline"][0]
    ]
