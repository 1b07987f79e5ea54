"""The clock is set back while people work: every entry has its place, the tree verifies, and it is said."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from handrail import ledger
from handrail.gate import clock
from handrail.oversight.queries.records import Filters, records
from handrail.site.doctor import Level
from handrail.site.doctor.record import order_of_time
from handrail_verify.main import main
from tests.worlds import NOW, World


def read_at(pilot: World, moment: datetime) -> None:
    """An auditor reads while the clock shows this, and the entry gets its place."""
    with clock.at(moment):
        records(by=pilot.actor("auditor@council"), purpose="oversight", filters=Filters())
        ledger.sequence_all(at=clock.now())


def verified(folder: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What the independent verifier says of the ledger as it is now."""
    ledger.export_to(folder)
    code = main([str(folder), "--key", str(ledger.load_verification_key(settings.HANDRAIL_KEY_DIR))])
    return code, capfd.readouterr().out


def test_entries_keep_the_order_of_their_commits_and_the_verifier_asks_about_their_hours(
    pilot: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    read_at(pilot, NOW)
    first = sum(1 for _ in ledger.leaves())
    read_at(pilot, NOW - timedelta(days=1))
    read_at(pilot, NOW + timedelta(minutes=1))
    leaves = list(ledger.leaves())
    assert [each.index for each in leaves] == list(range(first + 2))
    assert leaves[first].hour == leaves[first - 1].hour - timedelta(days=1)
    assert ledger.verify().ok
    code, said = verified(tmp_path / "export", capfd)
    assert code == 3
    assert "NOTHING IS WRONG" in said.upper()
    assert f"entry {first}" in said
    assert "Entries that come more than 2 hours after they should stand, this one first: 1." in said


def test_an_hour_back_wants_no_explaining(pilot: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read_at(pilot, NOW)
    read_at(pilot, NOW - timedelta(hours=1))
    assert ledger.verify().ok
    assert verified(tmp_path / "export", capfd)[0] == 0


def test_the_doctor_says_that_the_clock_is_behind_the_record(pilot: World) -> None:
    read_at(pilot, NOW)
    [found] = order_of_time(NOW - timedelta(hours=3))
    assert (found.level, found.part) == (Level.WARN, "clock")
    assert "write down what happened" in found.do
    [found] = order_of_time(NOW)
    assert found.level == Level.OK


def test_what_waits_while_the_clock_is_back_is_counted_and_has_no_age_below_zero(pilot: World) -> None:
    with clock.at(NOW):
        records(by=pilot.actor("auditor@council"), purpose="oversight", filters=Filters())
    waiting = ledger.lag(NOW - timedelta(hours=3))
    assert (waiting.oldest_seconds, waiting.unsequenced > 0) == (0.0, True)
    assert ledger.lag(NOW + timedelta(minutes=5)).oldest_seconds >= 300
