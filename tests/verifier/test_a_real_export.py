"""What Handrail exports, the verifier accepts; and whatever byte is changed, it says where."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from handrail import ledger
from handrail.gate import clock
from handrail.oversight import exporting
from handrail.oversight.actions.keys import hand_key_over, prepare_key
from handrail.oversight.queries.records import Filters, records
from handrail_verify.main import main
from tests.harness.databases import Databases
from tests.unit.ledger.conftest import act_for
from tests.worlds import World, build_small_pilot

RANDOM_PLACES = 40


@pytest.fixture(scope="module")
def exported(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A pilot's ledger of more than a tile, handed over once, with an oversight body's documents; and its first key."""
    folder = tmp_path_factory.mktemp("taken") / "out"
    with databases.fresh("pilot", build_small_pilot) as (_, pilot):
        first = str(ledger.load_verification_key(settings.HANDRAIL_KEY_DIR))
        _work(pilot)
        _fill(pilot.organisation("nhs"), 300)
        ledger.sequence_all(at=clock.now(), batch=100)
        fingerprint = prepare_key(by=pilot.actor("administrator@council"), purpose="administration")
        ledger.sequence_all(at=clock.now())
        second = pilot.actor("second_administrator@council")
        hand_key_over(by=second, purpose="administration", fingerprint=fingerprint)
        _work(pilot)
        ledger.sequence_all(at=clock.now())
        auditor = pilot.actor("auditor@oversight")
        exporting.export(folder, by=auditor, purpose="oversight", progress=lambda _done, _total: None)
        yield folder, first


def _work(pilot: World) -> None:
    """Members of several organisations read their record, and one is refused."""
    for house in ("council", "nhs", "ctu", "oversight"):
        records(by=pilot.actor(f"auditor@{house}"), purpose="oversight", filters=Filters())


def _fill(organisation: UUID, count: int) -> None:
    with transaction.atomic():
        act_for(organisation)
        one = ledger.Entry(kind="holding.open", organisation=organisation, payload={}, at=clock.now())
        ledger.append_many([one] * count)


def verified(capfd: pytest.CaptureFixture[str], folder: Path, *options: str) -> tuple[int, dict[str, Any]]:
    code = main([str(folder), "--json", *options])
    return code, json.loads(capfd.readouterr().out)


def test_one_byte_changed_in_any_file_is_refused_with_the_file_named(
    exported: tuple[Path, str], capfd: pytest.CaptureFixture[str]
) -> None:
    folder, first = exported
    random = Random(5)
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    assert {each.relative_to(folder).parts[0] for each in files} == {
        "checkpoint", "handovers", "keys", "manifest", "payloads", "tile", "witnesses"
    }  # fmt: skip
    sizes = {each: each.stat().st_size for each in files}
    # The empty list of witnesses has no byte to change: it gets one.
    changes = {(each, place) for each, size in sizes.items() for place in (0, size // 2, max(size - 1, 0))}
    drawn = random.choices(files, list(sizes.values()), k=RANDOM_PLACES)
    changes |= {(each, random.randrange(sizes[each])) for each in drawn}
    for file, place in sorted(changes):
        before = file.read_bytes()
        file.write_bytes(before[:place] + bytes([before[place] ^ 1 if before else 10]) + before[place + 1 :])
        code, report = verified(capfd, folder, "--key", first)
        file.write_bytes(before)
        name = str(file.relative_to(folder))
        assert code == 1, f"{name}, byte {place}"
        assert name in {wrong["file"] for wrong in report["wrong"]}, f"{name}, byte {place}: {report['wrong']}"
    assert verified(capfd, folder, "--key", first)[0] == 0


def test_a_changed_document_is_named_by_its_entry(
    exported: tuple[Path, str], capfd: pytest.CaptureFixture[str]
) -> None:
    folder, first = exported
    file = folder / "payloads" / "000"
    before = file.read_bytes()
    line = before.splitlines()[7]
    file.write_bytes(before.replace(line, line.replace(b'"action":', b'"actor":')))
    code, report = verified(capfd, folder, "--key", first)
    file.write_bytes(before)
    assert code == 1
    assert int(line.split(b" ", 1)[0]) in {wrong["entry"] for wrong in report["wrong"]}
