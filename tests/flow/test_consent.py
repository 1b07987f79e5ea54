"""Consent to support: asked of whom, how and by whom; a no that raises nothing; a change of mind that stops at once.

Named after what reviews of failed cases found: a refusal read as a risk, a mentor who turned up before anybody had told
the person, a parent who was never asked, and support that went on after somebody had had enough.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from handrail.casework import consent as rules
from handrail.casework.actions import objectives, planning, reviewing
from handrail.casework.models import Case, Escalation, Risk
from handrail.casework.queries.cases import open_case
from handrail.casework.queries.consent import open_consent
from handrail.casework.rules import CONSENT, OBJECTIVE, SUPPORT_ACTION, SaidNo
from handrail.directory.models import Member
from handrail.duties.models import Duty
from handrail.gate import NEVER, NEVER_MOMENT, Refused, RuleBroken, clock
from handrail.sharing.actions import receiving, telling
from handrail.sharing.changes import SetReasons, SetTelling, SetWhy
from handrail.sharing.models import Disclosure, NotificationDecision, NotificationState
from handrail.upkeep import tasks
from tests.acting import act_as
from tests.nominating import (
    CRITERIA,
    LOOK_AGAIN,
    OFFICER,
    PURPOSE,
    acting_for,
    propose,
    recipient,
    release,
    start,
    waiting,
    write_items,
)
from tests.working import (
    COORDINATOR,
    REVIEW_ON,
    SUPPORT,
    Given,
    agreed,
    answers,
    disclosed,
    opened,
    planned,
    says,
    told,
)
from tests.worlds import NOW, World

MENTOR = "single_point_of_contact@voluntary"
POLICE = ("force", "ctu")


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def said(pilot: World, case: UUID, who: str = COORDINATOR) -> Any:
    return open_consent(by=pilot.actor(who), purpose=SUPPORT, case=case)


def duties_of(pilot: World, *keys: str) -> list[tuple[str, str]]:
    """What is open at these organisations."""
    found: list[tuple[str, str]] = []
    for key in keys:
        with acting_for(pilot.organisation(key)):
            found += Duty.objects.filter(organisation_id=pilot.organisation(key), state="open").values_list(
                "kind", "role"
            )
    return sorted(found)


def under_way(pilot: World, given: Given) -> tuple[UUID, UUID]:
    """Mentoring that was confirmed and has begun."""
    case, action = agreed(pilot, given)
    answers(pilot, action, confirm=True)
    planning.start(by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action)
    return case, action


def test_it_is_kept_how_when_and_by_whom_they_were_asked(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    says(pilot, case, "give", how="with_an_interpreter", note="Yes, if I can stop.")
    (answer,) = said(pilot, case).answers
    assert (answer.state, answer.on, answer.how, answer.asker, answer.voice, answer.note) == (
        "given",
        date(2025, 6, 2),
        "with_an_interpreter",
        "Nadia, her support worker",
        "person",
        "Yes, if I can stop.",
    )


def test_nobody_is_asked_before_they_know(pilot: World, given: Given) -> None:
    """A mentor turned up before anybody had told her."""
    case = opened(pilot, given, partners=("voluntary",))
    with pytest.raises(RuleBroken, match="has been told"):
        says(pilot, case, "give")
    with pytest.raises(Refused) as caught:
        planned(pilot, case, support="mentoring", owner="voluntary")
    assert caught.value.rules == ("no-contact-before-told",)


# --- A no raises nothing ----------------------------------------------------------------------------------------------


def everything_about_danger(pilot: World, case: UUID) -> list[object]:
    """What anybody at the police has to do or could be alarmed by, and what was sent to anybody."""
    with acting_for(pilot.organisation("force")):
        risks = list(Risk.objects.filter(case_id=case).values_list("kind", "severity", "state").order_by("kind"))
        escalations = Escalation.objects.filter(case_id=case).count()
    return [duties_of(pilot, *POLICE), risks, escalations, len(mail.outbox)]


def test_a_refusal_is_not_read_as_a_risk(pilot: World, given: Given) -> None:
    """He said no, and three weeks later that no stood in a police report as a concern."""
    case = opened(pilot, given, partners=("voluntary",))
    told(pilot, case)
    before, everybodys, usual = (
        everything_about_danger(pilot, case),
        duties_of(pilot, *keys(pilot)),
        a_day_passes(pilot),
    )
    says(pilot, case, "refuse", note="No, thank you.")
    assert a_day_passes(pilot) == usual
    assert everything_about_danger(pilot, case) == before
    assert duties_of(pilot, *keys(pilot)) == everybodys
    page = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert (page.consent, page.escalations) == ("refused", ())


def a_day_passes(pilot: World) -> list[list[str]]:
    """To whom mail goes when everything that happens by itself happens, the day after: as if for the first time."""
    for organisation in pilot.organisations.values():
        with acting_for(organisation):
            Member.objects.filter(organisation_id=organisation).update(looked_on=NEVER, told_until=NEVER_MOMENT)
    with clock.at(NOW + timedelta(days=1)):
        for job in (tasks.digest, tasks.sweep_all, tasks.climb):
            job(0)
    sent = sorted(message.to for message in mail.outbox)
    mail.outbox.clear()
    return sent


def keys(pilot: World) -> Sequence[str]:
    return tuple(pilot.organisations)


def test_the_police_do_not_read_what_was_said_for_their_own_purposes(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    says(pilot, case, "refuse", note="I have had enough of all of you.")
    officer = pilot.actor("police_risk_owner@force")
    page = open_case(by=officer, purpose="risk_management", case=case)
    assert "case.read_consent" not in page.steps
    with pytest.raises(Refused) as caught:
        open_consent(by=officer, purpose="risk_management", case=case)
    assert "consent-not-for-pursuit" in caught.value.rules


# --- A change of mind stops what the programme does -------------------------------------------------------------------


def test_support_does_not_go_on_after_somebody_has_had_enough(pilot: World, given: Given) -> None:
    case, action = under_way(pilot, given)
    service = planned(pilot, case)
    planning.start(by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=service)

    says(pilot, case, "withdraw", note="I don’t want him to ring any more.")

    rows = {row.id: row for row in open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).plan}
    assert (rows[action].state, rows[service].state) == ("withdrawn", "under_way")
    assert SUPPORT_ACTION.titles["withdrawn"] == "Stopped: the person said no, or changed their mind"
    assert [due.kind for due in waiting(pilot, MENTOR, purpose=SUPPORT)] == []
    with pytest.raises(Refused):
        planning.complete(by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action, outcome="We met again.")


def test_a_change_of_mind_asks_for_a_further_assessment_and_tells_no_police(pilot: World, given: Given) -> None:
    case, _ = under_way(pilot, given)
    police = duties_of(pilot, *POLICE)
    says(pilot, case, "withdraw")
    due = [each for each in waiting(pilot, COORDINATOR, purpose=SUPPORT) if each.kind == "further_assessment"]
    assert [each.due_at.date() for each in due] == [date(2025, 6, 16)]
    gone = {"deconfliction", "deconfliction_valid"}
    assert [each for each in duties_of(pilot, *POLICE) if each[0] not in gone] == [
        each for each in police if each[0] not in gone
    ]

    reviewing.set_review(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert not [each for each in waiting(pilot, COORDINATOR, purpose=SUPPORT) if each.kind == "further_assessment"]


def test_they_can_come_back(pilot: World, given: Given) -> None:
    case, action = under_way(pilot, given)
    says(pilot, case, "withdraw")
    with pytest.raises(SaidNo):
        again(pilot, action)
    says(pilot, case, "give")
    again(pilot, action)
    with pytest.raises(Refused) as caught:  # the police are asked afresh: what they confirmed was for another time
        planning.start(by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action)
    assert caught.value.rules == ("support-needs-deconfliction",)
    answers(pilot, action, confirm=True)
    planning.start(by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action)


def again(pilot: World, action: UUID) -> None:
    planning.plan_again(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=action, due_on=date(2025, 8, 1))


# --- Whose word it is -------------------------------------------------------------------------------------------------


def test_a_parent_is_asked_for_a_child(pilot: World, given: Given) -> None:
    """He was sixteen, and nobody had asked his mother."""
    case = opened(pilot, given)
    told(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", under_18=True)
    assert (caught.value.rule, caught.value.field) == ("guardian-agrees", "voice")
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", under_18=True, voice="parent_or_guardian")
    assert caught.value.field == "decided_by"
    mother: dict[str, object] = {"under_18": True, "voice": "parent_or_guardian", "decided_by": "Her mother"}
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", **mother)
    assert (caught.value.rule, caught.value.field) == ("child-is-heard", "note")
    says(pilot, case, "give", **mother, note="I will try it if Mum comes.")
    with clock.at(NOW + timedelta(hours=1)):
        says(pilot, case, "withdraw", under_18=True)
    assert [each.voice for each in said(pilot, case).answers] == ["person", "parent_or_guardian"]


def test_nobodys_parent_decides_for_an_adult(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", voice="parent_or_guardian", decided_by="Her mother")
    assert caught.value.rule == "adults-decide"


def test_a_capacity_to_decide_is_presumed(pilot: World, given: Given) -> None:
    """Mental Capacity Act 2005, sections 1 and 4."""
    case = opened(pilot, given)
    told(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", voice="best_interests", decided_by="The team manager")
    assert caught.value.rule == "capacity-presumed"
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", capacity="lacks_capacity")
    assert caught.value.rule == "best-interests"
    says(
        pilot,
        case,
        "give",
        capacity="lacks_capacity",
        voice="best_interests",
        decided_by="Dr Okoro, after a best-interests meeting",
    )
    says(pilot, case, "withdraw", capacity="lacks_capacity")  # a no needs nobody's leave


def born(pilot: World, when: str) -> Given:
    """Somebody whose date of birth the council was given."""
    officer = pilot.actor(OFFICER)
    written = write_items(pilot, start(pilot), born=when).edited(officer, SetWhy("isolation", CRITERIA))
    written = written.edited(officer, recipient(pilot, written, "council", items=("name", "born", "concern")))
    written = written.edited(officer, SetReasons("police_common_law", "She needs help.", "It is the least.", "None."))
    written = propose(pilot, written.edited(officer, SetTelling("deferred", LOOK_AGAIN, "crime_prevention")))
    (given,) = release(pilot, written).recipients
    receiving.acknowledge(
        by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, disclosure=given.disclosure
    )
    with act_as(pilot, "single_point_of_contact@council"):
        person = Disclosure.objects.get(pk=given.disclosure).person_id
    return Given(written.id, given.disclosure, person, ())


def test_the_age_is_asked_for_where_nobody_here_holds_it(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    assert said(pilot, case).child is None
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", under_18=None)
    assert caught.value.field == "under_18"


def test_the_age_that_is_held_counts_whatever_is_said(pilot: World) -> None:
    """A sixteen-year-old was taken for an adult because he said so."""
    case = opened(pilot, born(pilot, "2009-01-15"))
    told(pilot, case)
    assert said(pilot, case).child is True
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", under_18=False)
    assert caught.value.rule == "guardian-agrees"


def test_somebody_else_s_yes_is_not_taken_for_a_grown_woman(pilot: World) -> None:
    case = opened(pilot, born(pilot, "1991-06-04"))
    told(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        says(pilot, case, "give", under_18=True, voice="parent_or_guardian", decided_by="Her father")
    assert caught.value.rule == "adults-decide"


@pytest.mark.parametrize(
    ("born", "child"),
    [
        ("1991-06-04", False),
        ("2007-06-02", False),
        ("2007-06-03", True),
        ("2007", None),
        ("2006", False),
        ("2008", True),
        ("2007-05", False),
        ("2007-06", None),
        ("2007-07", True),
        ("2008-02-29", True),
    ],
)
def test_a_date_of_birth_says_what_it_can(born: str, child: bool | None) -> None:
    assert rules._under_age(born, NOW.date()) is child


def test_somebody_born_on_a_leap_day_grows_up_on_the_first_of_march() -> None:
    assert rules._under_age("2008-02-29", date(2026, 2, 28)) is True
    assert rules._under_age("2008-02-29", date(2026, 3, 1)) is False


# --- Whether they know has one truth ----------------------------------------------------------------------------------


def knows(pilot: World, case: UUID) -> bool:
    return open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).told


def test_what_the_case_records_is_the_leading_organisations_own_decision(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    with acting_for(pilot.organisation("council")):
        decision = NotificationDecision.objects.get(person_id=given.person)
    assert (decision.state, decision.look_again_on) == (NotificationState.TOLD, date(2025, 6, 1))
    assert knows(pilot, case)


def test_a_case_learns_that_the_originator_told_them(pilot: World, given: Given) -> None:
    """The unit told her in July, and the council still kept its distance in September."""
    case = opened(pilot, given)
    assert not knows(pilot, case)
    with acting_for(pilot.organisation("ctu")):
        decision = NotificationDecision.objects.get(person_id=given.person)
    telling.look_again(
        by=pilot.actor(OFFICER), purpose=PURPOSE, notification=decision.id, state="told", on=date(2025, 6, 2)
    )
    assert knows(pilot, case)


def test_the_case_and_the_decision_never_differ(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    for knowing in (False, True):
        if knowing:
            told(pilot, case)
        with acting_for(pilot.organisation("council")):
            kept = Case.objects.get(pk=case)
            assert kept.told == telling.knows(kept.organisation_id, kept.person_id)


def test_what_was_told_while_the_case_was_closed_is_known_when_it_opens_again(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    by = pilot.actor(COORDINATOR)
    reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    with acting_for(pilot.organisation("ctu")):
        decision = NotificationDecision.objects.get(person_id=given.person)
    telling.look_again(
        by=pilot.actor(OFFICER), purpose=PURPOSE, notification=decision.id, state="told", on=date(2025, 6, 2)
    )
    reviewing.reopen(by=by, purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert knows(pilot, case)


# --- Objectives -------------------------------------------------------------------------------------------------------


def test_a_plan_begins_with_what_the_person_wants(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    by = pilot.actor(COORDINATOR)
    wish = objectives.add_objective(
        by=by, purpose=SUPPORT, case=case, words="I want a place where my sister can stay.", own_words=True
    )
    action = planning.plan(
        by=by,
        purpose=SUPPORT,
        case=case,
        support="housing_advice",
        owner=by.organisation,
        owner_member=None,
        due_on=date(2025, 7, 1),
        objective="Advice before the tenancy ends.",
        serves=wish,
    )
    page = open_case(by=by, purpose=SUPPORT, case=case)
    (card,) = page.objectives
    assert (card.words, card.own_words, card.state) == ("I want a place where my sister can stay.", True, "open")
    assert [(row.id, row.serves) for row in page.plan] == [(action, wish)]
    objectives.end_objective(by=by, purpose=SUPPORT, case=case, objective=wish, step="reach")
    with pytest.raises(RuleBroken, match="reached"):
        objectives.end_objective(by=by, purpose=SUPPORT, case=case, objective=wish, step="set_aside")


def test_an_objective_is_read_by_those_who_hold_its_sources(pilot: World, given: Given) -> None:
    case = opened(pilot, given, partners=("housing",))
    objectives.add_objective(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, words="Away from old friends.", own_words=False,
        draws_on=given.items[1:2],
    )  # fmt: skip
    page = open_case(by=pilot.actor("single_point_of_contact@housing"), purpose=SUPPORT, case=case)
    assert [card.words for card in page.objectives] == [None]


def test_the_lifecycles_are_whole() -> None:
    for table in (CONSENT, OBJECTIVE, SUPPORT_ACTION):
        assert table.reachable() == table.states == set(table.titles)
