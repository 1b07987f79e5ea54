"""Anybody fetches the ledger as tlog-tiles has it, without signing in, and rebuilds the tree that was signed."""

from django.conf import settings
from django.test import Client
from django.utils import timezone

from handrail import ledger
from handrail.ledger import key_file, tiles, tree
from handrail.ledger.tiles import WIDTH
from tests.published import LEAF, fetch, leaves_in, tile_path
from tests.unit.ledger.conftest import Log
from tests.unit.ledger.conftest import log as log  # noqa: PLC0414, a fixture


def test_a_stranger_rebuilds_the_signed_tree_from_tiles_and_entries(log: Log) -> None:
    log.fill(700)
    log.sequence(batch=300)
    key = ledger.load_verification_key(settings.HANDRAIL_KEY_DIR)
    answer = fetch("checkpoint")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/plain; charset=utf-8", "no-store")
    assert fetch("keys").content.decode() == f"{key}\n"
    assert fetch("handovers").content == b""
    head = ledger.load_chain(settings.HANDRAIL_KEY_DIR).read(answer.content.decode())
    assert head.size == 700

    whole: list[bytes] = []
    for number, width in tiles.tiles_of(head.size, 0):
        leaves = list(leaves_in(fetch(f"tile/entries/{tile_path(number, width)}").content))
        assert all(LEAF.fullmatch(each) for each in leaves)
        hashes = b"".join(map(tree.leaf_hash, leaves))
        assert fetch(f"tile/0/{tile_path(number, width)}").content == hashes
        whole += map(tree.leaf_hash, leaves)
    assert tree.root(whole) == head.root
    above = b"".join(tree.root(whole[at : at + WIDTH]) for at in (0, WIDTH))
    assert fetch("tile/1/000.p/2").content == above


def test_what_never_changes_may_be_kept_for_good_and_is_nobodys(log: Log) -> None:
    log.fill(WIDTH)
    log.sequence()
    client = Client()
    client.cookies["handrail_session"] = "somebody's"
    for path in ("tile/0/000", "tile/entries/000", "tile/1/000.p/1"):
        answer = client.get(f"/ledger/{path}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not answer.cookies
        assert "Vary" not in answer
        head = client.head(f"/ledger/{path}")
        assert (head.status_code, head.content) == (200, b"")
        assert client.post(f"/ledger/{path}").status_code in (403, 405)


def test_partial_tiles_are_those_of_the_checkpoints_and_no_others(log: Log) -> None:
    log.fill(300)
    ledger.sequence_once(at=timezone.now(), batch=280)
    log.sequence()
    found = {}
    for width in (23, 24, 25, 43, 44, 45):
        found[width] = fetch(f"tile/0/001.p/{width}").status_code
        assert fetch(f"tile/entries/001.p/{width}").status_code == found[width]
    assert found == {23: 404, 24: 200, 25: 404, 43: 404, 44: 200, 45: 404}
    assert fetch("tile/0/000.p/255").status_code == 404
    assert fetch("tile/1/000.p/1").status_code == 200


#: What tlog-tiles has no resource for, or what a tree of five leaves hasn't.
NO_ADDRESSES = (
    "tile/0/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/05", "tile/00/000.p/5", "tile/64/000",
    "tile/63/000.p/1", "tile/0/0.p/5", "tile/0/x000/000.p/5", "tile/0/x999/x999/x999/x999/x999/999",
    "tile/-1/000.p/5", "tile/entries/001", "tile/1/000.p/1", "tile",
)  # fmt: skip


def test_no_other_address_answers(log: Log) -> None:
    log.fill(5)
    log.sequence()
    assert fetch("tile/0/000.p/5").status_code == 200
    assert {path: fetch(path).status_code for path in NO_ADDRESSES} == dict.fromkeys(NO_ADDRESSES, 404)


def test_before_the_first_entry_there_is_no_checkpoint(log: Log) -> None:
    assert fetch("checkpoint").status_code == 404
    assert fetch("tile/0/000.p/1").status_code == 404


def test_while_subtrees_are_made_up_for_it_says_to_come_back(log: Log) -> None:
    log.fill(WIDTH)
    log.sequence()
    log.tamper("DELETE FROM ledger_subtree")
    answer = fetch("tile/1/000.p/1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    log.sequence()
    assert fetch("tile/1/000.p/1").status_code == 200


def test_a_handover_of_the_key_is_published_with_both_keys(log: Log) -> None:
    log.fill(3)
    log.sequence()
    folder = settings.HANDRAIL_KEY_DIR
    old, new = ledger.load_verification_key(folder), key_file.prepare_next_key(folder)
    with ledger.nothing_signed() as head:
        assert head
        key_file.hand_over(folder, head.size, head.root)
    assert fetch("keys").content.decode() == f"{old}\n{new}\n"
    assert fetch("handovers").content.decode() == ledger.load_chain(folder).handovers[0].note
