"""Sets Django up for the tests and gives each test a database of its own.

pytest-django isn't used: its test databases roll back, and Handrail's gate, ledger and row security are about what
is committed.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

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

from tests.harness.databases import Database, Databases, close_connections  # noqa: E402
from tests.harness.server import running_server  # noqa: E402
from tests.worlds import pilot  # noqa: E402, F401


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that drive Chromium last, and the long ones first; `make test` deals files out in this order.

    Playwright leaves its event loop running, and procrastinate's worker can't be run in such a process afterwards.
    """
    driving = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path in driving, -tests[item.path], item.path))


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
