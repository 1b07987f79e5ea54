"""Taking something back while others work with it: nothing is left behind, and nobody is asked for what is gone."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import Conflict, Refused, RuleBroken, clock
from handrail.sharing.actions import challenging, expiring, recalling, receiving
from handrail.sharing.models import Disclosure, Holding, RecallNotice
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.recorded import outcomes, recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
DISCLOSURE, HOLDING = row("sharing_disclosure"), row("sharing_holding")
LATE = Refused | RuleBroken | Conflict


@pytest.fixture
def given(pilot: World) -> Given:
    """A name and a concern, given to the council, which has not acknowledged them yet."""
    return disclosed(pilot, "council", acknowledged=False)["council"]


def recall(pilot: World, item: UUID, who: str = OFFICER) -> Callable[[], object]:
    return partial(recalling.recall, by=pilot.actor(who), purpose=PURPOSE, item=item, reason="inaccurate")


def acknowledge(pilot: World, given: Given) -> Callable[[], object]:
    return partial(receiving.acknowledge, by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)


def flag(pilot: World, given: Given) -> Callable[[], object]:
    return partial(
        challenging.asks_to_watch, by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure,
        words="It asks us to say when she comes and goes.",
    )  # fmt: skip


def disclosure_of(pilot: World, given: Given) -> Disclosure:
    with acting_for(pilot.organisation("council")):
        return Disclosure.objects.get(pk=given.disclosure)


def open_duties(pilot: World, given: Given) -> list[str]:
    """What the council still has to do about the disclosure."""
    with acting_for(pilot.organisation("council")):
        return list(Duty.objects.filter(subject_id=given.disclosure, state="open").values_list("kind", flat=True))


def assert_gone(pilot: World, items: tuple[UUID, ...]) -> None:
    """In both houses the items are over; there is one notice of each, and one entry of each copy that ended."""
    for key in ("ctu", "council"):
        with acting_for(pilot.organisation(key)):
            states = Holding.objects.filter(organisation=pilot.organisation(key), item__in=items)
            assert set(states.values_list("state", flat=True)) == {"recalled"}
    with acting_for(pilot.organisation("council")):
        assert sorted(RecallNotice.objects.values_list("item", flat=True)) == sorted(items)
    ended = recorded(organisation=pilot.organisation("council"), action="holding.ended")
    assert sorted(each.facts["item"] for each in ended) == sorted(map(str, items))


@pytest.mark.parametrize("first", ["recall", "acknowledge"])
def test_acknowledged_while_everything_is_taken_back(
    pilot: World, databases: Databases, given: Given, first: str
) -> None:
    """Whoever comes first, the copies are gone, the disclosure is withdrawn and nothing is asked about it any more."""
    recall(pilot, given.items[0])()
    calls = [recall(pilot, given.items[1]), acknowledge(pilot, given)]
    with held(databases, DISCLOSURE, given.disclosure) as hold:
        done, late = hold.race(*(calls if first == "recall" else reversed(calls)))
    assert not isinstance(done, Exception)
    assert isinstance(late, LATE if first == "recall" else int)
    assert_gone(pilot, given.items)
    assert disclosure_of(pilot, given).state == "withdrawn"
    assert (disclosure_of(pilot, given).acknowledged_by is None) == (first == "recall")
    assert open_duties(pilot, given) == []


def test_two_officers_who_take_back_the_last_two_items_withdraw_the_disclosure(
    pilot: World, databases: Databases, given: Given
) -> None:
    """Each alone leaves something; together they leave nothing, and neither may miss that."""
    with held(databases, DISCLOSURE, given.disclosure) as hold:
        answers = hold.race(
            recall(pilot, given.items[0]), recall(pilot, given.items[1], "second_originating_officer@ctu")
        )
    assert answers == [1, 1]
    assert_gone(pilot, given.items)
    assert disclosure_of(pilot, given).state == "withdrawn"
    assert open_duties(pilot, given) == []


def test_taken_back_twice_at_once_is_taken_back_once(pilot: World, databases: Databases, given: Given) -> None:
    with held(databases, HOLDING, given.items[0]) as hold:
        done, late = hold.race(
            recall(pilot, given.items[0]), recall(pilot, given.items[0], "second_originating_officer@ctu")
        )
    assert done == 1
    assert isinstance(late, LATE)
    assert_gone(pilot, given.items[:1])
    assert outcomes("item.recall").count(("done", ())) == 1


@pytest.mark.parametrize("first", ["recall", "expire"])
def test_it_runs_out_while_it_is_taken_back(pilot: World, databases: Databases, given: Given, first: str) -> None:
    """One end for each copy, said once, and no waiting in a circle."""
    with acting_for(pilot.organisation("council")):
        Disclosure.objects.update(until=clock.today().replace(day=1))
    sweep = service("sweep", pilot.organisation("council"))
    calls = [
        recall(pilot, given.items[0]),
        partial(expiring.expire, by=sweep, purpose="administration", disclosure=given.disclosure),
    ]
    with held(databases, DISCLOSURE, given.disclosure) as hold:
        answers = hold.race(*(calls if first == "recall" else reversed(calls)))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert disclosure_of(pilot, given).state == "expired"
    with acting_for(pilot.organisation("council")):
        ended = dict(RecallNotice.objects.values_list("item", "how"))
    assert ended == {
        given.items[0]: "recalled" if first == "recall" else "ran_out",
        given.items[1]: "ran_out",
    }


@pytest.mark.parametrize("first", ["recall", "flag"])
def test_flagged_while_it_is_taken_back(pilot: World, databases: Databases, given: Given, first: str) -> None:
    """A flag that was raised in time can be concluded by both officers, though its subject is gone by then."""
    recall(pilot, given.items[0])()
    calls = [recall(pilot, given.items[1]), flag(pilot, given)]
    with held(databases, DISCLOSURE, given.disclosure) as hold:
        done, late = hold.race(*(calls if first == "recall" else reversed(calls)))
    assert_gone(pilot, given.items)
    assert disclosure_of(pilot, given).state == "withdrawn"
    if first == "recall":
        assert isinstance(late, LATE)
        return
    assert isinstance(done, UUID)
    for key in ("council", "ctu"):
        officer = pilot.actor(f"data_protection_officer@{key}")
        challenging.close(by=officer, purpose="individual_rights", challenge=done, outcome="is_support")
    assert disclosure_of(pilot, given).state == "withdrawn"
    assert open_duties(pilot, given) == []
