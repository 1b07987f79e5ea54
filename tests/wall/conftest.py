"""The story of the leak tests, and everything in its database as nobody in the product can see it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Databases
from tests.leak.story import Story, story  # noqa: F401
from tests.wall.belonging import Everything, read_everything


@pytest.fixture(scope="module")
def superuser(story: Story, databases: Databases) -> Iterator[psycopg.Connection[Any]]:  # noqa: F811
    """Whom row security doesn't bind: no part of the product connects so, but for backups."""
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def everything(superuser: psycopg.Connection[Any]) -> Everything:
    """Every row of the story, with whom it belongs to."""
    return read_everything(superuser)
