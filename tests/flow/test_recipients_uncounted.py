"""Whoever was given something can't count, by receipt and public ledger, to how many others it was given."""

import json
from collections import Counter
from collections.abc import Callable

from handrail import ledger
from handrail.gate import clock
from handrail.gate.act import COVER, COVERED_TO
from handrail.oversight.queries.receipts import receipt_of_disclosure
from handrail.sharing.actions import recalling, receiving
from handrail.sharing.models import Disclosure
from handrail.sharing.queries.disclosures import open_disclosure
from handrail.upkeep.reconciling import differences
from tests.nominating import OFFICER, PURPOSE, Written, acting_for, put_forward, release
from tests.published import published_leaves
from tests.recorded import recorded
from tests.working import SUPPORT
from tests.worlds import World

RECIPIENTS = ("council", "nhs", "second_council", "probation", "force")
CONTACT = "single_point_of_contact@council"
PEOPLE = {1: "Karim Osman", 2: "Leila Haddad", 5: "Tom Archer"}


def public() -> list[dict[str, str]]:
    """What a stranger reads of each entry, in the order of the tree."""
    ledger.sequence_all(at=clock.now())
    return [json.loads(leaf) for leaf in published_leaves()]


def written(pilot: World, many: int) -> Written:
    """What waits to be released to so many organisations, the council among them."""
    return put_forward(pilot, recipients=RECIPIENTS[:many], person=PEOPLE[many])


def to_the_council(pilot: World, nomination: Written) -> Disclosure:
    with acting_for(pilot.organisation("council")):
        return Disclosure.objects.get(decision_id=nomination.id)


def added(step: Callable[[], object]) -> Counter[tuple[str, str]]:
    """The kinds and hours of the entries that a step adds to the public ledger."""
    before = len(public())
    step()
    return Counter((leaf["kind"], leaf["hour"]) for leaf in public()[before:])


def test_a_release_to_one_to_two_and_to_five_look_the_same_from_outside(pilot: World) -> None:
    nominations = {many: written(pilot, many) for many in PEOPLE}
    shown = {many: added(lambda each=each: release(pilot, each)) for many, each in nominations.items()}  # type: ignore[misc]
    assert shown[1] == shown[2] == shown[5]
    assert sum(shown[1].values()) == 1 + COVERED_TO


def test_the_neighbours_of_the_place_in_a_receipt_tell_no_number(pilot: World) -> None:
    found = {}
    for many in PEOPLE:
        nomination = written(pilot, many)
        first = len(public())
        release(pilot, nomination)
        public()
        taken = receipt_of_disclosure(
            by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=to_the_council(pilot, nomination).id, event="release"
        ).receipt
        assert taken is not None
        assert first <= taken.index < first + 1 + COVERED_TO == taken.size
        found[many] = Counter(leaf["kind"] for leaf in public()[first : taken.size])
    assert found[1] == found[2] == found[5]


def test_what_was_taken_back_from_one_and_from_five_looks_the_same_from_outside(pilot: World) -> None:
    shown = {}
    for many in PEOPLE:
        nomination = written(pilot, many)
        release(pilot, nomination)
        item = nomination.items["concern"]
        shown[many] = added(
            lambda item=item: recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")  # type: ignore[misc]
        )
    assert shown[1] == shown[2] == shown[5]


def test_that_others_acknowledge_is_of_the_same_kind_as_that_somebody_looks(pilot: World) -> None:
    nomination = written(pilot, 1)
    release(pilot, nomination)
    disclosure = to_the_council(pilot, nomination).id
    looked = added(lambda: open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=disclosure))
    answered = added(lambda: receiving.acknowledge(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=disclosure))
    assert set(looked) == set(answered) == {("disclosure", next(iter(looked))[1])}


def test_covers_are_in_the_record_of_who_released_and_stand_for_nothing(pilot: World) -> None:
    release(pilot, written(pilot, 2))
    covers = [each for each in recorded(covers=True) if each.outcome == COVER]
    assert len(covers) == COVERED_TO - 2
    assert {each.organisation for each in covers} == {pilot.organisation("ctu")}
    assert all((each.subject, each.person, each.facts) == (None, None, {}) for each in covers)
    public()
    assert ledger.verify().ok
    assert not [each for each in differences() if not each.what.startswith("directory_")]
