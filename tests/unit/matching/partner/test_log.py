"""The partner's log: an entry is there once and for good, whoever is killed, and what was changed is noticed."""

import json
import os
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from handrail.ledger.note import SigningKey
from handrail.ledger.tree import leaf_hash, root
from handrail.matching.asking import Register
from handrail.matching.messages import read_answer
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.checking import Head, differences, sign_head, signed_head
from handrail.matching.partner.lines import Lines, LinesDamaged
from handrail.matching.partner.log import LOG, PartnerLog, canary_asked
from handrail.matching.partner.quota import TOKENS, QuotaTokens
from tests.matching_sides import NOON, Sides, later


def _lines(path: Path) -> tuple[Lines, list[object]]:
    found: list[object] = []
    return Lines(path, lambda entry, _: found.append(entry["n"])), found


def test_each_process_reads_what_others_added(tmp_path: Path) -> None:
    one, by_one = _lines(tmp_path / "file")
    other, by_other = _lines(tmp_path / "file")
    with closing(one), closing(other):
        for number, each in enumerate((one, other, other, one)):
            with each.alone():
                each.append([{"n": number}])
        with other.alone():
            pass
    assert by_one == by_other == [0, 1, 2, 3]


@pytest.mark.parametrize("cut", [1, 4, 8])
def test_an_entry_that_was_being_written_when_the_process_was_killed_is_not_there(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b'{"n":0}\n' + b'{"n":1}\n'[:-cut])
    lines, found = _lines(path)
    with closing(lines), lines.alone():
        lines.append([{"n": 2}])
    assert found == [0, 2]
    assert path.read_bytes() == b'{"n":0}\n{"n":2}\n'


@pytest.mark.parametrize(
    "data",
    [b'{"n":0}\nnot an entry\n', b'{"n": 0}\n', b'{"m":0}\n', b"[]\n", b"\n", b"x" * 5000, b'{"n":0}\n' + bytes(4096)],
)
def test_what_is_no_entry_stops_everything(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(LinesDamaged, match="can’t be read"):
        _lines(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == data


def test_a_file_that_was_cut_or_replaced_meanwhile_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b'{"n":0}\n{"n":1}\n')
    lines, _ = _lines(path)
    with closing(lines):
        copy = path.read_bytes()
        path.write_bytes(copy[:8])
        with pytest.raises(LinesDamaged), lines.alone():
            pass
        path.unlink()
        path.write_bytes(copy)
        with pytest.raises(LinesDamaged), lines.alone():
            pass


def test_where_the_disk_takes_only_a_part_nothing_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    lines, found = _lines(path)
    write = os.write
    with closing(lines), lines.alone():
        lines.append([{"n": 0}])
        monkeypatch.setattr("os.write", lambda file, data: write(file, data[:5]))
        with pytest.raises(OSError, match="full"):
            lines.append([{"n": 1}])
        monkeypatch.undo()
        lines.append([{"n": 2}])
    assert found == [0, 2]
    assert path.read_bytes() == b'{"n":0}\n{"n":2}\n'


def test_the_files_are_readable_by_their_owner_alone(sides: Sides, partner: Partner, register: Register) -> None:
    partner.answer(sides.question(register).message, at=NOON)
    for name in (LOG, TOKENS):
        assert (sides.folder.path / name).stat().st_mode & 0o777 == 0o600


def test_no_token_stands_in_the_key_folder(sides: Sides, partner: Partner, register: Register) -> None:
    token, _ = sides.tokens(2)
    partner.answer(sides.question(register, token=token).message, at=NOON)
    for path in sides.folder.path.rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes()


def test_tokens_that_were_made_meanwhile_are_known(sides: Sides) -> None:
    with closing(QuotaTokens(sides.folder.path)) as tokens:
        [made] = sides.tokens()
        found = tokens.find(made)
        assert found is not None
        assert (found.size, found.until) == (16, NOON.date())
        assert tokens.find("16.another") is None


def test_the_root_is_that_of_rfc_6962_over_the_lines(sides: Sides, partner: Partner, register: Register) -> None:
    answer = read_answer(partner.answer(sides.question(register).message, at=NOON), partner.key)
    lines = (sides.folder.path / LOG).read_bytes().splitlines()
    assert answer.log_root == root(leaf_hash(line) for line in lines)


def test_an_entry_that_is_taken_out_changed_or_cut_off_is_noticed(
    sides: Sides, partner: Partner, register: Register
) -> None:
    heads = []
    for _ in range(3):
        answer = read_answer(partner.answer(sides.question(register).message, at=NOON), partner.key)
        heads.append(Head(answer.log_size, answer.log_root))
    path = sides.folder.path / LOG
    lines = path.read_bytes().splitlines(keepends=True)
    assert differences(sides.folder.path, heads) == []
    path.write_bytes(b"".join(lines[:-1]))
    assert differences(sides.folder.path, heads) == heads[-1:]
    path.write_bytes(b"".join(lines[1:]))
    assert differences(sides.folder.path, heads) == heads
    path.write_bytes(b"".join(lines).replace(b'"elements":16', b'"elements":15', 1))
    assert differences(sides.folder.path, heads) == heads


def test_a_checkpoint_of_another_key_is_none(sides: Sides, partner: Partner, tmp_path: Path) -> None:
    log = PartnerLog(sides.folder.path, lambda _: None)
    with closing(log):
        sign_head(sides.folder.path, sides.folder.signing_key, log)
        assert signed_head(sides.folder.path, partner.key) == Head(log.size, log.root())
        sign_head(sides.folder.path, SigningKey.generate(sides.folder.register), log)
        with pytest.raises(ValueError, match="not signed"):
            signed_head(sides.folder.path, partner.key)


def test_a_canary_that_a_centre_asked_about_is_in_the_log(sides: Sides) -> None:
    canary_asked(sides.folder.path, reference="0123456789abcdef", table=UUID(int=5), canary=3, at=later(hours=1))
    last = json.loads((sides.folder.path / LOG).read_text(encoding="utf-8").splitlines()[-1])
    assert last == {
        "canary": 3,
        "hour": "2027-03-10T13:00:00Z",
        "kind": "opening",
        "outcome": "canary-asked",
        "reference": "0123456789abcdef",
        "table": "00000000-0000-0000-0000-000000000005",
    }
