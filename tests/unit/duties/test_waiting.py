"""Waiting for you: what a member sees, in what order, and what they don't."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail import duties
from handrail.directory.models import Member, MemberStatus
from handrail.duties import queries
from handrail.gate import Refused, clock
from handrail.gate.row_security import set_acting_organisation
from tests.unit.duties.conftest import Acting
from tests.worlds import NOW, World

ACKNOWLEDGE, ANSWER = "acknowledge_disclosure", "answer_question"


def owe(acting: Acting, who: str, due_at: datetime | None = None, *, kind: str = ACKNOWLEDGE, role: str = "",
        owner: UUID | None = None) -> UUID:  # fmt: skip
    """Make something due from the role of ``who``, in their organisation."""
    with acting(who) as act:
        return duties.raise_duty(
            act,
            organisation=act.organisation,
            programme="mac",
            kind=kind,
            role=role or who.partition("@")[0],
            subject=("Disclosure", uuid4()),
            person=uuid4(),
            person_reference="LDN-7F3K-2",
            owner=owner,
            due_at=due_at,
        )


def waiting(pilot: World, who: str, page: int = 1) -> duties.Waiting:
    return duties.waiting_for(by=pilot.actor(who), purpose="safeguarding_support", page=page)


def shown(found: duties.Waiting) -> list[UUID]:
    groups = (found.today_and_late, found.this_week, found.later)
    return [due.id for group in groups for due in group.duties]


def away(pilot: World, who: str, *, covered_by: str) -> None:
    with transaction.atomic():
        set_acting_organisation(pilot.actor(who).organisation)
        Member.objects.filter(pk=pilot.member(who)).update(status=MemberStatus.AWAY, cover_id=pilot.member(covered_by))


def test_nothing_is_waiting(pilot: World) -> None:
    found = waiting(pilot, "single_point_of_contact@council")
    assert (found.count, found.pages, found.checked_at, shown(found)) == (0, 1, NOW, [])


def test_a_member_sees_what_falls_to_their_role(pilot: World, acting: Acting) -> None:
    id_ = owe(acting, "single_point_of_contact@council")
    (due,) = waiting(pilot, "second_contact@council").this_week.duties
    assert due.id == id_
    assert due.what == "Acknowledge a disclosure"
    assert due.person_reference == "LDN-7F3K-2"
    assert due.raised_from == pilot.organisation("council")
    assert (due.late, due.urgent, due.mine, due.for_colleague) == (False, False, False, None)


@pytest.mark.parametrize(
    "other", ["practitioner@council", "single_point_of_contact@nhs", "auditor@council", "single_point_of_contact@force"]
)
def test_nobody_else_does(pilot: World, acting: Acting, other: str) -> None:
    owe(acting, "single_point_of_contact@council")
    assert waiting(pilot, other).count == 0


def test_what_was_given_to_one_member_waits_for_that_member_only(pilot: World, acting: Acting) -> None:
    owe(acting, "single_point_of_contact@council", owner=pilot.member("second_contact@council"))
    (due,) = waiting(pilot, "second_contact@council").this_week.duties
    assert due.mine
    assert waiting(pilot, "single_point_of_contact@council").count == 0


def test_an_absent_colleagues_duties_wait_for_whoever_covers(pilot: World, acting: Acting) -> None:
    absent = pilot.member("single_point_of_contact@council")
    owe(acting, "single_point_of_contact@council", owner=absent)
    assert waiting(pilot, "second_contact@council").count == 0
    away(pilot, "single_point_of_contact@council", covered_by="second_contact@council")
    (due,) = waiting(pilot, "second_contact@council").this_week.duties
    assert due.for_colleague == absent
    assert not due.mine
    # And for the absent one too: they may look in.
    assert waiting(pilot, "single_point_of_contact@council").count == 1


def test_covering_gives_no_sight_of_a_role_that_one_does_not_hold(pilot: World, acting: Acting) -> None:
    absent = pilot.member("case_coordinator@council")
    owe(acting, "case_coordinator@council", kind="review_case", owner=absent)
    away(pilot, "case_coordinator@council", covered_by="practitioner@council")
    assert waiting(pilot, "practitioner@council").count == 0


def test_what_was_done_waits_no_more(pilot: World, acting: Acting) -> None:
    subject = ("Notice", uuid4())
    with acting("single_point_of_contact@council") as act:
        duties.raise_duty(
            act,
            organisation=act.organisation,
            programme="mac",
            kind="acknowledge_recall",
            role="single_point_of_contact",
            subject=subject,
        )
    assert waiting(pilot, "single_point_of_contact@council").count == 1
    with acting("single_point_of_contact@council") as act:
        duties.complete(act, subject=subject, kind="acknowledge_recall")
    assert waiting(pilot, "single_point_of_contact@council").count == 0


def london(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LONDON)


MONDAY = NOW.date()
SUNDAY = MONDAY + timedelta(days=6)


@pytest.mark.parametrize(
    ("due_at", "group"),
    [
        (NOW - timedelta(days=40), "today_and_late"),
        (NOW, "today_and_late"),
        (london(MONDAY, 23, 59), "today_and_late"),
        (london(MONDAY + timedelta(days=1), 0), "this_week"),
        (london(SUNDAY, 23, 59), "this_week"),
        (london(SUNDAY + timedelta(days=1), 0), "later"),
    ],
)
def test_it_is_grouped_by_london_days(pilot: World, acting: Acting, due_at: datetime, group: str) -> None:
    id_ = owe(acting, "single_point_of_contact@council", due_at)
    found = waiting(pilot, "single_point_of_contact@council")
    assert [due.id for due in getattr(found, group).duties] == [id_]
    assert getattr(found, group).count == 1 == found.count


def test_on_a_sunday_the_week_is_over_tonight(pilot: World, acting: Acting) -> None:
    owe(acting, "single_point_of_contact@council", london(SUNDAY + timedelta(days=1), 9))
    with clock.at(london(SUNDAY, 12)):
        assert waiting(pilot, "single_point_of_contact@council").later.count == 1


def test_it_is_late_from_the_moment_it_is_due(pilot: World, acting: Acting) -> None:
    owe(acting, "single_point_of_contact@council", NOW)
    owe(acting, "single_point_of_contact@council", NOW + timedelta(seconds=1))
    found = waiting(pilot, "single_point_of_contact@council")
    assert [due.late for due in found.today_and_late.duties] == [True, False]


def test_the_most_urgent_comes_first_and_then_the_earliest(pilot: World, acting: Acting) -> None:
    later = owe(acting, "police_risk_owner@force", NOW + timedelta(hours=3), kind="accept_handover")
    late = owe(acting, "police_risk_owner@force", NOW - timedelta(hours=3), kind="accept_handover")
    urgent = owe(acting, "police_risk_owner@force", kind="escalation_danger_now")
    assert shown(waiting(pilot, "police_risk_owner@force")) == [urgent, late, later]


def test_a_long_list_is_paged_and_counted_whole(pilot: World, acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    ids = [owe(acting, "single_point_of_contact@council", NOW + timedelta(days=n)) for n in range(8)]
    first, last = (waiting(pilot, "single_point_of_contact@council", page) for page in (1, 3))
    assert (first.pages, first.count) == (3, 8)
    assert (first.today_and_late.count, first.this_week.count, first.later.count) == (1, 6, 1)
    assert shown(first) == ids[:3]
    assert shown(last) == ids[6:]
    assert (len(last.this_week.duties), len(last.later.duties)) == (1, 1)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-4, 1), (99, 1)])
def test_a_page_that_is_not_there_is_the_nearest_one(pilot: World, acting: Acting, asked: int, given: int) -> None:
    id_ = owe(acting, "single_point_of_contact@council")
    found = waiting(pilot, "single_point_of_contact@council", asked)
    assert (found.page, shown(found)) == (given, [id_])


def test_a_longer_list_takes_no_more_queries(pilot: World, acting: Acting) -> None:
    def queries_taken() -> int:
        with CaptureQueriesContext(connection) as taken:
            waiting(pilot, "single_point_of_contact@council")
        return len(taken)

    owe(acting, "single_point_of_contact@council")
    few = queries_taken()
    for _ in range(20):
        owe(acting, "single_point_of_contact@council")
    assert queries_taken() == few


def test_a_member_who_has_left_is_shown_nothing(pilot: World, acting: Acting) -> None:
    owe(acting, "single_point_of_contact@council")
    with transaction.atomic():
        set_acting_organisation(pilot.organisation("council"))
        Member.objects.filter(pk=pilot.member("second_contact@council")).update(status=MemberStatus.LEFT)
    with pytest.raises(Refused):
        waiting(pilot, "second_contact@council")
