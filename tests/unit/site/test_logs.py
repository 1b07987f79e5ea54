"""Logs say when, where and what kind; never a person's data."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from gunicorn.config import Config

from handrail.site.log_format import plain_path
from handrail.site.serving import QuietLogger
from tests.harness.databases import Database

CANARY = "Zebedee Quillfeather"


class Kept(logging.Handler):
    """Keeps what is written, filtered and formatted as the product's own handler does it."""

    def __init__(self) -> None:
        super().__init__()
        (product,) = (each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
        self.formatter, self.filters = product.formatter, product.filters
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_exception_is_logged_by_type_and_place_without_its_text(kept: Kept) -> None:
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise LookupError(f"no {CANARY}") from error
    except LookupError:
        logging.getLogger("handrail").exception("Something went wrong")
    (line,) = kept.lines
    assert CANARY not in line
    assert "builtins.LookupError" in line
    assert "builtins.ValueError" in line
    assert "test_logs.py" in line


def test_database_error_is_logged_with_its_code_without_the_row(kept: Kept, database: Database) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [CANARY])
    except DatabaseError:
        logging.getLogger("handrail").exception("Something went wrong")
    (line,) = kept.lines
    assert CANARY not in line
    assert "[22P02]" in line


def test_page_that_does_not_exist_is_logged_without_ids_and_query(
    kept: Kept, database: Database, client: Client
) -> None:
    client.get("/nowhere/8f14e45f-ceea-467f-9c1b-0a1b2c3d4e5f/one-time-KEY9", {"name": CANARY})
    assert [line for line in kept.lines if "/nowhere/*/*" in line]
    assert not [line for line in kept.lines if CANARY in line or "8f14e45f" in line or "KEY9" in line]


def test_page_that_fails_is_logged_by_its_number_without_ids(kept: Kept, client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/public/agreements/8f14e45f-ceea-467f-9c1b-0a1b2c3d4e5f")  # there is no database to ask
    (line,) = (line for line in kept.lines if response["X-Request-Id"] in line)
    assert "/public/agreements/*" in line
    assert not [line for line in kept.lines if "8f14e45f" in line]


def test_page_that_is_sent_without_its_token_is_logged_without_ids(kept: Kept, database: Database) -> None:
    Client(enforce_csrf_checks=True).post("/invitation/one-time-KEY9")
    assert [line for line in kept.lines if "Forbidden" in line and "/invitation/*" in line]
    assert not [line for line in kept.lines if "KEY9" in line]


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/", "/"),
        ("/work/waiting", "/work/waiting"),
        ("/people/LDN-7F3K-2/items", "/people/*/items"),
        ("/password/reset/key/3-abc123/", "/password/reset/key/*/"),
    ],
)
def test_path_keeps_only_plain_words(path: str, plain: str) -> None:
    assert plain_path(path) == plain


def test_access_log_has_no_query_client_or_record() -> None:
    request = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/people/LDN-7F3K-2",
        "QUERY_STRING": CANARY,
        "REMOTE_ADDR": "10.1.1.1",
    }
    atoms = QuietLogger(Config()).atoms(SimpleNamespace(status="200 OK"), None, request, timedelta(seconds=0.25))
    assert atoms == {"m": "GET", "U": "/people/*", "s": "200", "L": "0.250"}


def test_malformed_request_and_failing_page_are_logged_without_what_was_sent(capfd: pytest.CaptureFixture[str]) -> None:
    config = Config()
    config.set("errorlog", "-")
    logger = QuietLogger(config)
    as_gunicorn_says_it = f"Invalid request from ip=10.1.1.1: Invalid HTTP Version '{CANARY}'"
    logger.warning(as_gunicorn_says_it)
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger.exception("Error handling request %s", f"/search?name={CANARY}")
    said = capfd.readouterr().err
    assert "A malformed request was turned away" in said
    assert "ValueError" in said
    assert CANARY not in said
    assert "10.1.1.1" not in said


def test_errors_are_mailed_to_nobody() -> None:
    assert settings.ADMINS == []
    assert logging.getLogger("django").handlers == []
