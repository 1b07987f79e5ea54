"""An entry is written with what it records or not at all, and afterwards nobody changes it."""

import json
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail import ledger
from handrail.ledger.entry import commit
from handrail.ledger.models import LedgerEntry, LedgerPayload
from tests.unit.ledger.conftest import NOON, Log, act_for


def count(log: Log) -> tuple[int, ...]:
    [counted] = log.read("SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_payload)")
    return counted


def entries_of(organisation: UUID, number: int) -> list[ledger.Entry]:
    return [ledger.Entry("import.row", organisation, {"facts": {"row": row}}, NOON) for row in range(number)]


def test_it_works(log: Log) -> None:
    actor, subject, person = uuid4(), uuid4(), uuid4()
    with transaction.atomic():
        act_for(log.organisation)
        entry_id = ledger.append(
            kind="decision.release",
            organisation=log.organisation,
            payload={
                "actor": str(actor),
                "outcome": "refused",
                "person": str(person),
                "rules": ["expired", "recipient"],
                "subject": {"type": "Decision", "id": str(subject)},
            },
            at=NOON,
        )
        entry = LedgerEntry.objects.get()
        payload = LedgerPayload.objects.get()
    assert (entry.id, entry.kind, entry.hour) == (entry_id, "decision", NOON.replace(minute=0, second=0))
    assert (entry.epoch, entry.leaf_index, entry.leaf_hash) == (1, None, None)
    assert (payload.organisation_id, payload.at, payload.action) == (log.organisation, NOON, "decision.release")
    assert (payload.actor, payload.outcome, payload.rules) == (actor, "refused", ["expired", "recipient"])
    assert (payload.subject_type, payload.subject_id, payload.person) == ("Decision", subject, person)
    assert payload.salt is not None
    assert payload.payload is not None
    assert bytes(entry.commitment) == commit(bytes(payload.salt), bytes(payload.payload))
    assert json.loads(bytes(payload.payload))["entry"] == str(entry_id)


def test_outside_a_transaction_nothing_is_written(log: Log) -> None:
    with pytest.raises(RuntimeError, match="in the transaction of what it records"):
        ledger.append(kind="x", organisation=log.organisation, payload={}, at=NOON)
    with pytest.raises(RuntimeError, match="in the transaction of what it records"):
        ledger.erase([uuid4()])
    assert count(log) == (0, 0)


@transaction.atomic
def append_and_fail(log: Log) -> None:
    act_for(log.organisation)
    ledger.append_many(entries_of(log.organisation, 1))
    raise ZeroDivisionError


def test_a_rollback_takes_the_entry_with_it(log: Log) -> None:
    with transaction.atomic():
        act_for(log.organisation)
        [kept] = ledger.append_many(entries_of(log.organisation, 1))
        with pytest.raises(ZeroDivisionError):  # undone to the savepoint
            append_and_fail(log)
    with pytest.raises(ZeroDivisionError):
        append_and_fail(log)
    assert log.read("SELECT id FROM ledger_entry") == [(kept,)]
    assert count(log) == (1, 1)


def test_a_refused_entry_leaves_the_others_unwritten(log: Log) -> None:
    entries = [*entries_of(log.organisation, 3), ledger.Entry("x", log.organisation, {"facts": "two words"}, NOON)]
    with transaction.atomic():
        act_for(log.organisation)
        with pytest.raises(ledger.EntryRefused):
            ledger.append_many(entries)
    assert count(log) == (0, 0)


def test_many_entries_take_one_statement_and_keep_their_order(log: Log) -> None:
    with transaction.atomic():
        act_for(log.organisation)
        with CaptureQueriesContext(connection) as queries:
            ids = ledger.append_many(entries_of(log.organisation, 1000))
    assert len(queries) == 1
    rows = log.read("SELECT entry_id, convert_from(payload, 'UTF8')::json->'facts'->>'row' FROM ledger_payload")
    assert {str(entry): int(row) for entry, row in rows} == {str(entry): row for row, entry in enumerate(ids)}
    with transaction.atomic():
        assert ledger.append_many([]) == []


def test_documents_are_seen_by_their_organisation_and_by_oversight_alone(log: Log) -> None:
    log.record(2)
    with transaction.atomic():
        act_for(log.organisation)
        assert LedgerPayload.objects.count() == 2
    with transaction.atomic():
        act_for(uuid4())
        assert LedgerPayload.objects.count() == 0
    with transaction.atomic(), ledger.across_organisations():
        assert LedgerPayload.objects.count() == 2
    with pytest.raises(DatabaseError, match="No acting organisation"), transaction.atomic():
        LedgerPayload.objects.count()


def test_the_tables_owner_is_bound_by_row_security_too(log: Log) -> None:
    log.record(2)
    with psycopg.connect(log.database.conninfo("handrail_owner")) as owner:
        for organisation, seen in ((uuid4(), 0), (log.organisation, 2)):
            owner.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])
            assert owner.execute("SELECT count(*) FROM ledger_payload").fetchone() == (seen,)


def test_oversight_ends_with_its_block_also_inside_a_transaction(log: Log) -> None:
    log.record()
    with transaction.atomic():
        act_for(uuid4())
        with ledger.across_organisations():
            assert LedgerPayload.objects.count() == 1
        assert LedgerPayload.objects.count() == 0
        with pytest.raises(ZeroDivisionError), ledger.across_organisations():
            raise ZeroDivisionError
        assert LedgerPayload.objects.count() == 0


@transaction.atomic
def append_for_another(log: Log, oversight: str) -> None:
    act_for(uuid4())
    with connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('oversight', %s)", [oversight])
    ledger.append_many(entries_of(log.organisation, 1))


@pytest.mark.parametrize("oversight", ["off", "on"])
def test_nobody_writes_in_anothers_record_oversight_included(log: Log, oversight: str) -> None:
    with pytest.raises(DatabaseError, match="row-level security"):
        append_for_another(log, oversight)
    assert count(log) == (0, 0)


def test_erasing_takes_the_document_its_salt_and_all_that_repeats_it(log: Log) -> None:
    person = uuid4()
    [erased] = log.record(person=str(person), rules=["expired"], subject={"type": "Holding", "id": str(uuid4())})
    [kept] = log.record(person=str(person))
    with transaction.atomic():
        act_for(uuid4())
        assert ledger.erase([erased, kept]) == 0, "another organisation's documents are out of reach"
    with transaction.atomic():
        act_for(log.organisation)
        assert ledger.erase([erased]) == 1
        assert ledger.erase([erased]) == 0
    [row] = log.read("SELECT to_jsonb(p) FROM ledger_payload p WHERE entry_id = %s", [erased])
    nobody = str(ledger.NOBODY)
    assert row[0].pop("at").startswith("2018-06-04T")
    assert row[0] == {
        "entry_id": str(erased),
        "organisation_id": str(log.organisation),
        "action": "holding.open",
        "actor": nobody,
        "outcome": "",
        "rules": [],
        "subject_type": "",
        "subject_id": nobody,
        "person": nobody,
        "salt": None,
        "payload": None,
    }
    assert log.read("SELECT extract(minute FROM at) FROM ledger_payload WHERE entry_id = %s", [erased]) == [(0,)]
    assert log.read("SELECT person FROM ledger_payload WHERE entry_id = %s", [kept]) == [(person,)]


REWRITES = [
    "UPDATE ledger_entry SET kind = 'other'",
    "UPDATE ledger_entry SET hour = hour - interval '1 hour'",
    "UPDATE ledger_entry SET commitment = '\\x00'",
    "UPDATE ledger_entry SET xid = '1'",
    "UPDATE ledger_entry SET epoch = 9",
    "UPDATE ledger_entry SET id = gen_random_uuid()",
    "UPDATE ledger_entry SET leaf_index = 7",
    "UPDATE ledger_entry SET leaf_index = NULL, leaf_hash = NULL",
    "UPDATE ledger_entry SET leaf_hash = '\\x00'",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry CASCADE",
    "INSERT INTO ledger_entry SELECT gen_random_uuid(), kind, hour, commitment, xid, epoch, 5, '' FROM ledger_entry",
    "INSERT INTO ledger_entry (id, kind, hour, commitment, epoch) VALUES (gen_random_uuid(), 'a kind', now(), '', 1)",
    "UPDATE ledger_payload SET payload = '\\x00'",
    "UPDATE ledger_payload SET salt = '\\x00'",
    "UPDATE ledger_payload SET salt = NULL",
    "UPDATE ledger_payload SET person = gen_random_uuid()",
    "UPDATE ledger_payload SET at = now()",
    "UPDATE ledger_payload SET organisation_id = gen_random_uuid()",
    "DELETE FROM ledger_payload",
    "TRUNCATE ledger_payload",
    "UPDATE ledger_checkpoint SET note = ''",
    "DELETE FROM ledger_checkpoint",
    "TRUNCATE ledger_checkpoint",
    "INSERT INTO ledger_checkpoint VALUES (0, '', '', '', now())",
    "UPDATE ledger_epoch SET cluster = ''",
    "DELETE FROM ledger_epoch",
    "UPDATE ledger_cosignature SET line = ''",
    "DELETE FROM ledger_cosignature",
    "TRUNCATE ledger_cosignature",
    "UPDATE ledger_witness_refusal SET what = ''",
    "DELETE FROM ledger_witness_refusal",
    "TRUNCATE ledger_witness_refusal",
]


@pytest.mark.parametrize("role", ["handrail_app", "handrail_owner"])
def test_neither_the_product_nor_the_tables_owner_can_rewrite_anything(log: Log, role: str) -> None:
    log.record(2)
    log.sequence()
    before = log.read(
        "SELECT * FROM ledger_entry JOIN ledger_payload ON entry_id = id, ledger_checkpoint, ledger_epoch"
    )
    with psycopg.connect(log.database.conninfo(role)) as own:
        for statement in REWRITES:
            own.execute("SELECT handrail_say('organisation', %s)", [str(log.organisation)])
            with pytest.raises(psycopg.Error) as refused:
                own.execute(statement.encode())
            own.rollback()
            assert refused.value.sqlstate in {"42501", "23514", "0A000"}, statement
    after = log.read("SELECT * FROM ledger_entry JOIN ledger_payload ON entry_id = id, ledger_checkpoint, ledger_epoch")
    assert before == after


def test_transaction_and_epoch_are_what_the_database_says_and_not_the_writer(log: Log) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (id, kind, hour, commitment, xid, epoch)"
            " VALUES (gen_random_uuid(), 'x', now(), '', '1', 99) RETURNING xid = pg_current_xact_id(), epoch"
        )
        assert cursor.fetchall() == [(True, 1)]


def test_an_entry_cannot_be_half_sequenced(log: Log) -> None:
    log.record()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.update(leaf_index=0)
