"""The export is the published tree, whole or not there at all, with documents only where they are asked for."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from handrail import ledger
from handrail.ledger import key_file, tiles, tree
from handrail.ledger.note import open_note
from handrail.ledger.tiles import WIDTH
from tests.unit.ledger.conftest import Log, act_for


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_it_holds_the_tiles_that_are_published_and_nothing_else(log: Log, tmp_path: Path) -> None:
    log.fill(700)
    log.sequence(batch=300)
    exported = ledger.export_to(tmp_path / "out")
    found = files_in(tmp_path / "out")
    assert exported == ledger.Exported(size=700, documents=0, files=len(found))
    expected = {"checkpoint", "keys", "witnesses", "manifest"}
    for number, width in tiles.tiles_of(700, 0):
        part = f"{number:03}" + (f".p/{width}" if width < WIDTH else "")
        expected |= {f"tile/0/{part}", f"tile/entries/{part}"}
        assert found[f"tile/entries/{part}"] == ledger.publishing.bundle(number, width)
        assert found[f"tile/0/{part}"] == ledger.publishing.tile(0, number, width)
    assert found["tile/1/000.p/2"] == ledger.publishing.tile(1, 0, 2)
    assert found.keys() == expected | {"tile/1/000.p/2"}
    assert found["checkpoint"].decode() == ledger.published()


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512])
def test_a_tree_of_any_size_comes_out_as_it_was_signed(log: Log, tmp_path: Path, size: int) -> None:
    log.fill(size)
    log.sequence()
    assert ledger.export_to(tmp_path / "out").size == size


def test_the_manifest_names_every_file_by_its_digest_and_is_signed(log: Log, tmp_path: Path) -> None:
    log.fill(3)
    log.sequence()
    ledger.export_to(tmp_path / "out")
    found = files_in(tmp_path / "out")
    key = ledger.load_verification_key(settings.HANDRAIL_KEY_DIR)
    heading, origin, size, root, *lines = open_note(found.pop("manifest").decode(), key).splitlines()
    head = ledger.published_head()
    assert (heading, origin, size) == ("handrail export v1", key.name, "3")
    assert base64.b64decode(root) == head.root
    assert lines == [f"{sha256(found[path]).hexdigest()}  {path}" for path in sorted(found)]
    assert found["keys"].decode() == f"{key}\n"


def test_documents_go_out_for_the_organisations_asked_for_unless_they_are_erased(log: Log, tmp_path: Path) -> None:
    first, second, third = log.fill(3)
    other = Log(log.database)
    other.fill(2)
    log.sequence()
    with transaction.atomic():
        act_for(log.organisation)
        ledger.erase([second])
    assert ledger.export_to(tmp_path / "public").documents == 0
    exported = ledger.export_to(tmp_path / "out", documents_of={log.organisation})
    assert exported.documents == 2
    lines = (tmp_path / "out" / "payloads" / "000.p" / "5").read_text(encoding="ascii").splitlines()
    shown: dict[str, Any] = {}
    for line in lines:
        number, salt, document = line.split(" ", 2)
        shown[json.loads(document)["entry"]] = int(number)
        leaf = next(ledger.leaves(int(number), int(number) + 1))
        assert ledger.entry.commit(bytes.fromhex(salt), document.encode()) == leaf.commitment
    assert shown.keys() == {str(first), str(third)}
    assert list(shown.values()) == sorted(shown.values())


def test_a_folder_that_holds_something_is_left_alone(log: Log, tmp_path: Path) -> None:
    log.fill(1)
    log.sequence()
    (tmp_path / "empty").mkdir()
    ledger.export_to(tmp_path / "empty")
    before = files_in(tmp_path / "empty")
    with pytest.raises(ledger.ExportRefused, match="holds something already"):
        ledger.export_to(tmp_path / "empty")
    assert files_in(tmp_path / "empty") == before
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ledger.ExportRefused):
        ledger.export_to(tmp_path / "file")


def test_the_folder_that_somebody_stands_in_is_refused(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The export takes the folder's place: who stands in it would stand in one that is gone."""
    log.fill(1)
    log.sequence()
    monkeypatch.chdir(tmp_path)
    for folder in (Path(), tmp_path):
        with pytest.raises(ledger.ExportRefused, match="by another name"):
            ledger.export_to(folder)
    assert list(tmp_path.iterdir()) == []


def test_cut_off_it_leaves_nothing_that_could_be_taken_for_an_export(log: Log, tmp_path: Path) -> None:
    log.fill(600)
    log.sequence()

    def cut_off(done: int, total: int) -> None:
        assert total == 600
        if done > WIDTH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.export_to(tmp_path / "out", progress=cut_off)
    assert list(tmp_path.iterdir()) == []
    # What a kill leaves is beside the folder, without a manifest, and gone with the next export.
    (tmp_path / "out.unfinished" / "tile").mkdir(parents=True)
    ledger.export_to(tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET commitment = sha256(commitment) WHERE leaf_index = 2",
        "DELETE FROM ledger_entry WHERE leaf_index = 2",
        "DELETE FROM ledger_entry",
    ],
    ids=["changed", "dropped", "emptied"],
)
def test_a_tree_that_is_not_the_published_one_is_not_exported(log: Log, tmp_path: Path, change: str) -> None:
    log.fill(5)
    log.sequence()
    log.tamper(change)
    with pytest.raises(ledger.ExportRefused, match="not those that were published"):
        ledger.export_to(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_after_a_handover_it_waits_for_a_checkpoint_of_the_new_key_and_shows_the_chain(
    log: Log, tmp_path: Path
) -> None:
    log.fill(3)
    with pytest.raises(ledger.NotPublished):
        ledger.export_to(tmp_path / "out")
    log.sequence()
    folder = settings.HANDRAIL_KEY_DIR
    key_file.prepare_next_key(folder)
    with ledger.nothing_signed() as head:
        assert head
        key_file.hand_over(folder, head.size, head.root)
    with pytest.raises(ledger.ExportRefused, match="new key"):
        ledger.export_to(tmp_path / "out")
    log.fill(1)
    log.sequence()
    ledger.export_to(tmp_path / "out")
    chain = ledger.load_chain(folder)
    found = files_in(tmp_path / "out")
    assert found["keys"].decode().splitlines() == [str(key) for key in chain.keys]
    assert found["handovers/0001"].decode() == chain.handovers[0].note
    assert len(found["tile/0/000.p/4"]) == tree.HASH_SIZE * 4
