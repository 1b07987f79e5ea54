"""What a centre takes, who pays and what nobody funds: totals that name nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.costs.actions.recording import Spent, record_for_centre, record_on_case
from handrail.costs.models import CostEntry
from handrail.costs.queries.totals import costs_of_centre
from handrail.costs.rules import SMALLEST, shown_parts
from handrail.costs.values import Amount, CentreCosts
from handrail.directory.models import FundingLine
from handrail.gate import Refused, clock
from tests.acting import act_as
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import World

MEETING = Spent("meeting", date(2025, 6, 2), minutes=60)
NURSE = "single_point_of_contact@nhs"
NEXT_MONTH = datetime(2025, 7, 1, 9, 0, tzinfo=clock.LONDON)


@contextmanager
def next_month() -> Iterator[None]:
    """Totals stand as they were when the last month ended."""
    with clock.at(NEXT_MONTH):
        yield


def counted(pilot: World, who: str = "evaluator@government") -> CentreCosts:
    with next_month():
        return costs_of_centre(by=pilot.actor(who), purpose="evaluation", centre=pilot.centre)


def case_of(pilot: World, *partners: str) -> UUID:
    return opened(pilot, disclosed(pilot, "council")["council"], partners=partners)


def spend(pilot: World, case: UUID, spent: Spent = MEETING, who: str = COORDINATOR) -> None:
    record_on_case(by=pilot.actor(who), purpose=SUPPORT, case=case, spent=spent)


def line(pilot: World) -> UUID:
    with act_as(pilot, "centre_lead@council"):
        return FundingLine.objects.get().id


def test_it_works(pilot: World) -> None:
    paying = replace(MEETING, line=line(pilot))
    for _ in range(SMALLEST):
        case = case_of(pilot, "nhs")
        spend(pilot, case, paying)
        spend(pilot, case, who=NURSE)

    found = counted(pilot)
    assert (found.total, found.unfunded, found.hidden) == (Amount(600, 0), Amount(300, 0), 0)
    assert [(row.payer, row.cover, row.amount) for row in found.payers] == [
        ("Department for Communities", "paid", Amount(300, 0)),
        ("", "nobody", Amount(300, 0)),
    ]
    assert [(row.organisation, row.unfunded) for row in found.organisations] == [
        ("Camden Council", Amount(0, 0)),
        ("Northside Mental Health Trust", Amount(300, 0)),
    ]


@pytest.mark.parametrize("people", [1, SMALLEST - 1])
def test_where_too_few_people_stand_behind_it_nothing_is_shown(pilot: World, people: int) -> None:
    for _ in range(people):
        spend(pilot, case_of(pilot))
    found = counted(pilot)
    assert (found.total, found.unfunded, found.payers, found.organisations) == (None, None, (), ())


def test_one_organisation_with_few_people_hides_another_so_that_it_can_t_be_worked_out(pilot: World) -> None:
    cases = [case_of(pilot, "nhs") for _ in range(SMALLEST + 1)]
    for case in cases:
        spend(pilot, case)
    spend(pilot, cases[0], who=NURSE)
    found = counted(pilot)
    assert found.total == Amount(60 * (SMALLEST + 2), 0)
    assert [row.spent for row in found.organisations] == [None, None]


def test_what_one_table_hides_another_does_not_give_away(pilot: World) -> None:
    """Three people’s support is paid for by one line. All else that is told must not leave those three over."""
    paying = replace(MEETING, line=line(pilot))
    cases = [case_of(pilot, "nhs") for _ in range(SMALLEST + 3)]
    for case in cases:
        spend(pilot, case, who=NURSE)
    for case in cases[:3]:
        spend(pilot, case, paying)
    found = counted(pilot)
    assert found.total == Amount(60 * (SMALLEST + 6), 0)
    assert [row.amount for row in found.payers] == [None, None]
    assert (dict(found.covers), found.unfunded) == ({"paid": None, "nobody": None}, None)
    assert [(row.spent, row.unfunded) for row in found.organisations] == [(None, None), (None, None)]


def test_work_about_no_one_hides_nobody(pilot: World) -> None:
    record_for_centre(by=pilot.actor(COORDINATOR), purpose=SUPPORT, centre=pilot.centre, spent=MEETING)
    assert counted(pilot).unfunded == Amount(60, 0)


def test_today_s_totals_are_those_of_the_end_of_last_month(pilot: World) -> None:
    """Else whoever looks twice takes yesterday’s from today’s, and is left with what one person took."""
    record_for_centre(by=pilot.actor(COORDINATOR), purpose=SUPPORT, centre=pilot.centre, spent=MEETING)
    before = costs_of_centre(by=pilot.actor("evaluator@government"), purpose="evaluation", centre=pilot.centre)
    assert (before.entries, before.until) == (0, date(2025, 5, 31))
    assert counted(pilot).entries == 1


def test_counting_shows_no_row_to_anybody(pilot: World) -> None:
    spend(pilot, case_of(pilot))
    counted(pilot)
    with act_as(pilot, "evaluator@government"):
        assert CostEntry.objects.count() == 0


@pytest.mark.parametrize("who", ["centre_lead@council", "programme_owner@government", "evaluator@government"])
def test_who_runs_pays_for_or_evaluates_the_programme_reads_it(pilot: World, who: str) -> None:
    assert counted(pilot, who).centre == "London"


@pytest.mark.parametrize("who", ["practitioner@council", "auditor@council", "consultee@representative", COORDINATOR])
def test_nobody_else_does(pilot: World, who: str) -> None:
    with pytest.raises(Refused):
        counted(pilot, who)


def test_no_total_is_of_a_person_or_a_member_of_staff() -> None:
    """What is counted by is a centre, an organisation, a payer or a kind of work: nothing that ranks people."""
    assert set(CentreCosts.__dataclass_fields__) == {
        "centre", "programme", "until", "entries", "total", "covers", "payers", "organisations", "kinds",
    }  # fmt: skip


_PEOPLE = st.frozensets(st.sampled_from("abcdefghij"), max_size=10)


@given(
    st.dictionaries(st.sampled_from("uvwxyz"), _PEOPLE, min_size=1),
    st.frozensets(st.sampled_from("uvwxyz"), max_size=2),
)
def test_what_is_hidden_can_never_be_worked_out_from_the_total(
    parts: dict[str, frozenset[str]], already: frozenset[str]
) -> None:
    shown = shown_parts(parts, hidden=already & parts.keys())
    behind = frozenset[str]().union(*(parts[each] for each in parts.keys() - shown))
    assert not shown & already
    assert all(len(parts[each]) == 0 or len(parts[each]) >= SMALLEST for each in shown)
    assert not behind or len(behind) >= SMALLEST or all(not parts[each] for each in shown)
