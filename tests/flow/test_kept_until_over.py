"""Nothing is destroyed before its time: what could be read before the sweep can be read after it.

Asked of every sealed field of every row, past the product: which key opens it is found by trying them all. What is
destroyed is expected by a time of the rulebook, row by row; and a key that opens nothing any more is not kept.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import psycopg

from handrail.sharing.actions import challenging
from handrail.sharing.queries.followups import open_challenge
from handrail.site.addresses import SUPERUSER
from handrail.upkeep.sweep import sweep
from handrail.vault.envelope import KeyName, OpenKey, Place, unseal_text, unwrap, version_of
from handrail.vault.errors import Tampered
from handrail.vault.organisation_keys import load
from tests.browser.everything import Everything
from tests.browser.everything import everything as everything  # noqa: PLC0414, a fixture
from tests.finding import at_every_stage
from tests.flow.test_case_states import flagged
from tests.flow.test_records_end import SEALED, WITHOUT_WORDS, sweep_at
from tests.harness.databases import Databases
from tests.working import disclosed, opened, planned
from tests.worlds import NOW, World

RIGHTS = "individual_rights"

#: Whose key of whom, in which version.
Name = tuple[UUID, UUID, int]
#: A sealed field of a row.
Field = tuple[str, str, UUID]
Everybody: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

UNANSWERED = "SELECT id FROM matching_check WHERE state = 'asked' AND closes_at <= %(now)s"
DRAFTS = """
    SELECT id FROM sharing_sharingdecision
    WHERE kind = 'nomination' AND state IN ('draft', 'sent_back') AND changed_at <= %(now)s - interval '92 days'
"""
FOUND = f"SELECT identity_check FROM matching_candidate WHERE decision_id IN ({DRAFTS})"
SEARCHES = f"SELECT id FROM matching_search WHERE decision_id IN ({DRAFTS})"
ASKED = f"SELECT id FROM matching_result WHERE search_id IN ({SEARCHES})"
#: What the rulebook ends within three months, where nobody does anything any more: table, field (empty: all of them),
#: and which rows.
ENDS = (
    # `check_lapses`: nobody answered an identity check, and nothing is left of it but a count.
    ("matching_check", "", f"id IN ({UNANSWERED})"),
    ("matching_checkelement", "", f"check_of_id IN ({UNANSWERED})"),
    ("matching_checkreply", "", f"check_of_id IN ({UNANSWERED})"),
    ("matching_shownelement", "", f"check_of_id IN ({UNANSWERED})"),
    ("matching_candidate", "pseudonym_sealed", f"identity_check IN ({UNANSWERED})"),
    # `draft_nomination`: nobody went on with it, nor with what was searched for and found for it.
    ("sharing_sharingdecision", "", f"id IN ({DRAFTS})"),
    ("sharing_holding", "", f"decision_id IN ({DRAFTS})"),
    ("sharing_judgement", "", f"decision_id IN ({DRAFTS})"),
    ("matching_search", "", f"decision_id IN ({DRAFTS})"),
    ("matching_result", "", f"id IN ({ASKED})"),
    ("matching_quotatoken", "", f"result IN ({ASKED})"),  # what it was given for a request is spent
    ("matching_candidate", "", f"decision_id IN ({DRAFTS})"),
    ("matching_check", "", f"id IN ({FOUND})"),
    ("matching_shownelement", "", f"check_of_id IN ({FOUND})"),
    ("matching_checkreply", "", f"check_of_id IN ({FOUND})"),
)


def test_the_sweep_destroys_what_is_over_and_nothing_else(everything: Everything, databases: Databases) -> None:
    at_every_stage(everything.pilot)
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as everybody:
        before = _opens(everybody)
        assert {table for table, _ in SEALED} - {table for table, _, _ in before} == WITHOUT_WORDS - {"matching_result"}
        for days in (0, 1, 7, 31, 92):
            moment = NOW + timedelta(days=days)
            over = _over(everybody, before, moment)
            assert bool(over) == (days > 7)
            for _ in range(2):  # Keys are looked at before the checks that lapse: they go in the next round.
                sweep_at(moment)
            after = _opens(everybody)
            assert before.keys() - after.keys() == over
            assert set(_keys(everybody)) == set(after.values())
            before = after


def test_a_flag_can_be_read_until_both_officers_have_concluded(pilot: World) -> None:
    """The force that it was raised with has nothing else of the person."""
    challenge = flagged(pilot, planned(pilot, opened(pilot, disclosed(pilot, "council")["council"])))
    council, force = (pilot.actor(f"data_protection_officer@{key}") for key in ("council", "force"))
    challenging.close(by=council, purpose=RIGHTS, challenge=challenge, outcome="is_support")
    sweep()
    assert open_challenge(by=force, purpose=RIGHTS, challenge=challenge).words
    challenging.close(by=force, purpose=RIGHTS, challenge=challenge, outcome="is_support")


def _over(everybody: Everybody, opens: Mapping[Field, Name], moment: datetime) -> set[Field]:
    """Those of the fields that are to be destroyed at this moment."""
    over = {
        (table, field, row)
        for table, field, rows in ENDS
        for (row,) in everybody.execute(f"SELECT id FROM {table} WHERE {rows}", {"now": moment})
    }
    return {each for each in opens if each in over or (each[0], "", each[2]) in over}


def _keys(everybody: Everybody) -> dict[Name, OpenKey]:
    """Every key that something can be read with."""
    columns = "organisation_id, person_id, version, organisation_key_version, wrapped"
    rows = everybody.execute(f"SELECT {columns} FROM vault_datakey WHERE length(wrapped) > 0")
    return {
        (organisation, person, version): OpenKey(
            version, unwrap(load(organisation).version(outer), KeyName(person, organisation, version, outer), wrapped)
        )
        for organisation, person, version, outer, wrapped in rows
    }


def _opens(everybody: Everybody) -> dict[Field, Name]:
    """Each sealed field that can be read, and the key that opens it."""
    keys = _keys(everybody)
    found = {}
    for table, field in SEALED:
        for row, sealed in everybody.execute(f"SELECT id, {field} FROM {table} WHERE length({field}) > 0"):
            for name, key in keys.items():
                if _fits(key, name, (table, field, row), sealed):
                    found[table, field, row] = name
    return found


def _fits(key: OpenKey, name: Name, field: Field, sealed: bytes) -> bool:
    organisation, person, version = name
    if version != version_of(sealed):
        return False
    table, column, row = field
    try:
        unseal_text(key, Place(person, organisation, table, row, column.removesuffix("_sealed")), sealed)
    except Tampered:
        return False
    return True
