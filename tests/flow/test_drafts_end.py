"""A draft about a person isn't a record to keep: when nobody goes on with it for the rulebook's time, it ends.

Its officers are told in good time, and one change is enough to keep it for as long again.
"""

from datetime import datetime

import pytest

from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import clock
from handrail.matching.models import Candidate, Check, Search
from handrail.sharing.actions import authorising, drafting
from handrail.sharing.actions.destroying import StillKept
from handrail.sharing.actions.lapsing import end_retention
from handrail.sharing.changes import SetWhy
from handrail.sharing.models import Holding, SharingDecision
from handrail.upkeep.reconciling import differences
from handrail.upkeep.reconciling.nightly import compare
from tests.finding import RealPartner, answered, asked, found, searched
from tests.flow.test_records_end import sweep_at
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    CRITERIA,
    OFFICER,
    PURPOSE,
    Written,
    acting_for,
    opened,
    put_forward,
    write,
)
from tests.recorded import recorded
from tests.worlds import World

#: The drafts of these tests are written on 2 June 2025: three months later, and ten working days before that.
ENDS = datetime(2025, 9, 2, 0, 0, tzinfo=clock.LONDON)
THE_DAY_BEFORE = datetime(2025, 9, 1, 23, 59, tzinfo=clock.LONDON)
TOLD = datetime(2025, 8, 19, 12, 0, tzinfo=clock.LONDON)
NOT_TOLD_YET = datetime(2025, 8, 15, 12, 0, tzinfo=clock.LONDON)


def state(pilot: World, written: Written) -> str:
    with acting_for(pilot.organisation("ctu")):
        return SharingDecision.objects.get(pk=written.id).state


def told(pilot: World) -> list[datetime]:
    """When what the officers were told to go on with ends."""
    with acting_for(pilot.organisation("ctu")):
        return list(Duty.objects.filter(kind="go_on_with_nomination", state="open").values_list("due_at", flat=True))


def test_a_draft_that_nobody_goes_on_with_ends_and_its_words_are_destroyed(pilot: World) -> None:
    written = write(pilot)
    sweep_at(THE_DAY_BEFORE)
    assert state(pilot, written) == "draft"
    sweep_at(ENDS)
    assert state(pilot, written) == "lapsed"
    with acting_for(pilot.organisation("ctu")):
        items = list(Holding.objects.filter(decision=written.id))
        record = SharingDecision.objects.get(pk=written.id)
    assert {(item.state, bytes(item.text_sealed), bytes(item.parts_sealed)) for item in items} == {
        ("destroyed", b"", b"")
    }
    assert bytes(record.necessity_sealed) + bytes(record.alternatives_sealed) == b""
    with clock.at(ENDS):
        shown = opened(pilot, written)
    assert (shown.name, shown.reasons.necessity, shown.may) == ("", "", frozenset())


def test_its_officers_are_told_ten_working_days_before(pilot: World) -> None:
    write(pilot)
    sweep_at(NOT_TOLD_YET)
    assert told(pilot) == []
    for _ in range(2):
        sweep_at(TOLD)
    assert told(pilot) == [ENDS]
    sweep_at(ENDS)
    assert told(pilot) == []


def test_a_change_keeps_it_for_as_long_again(pilot: World) -> None:
    written = write(pilot)
    assert opened(pilot, written).kept_until == ENDS.date()
    sweep_at(TOLD)
    with clock.at(TOLD):
        written = written.edited(pilot.actor(OFFICER), SetWhy("isolation", CRITERIA))
    assert told(pilot) == []
    sweep_at(ENDS)
    assert state(pilot, written) == "draft"
    sweep_at(datetime(2025, 11, 19, 0, 0, tzinfo=clock.LONDON))
    assert state(pilot, written) == "lapsed"


def test_one_that_was_sent_back_ends_and_one_that_waits_for_its_authoriser_does_not(pilot: World) -> None:
    back, waits = put_forward(pilot), put_forward(pilot)
    authorising.send_back(
        by=pilot.actor(AUTHORISER), purpose=PURPOSE, decision=back.id, version=back.draft.version, answers=ANSWERS
    )
    sweep_at(ENDS)
    assert (state(pilot, back), state(pilot, waits)) == ("lapsed", "proposed")


def test_nobody_ends_it_before_its_time(pilot: World) -> None:
    written = write(pilot)
    sweeping = service("sweep", pilot.organisation("ctu"))
    with pytest.raises(StillKept), clock.at(NOT_TOLD_YET):
        end_retention(by=sweeping, purpose="administration", decision=written.id)


def test_what_was_withdrawn_before_anybody_submitted_it_is_kept_as_long_as_a_draft(pilot: World) -> None:
    never, submitted = write(pilot), put_forward(pilot)
    for each in (never, submitted):
        drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=each.id)
    sweep_at(THE_DAY_BEFORE)
    with acting_for(pilot.organisation("ctu")):
        assert not Holding.objects.filter(state="destroyed").exists()
    sweep_at(ENDS)
    with acting_for(pilot.organisation("ctu")):
        states = dict(Holding.objects.order_by("decision").values_list("decision", "state"))
    assert states == {never.id: "destroyed", submitted.id: "discarded"}


def test_the_search_that_hangs_on_it_ends_with_it(pilot: World, council_partner: RealPartner) -> None:
    written, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    answered(pilot, check)
    sweep_at(ENDS)
    with acting_for(pilot.organisation("ctu")):
        row, candidate = Search.objects.get(pk=search), Candidate.objects.get()
        assert (row.state, bytes(row.necessity_sealed), bytes(row.identity_sealed)) == ("over", b"", b"")
        assert bytes(candidate.words_sealed) + bytes(Check.objects.get(pk=check).reasons_sealed) == b""
        assert not Check.objects.get(pk=check).before_them
    (entry,) = recorded(organisation=pilot.organisation("ctu"), action="decision.end_retention")
    assert (entry.subject, entry.facts["over"]) == (("Decision", written.id), True)
    compare()
    assert [each for each in differences() if "Decision" in str(each) or "matching" in str(each)] == []
