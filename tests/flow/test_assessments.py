"""Assessments: judged factor by factor by named professionals, traceable to sources, released, compared. No score."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError

from handrail.assessments.actions import discarding, judging, releasing
from handrail.assessments.models import Assessment, Judgement, Wording
from handrail.assessments.queries import reading
from handrail.assessments.queries.wordings import open_wording
from handrail.assessments.rules import OthersJudged
from handrail.casework.actions import reviewing, teaming
from handrail.casework.queries.cases import open_case
from handrail.duties.models import Duty
from handrail.gate import Conflict, NotFound, Refused, RuleBroken, clock
from handrail.provenance.models import DrawsOn
from handrail.sharing.actions import recalling
from tests.assessing import (
    AUTHORISER,
    CHAIR,
    FORM,
    HOUSING,
    SUMMARY,
    WORDS,
    judged,
    released,
    seen,
    started,
    summed_up,
)
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.recorded import outcomes, recorded
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, Given, disclosed, opened, says, told
from tests.worlds import NOW, World

CONTACT = "single_point_of_contact@council"


@pytest.fixture
def given(pilot: World) -> Given:
    """A name and a concern, given to the council by the unit."""
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def case(pilot: World, given: Given) -> UUID:
    """The council's case, with a housing provider that was given nothing."""
    return opened(pilot, given, partners=("housing",))


def wording_of(pilot: World, assessment: UUID) -> UUID:
    """What the unit was asked."""
    with acting_for(pilot.organisation("ctu")):
        return Wording.objects.get(assessment_id=assessment, state="asked").id


def test_it_works(pilot: World, given: Given, case: UUID) -> None:
    """Judged on what is held, agreed by the originator, released by somebody else, read by the whole team."""
    assessment = started(pilot, case)
    home = judged(pilot, assessment, draws_on=given.items[1:2])
    judged(pilot, assessment, "somebody_trusted", who=HOUSING, answer="present", words="Her brother rings us weekly.")
    summed_up(pilot, assessment, rests_on=[home])
    assert seen(pilot, assessment, HOUSING).of("settled_home").said is None  # type: ignore[union-attr]

    assert seen(pilot, assessment, CHAIR).to_ask == ("London Counter-Terrorism Policing Unit",)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    wording = wording_of(pilot, assessment)
    asked = open_wording(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording)
    assert {piece.factor for piece in asked.pieces} == {"settled_home", ""}
    assert asked.all_readable
    releasing.agree(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording)
    released(pilot, assessment)

    page = seen(pilot, assessment, HOUSING)
    assert page.state == "released"
    card = page.of("settled_home")
    assert card is not None
    assert card.said is not None
    assert (card.said.answer, card.said.confidence, card.said.words) == ("partly", "some_grounds", WORDS)
    assert card.judged_by
    assert page.summary is not None
    assert page.summary.said is not None
    assert page.summary.said.words == SUMMARY


# --- Starting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["vulnerability_framework", "a_score", ""])
def test_what_was_superseded_or_is_no_form_is_never_started(pilot: World, case: UUID, form: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        started(pilot, case, form=form)
    assert (caught.value.rule, caught.value.field) == ("instrument-in-use", "instrument")


def test_a_form_is_under_way_once(pilot: World, case: UUID) -> None:
    started(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        started(pilot, case, who=HOUSING)
    assert caught.value.rule == "one-under-way"


def test_the_coordinator_has_it_to_finish_until_it_is_released(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case, who=HOUSING)
    with acting_for(pilot.organisation("council")):
        duty = Duty.objects.get(subject_id=assessment)
        assert (duty.kind, duty.role, duty.state) == ("finish_assessment", "case_coordinator", "open")
    judged(pilot, assessment)
    summed_up(pilot, assessment)
    released(pilot, assessment)
    with acting_for(pilot.organisation("council")):
        assert Duty.objects.get(subject_id=assessment).state == "done"


def test_nothing_is_judged_in_a_closed_case(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    by = pilot.actor(COORDINATOR)
    reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="She is settled.")
    with pytest.raises(RuleBroken):
        judged(pilot, assessment)
    with pytest.raises(RuleBroken):
        started(pilot, case)


def test_nobody_is_reminded_of_it_while_the_case_is_closed(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    by = pilot.actor(COORDINATOR)

    def due() -> list[str]:
        with acting_for(pilot.organisation("council")):
            return list(
                Duty.objects.filter(subject_id=assessment).order_by("raised_at").values_list("state", flat=True)
            )

    reviewing.close(by=by, purpose=SUPPORT, case=case, reason="needs_met", note="She is settled.")
    assert due() == ["cancelled"]
    with clock.at(NOW + timedelta(days=7)):
        reviewing.reopen(by=by, purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert due() == ["cancelled", "open"]
    judged(pilot, assessment)


# --- Judging --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"factor": "shoe_size"}, "factor-of-the-instrument"),
        ({"factor": ""}, "factor-of-the-instrument"),
        ({"answer": "3"}, "closed-catalogue"),
        ({"answer": "high"}, "closed-catalogue"),
        ({"confidence": "0.8"}, "closed-catalogue"),
    ],
)
def test_an_answer_is_one_of_the_words_to_a_question_of_the_form(
    pilot: World, case: UUID, said: dict[str, Any], rule: str
) -> None:
    assessment = started(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        judged(pilot, assessment, **said)
    assert caught.value.rule == rule


def test_a_judgement_rests_on_what_its_judge_holds(pilot: World, given: Given, case: UUID) -> None:
    assessment = started(pilot, case)
    with pytest.raises(RuleBroken) as caught:
        judged(pilot, assessment, who=HOUSING, draws_on=given.items[1:2])
    assert caught.value.rule == "draw-on-what-you-hold"


def test_who_judged_what_is_kept_when_it_is_judged_anew(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, answer="not_known")
    judged(pilot, assessment, who=HOUSING, version=1, answer="present", words="We offered her a room today.")
    with acting_for(pilot.organisation("council")):
        kept = Judgement.objects.filter(assessment_id=assessment).order_by("edition")
        assert [(each.organisation_id, each.current) for each in kept] == [
            (pilot.organisation("council"), False),
            (pilot.organisation("housing"), True),
        ]


def test_the_second_of_two_who_judge_at_once_is_told_and_loses_nothing(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, words="Written first.")
    with pytest.raises(Conflict):
        judged(pilot, assessment, who=HOUSING, words="Written at the same time.")
    judged(pilot, assessment, "somebody_trusted", who=HOUSING)
    card = seen(pilot, assessment).of("settled_home")
    assert card is not None
    assert card.said is not None
    assert card.said.words == "Written first."
    judged(pilot, assessment, who=HOUSING, version=card.edition, words="Written with both in mind.")


def test_nobody_writes_over_what_they_were_not_given(pilot: World, given: Given, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    with pytest.raises(RuleBroken) as caught:
        judged(pilot, assessment, who=HOUSING, version=1)
    assert caught.value.rule == "read-before-you-replace"


def test_who_took_part_is_of_the_team_and_the_persons_part_is_said(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    by, outsider = pilot.actor(COORDINATOR), pilot.organisation("school")

    def record(organisations: list[UUID], part: str) -> None:
        judging.record_parts(
            by=by, purpose=SUPPORT, assessment=assessment, organisations=organisations, person_part=part
        )

    for organisations, part in (([outsider], "not_asked"), ([], "not_asked"), ([by.organisation], "unknown")):
        with pytest.raises(RuleBroken):
            record(organisations, part)
    record([by.organisation], "declined")
    page = seen(pilot, assessment)
    assert ([party.name for party in page.took_part], page.person_part) == (["Camden Council"], "declined")


# --- Releasing ------------------------------------------------------------------------------------------------------


def test_it_is_not_released_before_it_is_summed_up_and_says_who_took_part(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment)
    with pytest.raises(RuleBroken) as caught:
        released(pilot, assessment)
    assert caught.value.rule == "ready-to-release"
    summed_up(pilot, assessment)
    released(pilot, assessment)


def test_whoever_wrote_the_summary_does_not_release(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment)
    summed_up(pilot, assessment)
    with pytest.raises(Refused) as caught:
        released(pilot, assessment, who=COORDINATOR)
    assert "two-different-people-assessment" in caught.value.rules


@pytest.mark.parametrize("who", [CONTACT, HOUSING, "practitioner@council", "police_risk_owner@force"])
def test_only_the_coordinator_and_the_chair_of_who_leads_release(pilot: World, case: UUID, who: str) -> None:
    assessment = started(pilot, case)
    summed_up(pilot, assessment)
    with pytest.raises((Refused, NotFound)):
        released(pilot, assessment, who=who)


def test_it_is_not_released_over_an_originators_head(pilot: World, given: Given, case: UUID) -> None:
    """What was written from their information stays with those who hold it until they have answered."""
    assessment = started(pilot, case)
    home = judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment, rests_on=[home])
    with pytest.raises(RuleBroken):
        released(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    with pytest.raises(RuleBroken):
        released(pilot, assessment)
    with pytest.raises(RuleBroken):
        judged(pilot, assessment, "somebody_trusted")
    assert seen(pilot, assessment, HOUSING).answers == ()


def test_what_an_originator_refuses_stays_with_its_common_readers(pilot: World, given: Given, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    judged(pilot, assessment, "somebody_trusted", answer="present")
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    releasing.refuse(
        by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording_of(pilot, assessment), reason="Say less."
    )
    (answer,) = seen(pilot, assessment).answers
    assert (answer.state, answer.reason) == ("refused", "Say less.")
    released(pilot, assessment)
    theirs, mine = seen(pilot, assessment, HOUSING), seen(pilot, assessment)
    assert theirs.of("settled_home").said is None  # type: ignore[union-attr]
    assert theirs.of("somebody_trusted").said is not None  # type: ignore[union-attr]
    assert mine.of("settled_home").said is not None  # type: ignore[union-attr]
    assert mine.of("settled_home").kept_back  # type: ignore[union-attr]


def test_taken_back_it_is_a_draft_and_nobody_is_asked(pilot: World, given: Given, case: UUID) -> None:
    assessment = started(pilot, case)
    home = judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment, rests_on=[home])
    by = pilot.actor(CHAIR)
    releasing.ask(by=by, purpose=SUPPORT, assessment=assessment)
    wording = wording_of(pilot, assessment)
    releasing.agree(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording)
    releasing.take_back(by=by, purpose=SUPPORT, assessment=assessment)
    judged(pilot, assessment, version=1, words="Other words.", draws_on=given.items[1:2])
    with pytest.raises(RuleBroken):
        released(pilot, assessment)


def test_an_organisation_that_joins_later_was_not_part_of_what_was_agreed(
    pilot: World, given: Given, case: UUID
) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    releasing.agree(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording_of(pilot, assessment))
    released(pilot, assessment)
    teaming.add_partner(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, organisation=pilot.organisation("voluntary"),
        why="advises",
    )  # fmt: skip
    later = seen(pilot, assessment, "single_point_of_contact@voluntary")
    assert later.of("settled_home").said is None  # type: ignore[union-attr]


def test_a_later_one_supersedes_the_one_before(pilot: World, case: UUID) -> None:
    first, second = (_whole(pilot, case, days=days) for days in (0, 30))
    assert (seen(pilot, first).state, seen(pilot, second).state) == ("superseded", "released")


def test_it_is_the_further_assessment_that_a_withdrawn_consent_asks_for(pilot: World, case: UUID) -> None:
    told(pilot, case)
    for step in ("give", "withdraw"):
        says(pilot, case, step)
    with acting_for(pilot.organisation("council")):
        assert Duty.objects.get(kind="further_assessment").state == "open"
    _whole(pilot, case)
    with acting_for(pilot.organisation("council")):
        assert Duty.objects.get(kind="further_assessment").state == "done"


# --- The originator -------------------------------------------------------------------------------------------------


def test_nobody_agrees_to_words_that_they_cannot_read(pilot: World, given: Given, case: UUID) -> None:
    """Part of it rests on something that the originator does not hold any more itself."""
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    wording = wording_of(pilot, assessment)
    page = open_wording(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording)
    assert not page.all_readable
    with pytest.raises(RuleBroken) as caught:
        releasing.agree(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording)
    assert caught.value.rule == "read-before-you-sign"


def test_nobody_else_answers_for_the_originator(pilot: World, given: Given, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    wording = wording_of(pilot, assessment)
    for who in (CHAIR, CONTACT):
        with pytest.raises(Refused):
            releasing.agree(by=pilot.actor(who), purpose=SUPPORT, wording=wording)
    for who in (HOUSING, "single_point_of_contact@second_council", "originating_officer@ctu", "pursuit_officer@ctu"):
        with pytest.raises(NotFound):
            releasing.agree(by=pilot.actor(who), purpose=SUPPORT, wording=wording)


def test_wording_written_for_support_is_not_opened_for_pursuit(pilot: World, given: Given, case: UUID) -> None:
    """Support and pursuit must not blur: neither the police in the team nor the unit that is asked."""
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    wording, unit = wording_of(pilot, assessment), pilot.actor(AUTHORISER)
    with pytest.raises(Refused) as asked:
        open_wording(by=unit, purpose="originating", wording=wording)
    police = pilot.actor("police_risk_owner@force")
    with pytest.raises(Refused) as opened_for_risk:
        reading.open_assessment(by=police, purpose="risk_management", assessment=assessment)
    assert asked.value.rules == opened_for_risk.value.rules == ("judged-for-support",)
    assert reading.open_assessment(by=police, purpose=SUPPORT, assessment=assessment).id == assessment


# --- Recall ---------------------------------------------------------------------------------------------------------


def test_a_recall_marks_every_judgement_that_used_it(pilot: World, given: Given, case: UUID) -> None:
    """The factor, and the summary that rests on it; each is a duty, and the originator learns how many."""
    assessment = started(pilot, case)
    home = judged(pilot, assessment, draws_on=given.items[1:2])
    judged(pilot, assessment, "somebody_trusted")
    summary = summed_up(pilot, assessment, rests_on=[home])
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    page = seen(pilot, assessment)
    assert page.of("settled_home").to_review  # type: ignore[union-attr]
    assert page.summary is not None
    assert page.summary.to_review
    assert not page.of("somebody_trusted").to_review  # type: ignore[union-attr]
    with acting_for(pilot.organisation("council")):
        due = set(Duty.objects.filter(kind="review_judgement", state="open").values_list("subject_id", flat=True))
    assert {home, summary} <= due
    with pytest.raises(RuleBroken):
        released(pilot, assessment)
    judged(pilot, assessment, version=1, words="She has a room now.")
    with acting_for(pilot.organisation("council")):
        assert Duty.objects.get(subject_id=home).state == "done"


def _agreed(pilot: World, given: Given, case: UUID) -> tuple[UUID, UUID]:
    assessment = started(pilot, case)
    home = judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    releasing.agree(by=pilot.actor(AUTHORISER), purpose=SUPPORT, wording=wording_of(pilot, assessment))
    released(pilot, assessment)
    return assessment, home


def test_released_wording_stays_until_somebody_has_looked_again(pilot: World, given: Given, case: UUID) -> None:
    assessment, home = _agreed(pilot, given, case)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    card = seen(pilot, assessment, HOUSING).of("settled_home")
    assert card is not None
    assert card.to_review
    assert card.said is not None
    judging.look_again(by=pilot.actor(COORDINATOR), purpose=SUPPORT, assessment=assessment, judgement=home)
    assert not seen(pilot, assessment).of("settled_home").to_review  # type: ignore[union-attr]
    with pytest.raises(RuleBroken):
        judging.look_again(by=pilot.actor(COORDINATOR), purpose=SUPPORT, assessment=assessment, judgement=home)


@pytest.mark.parametrize("look", [False, True])
def test_words_about_the_wrong_person_are_withdrawn_with_their_source_for_good(
    pilot: World, given: Given, case: UUID, look: bool
) -> None:
    """The rulebook says of some recalls that the judgement goes with the item."""
    assessment, home = _agreed(pilot, given, case)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="wrong_person")
    if look:
        judging.look_again(by=pilot.actor(COORDINATOR), purpose=SUPPORT, assessment=assessment, judgement=home)
    for who in (COORDINATOR, HOUSING):
        card = seen(pilot, assessment, who).of("settled_home")
        assert card is not None
        assert card.said is None
        assert card.withdrawn


def test_a_review_of_the_case_looks_at_its_assessments_too(pilot: World, given: Given, case: UUID) -> None:
    assessment, home = _agreed(pilot, given, case)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    reviewing.set_review(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert not seen(pilot, assessment).of("settled_home").to_review  # type: ignore[union-attr]
    with acting_for(pilot.organisation("council")):
        assert Duty.objects.get(subject_id=home).state == "done"


# --- Comparing ------------------------------------------------------------------------------------------------------


def _whole(pilot: World, case: UUID, *, days: int = 0, **answers: str) -> UUID:
    """An assessment that was started and released ``days`` after the pilot's first."""
    with clock.at(NOW + timedelta(days=days)):
        return _begun_and_released(pilot, case, answers)


def _begun_and_released(pilot: World, case: UUID, answers: Mapping[str, str]) -> UUID:
    assessment = started(pilot, case)
    for factor, answer in (answers or {"settled_home": "not_seen"}).items():
        judged(pilot, assessment, factor, answer=answer)
    summed_up(pilot, assessment)
    released(pilot, assessment)
    return assessment


def test_what_changed_is_said_factor_by_factor(pilot: World, case: UUID) -> None:
    first = _whole(pilot, case, settled_home="not_seen", somebody_trusted="present", family_ties="not_known")
    second = _whole(pilot, case, days=30, settled_home="partly", somebody_trusted="present", care_that_works="present")
    found = reading.compare(by=pilot.actor(HOUSING), purpose=SUPPORT, assessment=second, earlier=first)
    assert {change.factor: (change.before, change.after, change.how) for change in found.changes} == {
        "settled_home": ("not_seen", "partly", "moved"),
        "somebody_trusted": ("present", "present", "unchanged"),
        "family_ties": ("not_known", None, "gone"),
        "care_that_works": (None, "present", "new"),
    }


def test_what_changed_says_nothing_of_what_the_reader_was_not_given(pilot: World, given: Given, case: UUID) -> None:
    first = _whole(pilot, case)
    with clock.at(NOW + timedelta(days=30)):
        second = started(pilot, case)
        judged(pilot, second, answer="present", draws_on=given.items[1:2])
    found = reading.compare(by=pilot.actor(HOUSING), purpose=SUPPORT, assessment=second, earlier=first)
    (change,) = found.changes
    assert (change.after, change.how) == (None, "not_given")


def test_assessments_of_another_case_or_in_the_wrong_order_are_not_compared(pilot: World, case: UUID) -> None:
    first, second = (_whole(pilot, case, days=days) for days in (0, 30))
    other = opened(pilot, disclosed(pilot, "council", person="Samir Costa")["council"])
    elsewhere = _whole(pilot, other)
    by = pilot.actor(COORDINATOR)
    with pytest.raises(NotFound):
        reading.compare(by=by, purpose=SUPPORT, assessment=second, earlier=elsewhere)
    with pytest.raises(RuleBroken):
        reading.compare(by=by, purpose=SUPPORT, assessment=first, earlier=second)


# --- Everybody else -------------------------------------------------------------------------------------------------


def test_to_whoever_is_not_in_the_case_there_is_no_assessment(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    for who, purpose in (
        ("case_coordinator@second_council", SUPPORT),
        ("pursuit_officer@force", SUPPORT),
        ("administrator@council", SUPPORT),
        (COORDINATOR, "immigration"),
    ):
        with pytest.raises(NotFound):
            reading.open_assessment(by=pilot.actor(who), purpose=purpose, assessment=assessment)
    assert set(outcomes("assessment.open")) == {("refused", ("not-visible",))}


def test_the_database_itself_shows_each_organisation_only_what_is_its_own(
    pilot: World, given: Given, case: UUID
) -> None:
    """Behind policy, row security: the team sees that something was judged; who was asked sees what it was asked."""
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    seen_by = {}
    for key in ("council", "housing", "force", "ctu", "second_council", "nhs"):
        with acting_for(pilot.organisation(key)):
            seen_by[key] = tuple(each.objects.exists() for each in (Assessment, Judgement, Wording))
    assert seen_by == {
        "council": (True, True, True),
        "housing": (True, True, False),
        "force": (True, True, False),
        "ctu": (False, False, True),
        "second_council": (False, False, False),
        "nhs": (False, False, False),
    }


def test_the_ledger_says_who_judged_which_factor_and_never_what(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, answer="present")
    (entry,) = [each for each in recorded() if each.action == "assessment.judge"]
    assert entry.facts["factor"] == "settled_home"
    assert "present" not in str(entry.facts)
    assert FORM not in str(entry.facts)


# --- Discarding a draft ---------------------------------------------------------------------------------------------


def discard(pilot: World, assessment: UUID, who: str = COORDINATOR) -> None:
    discarding.discard(by=pilot.actor(who), purpose=SUPPORT, assessment=assessment)


def test_a_draft_that_is_discarded_leaves_nothing_but_the_ledger(pilot: World, given: Given, case: UUID) -> None:
    """Nor a reminder, nor what it drew on: a recall afterwards marks nothing that is not there."""
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    releasing.take_back(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    discard(pilot, assessment)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    with acting_for(pilot.organisation("council")):
        left = [model.objects.count() for model in (Assessment, Judgement, Wording, DrawsOn)]
        assert left == [0, 0, 0, 0]
        assert not Duty.objects.filter(kind__in=("finish_assessment", "review_judgement"), state="open").exists()
    (entry,) = recorded(organisation=pilot.organisation("council"), action="assessment.discard")
    assert (entry.facts["instrument"], entry.facts["judgements"]) == (FORM, 2)
    assert "assessment_discarded" in {each.what for each in open_case(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case
    ).events}  # fmt: skip
    with pytest.raises(NotFound):
        discard(pilot, assessment)


def test_a_partner_discards_what_it_started_and_the_form_can_be_started_again(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case, who=HOUSING)
    with pytest.raises(Refused):
        discard(pilot, assessment, CONTACT)
    discard(pilot, assessment, HOUSING)
    started(pilot, case)


def test_nobody_discards_what_a_colleague_judged(pilot: World, case: UUID) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, "somebody_trusted", who=HOUSING)
    with pytest.raises(OthersJudged):
        discard(pilot, assessment)
    assert seen(pilot, assessment, HOUSING).of("somebody_trusted") is not None


@pytest.mark.parametrize("state", ["proposed", "released"])
def test_only_a_draft_is_discarded(pilot: World, given: Given, case: UUID, state: str) -> None:
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2] if state == "proposed" else ())
    summed_up(pilot, assessment)
    if state == "proposed":
        releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    else:
        released(pilot, assessment)
    with pytest.raises(RuleBroken):
        discard(pilot, assessment)
    with pytest.raises(DatabaseError), acting_for(pilot.organisation("council")):
        Judgement.objects.filter(assessment_id=assessment).delete()
