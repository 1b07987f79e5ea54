"""Whatever is done to a log, the verifier detects and names: by somebody with the files only, and by its own operator.

The operator can sign anything. Against them stand what others have kept: a checkpoint, a witness's word, a receipt.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from handrail.ledger.note import SigningKey
from handrail_verify.main import main
from handrail_verify.report import LIMIT
from tests.verifier.conftest import Verify
from tests.verifier.writing import NOON, Log, history, kept, key, put, witness, written

Change = Callable[[list[bytes]], list[bytes]]

OTHER = written(999, NOON, seed="slipped in").leaf


def bundled(leaves: list[bytes]) -> bytes:
    return b"".join(len(each).to_bytes(2, "big") + each for each in leaves)


def repacked(log: Log, leaves: list[bytes]) -> dict[str, bytes]:
    """The two bundles of a log of 300 entries, with these leaves."""
    return {"tile/entries/000": bundled(leaves[:256]), "tile/entries/001.p/44": bundled(leaves[256:])}


@pytest.mark.parametrize("signed_again", [False, True], ids=["files only", "manifest signed again"])
@pytest.mark.parametrize(
    ("change", "code", "entry"),
    [
        (lambda leaves: [*leaves[:7], leaves[7].replace(b"open", b"shut"), *leaves[8:]], "entry-changed", 7),
        (lambda leaves: [*leaves[:7], *leaves[8:]], "entry-missing", 7),
        (lambda leaves: [*leaves[:7], OTHER, *leaves[7:]], "entry-added", 7),
        (lambda leaves: [*leaves[:7], leaves[8], leaves[7], *leaves[9:]], "entries-moved", 7),
        (lambda leaves: [*leaves[:255], leaves[256], leaves[255], *leaves[257:]], "entry-changed", 255),
        (lambda leaves: [*leaves[:256], *leaves[257:]], "entry-missing", 256),
        (lambda leaves: leaves[:-1], "entry-missing", 299),
        (lambda leaves: [*leaves, OTHER], "entry-added", 300),
        (lambda leaves: [OTHER, *leaves[1:]], "entry-changed", 0),
    ],
    ids=["flip", "drop", "insert", "reorder", "across bundles", "drop later", "drop last", "append", "first"],
)
def test_entries_changed_dropped_slipped_in_or_moved_are_named(
    tmp_path: Path, log: Log, verify: Verify, change: Change, code: str, entry: int, signed_again: bool
) -> None:
    changed = repacked(log, change([each.leaf for each in log.entries]))
    export = log.export(tmp_path / "export", changed if signed_again else None)
    put(export, changed)
    found = verify(export, "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names(code, entry=entry), found.wrong


def places(size: int) -> list[int]:
    """Which bytes of a file to change: the first, the last, and some all over it."""
    return sorted({*range(0, size, max(size // 12, 1)), max(size - 1, 0)})


def test_one_byte_changed_anywhere_is_refused_with_its_file_named(tmp_path: Path, verify: Verify) -> None:
    """Every file of the folder, the manifest too."""
    log = Log(history(300), keys=[key(1), key(2)], handed_over=[100], witnesses=[witness("one.example/witness")])
    export = log.export(tmp_path / "export")
    files = sorted(each for each in export.rglob("*") if each.is_file())
    assert len(files) == 12
    for file in files:
        before, name = file.read_bytes(), str(file.relative_to(export))
        for place in places(len(before)):
            for changed in (before[place] ^ 1, before[place] ^ 128):
                file.write_bytes(before[:place] + bytes([changed]) + before[place + 1 :])
                found = verify(export, "--key", log.vkey)
                assert found.exit_code == 1, f"{name}, byte {place}"
                assert name in {each["file"] for each in found.wrong}, f"{name}, byte {place}: {found.wrong}"
        file.write_bytes(before)
    assert verify(export, "--key", log.vkey).exit_code == 0


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000"])
@pytest.mark.parametrize("change", [lambda data: b"", lambda data: data[:-1], lambda data: data + data[:32]])
def test_a_tile_or_bundle_that_was_emptied_cut_or_lengthened_is_named(
    tmp_path: Path, log: Log, verify: Verify, name: str, change: Callable[[bytes], bytes]
) -> None:
    export = log.export(tmp_path / "export")
    put(export, {name: change((export / name).read_bytes())})
    found = verify(export, "--key", log.vkey)
    assert (found.exit_code, found.names("file-changed", file=name)) == (1, True), found.wrong
    assert not found.names("entry-added", file=name) or name == "tile/entries/000"


def test_a_tile_that_was_changed_accuses_nobody_of_a_fork(tmp_path: Path, log: Log, verify: Verify) -> None:
    export, known = log.export(tmp_path / "export"), kept(tmp_path / "known", log.checkpoint(280))
    tile = (export / "tile/0/001.p/44").read_bytes()
    put(export, {"tile/0/001.p/44": bytes(32) + tile[32:]})
    found = verify(export, "--key", log.vkey, "--known", known)
    assert found.names("file-changed", file="tile/0/001.p/44")
    assert not any(each["code"] in ("fork", "root") for each in found.wrong), found.wrong


@pytest.mark.parametrize("name", ["manifest", "payloads/000", "payloads/001.p/44"])
def test_a_line_end_that_is_gone_is_one_fault_and_accuses_no_other_file(
    tmp_path: Path, log: Log, verify: Verify, name: str
) -> None:
    export = log.export(tmp_path / "export")
    put(export, {name: (export / name).read_bytes().removesuffix(b"\n") + b"x"})
    found = verify(export, "--key", log.vkey)
    assert {each["file"] for each in found.wrong} == {name}
    assert [each["code"] for each in found.wrong].count("malformed") == 1


def test_a_file_of_no_documents_at_all_is_refused(tmp_path: Path, log: Log, verify: Verify) -> None:
    export = log.export(tmp_path / "export", {"payloads/000": b""})
    put(export, {"payloads/000": b""})
    assert verify(export, "--key", log.vkey).names("malformed", file="payloads/000")


def test_however_many_bundles_are_wrong_each_is_known_to_be(tmp_path: Path, verify: Verify) -> None:
    """Only so many faults are named. What comes after them is as wrong, and nothing of it is taken for sound."""
    log = Log(history(60 * 256))
    export = log.export(tmp_path / "export")
    for number in range(60):
        bundle = export / f"tile/entries/{number:03}"
        bundle.write_bytes(bundle.read_bytes().replace(b"holding", b"h\xfflding"))
    found = verify(export, "--key", log.vkey)
    assert (found.exit_code, len(found.wrong)) == (1, LIMIT)
    assert {each["code"] for each in found.wrong} == {"entry-changed"}


def test_a_fault_in_a_bundle_says_nothing_against_its_documents(tmp_path: Path, log: Log, verify: Verify) -> None:
    export = log.export(tmp_path / "export")
    put(export, repacked(log, [log.entries[0].leaf.replace(b"open", b"shut"), *log.leaves[1:]]))
    found = verify(export, "--key", log.vkey)
    assert found.names("entry-changed", entry=0)
    assert not any(each["file"].startswith("payloads/") for each in found.wrong), found.wrong


def test_a_rewritten_entry_with_its_tiles_is_found_by_the_root(tmp_path: Path, log: Log, verify: Verify) -> None:
    other = Log([*log.entries[:7], written(7, NOON, seed="rewritten"), *log.entries[8:]])
    files = {name: data for name, data in other.files().items() if name.startswith(("tile/", "payloads/"))}
    found = verify(log.export(tmp_path / "export", files), "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names("root", file="checkpoint")


def test_a_bundle_exchanged_together_with_its_tiles_is_named_by_the_manifest(
    tmp_path: Path, log: Log, verify: Verify
) -> None:
    """The bundle and its tile agree; the root doesn't, and only then are their hashes in the manifest looked at."""
    other = Log([*log.entries[:7], written(7, NOON, seed="exchanged"), *log.entries[8:]]).files()
    exchanged = ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
    export = log.export(tmp_path / "export")
    put(export, {name: other[name] for name in exchanged})
    found = verify(export, "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names("root", file="checkpoint")
    assert sorted(each["file"] for each in found.wrong if each["code"] == "file-changed") == exchanged


def test_a_tile_above_that_does_not_follow_is_named(tmp_path: Path, verify: Verify) -> None:
    log = Log(history(700))
    tile = log.files()["tile/1/000.p/2"]
    found = verify(log.export(tmp_path / "export", {"tile/1/000.p/2": tile[:32] + bytes(32)}), "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names("tile", file="tile/1/000.p/2", entry=256)


def test_a_cut_off_end_is_named_by_whoever_kept_a_checkpoint(tmp_path: Path, log: Log, verify: Verify) -> None:
    known = kept(tmp_path / "known", log.checkpoint())
    found = verify(replace(log, entries=log.entries[:280]).export(tmp_path / "export"), "--known", known)
    assert found.exit_code == 1
    assert found.names("truncated", file=str(known))


@pytest.mark.parametrize("size", [150, 256, 300])
def test_two_histories_shown_to_two_witnesses_are_a_fork(tmp_path: Path, verify: Verify, size: int) -> None:
    one, two = witness("one.example/witness"), witness("two.example/witness")
    shown = Log(history(300), witnesses=[one])
    told = Log([*shown.entries[:120], *history(180, seed="another")], witnesses=[two])
    known = kept(tmp_path / "known", told.checkpoint(size))
    export = shown.export(tmp_path / "export")
    keys = ["--witness", str(one.witness_key), "--witness", str(two.witness_key), "--need", "1"]
    assert verify(export, "--key", shown.vkey, *keys).exit_code == 0
    found = verify(export, "--key", shown.vkey, *keys, "--known", known)
    assert found.exit_code == 1
    assert found.names("fork", file=str(known))


def test_a_fork_is_placed_after_the_last_tree_that_both_sides_have(tmp_path: Path, verify: Verify) -> None:
    shown = Log(history(300))
    told = Log([*shown.entries[:120], *history(180, seed="another")])
    agreed, apart = (kept(tmp_path / f"{size}", told.checkpoint(size)) for size in (110, 200))
    found = verify(shown.export(tmp_path / "export"), "--known", agreed, "--known", apart)
    [fork] = [each for each in found.wrong if each["code"] == "fork"]
    assert re.search(r"from 110 to 199\.$", fork["what"])


def test_a_backdated_entry_wants_explaining(tmp_path: Path, verify: Verify) -> None:
    entries = history(300)
    entries[270] = written(270, NOON - timedelta(days=1))
    log = Log(entries)
    found = verify(log.export(tmp_path / "export"), "--key", log.vkey)
    assert found.exit_code == 3
    assert found.names("time-order", entry=270)


def test_an_entry_dated_before_a_witness_saw_the_log_without_it_wants_explaining(
    tmp_path: Path, verify: Verify
) -> None:
    """The order of hours alone would show nothing: there was no entry for a week."""
    seer = witness("one.example/witness")
    log = Log(history(3), witnesses=[seer])
    [vkey] = [str(seer.witness_key)]
    text = log.checkpoint(2).partition("\n\n")
    late = text[0] + "\n\n" + text[2].splitlines(True)[0] + seer.cosign(text[0] + "\n", NOON + timedelta(days=7))
    export = log.export(tmp_path / "export")
    assert verify(export, "--witness", vkey).exit_code == 0
    found = verify(export, "--witness", vkey, "--known", kept(tmp_path / "known", late))
    assert found.exit_code == 3
    assert found.names("time-order", entry=2)


def test_an_entry_dated_after_a_witness_saw_it_wants_explaining(tmp_path: Path, verify: Verify) -> None:
    log = Log([*history(3), written(3, NOON + timedelta(days=9))], witnesses=[witness("one.example/witness")])
    found = verify(log.export(tmp_path / "export"))
    assert found.exit_code == 3
    assert found.names("time-order")


def test_another_key_of_the_same_name_is_not_the_one_that_is_trusted(tmp_path: Path, log: Log, verify: Verify) -> None:
    forged = replace(log, keys=[key(2)])
    export = forged.export(tmp_path / "export")
    found = verify(export, "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names("wrong-key", file="keys")
    known = kept(tmp_path / "known", log.checkpoint(100))
    assert verify(export, "--known", known).names("wrong-key", file=str(known))


@pytest.mark.parametrize(
    ("keys", "code"),
    [([key(2), key(1)], "handover"), ([key(1), key(3)], "handover"), ([key(1)], "not-signed"), ([key(2)], "wrong-key")],
    ids=["exchanged", "another heir", "handover dropped", "first dropped"],
)
def test_keys_that_were_swapped_lead_nowhere(tmp_path: Path, verify: Verify, keys: list[SigningKey], code: str) -> None:
    log = Log(history(300), keys=[key(1), key(2)], handed_over=[100])
    text = "".join(f"{each.verification_key}\n" for each in keys).encode()
    found = verify(log.export(tmp_path / "export", {"keys": text}), "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names(code), found.wrong


@pytest.mark.parametrize("sizes", [[200, 100], [100, 301], [0, 100]])
def test_handovers_out_of_order_or_beyond_the_tree_are_refused(
    tmp_path: Path, verify: Verify, sizes: list[int]
) -> None:
    log = Log(history(300), keys=[key(1), key(2), key(3)], handed_over=sizes)
    found = verify(log.export(tmp_path / "export"), "--key", log.vkey)
    assert found.exit_code == 1
    assert any(each["file"].startswith("handovers/") for each in found.wrong)


def test_a_handover_over_another_history_is_a_fork(tmp_path: Path, verify: Verify) -> None:
    log = Log(history(300), keys=[key(1), key(2)], handed_over=[100])
    [note] = Log(history(300, seed="another"), keys=log.keys, handed_over=[100]).handovers()
    found = verify(log.export(tmp_path / "export", {"handovers/0001": note.encode()}), "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names("fork", file="handovers/0001")


def test_a_forged_cosignature_is_wrong_and_not_only_missing(tmp_path: Path, verify: Verify) -> None:
    log = Log(history(3), witnesses=[witness("one.example/witness")])
    lines = log.checkpoint().splitlines(keepends=True)
    later = replace(log, entries=log.entries[:2]).checkpoint().splitlines(keepends=True)[-1]
    found = verify(log.export(tmp_path / "export", {"checkpoint": "".join([*lines[:-1], later]).encode()}))
    assert found.exit_code == 1
    assert found.names("wrong-signature", file="checkpoint")


def test_files_that_are_missing_or_too_many_are_named(tmp_path: Path, log: Log, verify: Verify) -> None:
    for name in ("tile/entries/000", "tile/0/000", "tile/1/000.p/1", "payloads/001.p/44", "witnesses", "manifest"):
        export = log.export(tmp_path / name.replace("/", "-"))
        (export / name).unlink()
        found = verify(export, "--key", log.vkey)
        assert found.exit_code == 1
        assert found.names("file-missing", file=name), (name, found.wrong)
    for name in ("tile/0/001", "tile/0/001.p/3", "notes.txt", "payloads/002"):
        export = log.export(tmp_path / "more" / name.replace("/", "-"))
        put(export, {name: b""})
        assert verify(export).names("file-unnamed", file=name)
        signed = log.export(tmp_path / "signed" / name.replace("/", "-"), {name: b""})
        assert verify(signed).names("file-unnamed", file=name)


@pytest.mark.parametrize("name", ["extra", "tile/0/extra", "keys", "payloads/000", "tile"])
def test_links_are_no_files_of_an_export(tmp_path: Path, log: Log, verify: Verify, name: str) -> None:
    """What a link leads to is not in the folder: it can be exchanged after the folder was verified."""
    export, elsewhere = log.export(tmp_path / "export"), tmp_path / "elsewhere"
    if (export / name).exists():
        (export / name).rename(elsewhere)
    else:
        elsewhere.mkdir()
    (export / name).symlink_to(elsewhere)
    found = verify(export)
    assert found.exit_code == 1
    assert found.names("file-unnamed", file=name), found.wrong


def test_a_pipe_in_place_of_a_file_is_named_and_not_waited_for(tmp_path: Path, log: Log) -> None:
    export = log.export(tmp_path / "export")
    (export / "keys").unlink()
    os.mkfifo(export / "keys")
    command = [sys.executable, "-c", "from handrail_verify.main import main; raise SystemExit(main())", str(export)]
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "[file-unnamed] keys: " in done.stdout


def test_the_name_of_a_file_says_no_sentence_of_its_own(
    tmp_path: Path, log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    export = log.export(tmp_path / "export")
    put(export, {"extra\n\nVERIFIED: nothing is wrong": b""})
    assert main([str(export)]) == 1
    assert not [line for line in capsys.readouterr().out.splitlines() if line.startswith("VERIFIED")]


def test_on_windows_the_same_files_are_found(
    tmp_path: Path, log: Log, verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = log.export(tmp_path / "export")
    put(export, {"tile/0/extra": b""})

    def there(each: os.DirEntry[str]) -> SimpleNamespace:
        return SimpleNamespace(path=each.path.replace("/", "\\"), is_dir=each.is_dir, is_file=each.is_file)

    windows = SimpleNamespace(
        sep="\\", fspath=os.fspath, walk=os.walk, scandir=lambda path: [there(each) for each in os.scandir(path)]
    )
    monkeypatch.setattr("handrail_verify.export.os", windows)
    found = verify(export)
    assert [(each["code"], each["file"]) for each in found.wrong] == [("file-unnamed", "tile/0/extra")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (lambda line: line.replace(b'"number":7', b'"number":8'), "document"),
        (lambda line: line.replace(b'"number":7', b'"number": 7'), "document"),
        (lambda line: line[:2] + b"0" * 64 + line[66:], "document"),
        (lambda line: line.replace(b"7 ", b"8 ", 1), "document"),
        (lambda line: b"0" + line, "malformed"),
        (lambda line: line.replace(b"7 ", b"300 ", 1), "malformed"),
        (lambda line: line + b"\n" + line, "malformed"),
        (lambda line: b"", "malformed"),
    ],
    ids=["fact", "form", "salt", "another entry's", "index", "another file's", "twice", "empty line"],
)
def test_a_document_that_its_entry_does_not_commit_to_is_named(
    tmp_path: Path, log: Log, verify: Verify, line: Callable[[bytes], bytes], code: str
) -> None:
    lines = log.files()["payloads/000"].split(b"\n")
    lines[7] = line(lines[7])
    found = verify(log.export(tmp_path / "export", {"payloads/000": b"\n".join(lines)}), "--key", log.vkey)
    assert found.exit_code == 1
    assert found.names(code, file="payloads/000"), found.wrong


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b'{"action":"holding.open", "at":"2018-06-04T12:00:30.000000Z"}', "not-canonical"),
        (b'{"at":"2018-06-04T12:00:30.000000Z","action":"holding.open"}', "not-canonical"),
        (b'{"action":"holding.open","at":"2018-06-04T12:00:30.000000Z","more":1.0}', "not-canonical"),
        (b'{"action":"holding.shut","at":"2018-06-04T12:00:30.000000Z"}', "document"),
        (b'{"action":"holding.open","at":"2018-06-04T11:59:30.000000Z"}', "document"),
        (b"[]", "document"),
    ],
    ids=["space", "order", "float", "kind", "hour", "no object"],
)
def test_a_document_that_was_committed_to_in_a_wrong_form_is_named(
    tmp_path: Path, verify: Verify, document: bytes, code: str
) -> None:
    log = Log([replace(written(0, NOON), document=document)])
    found = verify(log.export(tmp_path / "export"))
    assert found.exit_code == 1
    assert found.names(code, entry=0), found.wrong


@pytest.mark.parametrize(
    "leaf",
    [
        b'{"commitment":"' + b"A" * 64 + b'","hour":"2018-06-04T12:00:00Z","kind":"holding.open"}',
        b'{"commitment":"' + b"a" * 64 + b'","hour":"2018-06-04T12:30:00Z","kind":"holding.open"}',
        b'{"commitment":"' + b"a" * 64 + b'","hour":"2018-06-31T12:00:00Z","kind":"holding.open"}',
        b'{"commitment":"' + b"a" * 64 + b'","hour":"2018-06-04T12:00:00Z","kind":"Jane Smith"}',
        b'{"commitment":"' + b"a" * 64 + b'","hour":"2018-06-04T12:00:00Z","kind":"holding.open","name":"Jane"}',
        b"Jane Smith was seen.",
        b"",
    ],
)
def test_a_leaf_that_says_more_or_other_than_a_leaf_may_is_named(tmp_path: Path, verify: Verify, leaf: bytes) -> None:
    log = Log(history(9), erased=frozenset(range(9)))
    leaves = [each.leaf for each in log.entries]
    leaves[4] = leaf

    class Said(Log):
        """A log that signs what is no leaf."""

        @property
        def leaves(self) -> list[bytes]:
            return leaves

    found = verify(Said(log.entries, erased=log.erased).export(tmp_path / "export"))
    assert found.exit_code == 1
    assert found.names("leaf", file="tile/entries/000.p/9", entry=4), found.wrong
