"""At the terminal: the ledger is exported, and goes on under a new key."""

import re
from pathlib import Path

from django.db import connection

from handrail import ledger
from handrail.gate import clock
from handrail.oversight.queries.records import Filters, records
from handrail_verify.main import main
from tests.recorded import recorded
from tests.unit.cli.conftest import Handrail
from tests.worlds import World

FIRST, SECOND = "administrator@council.example", "second-administrator@council.example"


def read_the_record(pilot: World) -> None:
    """An entry in the tree."""
    records(by=pilot.actor("auditor@council"), purpose="oversight", filters=Filters())
    ledger.sequence_all(at=clock.now())
    connection.close()


def test_the_ledger_is_exported_with_documents_for_who_may_read_them(
    pilot: World, handrail: Handrail, tmp_path: Path
) -> None:
    read_the_record(pilot)
    ran = handrail("ledger", "export", str(tmp_path / "out"), "--as", "auditor@council.example", "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["entries"], ran.json["documents"]) == (1, 1)
    again = handrail("ledger", "export", str(tmp_path / "out"))
    assert (again.code, "holds something already" in again.err) == (4, True)
    nowhere = handrail("ledger", "export", "/proc/nowhere/out")
    assert (nowhere.code, "could not be written" in nowhere.err, "room" in nowhere.err) == (3, True, False)
    nobody = handrail("ledger", "export", str(tmp_path / "other"), "--as", "")  # a variable that is not set
    assert (nobody.code, "Nobody here signs in" in nobody.err, (tmp_path / "other").exists()) == (2, True, False)


def test_a_receipt_is_printed_once_the_entry_is_in_the_tree_and_of_ones_own_record_alone(
    pilot: World, handrail: Handrail, tmp_path: Path
) -> None:
    records(by=pilot.actor("auditor@council"), purpose="oversight", filters=Filters())
    (entry,) = recorded(organisation=pilot.organisation("council"), action="record.list")
    asked = ("ledger", "receipt", str(entry.entry), "--as")
    connection.close()
    early = handrail(*asked, "auditor@council.example")
    assert (early.code, "Do it again in a few seconds" in early.err) == (3, True)
    ledger.sequence_all(at=clock.now())
    connection.close()
    ran = handrail(*asked, "auditor@council.example")
    assert ran.code == 0, ran.err
    kept = tmp_path / "kept"
    kept.write_text(ran.out, encoding="ascii")
    assert main([str(kept)]) == 0
    assert handrail(*asked, "auditor@nhs.example").code == 4


def test_two_people_give_the_ledger_a_new_key(pilot: World, handrail: Handrail) -> None:
    read_the_record(pilot)
    ran = handrail("ledger", "rotate-key", "--as", FIRST)
    assert ran.code == 0, ran.err
    found = re.search(r"fingerprint is ((?:[0-9a-f]{4} ?){8})", ran.out)
    assert found, ran.out
    alone = handrail("ledger", "rotate-key", "--as", FIRST, "--key", found[1])
    assert (alone.code, "You prepared this key yourself." in alone.err) == (4, True)
    together = handrail("ledger", "rotate-key", "--as", SECOND, "--key", found[1])
    assert together.code == 0, together.err
    assert f"goes on under the key with the fingerprint {found[1].strip()}" in together.out
