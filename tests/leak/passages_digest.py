"""Whether anything changed: a digest of every table but the ledger's, taken past row security."""

from hashlib import sha256

import psycopg

from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Databases

#: The record of what was done grows with each attempt, and ought to.
LEDGER = ("ledger_entry", "ledger_payload", "ledger_tally")

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname <> ALL(%s) ORDER BY 1
"""


def all_but_the_ledger() -> str:
    """A digest of all rows of all tables but the ledger's."""
    assert Databases.of_session is not None
    with psycopg.connect(Databases.of_session.current.conninfo(SUPERUSER)) as connection:
        digest = sha256()
        for (table,) in connection.execute(TABLES, [list(LEDGER)]).fetchall():
            rows = connection.execute(f'SELECT md5(t::text) FROM "{table}" t').fetchall()
            digest.update(repr((table, sorted(row for (row,) in rows))).encode())
    return digest.hexdigest()
