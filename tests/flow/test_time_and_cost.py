"""Time and cost: quick to record, put right by a further entry, counted by who bears it, never by person."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError

from handrail.casework.actions import teaming
from handrail.casework.models import Case
from handrail.costs.actions.recording import Spent, record_for_centre, record_on_case, take_back
from handrail.costs.models import CostEntry
from handrail.costs.queries.entries import costs_of_case, my_time
from handrail.costs.values import NOTHING, Amount, CaseCosts
from handrail.directory.models import FundingLine
from handrail.gate import Faults, NotFound, Refused, RuleBroken
from tests.acting import act_as
from tests.recorded import how_many, recorded
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import World

CONTACT, NURSE = "single_point_of_contact@council", "single_point_of_contact@nhs"
TODAY = date(2025, 6, 2)
MEETING = Spent("meeting", TODAY, minutes=90)
FEE = Spent("provider_fee", TODAY, pence=12_000)


def line(pilot: World, **changed: object) -> UUID:
    """The pilot's one funding line, with something about it changed."""
    with act_as(pilot, "centre_lead@council"):
        if changed:
            FundingLine.objects.update(**changed)
        return FundingLine.objects.get().id


def case_of(pilot: World, *partners: str) -> UUID:
    return opened(pilot, disclosed(pilot, "council")["council"], partners=partners)


def spend(
    pilot: World, case: UUID, spent: Spent = MEETING, who: str = COORDINATOR, support: UUID | None = None
) -> UUID:
    return record_on_case(by=pilot.actor(who), purpose=SUPPORT, case=case, spent=spent, support_action=support)


def costs(pilot: World, case: UUID, who: str = COORDINATOR) -> CaseCosts:
    return costs_of_case(by=pilot.actor(who), purpose=SUPPORT, case=case)


def test_it_works(pilot: World) -> None:
    case = case_of(pilot)
    support = planned(pilot, case)
    spend(pilot, case, replace(MEETING, line=line(pilot)))
    spend(pilot, case, FEE, support=support)

    found = costs(pilot, case)
    assert (found.total, found.paid, found.nobody) == (Amount(90, 12_000), Amount(90, 0), Amount(0, 12_000))
    lines = {(each.kind, each.support) for each in found.entries}
    assert lines == {("provider_fee", "housing_advice"), ("meeting", "")}


def test_work_for_no_one_case_is_recorded_for_the_centre(pilot: World) -> None:
    by = pilot.actor(COORDINATOR)
    record_for_centre(by=by, purpose=SUPPORT, centre=pilot.centre, spent=MEETING)
    (entry,) = my_time(by=by, purpose=SUPPORT).entries
    assert (entry.case, entry.amount) == (None, Amount(90, 0))


def test_the_team_sees_what_a_case_took_and_nobody_else_does(pilot: World) -> None:
    case = case_of(pilot, "nhs")
    spend(pilot, case)
    spend(pilot, case, who=NURSE)
    assert costs(pilot, case, NURSE).total == Amount(180, 0)
    with pytest.raises(NotFound):
        costs(pilot, case, "single_point_of_contact@second_council")
    with act_as(pilot, "single_point_of_contact@second_council"):
        assert CostEntry.objects.count() == 0


def test_a_mistake_is_taken_back_by_a_further_entry(pilot: World) -> None:
    case = case_of(pilot)
    entry = spend(pilot, case)
    take_back(by=pilot.actor(COORDINATOR), purpose=SUPPORT, entry=entry)

    found = costs(pilot, case)
    assert found.total == NOTHING
    assert {(each.takes_back, each.taken_back) for each in found.entries} == {(True, False), (False, True)}


def test_an_entry_is_taken_back_once_and_a_correction_never(pilot: World) -> None:
    entry = spend(pilot, case_of(pilot))
    by = pilot.actor(COORDINATOR)
    correction = take_back(by=by, purpose=SUPPORT, entry=entry)
    for each in (entry, correction):
        with pytest.raises(RuleBroken):
            take_back(by=by, purpose=SUPPORT, entry=each)


def test_nothing_recorded_is_ever_edited_or_deleted(pilot: World) -> None:
    entry = spend(pilot, case_of(pilot))
    for change in (
        lambda: CostEntry.objects.filter(pk=entry).update(minutes=5),
        lambda: CostEntry.objects.filter(pk=entry).update(cover="paid"),
        lambda: CostEntry.objects.filter(pk=entry).delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), act_as(pilot, COORDINATOR):
            change()


def test_the_database_takes_no_entry_below_nothing_that_takes_nothing_back(pilot: World) -> None:
    with pytest.raises(IntegrityError), act_as(pilot, COORDINATOR):
        CostEntry.objects.create(
            organisation_id=pilot.organisation("council"), centre_id=pilot.centre, programme="mac", kind="meeting",
            on=TODAY, minutes=-5, pence=0, cover="nobody", recorded_by=pilot.member(COORDINATOR),
            recorded_at=pilot.now,
        )  # fmt: skip


def test_nobody_records_another_organisation_s_time(pilot: World) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), act_as(pilot, NURSE):
        CostEntry.objects.create(
            organisation_id=pilot.organisation("council"), centre_id=pilot.centre, programme="mac", kind="meeting",
            on=TODAY, minutes=5, pence=0, cover="nobody", recorded_by=pilot.member(NURSE), recorded_at=pilot.now,
        )  # fmt: skip


def test_whoever_answers_for_a_case_reads_what_it_took_and_need_not_record(pilot: World) -> None:
    case = case_of(pilot)
    for who in ("data_protection_officer@council", "centre_lead@council"):
        assert costs(pilot, case, who).total == NOTHING
        with pytest.raises(Refused):
            spend(pilot, case, who=who)


def test_who_recorded_it_takes_it_back_or_who_answers_for_the_organisation(pilot: World) -> None:
    case = case_of(pilot, "nhs")
    teaming.add_member(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, member=pilot.member("practitioner@council"),
        part="practitioner",
    )  # fmt: skip
    entry = spend(pilot, case, who="practitioner@council")
    for stranger in (NURSE, "panel_chair@council"):
        with pytest.raises(NotFound):
            take_back(by=pilot.actor(stranger), purpose=SUPPORT, entry=entry)
    take_back(by=pilot.actor(CONTACT), purpose=SUPPORT, entry=entry)


def test_everything_wrong_with_an_entry_is_said_at_once(pilot: World) -> None:
    case = case_of(pilot)
    with pytest.raises(Faults) as caught:
        spend(pilot, case, Spent("meeting", TODAY + timedelta(days=1), minutes=20_000, pence=5))
    assert {fault.field for fault in caught.value.faults} == {"on", "minutes", "pence"}
    with pytest.raises(Faults):
        spend(pilot, case, Spent("provider_fee", TODAY, minutes=5))
    with pytest.raises(Faults):
        spend(pilot, case, Spent("meeting", TODAY))
    with pytest.raises(Faults):
        spend(pilot, case, Spent("watching", TODAY, minutes=5))
    with pytest.raises(Faults):
        spend(pilot, case, Spent("meeting", TODAY - timedelta(days=367), minutes=5))


def test_a_line_pays_who_records_or_who_leads(pilot: World) -> None:
    case = case_of(pilot, "nhs")
    paying = replace(MEETING, line=line(pilot))
    spend(pilot, case, paying, who=NURSE)
    line(pilot, payee_id=pilot.organisation("school"))
    with pytest.raises(RuleBroken, match="funding line"):
        spend(pilot, case, paying, who=NURSE)


def test_support_of_another_case_is_not_taken(pilot: World) -> None:
    other = planned(pilot, case_of(pilot))
    with pytest.raises(RuleBroken, match="this case’s plan"):
        spend(pilot, case_of(pilot), support=other)


def test_what_is_done_after_the_money_ended_counts_as_unfunded(pilot: World) -> None:
    """The pilot’s money ended in March; the work went on, and the books said that it was paid for."""
    case = case_of(pilot)
    ended = replace(MEETING, line=line(pilot, ends_on=TODAY - timedelta(days=1)))
    spend(pilot, case, ended)
    spend(pilot, case, replace(ended, on=TODAY - timedelta(days=1)))
    found = costs(pilot, case)
    assert (found.paid, found.nobody) == (Amount(90, 0), Amount(90, 0))


def test_a_line_that_lapses_has_paid_for_what_was_done_until_then(pilot: World) -> None:
    case = case_of(pilot)
    spend(pilot, case, replace(MEETING, line=line(pilot)))
    line(pilot, state="lapsed")
    spend(pilot, case, replace(MEETING, line=line(pilot)))
    found = costs(pilot, case)
    assert (found.paid, found.nobody) == (Amount(90, 0), Amount(90, 0))


def test_money_that_was_promised_and_never_came_pays_for_nothing(pilot: World) -> None:
    case = case_of(pilot)
    spend(pilot, case, replace(MEETING, line=line(pilot, state="promised")))
    assert costs(pilot, case).promised == Amount(90, 0)
    line(pilot, state="confirmed")
    assert costs(pilot, case).paid == Amount(90, 0)
    line(pilot, state="lapsed")
    assert costs(pilot, case).nobody == Amount(90, 0)


def test_a_closed_case_takes_a_late_invoice(pilot: World) -> None:
    case = case_of(pilot)
    with act_as(pilot, COORDINATOR):
        Case.objects.update(state="closed")
    spend(pilot, case, FEE)
    assert costs(pilot, case).total == Amount(0, 12_000)


def test_the_ledger_has_codes_and_amounts_and_no_words(pilot: World) -> None:
    case, since = case_of(pilot), how_many()
    spend(pilot, case, FEE)
    (entry,) = recorded(since=since)
    assert (entry.action, entry.facts["kind"], entry.facts["pence"]) == ("case.record_cost", "provider_fee", 12_000)


def test_the_cases_that_one_works_on_are_offered_those_of_late_first(pilot: World) -> None:
    first, second = case_of(pilot), case_of(pilot)
    spend(pilot, first)
    found = my_time(by=pilot.actor(COORDINATOR), purpose=SUPPORT)
    assert [each.case for each in found.cases] == [first, second]


def test_administrators_and_pursuit_staff_record_nothing(pilot: World) -> None:
    for who in ("administrator@council", "pursuit_officer@force"):
        with pytest.raises(Refused):
            record_for_centre(by=pilot.actor(who), purpose=SUPPORT, centre=pilot.centre, spent=MEETING)
