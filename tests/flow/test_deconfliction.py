"""Deconfliction: the police confirm that what the programme does may go ahead, or hold. Partners learn which, not why.

Named after what reviews of failed cases found: support that walked into an investigation, partners who read a silence,
and services that stood still because the police had not answered.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.casework import deconfliction
from handrail.casework.actions import deconflicting, planning, reviewing
from handrail.casework.models import Case, Confirmation, Deconfliction, SupportAction
from handrail.casework.queries.cases import open_case
from handrail.casework.queries.deconfliction import asked as questions
from handrail.casework.queries.deconfliction import open_asked
from handrail.casework.resources import CASE, SUPPORT_ACTION
from handrail.casework.rules import DECONFLICTION as STATES
from handrail.gate import NotFound, Refused, RuleBroken, clock
from tests.acting import act_as
from tests.browsing import signed_in, without_token
from tests.nominating import acting_for, waiting
from tests.recorded import how_many, recorded
from tests.working import (
    COORDINATOR,
    DECONFLICTION,
    OFFICER,
    REVIEW_ON,
    SUPPORT,
    Given,
    agreed,
    answers,
    asked,
    disclosed,
    opened,
    planned,
)
from tests.worlds import NOW, World

MENTOR = "single_point_of_contact@voluntary"
PARTNERS = (COORDINATOR, MENTOR, "police_risk_owner@force", "data_protection_officer@council")


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def start(pilot: World, action: UUID) -> None:
    planning.start(by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action)


def ask(pilot: World, case: UUID) -> None:
    deconflicting.ask(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)


def test_support_does_not_walk_into_an_investigation(pilot: World, given: Given) -> None:
    """A programme action waits for the police; once they confirm it, it starts."""
    _, action = agreed(pilot, given)
    with pytest.raises(Refused) as caught:
        start(pilot, action)
    assert caught.value.rules == ("support-needs-deconfliction",)

    answers(pilot, action, confirm=True)
    start(pilot, action)


def test_homelessness_does_not_wait_for_the_police(pilot: World, given: Given) -> None:
    """Ordinary services and statutory duties start whatever the police said, or did not say."""
    case = opened(pilot, given)
    answers(pilot, case, confirm=False)
    for support in ("housing_advice", "adult_care_assessment", "child_and_family_assessment"):
        action = planned(pilot, case, support=support)
        planning.start(by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=action)
    with acting_for(pilot.organisation("ctu")):
        assert list(Deconfliction.objects.values_list("subject_id", flat=True)) == [case]


def test_the_police_are_asked_when_a_case_opens_before_each_contact_and_at_each_review(
    pilot: World, given: Given
) -> None:
    case, action = agreed(pilot, given)
    by = pilot.actor(OFFICER)
    assert {(row.stage, row.contact) for row in questions(by=by, purpose=DECONFLICTION)} == {
        ("case", ""),
        ("support", "mentoring"),
    }
    assert sorted(due.kind for due in waiting(pilot, OFFICER, purpose=DECONFLICTION)) == ["deconfliction"] * 2
    for subject in (case, action):
        answers(pilot, subject, confirm=True)
    assert not any(row.waits for row in questions(by=by, purpose=DECONFLICTION))

    reviewing.set_review(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert {(row.stage, row.waits) for row in questions(by=by, purpose=DECONFLICTION)} == {
        ("review", True),
        ("support", True),
    }


def test_a_meeting_is_asked_about_by_itself(pilot: World, given: Given) -> None:
    case, meeting = opened(pilot, given), uuid4()

    def confirmed() -> bool:
        with act_as(pilot, COORDINATOR) as act:
            return deconfliction.confirmed(act, Case.objects.get(pk=case), deconfliction.MEETING, meeting)

    with act_as(pilot, COORDINATOR) as act:
        deconfliction.ask_before_meeting(act, Case.objects.get(pk=case), meeting)
    assert not confirmed()
    answers(pilot, meeting, confirm=True)
    assert confirmed()
    with act_as(pilot, COORDINATOR) as act:
        assert not deconfliction.confirmed(act, Case.objects.get(pk=case), deconfliction.OPENED)


def test_what_was_confirmed_at_opening_does_not_outlast_a_hold_at_review(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    answers(pilot, case, confirm=True)
    assert seen(pilot, COORDINATOR, case) == date(2025, 6, 2)
    reviewing.set_review(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert seen(pilot, COORDINATOR, case) == date(2025, 6, 2)
    answers(pilot, case, confirm=False)
    assert seen(pilot, COORDINATOR, case) is None


def seen(pilot: World, who: str, case: UUID) -> date | None:
    purpose = "individual_rights" if who.startswith("data_protection") else SUPPORT
    return open_case(by=pilot.actor(who), purpose=purpose, case=case).confirmed_on


def test_a_confirmation_lapses_by_itself(pilot: World, given: Given) -> None:
    """No sweep has to run for it: the day after its last, it does not count."""
    case, action = agreed(pilot, given)
    for subject in (case, action):
        answers(pilot, subject, confirm=True, until=date(2025, 6, 10))
    with clock.at(NOW + timedelta(days=8)):
        assert seen(pilot, COORDINATOR, case) == date(2025, 6, 2)
    with clock.at(NOW + timedelta(days=9)):
        assert seen(pilot, COORDINATOR, case) is None
        with pytest.raises(Refused) as caught:
            start(pilot, action)
    assert caught.value.rules == ("support-needs-deconfliction",)


def test_a_confirmation_lasts_no_longer_than_the_rulebook_says(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    page = open_asked(by=pilot.actor(OFFICER), purpose=DECONFLICTION, deconfliction=asked(pilot, case))
    assert page.longest == date(2025, 6, 30)
    for wrong in (date(2025, 6, 1), date(2025, 7, 1)):
        with pytest.raises(RuleBroken, match="30 June 2025"):
            answers(pilot, case, confirm=True, until=wrong)


def test_whoever_confirmed_is_asked_to_look_again_before_it_lapses(pilot: World, given: Given) -> None:
    answers(pilot, opened(pilot, given), confirm=True, until=date(2025, 6, 10))
    (due,) = waiting(pilot, OFFICER, purpose=DECONFLICTION)
    assert (due.kind, due.due_at.date()) == ("deconfliction_valid", date(2025, 6, 10))


def test_one_hold_can_hold_everything_about_a_person(pilot: World, given: Given) -> None:
    case, action = agreed(pilot, given)
    answers(pilot, action, confirm=True)
    answers(pilot, case, confirm=False, everything=True)
    with pytest.raises(Refused):
        start(pilot, action)


def test_nothing_is_asked_any_more_about_what_is_over(pilot: World, given: Given) -> None:
    case, action = agreed(pilot, given)
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=action)
    (row,) = questions(by=pilot.actor(OFFICER), purpose=DECONFLICTION)
    assert row.stage == "case"
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    assert questions(by=pilot.actor(OFFICER), purpose=DECONFLICTION) == ()
    assert waiting(pilot, OFFICER, purpose=DECONFLICTION) == []


# --- Held, pending, lapsed, never asked: one answer -----------------------------------------------------------------


def never_asked(pilot: World, case: UUID, action: UUID) -> None:
    """Take away every trace of having asked, past the gate."""
    with acting_for(pilot.organisation("ctu")):
        Deconfliction.objects.all().delete()
    with acting_for(pilot.organisation("council")):
        Confirmation.objects.all().delete()


def pending(pilot: World, case: UUID, action: UUID) -> None:
    """They have not answered."""


def held(pilot: World, case: UUID, action: UUID) -> None:
    for subject in (case, action):
        answers(pilot, subject, confirm=False)


def held_after_confirming(pilot: World, case: UUID, action: UUID) -> None:
    for confirm in (True, False):
        for subject in (case, action):
            answers(pilot, subject, confirm=confirm)


def lapsed(pilot: World, case: UUID, action: UUID) -> None:
    with clock.at(NOW - timedelta(days=40)):
        for subject in (case, action):
            answers(pilot, subject, confirm=True)


NOT_CONFIRMED: dict[str, Callable[[World, UUID, UUID], None]] = {
    "never asked": never_asked,
    "not answered yet": pending,
    "held": held,
    "held after it was confirmed": held_after_confirming,
    "lapsed": lapsed,
}


def all_that_partners_learn(pilot: World, case: UUID, action: UUID) -> tuple[object, ...]:
    """The pages of each partner, what reading them left in the ledger, how much the database did for it, and what
    policy is told; and the refusal to start, with its entry. Ids of this world are put out of the way."""
    told: list[object] = []
    for who in PARTNERS:
        purpose = "individual_rights" if who.startswith("data_protection") else SUPPORT
        before = how_many()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = open_case(by=pilot.actor(who), purpose=purpose, case=case)
        told.append(
            (
                who,
                page.confirmed_on,
                page.steps,
                page.events,
                [(row.action, row.state, row.steps, row.confirmed_on) for row in page.plan],
            )
        )
        assert len(queries) > 1
        told.append([_shape(each["sql"]) for each in queries])
        told.append([(each.action, each.outcome, each.facts) for each in recorded(since=before)])
        with act_as(pilot, who):
            told.append(CASE.entity(Case.objects.get(pk=case)).attributes)
            told.append(SUPPORT_ACTION.entity(SupportAction.objects.select_related("case", "owner").get()).attributes)
            told.append(Deconfliction.objects.count())
    before = how_many()
    with pytest.raises(Refused) as refused:
        start(pilot, action)
    told.append((refused.value.rules, refused.value.explanations, refused.value.args))
    told.append([(each.action, each.outcome, each.rules, each.facts) for each in recorded(since=before)])
    return tuple(told)


def _shape(statement: str) -> str:
    """A statement without its values."""
    return " ".join(word for word in statement.split() if "'" not in word)


@pytest.mark.parametrize("why", [why for why in NOT_CONFIRMED if why != "not answered yet"])
def test_a_partner_cannot_read_a_silence(pilot: World, given: Given, why: str) -> None:
    """Whatever the reason for which it is not confirmed, everything that a partner can see or measure is the same."""
    case, action = agreed(pilot, given)
    silence = all_that_partners_learn(pilot, case, action)
    NOT_CONFIRMED[why](pilot, case, action)
    assert all_that_partners_learn(pilot, case, action) == silence


#: The pages on which a partner could look for a sign.
PAGES = (
    "case",
    "case_plan",
    "case_consent",
    "case_history",
    "case_needs",
    "case_risks",
    "case_access",
    "ask_the_police",
)

#: Random in every page.
EACH_TIME_ANOTHER = re.compile(rb"[0-9a-f]{32,}")


def pages(pilot: World, given: Given, case: UUID, action: UUID) -> list[str]:
    """The pages of the case and the lists that lead to it, as the coordinator and the mentor are served them."""
    served = []
    for who in (COORDINATOR, MENTOR):
        browser = signed_in(pilot, who)
        why = reverse("purpose", args=[given.person])
        reason = re.findall(r'name="reason"[^>]*value="([a-z_]+)"', browser.get(why).content.decode())[0]
        browser.post(why, {"reason": reason})
        paths = [reverse(f"work:{name}", args=[given.person, case]) for name in PAGES]
        paths += [reverse("work:support_step", args=[given.person, action, "start"])]
        paths += [reverse(f"work:{name}") for name in ("waiting", "people", "cases", "meetings")]
        answers_ = [browser.get(path) for path in paths]
        served += [
            f"{each.status_code} {EACH_TIME_ANOTHER.sub(b'', without_token(each.content)).decode()}"
            for each in answers_
        ]
    return served


@pytest.mark.parametrize("why", [why for why in NOT_CONFIRMED if why != "not answered yet"])
def test_no_page_differs_by_a_byte(pilot: World, given: Given, why: str) -> None:
    case, action = agreed(pilot, given)
    silence = pages(pilot, given, case, action)
    NOT_CONFIRMED[why](pilot, case, action)
    assert pages(pilot, given, case, action) == silence


@pytest.mark.parametrize("why", [why for why in NOT_CONFIRMED if why != "never asked"])
def test_asking_again_does_the_same_work_whatever_was_answered(pilot: World, given: Given, why: str) -> None:
    case, action = agreed(pilot, given)
    NOT_CONFIRMED[why](pilot, case, action)
    before = how_many()
    with CaptureQueriesContext(connection) as queries:
        ask(pilot, case)
    work = [each["sql"].split()[0] for each in queries]
    entries = [(each.action, each.outcome, each.facts) for each in recorded(since=before)]
    ask(pilot, case)
    before = how_many()
    with CaptureQueriesContext(connection) as queries:
        ask(pilot, case)
    assert [each["sql"].split()[0] for each in queries] == work
    assert [(each.action, each.outcome, each.facts) for each in recorded(since=before)] == entries


def test_asking_again_changes_no_answer(pilot: World, given: Given) -> None:
    """A coordinator who presses the button every day moves nothing, and no deadline."""
    case, action = agreed(pilot, given)
    answers(pilot, action, confirm=False)
    (before,) = waiting(pilot, OFFICER, purpose=DECONFLICTION)
    with clock.at(NOW + timedelta(days=1)):
        ask(pilot, case)
        assert {row.state for row in questions(by=pilot.actor(OFFICER), purpose=DECONFLICTION)} == {"asked", "held"}
    assert min(due.due_at for due in waiting(pilot, OFFICER, purpose=DECONFLICTION)) == before.due_at


def test_the_ledger_of_a_partner_says_nothing_of_an_answer(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    before = how_many()
    answers(pilot, case, confirm=False)
    answers(pilot, case, confirm=True)
    entries = recorded(since=before)
    assert {(each.organisation, each.action) for each in entries} == {
        (pilot.organisation("ctu"), "deconfliction.answer")
    }
    assert [each.facts["answer"] for each in entries] == ["held", "confirmed"]


# --- Who answers, and what they see -----------------------------------------------------------------------------------


def test_the_officer_sees_the_least(pilot: World, given: Given) -> None:
    """Reference and initials as the unit has them, the stage and the kind of contact; nothing that was contributed."""
    _, action = agreed(pilot, given)
    asked_of = open_asked(by=pilot.actor(OFFICER), purpose=DECONFLICTION, deconfliction=asked(pilot, action)).asked
    assert (asked_of.initials, asked_of.stage, asked_of.contact, asked_of.state) == (
        "A. Y.",
        "support",
        "mentoring",
        "asked",
    )
    (due, *_) = waiting(pilot, OFFICER, purpose=DECONFLICTION)
    assert due.raised_from == pilot.organisation("ctu")


def test_an_officer_opens_it_for_deconfliction_and_nothing_else(pilot: World, given: Given) -> None:
    question = asked(pilot, opened(pilot, given))
    for purpose in ("safeguarding_support", "risk_management", "originating", "oversight"):
        with pytest.raises(NotFound):
            open_asked(by=pilot.actor(OFFICER), purpose=purpose, deconfliction=question)


@pytest.mark.parametrize(
    "who",
    [
        COORDINATOR,
        MENTOR,
        "police_risk_owner@force",
        "originating_officer@ctu",
        "pursuit_officer@ctu",
        "authoriser@ctu",
    ],
)
def test_nobody_else_learns_that_anything_was_asked(pilot: World, given: Given, who: str) -> None:
    question = asked(pilot, opened(pilot, given))
    for each in (question, uuid4()):
        with pytest.raises(NotFound):
            open_asked(by=pilot.actor(who), purpose=DECONFLICTION, deconfliction=each)


def test_the_lifecycle_is_whole() -> None:
    assert STATES.reachable() == STATES.states == set(STATES.titles)
    assert {state for state, row in STATES.transitions.items() if "confirm" in row} == {"asked", "confirmed", "held"}
    assert all(row["ask"].to == state for state, row in STATES.transitions.items() if state != "over")
