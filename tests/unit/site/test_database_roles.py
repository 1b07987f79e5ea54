"""The product runs as the role that owns nothing. What the roles can't do is in tests/wall/test_catalogue.py."""

from django.db import connection

from handrail.site.addresses import APP_ROLE
from tests.harness.databases import Database


def test_django_runs_as_the_app_role(database: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == (APP_ROLE, database.name)
