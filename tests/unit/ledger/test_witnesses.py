"""The list of witnesses: a file beside the log's key, that can't be left so that nothing is ever published."""

from pathlib import Path

import pytest

from handrail.ledger import KeyFileError, witnesses
from handrail.ledger.cosignature import CosigningKey, WitnessKey
from handrail.ledger.witnesses import Witness, Witnesses, WitnessRefused

FIRST, SECOND = (Witness(CosigningKey.generate(f"{name}.example/w1").witness_key) for name in ("first", "second"))


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    assert witnesses.load(tmp_path) == Witnesses()
    listed = Witnesses().with_one(Witness(FIRST.key, "https://first.example/witness")).with_one(SECOND).needing(1)
    witnesses.save(tmp_path, listed)
    assert witnesses.load(tmp_path) == listed
    assert [path.name for path in tmp_path.iterdir()] == ["ledger-witnesses"]
    assert (tmp_path / "ledger-witnesses").read_text().splitlines() == [
        f"witness first.example/w1 {FIRST.key} https://first.example/witness",
        f"witness second.example/w1 {SECOND.key}",
        "group needed 1 first.example/w1 second.example/w1",
        "quorum needed",
    ]


def test_more_can_never_be_needed_than_there_are() -> None:
    listed = Witnesses().with_one(FIRST)
    with pytest.raises(WitnessRefused, match="nothing would ever be published"):
        listed.needing(2)
    with pytest.raises(WitnessRefused, match="nothing would ever be published"):
        listed.needing(1).without("first.example/w1")
    assert listed.needing(1).needing(0).without("first.example/w1") == Witnesses()


def test_one_key_counts_once_under_whatever_name() -> None:
    listed = Witnesses().with_one(FIRST)
    with pytest.raises(WitnessRefused, match="in the list already"):
        listed.with_one(FIRST)
    renamed = WitnessKey("other.example", FIRST.key.public)
    with pytest.raises(WitnessRefused, match="in the list already"):
        listed.with_one(Witness(renamed))
    with pytest.raises(WitnessRefused, match="no witness"):
        listed.without("second.example/w1")


@pytest.mark.parametrize("url", ["ftp://first.example", "first.example", "https://", "file:///etc/passwd"])
def test_a_witness_is_asked_over_http_only(url: str) -> None:
    with pytest.raises(WitnessRefused, match="https://"):
        Witnesses().with_one(Witness(FIRST.key, url))


@pytest.mark.parametrize(
    "text",
    [
        "witness first.example/w1\n",
        f"witness other.example {FIRST.key}\nquorum none\n",
        f"witness first.example/w1 {FIRST.key}\n",
        f"witness first.example/w1 {FIRST.key}\ngroup needed 2 first.example/w1\nquorum needed\n",
        f"witness first.example/w1 {FIRST.key}\ngroup needed 1 first.example/w1\nquorum none\n",
        "quorum none\n# a comment\n",
        "",
    ],
    ids=["no-key", "another-name", "no-quorum", "more-than-there-are", "a-group-unasked-for", "a-comment", "nothing"],
)
def test_a_list_that_says_anything_else_is_not_believed(tmp_path: Path, text: str) -> None:
    (tmp_path / witnesses.FILE).write_text(text)
    with pytest.raises(KeyFileError):
        witnesses.load(tmp_path)


def test_a_list_that_others_may_change_is_not_believed(tmp_path: Path) -> None:
    witnesses.save(tmp_path, Witnesses().with_one(FIRST))
    (tmp_path / witnesses.FILE).chmod(0o666)
    with pytest.raises(KeyFileError, match="changed by others"):
        witnesses.load(tmp_path)
