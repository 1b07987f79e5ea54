"""A backup restored into another cluster: the ledger goes on where it was, and whoever keeps an eye on it agrees.

Restored from an older backup than what a witness has seen, it is another history: the witness does not sign it.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction

from handrail import ledger
from handrail.gate import clock
from handrail.ledger import witnesses
from handrail.oversight.queries.records import Filters, records
from handrail.site.addresses import SUPERUSER, conninfo
from handrail.site.home import Home
from handrail.witness import Witness, add_checkpoint, standings, trust
from tests.harness.databases import Databases
from tests.unit.cli.conftest import Handrail, Ran, run_handrail
from tests.unit.cli.conftest import handrail as handrail  # noqa: PLC0414, a fixture
from tests.unit.cli.conftest import site as site  # noqa: PLC0414, a fixture
from tests.unit.ledger.conftest import act_for
from tests.worlds import World

ENTRIES = 600
NAME, ORIGIN = "witness.example/w1", "handrail.test/ledger"
ROWS = """
SELECT 'leaf', leaf_index, leaf_hash FROM ledger_entry WHERE leaf_index IS NOT NULL
UNION ALL SELECT 'root', size, root FROM ledger_checkpoint
UNION ALL SELECT 'level ' || level, "index", hash FROM ledger_subtree ORDER BY 1, 2
"""
VERIFY = "import sys; from handrail_verify.main import main; sys.exit(main())"
EPOCHS = "SELECT count(*), count(DISTINCT cluster) FROM ledger_epoch"


@pytest.fixture
def witness(pilot: World, tmp_path: Path) -> Witness:
    """A witness that this log lists, and that no network reaches."""
    made = Witness.create(tmp_path / "witness", NAME)
    keys = settings.HANDRAIL_KEY_DIR
    trust(made, str(ledger.load_verification_key(keys)))
    witnesses.save(keys, witnesses.load(keys).with_one(witnesses.Witness(made.key.witness_key, "")))
    return made


def work(pilot: World) -> None:
    """An auditor reads, others work, and the tree grows by more than two tiles."""
    read(pilot)
    organisation = pilot.organisation("council")
    one = ledger.Entry(kind="holding.open", organisation=organisation, payload={}, at=clock.now())
    with transaction.atomic():
        act_for(organisation)
        ledger.append_many([one] * ENTRIES)
    ledger.sequence_all(at=clock.now())


def read(pilot: World) -> None:
    """An auditor reads, and it waits for its place in the tree."""
    records(by=pilot.actor("auditor@council"), purpose="oversight", filters=Filters())


def tree(superuser: str) -> list[tuple[Any, ...]]:
    """Every leaf, root and stored subtree."""
    with psycopg.connect(superuser) as connection:
        return connection.execute(ROWS).fetchall()


def asked(witness: Witness, run: Handrail) -> tuple[int, str]:
    """Carry the log's request to the witness, as it knows the log: the status of its answer, and the answer."""
    newest = witness.log(ORIGIN).newest()
    known = newest.checkpoint.size if newest else 0
    request = run("ledger", "witness", "request", NAME, "--known", str(known))
    assert request.code == 0, request.err
    answer = add_checkpoint(witness, request.out.encode(), at=clock.now())
    return answer.status, answer.body


def in_home(home: Home) -> Handrail:
    def run(*arguments: str) -> Ran:
        return run_handrail("--home", str(home.path), *arguments)

    return run


def accepted(folder: Path, *options: str) -> str:
    """What `handrail-verify` says of an export that it accepts."""
    source = Path(__file__).parents[2] / "verifier" / "src"
    ran = subprocess.run(
        [sys.executable, "-c", VERIFY, str(folder), *options],
        env={"PYTHONPATH": str(source)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    return ran.stdout


@pytest.mark.slow
def test_the_tree_goes_on_in_a_new_epoch_and_the_witness_is_content(
    pilot: World, databases: Databases, handrail: Handrail, witness: Witness, restored: Home, tmp_path: Path
) -> None:
    work(pilot)
    assert asked(witness, handrail)[0] == 200
    kept = tmp_path / "kept"
    kept.write_text(ledger.published())
    read(pilot)
    assert handrail("backup", str(tmp_path / "backup")).code == 0
    before = tree(databases.current.conninfo(SUPERUSER))

    home = in_home(restored)
    assert home("restore", str(tmp_path / "backup")).code == 0
    superuser = conninfo(SUPERUSER, restored)
    after = tree(superuser)
    assert set(before) < set(after)
    assert len(after) == len(before) + 2, "one leaf and the checkpoint over it"
    with psycopg.connect(superuser) as connection:
        assert connection.execute(EPOCHS).fetchone() == (2, 2)
    assert home("ledger", "export", str(tmp_path / "export")).code == 0
    key = str(ledger.load_verification_key(settings.HANDRAIL_KEY_DIR))
    said = accepted(tmp_path / "export", "--key", key, "--known", str(kept))
    assert "VERIFIED" in said

    assert asked(witness, home)[0] == 200
    assert [each.well for each in standings(witness, at=clock.now())] == [True]


@pytest.mark.slow
def test_from_an_older_backup_it_is_another_history_that_the_witness_does_not_sign(
    pilot: World, databases: Databases, handrail: Handrail, witness: Witness, restored: Home, tmp_path: Path
) -> None:
    work(pilot)
    assert asked(witness, handrail)[0] == 200
    assert handrail("backup", str(tmp_path / "backup")).code == 0
    work(pilot)
    assert asked(witness, handrail)[0] == 200
    assert standings(witness, at=clock.now())[0].well

    home = in_home(restored)
    assert home("restore", str(tmp_path / "backup")).code == 0
    status, told = asked(witness, home)
    assert status == 400
    assert "CUT BACK" in told
    [standing] = standings(witness, at=clock.now())
    assert not standing.well

    # Once both sides have written it down, as the how-to says: the old state is kept, and the log trusted anew.
    witness.log(ORIGIN).path.rename(tmp_path / "set aside")
    trust(witness, str(ledger.load_verification_key(settings.HANDRAIL_KEY_DIR)))
    assert asked(witness, home)[0] == 200
    assert (tmp_path / "set aside" / "evidence").is_dir()
