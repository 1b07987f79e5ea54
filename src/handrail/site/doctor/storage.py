"""The database and the keys: reachable, of the right version, with the right roles, up to date."""

from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from handrail import ledger, vault
from handrail.gate import clock
from handrail.site.addresses import APP_ROLE, OWNER_ROLE, OWNER_VARIABLE, NoDatabaseYet, conninfo
from handrail.site.doctor.findings import Finding, fail, ok, warn
from handrail.site.home import Home

OLDEST_SERVER = 150_000
CLOCK_SECONDS = 2


def reachable(home: Home) -> Iterator[Finding]:
    """As the role that the product runs as, on a version that is supported."""
    try:
        with psycopg.connect(conninfo(APP_ROLE, home), connect_timeout=10) as direct:
            number, user = direct.info.server_version, direct.info.user
    except (psycopg.OperationalError, NoDatabaseYet) as error:
        yield fail("database", f"Can't be reached: {error}", "See docs/how-to/install.md, “The database”.")
        return
    what = f"PostgreSQL {number // 10_000}.{number % 10_000} answers to {user}."
    if number < OLDEST_SERVER:
        yield fail("database", what, "Move to PostgreSQL 15 or later.")
    else:
        yield ok("database", what)


def clocks() -> Iterator[Finding]:
    """Ours and the database server's: due times and ledger entries are dated by ours, sequencing by both."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    what = f"{apart:.1f} seconds between this machine's clock and the database server's."
    if apart > CLOCK_SECONDS:
        yield fail("clock", what, "Set both clocks by the same time service.")
    else:
        yield ok("clock", what)


def roles() -> Iterator[Finding]:
    """Neither role may stand above row-level security, nor become one that does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)",
            [[APP_ROLE, OWNER_ROLE]],
        )
        above = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members"
            " WHERE pg_get_userbyid(member) = ANY(%s)",
            [[APP_ROLE, OWNER_ROLE]],
        )
        become = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner <> %s", [OWNER_ROLE])
        foreign = cursor.fetchone()[0]
    for name in above:
        yield fail("roles", f"{name} bypasses row-level security.", f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS;")
    for other, name in become:
        yield fail("roles", f"{name} can do whatever {other} can.", f"REVOKE {other} FROM {name};")
    if foreign:
        yield fail("roles", f"{foreign} tables don't belong to {OWNER_ROLE}.", f"ALTER TABLE … OWNER TO {OWNER_ROLE};")
    if not above and not become and not foreign:
        yield ok("roles", f"{APP_ROLE} and {OWNER_ROLE} are bound by row-level security.")


def row_security() -> Iterator[Finding]:
    """Every table that names an organisation has row security that binds its owner too, or is open by design."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relrowsecurity <> c.relforcerowsecurity"
        )
        halved = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = cursor.fetchone()[0]
    for table in halved:
        yield fail("row security", f"{table} has it only in part.", "Restore the table's policies: re-run `init`.")
    if not halved:
        yield ok("row security", f"{forced} tables are bound to their organisation.")


def migrations() -> Iterator[Finding]:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield fail(
            "migrations", f"{len(waiting)} steps have not been taken.", f"Run `handrail init` with {OWNER_VARIABLE}."
        )
    else:
        yield ok("migrations", "The tables are those of this version.")


def keys() -> Iterator[Finding]:
    """The ledger's key and every organisation's: there, closed to others, and the ones that open what is stored."""
    from handrail.directory.models import Organisation

    yield _ledger_key()
    organisations = tuple(Organisation.objects.values_list("id", flat=True))
    faults = vault.report(organisations)
    for fault in faults:
        yield fail("keys", fault.what, fault.do)
    if not faults:
        yield ok("keys", f"The keys of {len(organisations)} organisations open what is stored.")
    if settings.HANDRAIL_KEY_DIR.is_relative_to(settings.HANDRAIL_HOME.database):
        yield warn("keys", "They lie inside the database's folder.", "Move them: a copy of it must not open itself.")


def _ledger_key() -> Finding:
    """The ledger's key, and the keys before it: one chain, whose last signs."""
    folder = settings.HANDRAIL_KEY_DIR
    try:
        key, chain = ledger.load_signing_key(folder).verification_key, ledger.load_chain(folder)
    except ledger.KeyFileError as error:
        return fail("keys", "The ledger can't be signed.", str(error))
    if key != chain.current or ledger.load_verification_key(folder) != chain.current:
        return fail(
            "keys",
            "A handover of the ledger's key was begun and not finished: nothing is signed meanwhile.",
            "Run `handrail ledger rotate-key` again.",
        )
    before = f", after {len(chain.handovers)} handovers" if chain.handovers else ""
    if (folder / ledger.NEXT_SIGNING_KEY).exists():
        return warn(
            "keys",
            f"The ledger's key is there: {key.name}{before}. The next one is prepared.",
            "Hand the ledger over to it, or delete the file: see docs/how-to/key-custody.md, “The ledger's key”.",
        )
    return ok("keys", f"The ledger's key is there: {key.name}{before}.")
