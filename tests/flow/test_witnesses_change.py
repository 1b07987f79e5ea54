"""Who countersigns the ledger is a part of it: whoever takes a witness away leaves an entry, by whatever means."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from handrail import ledger
from handrail.directory.services import SERVICES, THE_INSTALLATION, service
from handrail.gate import Refused, clock
from handrail.ledger import witnesses
from handrail.ledger.cosignature import CosigningKey
from handrail.ledger.witnesses import Witness, Witnesses
from handrail.oversight.queries.records import ledger_state
from handrail.oversight.tasks import witnesses_changed
from handrail.oversight.witnessing import CHANGED, record_witnesses
from tests.recorded import Said, recorded
from tests.worlds import World

COUNCIL, UNIVERSITY = (
    Witness(CosigningKey.generate(f"witness.{name}.example/w1").witness_key, f"https://witness.{name}.example")
    for name in ("council", "university")
)
BOTH = Witnesses((COUNCIL, UNIVERSITY))


@pytest.fixture(autouse=True)
def _everything_is_imported() -> None:
    assert get_resolver().url_patterns


def a_minute_later(listed: Witnesses | None = None) -> list[Said]:
    """What the ledger says once somebody has changed the list, or nobody, and the worker has looked."""
    if listed is not None:
        witnesses.save(Path(settings.HANDRAIL_KEY_DIR), listed)
    witnesses_changed(0)
    return recorded(action=CHANGED)


def test_a_log_that_never_had_a_witness_has_nothing_to_say(pilot: World) -> None:
    assert a_minute_later() == []


def test_each_change_of_the_witnesses_or_of_their_number_is_one_entry(pilot: World) -> None:
    (first,) = a_minute_later(BOTH)
    assert (first.organisation, first.actor, first.outcome) == (THE_INSTALLATION, SERVICES["worker"], "done")
    assert first.facts == {
        "keys": sorted(each.key.public.hex() for each in (COUNCIL, UNIVERSITY)),
        "names": ["witness.council.example/w1", "witness.university.example/w1"],
        "needed": 0,
    }
    assert a_minute_later() == [first], "nobody changed anything"
    assert [each.facts["needed"] for each in a_minute_later(BOTH.needing(2))] == [0, 2]
    *_, last = a_minute_later(Witnesses((COUNCIL,), needed=1))
    assert (last.facts["names"], last.facts["needed"]) == (["witness.council.example/w1"], 1)
    *_, last = a_minute_later(Witnesses())
    assert last.facts == {"keys": [], "names": [], "needed": 0}
    assert len(a_minute_later()) == 4


def test_another_key_under_the_same_name_is_another_witness(pilot: World) -> None:
    a_minute_later(Witnesses((COUNCIL,)))
    other = Witness(CosigningKey.generate(COUNCIL.key.name).witness_key, COUNCIL.url)
    first, second = a_minute_later(Witnesses((other,)))
    assert first.facts["names"] == second.facts["names"]
    assert first.facts["keys"] != second.facts["keys"] == [other.key.public.hex()]


def test_a_file_that_somebody_edited_by_hand_is_told_of_and_one_that_can_t_be_read_is_no_change(pilot: World) -> None:
    file = Path(settings.HANDRAIL_KEY_DIR) / witnesses.FILE
    assert len(a_minute_later(BOTH.needing(2))) == 1
    file.write_text(file.read_text().replace("group needed 2", "group needed 1"))
    assert [each.facts["needed"] for each in a_minute_later()] == [2, 1]
    file.write_text("none of your business\n")
    assert len(a_minute_later()) == 2


def test_an_auditor_reads_when_it_last_changed(pilot: World) -> None:
    def state() -> object:
        return ledger_state(by=pilot.actor("auditor@oversight"), purpose="oversight").witnesses_changed

    assert state() is None
    a_minute_later(BOTH)
    assert state() == clock.now()


def test_nobody_but_the_worker_says_so(pilot: World) -> None:
    for name in ("reconciler", "sequencer", "sweep"):
        with pytest.raises(Refused):
            record_witnesses(by=service(name, THE_INSTALLATION), purpose="administration", listed=BOTH)
    assert ledger.last_said(THE_INSTALLATION, CHANGED) is None
