"""An auditor takes the ledger out with its documents, and two people give it a new key."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from handrail import ledger
from handrail.gate import Refused, RuleBroken, clock
from handrail.ledger import key_file
from handrail.oversight import exporting
from handrail.oversight.actions.keys import hand_key_over, prepare_key
from handrail.oversight.queries.records import Filters, records
from handrail.site.doctor.storage import keys
from tests.nominating import acting_for
from tests.recorded import recorded
from tests.worlds import World

ADMINISTRATION = "administration"
FIRST, SECOND = "administrator@council", "second_administrator@council"


@pytest.fixture
def read(pilot: World) -> World:
    """Two organisations' auditors have each read their own record, and the tree has both entries."""
    for house in ("council", "nhs"):
        records(by=pilot.actor(f"auditor@{house}"), purpose="oversight", filters=Filters())
    ledger.sequence_all(at=clock.now())
    return pilot


def taken_out(world: World, who: str, folder: Path) -> set[str]:
    """The organisations whose documents are in what this member takes out."""
    exporting.export(folder, by=world.actor(who), purpose="oversight", progress=lambda _done, _total: None)
    lines = [line for each in folder.glob("payloads/**/*") if each.is_file() for line in each.read_bytes().splitlines()]
    return {json.loads(line.split(b" ", 2)[2])["organisation"] for line in lines}


def test_an_auditor_takes_out_the_documents_of_their_own_organisation_and_the_ledger_says_so(
    read: World, tmp_path: Path
) -> None:
    assert taken_out(read, "auditor@council", tmp_path / "out") == {str(read.organisation("council"))}
    (said,) = recorded(action="ledger.export")
    assert (said.actor, said.outcome) == (read.member("auditor@council"), "done")
    assert said.facts == {"documents": 1, "organisations": 1, "size": 2}


def test_an_oversight_body_takes_out_the_documents_of_all(read: World, tmp_path: Path) -> None:
    houses = {str(read.organisation(house)) for house in ("council", "nhs")}
    assert taken_out(read, "auditor@oversight", tmp_path / "out") == houses


def test_colleagues_go_on_working_while_somebody_takes_the_record_out(read: World, tmp_path: Path) -> None:
    def work() -> None:
        records(by=read.actor("auditor@council"), purpose="oversight", filters=Filters())
        connection.close()

    colleagues = ThreadPoolExecutor(1)
    written: list[None] = []

    def before_each_reading(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if "ledger_payload" in sql and sql.startswith("SELECT"):
            written.append(colleagues.submit(work).result())
        return execute(sql, *rest)

    with colleagues, connection.execute_wrapper(before_each_reading):
        assert taken_out(read, "auditor@council", tmp_path / "out") == {str(read.organisation("council"))}
    assert len(written) > 1


def test_the_ledger_says_how_many_documents_are_in_the_folder_whatever_else_is_written_or_erased(
    read: World, tmp_path: Path
) -> None:
    for _ in range(3):
        records(by=read.actor("auditor@council"), purpose="oversight", filters=Filters())
    first = recorded(organisation=read.organisation("council"), action="record.list")[0]
    ledger.sequence_all(at=clock.now())
    with acting_for(read.organisation("council")):
        assert ledger.erase([first.entry]) == 1
    records(by=read.actor("auditor@council"), purpose="oversight", filters=Filters())
    by = read.actor("auditor@council")
    written = exporting.export(tmp_path / "out", by=by, purpose="oversight", progress=lambda _done, _total: None)
    (said,) = recorded(action="ledger.export")
    assert (said.facts["documents"], said.facts["size"]) == (written.documents, written.size) == (3, 5)


def test_who_may_not_read_the_record_takes_nothing_out(read: World, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        taken_out(read, FIRST, tmp_path / "out")
    assert list(tmp_path.glob("out*")) == []
    assert [each.outcome for each in recorded(action="ledger.export")] == ["refused"]


def test_two_people_hand_the_ledger_over(read: World) -> None:
    folder = settings.HANDRAIL_KEY_DIR
    old, kept = ledger.load_verification_key(folder), ledger.published()
    fingerprint = prepare_key(by=read.actor(FIRST), purpose=ADMINISTRATION)
    assert prepare_key(by=read.actor(FIRST), purpose=ADMINISTRATION) == fingerprint
    assert ledger.load_verification_key(folder) == old, "preparing a key changes nothing"
    hand_key_over(by=read.actor(SECOND), purpose=ADMINISTRATION, fingerprint=fingerprint)

    chain = ledger.load_chain(folder)
    assert (chain.keys[0], chain.current.fingerprint) == (old, fingerprint)
    (said,) = recorded(action="ledger.key_handed_over")
    assert said.actor == read.member(SECOND)
    assert said.facts == {"key": fingerprint.replace(" ", ""), "after": old.fingerprint.replace(" ", "")}
    ledger.sequence_all(at=clock.now())
    assert chain.key_for(ledger.published_head().size) == chain.current, "its entry is the first under the new key"
    assert ledger.verify(known=[kept]).ok


@pytest.mark.parametrize(
    ("who", "rule"), [(FIRST, "two-people"), ("administrator@nhs", "key-prepared")], ids=["the same", "a stranger"]
)
def test_nobody_hands_it_over_alone(read: World, who: str, rule: str) -> None:
    fingerprint = prepare_key(by=read.actor(FIRST), purpose=ADMINISTRATION)
    old = ledger.load_verification_key(settings.HANDRAIL_KEY_DIR)
    with pytest.raises(RuleBroken) as broken:
        hand_key_over(by=read.actor(who), purpose=ADMINISTRATION, fingerprint=fingerprint)
    assert broken.value.rule == rule
    with pytest.raises(RuleBroken, match="Another key was prepared"):
        hand_key_over(by=read.actor(SECOND), purpose=ADMINISTRATION, fingerprint="0000 " * 8)
    assert ledger.load_verification_key(settings.HANDRAIL_KEY_DIR) == old
    assert {each.outcome for each in recorded(action="ledger.key_handed_over")} == {"rejected"}


def test_killed_before_the_key_is_handed_over_it_is_done_again(read: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint = prepare_key(by=read.actor(FIRST), purpose=ADMINISTRATION)
    for killed in (True, False):
        with monkeypatch.context() as patched:
            if killed:
                patched.setattr(ledger, "hand_over", _dies)
            try:
                hand_key_over(by=read.actor(SECOND), purpose=ADMINISTRATION, fingerprint=fingerprint)
            except KeyboardInterrupt:
                assert killed
        ledger.sequence_all(at=clock.now())
        assert (ledger.load_chain(settings.HANDRAIL_KEY_DIR).current.fingerprint == fingerprint) is not killed
    assert ledger.verify().ok
    # The ledger has both: that it was agreed, and that it was agreed again.
    assert [each.outcome for each in recorded(action="ledger.key_handed_over")] == ["done", "done"]


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_who_looks_after_no_installation_prepares_no_key(read: World) -> None:
    with pytest.raises(Refused):
        prepare_key(by=read.actor("auditor@council"), purpose=ADMINISTRATION)
    assert not (settings.HANDRAIL_KEY_DIR / key_file.NEXT_SIGNING_KEY).exists()


def test_the_doctor_says_where_a_handover_stands(read: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> str:
        return " ".join(f"{each.what} {each.do}" for each in keys())

    assert "The next one is prepared" not in said()
    fingerprint = prepare_key(by=read.actor(FIRST), purpose=ADMINISTRATION)
    assert "The next one is prepared" in said()
    with monkeypatch.context() as killed:
        killed.setattr(key_file, "finish_handover", lambda _folder: None)
        hand_key_over(by=read.actor(SECOND), purpose=ADMINISTRATION, fingerprint=fingerprint)
    assert "begun and not finished" in said()
    assert ledger.finish_handover(settings.HANDRAIL_KEY_DIR)
    assert "after 1 handover" in said()
