"""Sets Django up for the tests and gives each test a database of its own.

pytest-django isn't used: its test databases roll back, and Handrail's gate, ledger and row security are about what
is committed.
"""

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before settings are read: tests never see the home or the database of whoever runs them.
_home = tempfile.TemporaryDirectory(prefix="handrail-test-home-")
os.environ["HANDRAIL_HOME"] = _home.name
os.environ["DJANGO_SETTINGS_MODULE"] = "handrail.site.settings"
# Playwright's synchronous interface runs an event loop in the test's thread, where Django then refuses to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for _variable in ("DATABASE_URL", "HANDRAIL_OWNER_DATABASE_URL", "HANDRAIL_BACKUP_DATABASE_URL", "HANDRAIL_KEY_DIR"):
    os.environ.pop(_variable, None)

import django  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

django.setup()

from tests.finding import council_partner, published_register  # noqa: E402, F401
from tests.harness.databases import Database, Databases, close_connections  # noqa: E402
from tests.harness.server import running_server  # noqa: E402
from tests.worlds import pilot  # noqa: E402, F401

# A slow machine is no fault, and the examples are the same each time; `--hypothesis-profile=explore` makes up new ones.
PATIENT = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", PATIENT)
settings.register_profile("handrail", PATIENT, derandomize=True)
settings.load_profile("handrail")

#: The files that take longest, in seconds on two quiet cores (`make test PYTEST=--durations=0` says). Of the others a
#: test takes a fifth of a second, or several where it drives Chromium or is marked as slow.
LONGEST = {
    "leak/test_http.py": 240,
    "browser/test_every_page.py": 120,
    "browser/test_journey_by_keyboard.py": 100,
    "browser/test_journey_without_javascript.py": 70,
    "unit/cli/test_demo.py": 70,
    "browser/test_work.py": 50,
    "browser/test_meetings.py": 50,
    "flow/test_demo.py": 45,
    "plaintext/test_plaintext.py": 40,
    "browser/test_nominate.py": 40,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that drive Chromium last, and long ones before short ones.

    `make test` deals files out in this order, and so its workers end at about the same time. Chromium comes last since
    Playwright leaves its event loop running: procrastinate's worker can't be run in such a process afterwards.
    """
    driving = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}
    seconds: defaultdict[Path, float] = defaultdict(float)
    for item in items:
        seconds[item.path] += 5 if item.path in driving or item.get_closest_marker("slow") else 0.2
    seconds.update({Path(__file__).parent / file: long for file, long in LONGEST.items()})
    items.sort(key=lambda item: (item.path in driving, -seconds[item.path], item.path))


@pytest.fixture(scope="session", autouse=True)
def _test_environment() -> Iterator[None]:
    """Mail is kept in `django.core.mail.outbox`; the host `testserver` is allowed."""
    setup_test_environment(debug=False)
    yield
    teardown_test_environment()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """This process's database server and templates; started when the first test asks for a database."""
    with running_server() as server:
        Databases.of_session = Databases(server, tmp_path_factory.mktemp("databases"))
        yield Databases.of_session
        close_connections()


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """An empty, migrated database for this test alone, with real commits, as the role handrail_app."""
    with databases.fresh() as (fresh, _):
        yield fresh


@pytest.fixture
def client() -> Client:
    """A browser without a browser: Django's test client, signed in as nobody."""
    return Client()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder to be a Handrail home."""
    return tmp_path / "home"
