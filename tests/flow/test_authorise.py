"""An authoriser decides on what somebody else put forward: releases it, sends it back, or declines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection

from handrail import vault
from handrail.directory.models import Centre, GrantState, Organisation, Party, PartyState, RoleGrant
from handrail.gate import Conflict, Faults, GateError, NotFound, Refused, RuleBroken, clock
from handrail.programme import load
from handrail.sharing.actions import authorising
from handrail.sharing.changes import JoinRecord, PutItem
from handrail.sharing.models import (
    CentreYear,
    Disclosure,
    Holding,
    Judgement,
    NotificationDecision,
    PersonRecord,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.sealed import Copy, unseal_all
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    CONCERN,
    LOOK_AGAIN,
    NAME,
    OFFICER,
    PURPOSE,
    Written,
    acting_for,
    change_agreement,
    let_training_lapse,
    opened,
    propose,
    put_forward,
    recipient,
    release,
    said_in_ledger,
    start,
    statement,
    waiting,
    write,
)
from tests.worlds import NOW, World

SUPPORT = "safeguarding_support"
CONTACT = "single_point_of_contact@council"
ANOTHER_AUTHORISER = "second_authoriser@ctu"


def disclosed_to(pilot: World, key: str) -> int:
    with acting_for(pilot.organisation(key)):
        return Disclosure.objects.filter(recipient_id=pilot.organisation(key)).count()


def give_role(pilot: World, who: str, role: str) -> None:
    organisation = pilot.actor(who).organisation
    with acting_for(organisation):
        RoleGrant.objects.create(
            organisation_id=organisation,
            member_id=pilot.member(who),
            role=role,
            state=GrantState.GRANTED,
            requested_by=pilot.member(who),
            requested_at=NOW,
        )


def as_decided(pilot: World, step: str, written: Written, *, by: str = AUTHORISER, **changed: Any) -> object:
    act: Callable[..., object] = getattr(authorising, step)
    keywords: dict[str, object] = {
        "by": pilot.actor(by),
        "purpose": PURPOSE,
        "decision": written.id,
        "version": written.draft.version,
        "answers": ANSWERS,
    }
    return act(**keywords | changed)


# --- Release -----------------------------------------------------------------------------------------------------


def test_it_works(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))

    released = release(pilot, written)

    assert [(each.name, each.items) for each in released.recipients] == [
        ("Camden Council", 2),
        ("Northside Mental Health Trust", 2),
    ]
    shown = opened(pilot, written, by=AUTHORISER)
    assert shown.state == "released"
    assert [(each.organisation, each.state) for each in shown.given] == [
        ("Camden Council", "released"),
        ("Northside Mental Health Trust", "released"),
    ]
    assert [judgement.outcome for judgement in shown.judgements] == ["released"]


def test_each_recipient_has_its_own_copies_under_its_own_key(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    release(pilot, written)

    sealed: dict[str, list[bytes]] = {}
    for key in ("ctu", "council", "nhs"):
        organisation = pilot.organisation(key)
        with acting_for(organisation):
            given = [written.items[item] for item in ("name", "concern")]
            copies = list(Holding.objects.filter(item__in=given).order_by("number"))
            person = copies[0].person_id
            texts = unseal_all(Copy(organisation, person), copies, "text")
            assert [text for (text,) in texts] == [NAME, CONCERN]
            sealed[key] = [bytes(copy.text_sealed) for copy in copies]
            assert {copy.state for copy in copies} == {"held"}
            assert PersonRecord.objects.get().reference == written.draft.reference
    with acting_for(pilot.organisation("nhs")):
        vault.erase(person=person, organisation=pilot.organisation("nhs"), at=NOW)
    with acting_for(pilot.organisation("council")):
        unseal_all(Copy(pilot.organisation("council"), person), list(Holding.objects.all()), "text")


def test_the_preview_is_what_the_recipient_sees(pilot: World) -> None:
    written = put_forward(pilot)
    (before,) = opened(pilot, written, by=AUTHORISER).recipients

    released = release(pilot, written)

    shown = open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=released.recipients[0].disclosure)
    assert isinstance(shown, HeldPage)
    ids = {item.item: item.holding for item in shown.held.items}
    previewed = replace(
        before.preview, items=tuple(replace(item, holding=ids[item.item]) for item in before.preview.items)
    )
    assert shown.held == previewed


def test_the_original_stays_where_it_is(pilot: World) -> None:
    release(pilot, put_forward(pilot))
    with acting_for(pilot.organisation("council")):
        assert {bytes(each) for each in Holding.objects.values_list("original_sealed", flat=True)} == {b""}


def test_recipients_are_hidden_from_each_other(pilot: World) -> None:
    released = release(pilot, put_forward(pilot, recipients=("council", "nhs")))
    to_nhs = released.recipients[1].disclosure

    with pytest.raises(NotFound):
        open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=to_nhs)
    with acting_for(pilot.organisation("council")):
        assert Disclosure.objects.count() == 1
        assert not ProposedRecipient.objects.exists()
        assert not SharingDecision.objects.exists()
        assert not Judgement.objects.exists()


def test_what_is_given_for_support_is_no_law_enforcement_copy(pilot: World) -> None:
    written = write(pilot)
    for_support = recipient(pilot, written, "force")
    for_risk = recipient(pilot, written, "force", purpose="risk_management", requested_action="own_police_risk")
    kept = []
    for proposal in (for_support, for_risk):
        again = write(pilot, recipients=(), person="Karim Osman")
        items = tuple(again.items[key] for key in ("name", "concern"))
        again = propose(pilot, again.edited(pilot.actor(OFFICER), replace(proposal, items=items)))
        release(pilot, again)
        with acting_for(pilot.organisation("force")):
            kept.append(set(Holding.objects.filter(item__in=items).values_list("contributed_for", flat=True)))
    assert kept == [{"support"}, {"law_enforcement"}]


def test_items_that_nobody_was_given_are_discarded(pilot: World) -> None:
    written = put_forward(pilot)
    release(pilot, written)
    with acting_for(pilot.organisation("ctu")):
        states = dict(Holding.objects.values_list("item", "state"))
    assert {key: states[item] for key, item in written.items.items()} == {
        "name": "held",
        "born": "discarded",
        "concern": "held",
        "home": "discarded",
    }


def test_held_words_cannot_be_rewritten_even_past_the_gate(pilot: World) -> None:
    release(pilot, put_forward(pilot))
    for column, value in (("marking", 1), ("category", "housing"), ("text_sealed", b"other"), ("handling", "C")):
        with (
            pytest.raises(DatabaseError, match="a correction supersedes it"),
            acting_for(pilot.organisation("council")),
        ):
            Holding.objects.update(**{column: value})


def test_the_recipient_has_to_acknowledge_and_the_originator_to_look_again(pilot: World) -> None:
    written = put_forward(pilot)
    released = release(pilot, written)

    (due,) = waiting(pilot, CONTACT, purpose=SUPPORT)
    assert (due.kind, due.subject) == ("acknowledge_disclosure", released.recipients[0].disclosure)
    (due,) = waiting(pilot, AUTHORISER)
    assert due.kind == "notification_look_again"
    assert due.due_at.astimezone(clock.LONDON).date() == LOOK_AGAIN


def test_the_authoriser_approves_that_telling_waits(pilot: World) -> None:
    release(pilot, put_forward(pilot))
    with acting_for(pilot.organisation("ctu")):
        decision = NotificationDecision.objects.get()
    assert (decision.state, decision.ground, decision.look_again_on) == ("deferred", "crime_prevention", LOOK_AGAIN)
    assert (decision.proposed_by, decision.approved_by) == (pilot.member(OFFICER), pilot.member(AUTHORISER))


def test_both_organisations_have_it_in_the_ledger_without_a_word_of_it(pilot: World) -> None:
    released = release(pilot, put_forward(pilot))
    disclosure = str(released.recipients[0].disclosure)

    ours, theirs = said_in_ledger(pilot.organisation("ctu")), said_in_ledger(pilot.organisation("council"))

    assert any('"decision.release"' in each and disclosure in each for each in ours)
    assert any('"disclosure.received"' in each and disclosure in each for each in theirs)
    for words in (NAME, "Yusuf", CONCERN, ANSWERS.least, "She needs help."):
        assert not any(words in each for each in ours + theirs)


def test_an_authoriser_can_take_a_recipient_out_and_that_is_recorded(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    release(pilot, written, take_out=("nhs",))

    shown = opened(pilot, written)
    assert {each.name: each.taken_out for each in shown.recipients} == {
        "Camden Council": False,
        "Northside Mental Health Trust": True,
    }
    assert disclosed_to(pilot, "nhs") == 0
    (entry,) = [each for each in said_in_ledger(pilot.organisation("ctu")) if '"decision.release"' in each]
    assert f'"taken_out":["{pilot.organisation("nhs")}"]' in entry


def test_somebody_has_to_be_left(pilot: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        release(pilot, put_forward(pilot), take_out=("council",))
    assert refused.value.rule == "nobody-left"


# --- Send back and decline ---------------------------------------------------------------------------------------


def test_sent_back_it_is_changed_and_put_forward_again(pilot: World) -> None:
    written = put_forward(pilot)
    answers = authorising.Answers("", "Leave out the date of birth.", "", "", "")
    as_decided(pilot, "send_back", written, answers=answers)

    shown = opened(pilot, written)
    assert shown.state == "sent_back"
    assert shown.judgements[0].answers == (("Is it the least?", "Leave out the date of birth."),)
    assert [due.kind for due in waiting(pilot, OFFICER)] == ["amend_nomination"]
    assert waiting(pilot, AUTHORISER) == []

    again = replace(written, draft=replace(written.draft, version=shown.version))
    again = propose(pilot, again)
    assert waiting(pilot, OFFICER) == []
    assert [due.kind for due in waiting(pilot, AUTHORISER)] == ["decide_nomination"]
    release(pilot, again)


def test_sending_back_says_what_has_to_change(pilot: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        as_decided(pilot, "send_back", put_forward(pilot), answers=authorising.Answers("", " ", "", "", ""))
    assert refused.value.rule == "answer-missing"


def test_declining_is_recorded_as_fully_as_sharing(pilot: World) -> None:
    written = put_forward(pilot)
    as_decided(pilot, "decline", written, reason="another_way")

    shown = opened(pilot, written)
    (judgement,) = shown.judgements
    assert (shown.state, judgement.outcome, judgement.reason.code) == ("declined", "declined", "another_way")
    assert len(judgement.answers) == 5
    assert waiting(pilot, AUTHORISER) == []
    assert disclosed_to(pilot, "council") == 0
    with acting_for(pilot.organisation("ctu")):
        assert set(Holding.objects.values_list("state", flat=True)) == {"discarded"}


def test_a_decline_has_a_reason_of_the_rulebook(pilot: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        as_decided(pilot, "decline", put_forward(pilot), reason="dislike")
    assert (refused.value.rule, refused.value.field) == ("unknown-reason", "reason")


@pytest.mark.parametrize(("step", "more"), [("release", {}), ("decline", {"reason": "another_way"})])
def test_all_five_questions_are_answered_whichever_way(pilot: World, step: str, more: dict[str, Any]) -> None:
    written = put_forward(pilot)
    with pytest.raises(Faults) as refused:
        as_decided(pilot, step, written, answers=replace(ANSWERS, least="", telling=" "), **more)
    assert {(fault.rule, fault.field) for fault in refused.value.faults} == {
        ("answer-missing", "least"),
        ("answer-missing", "telling"),
    }
    assert opened(pilot, written).state == "proposed"


def test_an_answer_above_official_is_refused(pilot: World) -> None:
    written = put_forward(pilot)
    with pytest.raises(RuleBroken) as refused:
        as_decided(pilot, "release", written, answers=replace(ANSWERS, least="TOP SECRET"))
    assert (refused.value.rule, refused.value.field) == ("above-official", "least")
    assert (opened(pilot, written).state, disclosed_to(pilot, "council")) == ("proposed", 0)


# --- Who may not -------------------------------------------------------------------------------------------------

STEPS = [("release", {}), ("send_back", {}), ("decline", {"reason": "another_way"})]


@pytest.mark.parametrize(("step", "more"), STEPS)
def test_nobody_decides_on_their_own_nomination(pilot: World, step: str, more: dict[str, Any]) -> None:
    give_role(pilot, OFFICER, "authoriser")
    written = put_forward(pilot)
    with pytest.raises(Refused) as refused:
        as_decided(pilot, step, written, by=OFFICER, **more)
    assert refused.value.rules == ("two-different-people",)


def test_nobody_decides_on_what_they_wrote_a_part_of(pilot: World) -> None:
    give_role(pilot, AUTHORISER, "originating_officer")
    written = write(pilot).edited(pilot.actor(AUTHORISER), PutItem(statement("She reads.", "protective_factor")))
    written = propose(pilot, written)
    with pytest.raises(Refused) as refused:
        release(pilot, written)
    assert refused.value.rules == ("two-different-people",)
    release(pilot, written, by=ANOTHER_AUTHORISER)


@pytest.mark.parametrize(("step", "more"), STEPS)
@pytest.mark.parametrize("who", ["second_originating_officer@ctu", "data_protection_officer@ctu"])
def test_only_an_authoriser_decides(pilot: World, step: str, more: dict[str, Any], who: str) -> None:
    written = put_forward(pilot)
    with pytest.raises(Refused) as refused:
        as_decided(pilot, step, written, by=who, **more)
    assert refused.value.rules == ("no-permission",)


@pytest.mark.parametrize("who", ["authoriser@force", CONTACT, "pursuit_officer@ctu"])
def test_to_everybody_else_it_does_not_exist(pilot: World, who: str) -> None:
    written = put_forward(pilot)
    with pytest.raises(NotFound):
        as_decided(pilot, "release", written, by=who)


def test_nobody_releases_with_lapsed_training(pilot: World) -> None:
    written = put_forward(pilot)
    let_training_lapse(pilot, AUTHORISER)
    with pytest.raises(Refused) as refused:
        release(pilot, written)
    assert refused.value.rules == ("training-lapsed",)


@pytest.mark.parametrize("purpose", ["immigration", "benefits", "tenancy", "admissions", "employment", "pursuit"])
def test_for_enforcement_it_does_not_exist(pilot: World, purpose: str) -> None:
    written = put_forward(pilot)
    with pytest.raises(NotFound):
        as_decided(pilot, "release", written, purpose=purpose)


def test_nobody_releases_for_a_purpose_that_is_none_of_the_programmes(pilot: World) -> None:
    written = put_forward(pilot)
    with pytest.raises(Refused) as refused:
        as_decided(pilot, "release", written, purpose="curiosity")
    assert "mac-purposes" in refused.value.rules


def test_a_draft_is_not_decided_on(pilot: World) -> None:
    with pytest.raises(Refused) as refused:
        release(pilot, write(pilot))
    assert refused.value.rules == ("mac-only-proposed-is-decided",)


def test_what_was_read_is_what_is_decided_on(pilot: World) -> None:
    written = put_forward(pilot)
    as_decided(pilot, "send_back", written)
    shown = opened(pilot, written)
    again = replace(written, draft=replace(written.draft, version=shown.version))
    propose(pilot, again.edited(pilot.actor(OFFICER), PutItem(statement("Another.", "housing"))))

    with pytest.raises(Conflict):
        release(pilot, written)


# --- Weighed again at release ------------------------------------------------------------------------------------


def refused_whole(pilot: World, written: Written) -> tuple[str, ...]:
    """The rules that refuse the release; and nothing was half done."""
    with pytest.raises(Refused) as refused:
        release(pilot, written)
    assert opened(pilot, written).state == "proposed"
    assert [disclosed_to(pilot, key) for key in ("council", "nhs")] == [0, 0]
    with acting_for(pilot.organisation("council")):
        assert not Holding.objects.exists()
        assert not PersonRecord.objects.exists()
    return refused.value.rules


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"state": "ended"}, "agreement-not-accepted"),
        ({"ends_on": date(2025, 6, 1)}, "agreement-not-accepted"),
        ({"ends_on": date(2025, 12, 30)}, "until-out-of-bounds"),
        ({"purposes": ["risk_management"]}, "purpose-outside-agreement"),
        ({"categories": ["name"]}, "category-not-permitted"),
    ],
)
def test_an_agreement_that_changed_meanwhile_refuses(pilot: World, changed: dict[str, object], rule: str) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    change_agreement(pilot, **changed)
    assert rule in refused_whole(pilot, written)


def test_one_recipient_that_left_the_agreement_refuses_the_whole(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    with acting_for(pilot.organisation("nhs")):
        Party.objects.filter(organisation_id=pilot.organisation("nhs")).update(state=PartyState.LEFT)
    assert refused_whole(pilot, written) == ("agreement-not-accepted",)
    objections = {
        each.name: [rule.rule for rule in each.objections] for each in opened(pilot, written, by=AUTHORISER).recipients
    }
    assert objections == {"Camden Council": [], "Northside Mental Health Trust": ["agreement-not-accepted"]}
    release(pilot, written, take_out=("nhs",))


def test_a_recipient_whose_ceiling_was_lowered_refuses(pilot: World) -> None:
    written = put_forward(pilot)
    with acting_for(pilot.organisation("council")):
        Organisation.objects.filter(pk=pilot.organisation("council")).update(ceiling=1)
    assert refused_whole(pilot, written) == ("marking-above-ceiling",)


def test_nothing_goes_abroad(pilot: World) -> None:
    written = put_forward(pilot)
    with acting_for(pilot.organisation("council")):
        Organisation.objects.filter(pk=pilot.organisation("council")).update(abroad=True)
    assert refused_whole(pilot, written) == ("nothing-abroad",)


@pytest.mark.parametrize(("end", "rule"), [("ends_on", "centre-ended"), ("programme_ends_on", "programme-ended")])
def test_nothing_is_released_after_the_centre_or_the_programme_has_ended(pilot: World, end: str, rule: str) -> None:
    written = put_forward(pilot)
    Centre.objects.filter(pk=pilot.centre).update(**{end: date(2025, 6, 1)})
    assert rule in refused_whole(pilot, written)
    as_decided(pilot, "decline", written, reason="not_necessary")


# --- The ceiling of names ----------------------------------------------------------------------------------------


def nominate_many(pilot: World, number: int, *, recipients: tuple[str, ...] = ("council",)) -> list[Written]:
    return [put_forward(pilot, recipients=recipients, person=f"Person {letter}") for letter in "ABCDEF"[:number]]


def test_the_ceiling_is_counted_exactly(pilot: World) -> None:
    first, second, third = nominate_many(pilot, 3)
    change_agreement(pilot, name_ceiling=2)
    release(pilot, first)
    release(pilot, second)

    with pytest.raises(Refused) as refused:
        release(pilot, third)

    assert refused.value.rules == ("name-ceiling",)
    assert disclosed_to(pilot, "council") == 2
    change_agreement(pilot, name_ceiling=3)
    release(pilot, third)


def test_the_same_person_counts_once(pilot: World) -> None:
    first = put_forward(pilot)
    again = write(pilot)
    other = put_forward(pilot, person="Karim Osman")
    again = propose(pilot, again.edited(pilot.actor(OFFICER), JoinRecord(first.id)))
    change_agreement(pilot, name_ceiling=1)
    release(pilot, first)
    release(pilot, again)
    assert disclosed_to(pilot, "council") == 2
    with pytest.raises(Refused):
        release(pilot, other)


def test_each_recipient_has_its_own_count(pilot: World) -> None:
    first, second = nominate_many(pilot, 2)
    to_nhs = put_forward(pilot, recipients=("nhs",), person="Person N")
    change_agreement(pilot, name_ceiling=1)
    release(pilot, first)
    release(pilot, to_nhs)
    with pytest.raises(Refused):
        release(pilot, second)


def test_a_new_year_of_the_agreement_counts_afresh(pilot: World) -> None:
    first, second = nominate_many(pilot, 2)
    came_into_force = datetime(2024, 6, 3, 9, tzinfo=UTC)
    change_agreement(pilot, name_ceiling=1, in_force_at=came_into_force)
    release(pilot, first)
    with pytest.raises(Refused):
        release(pilot, second)
    with clock.at(datetime(2025, 6, 3, 9, tzinfo=clock.LONDON)):
        release(pilot, second)


def at_once(pilot: World, attempts: list[Callable[[], object]]) -> list[object]:
    """Do all of these at the same moment, each on a connection of its own; give what each returned or raised."""

    def run(attempt: Callable[[], object]) -> object:
        try:
            return attempt()
        except GateError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        running = [pool.submit(copy_context().run, run, attempt) for attempt in attempts]
        return [each.result(timeout=60) for each in running]


def test_two_releases_at_once_cannot_both_take_the_last_place(pilot: World) -> None:
    first, second = nominate_many(pilot, 2)
    change_agreement(pilot, name_ceiling=1)

    answers = at_once(pilot, [lambda: release(pilot, first), lambda: release(pilot, second, by=ANOTHER_AUTHORISER)])

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Released"]
    assert disclosed_to(pilot, "council") == 1


def test_two_authorisers_at_once_release_it_once(pilot: World) -> None:
    written = put_forward(pilot)

    answers = at_once(pilot, [lambda: release(pilot, written), lambda: release(pilot, written, by=ANOTHER_AUTHORISER)])

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Released"]
    assert disclosed_to(pilot, "council") == 1


def test_a_double_click_releases_it_once(pilot: World) -> None:
    written = put_forward(pilot)

    answers = at_once(pilot, [lambda: release(pilot, written)] * 3)

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Refused", "Released"]
    assert disclosed_to(pilot, "council") == 1


def fill_the_centre(pilot: World, *, places_left: int) -> None:
    """As if other organisations had brought people into it."""
    CentreYear.objects.update_or_create(
        centre_id=pilot.centre,
        begins_on=Centre.objects.get().starts_on,
        defaults={"names": load("mac").ceilings["names_per_centre_year"].limit - places_left},
    )


def test_a_centre_takes_no_more_people_than_the_rulebook_lets_it(pilot: World) -> None:
    first, second = nominate_many(pilot, 2)
    fill_the_centre(pilot, places_left=1)
    release(pilot, first)

    with pytest.raises(RuleBroken) as refused:
        release(pilot, second)

    assert refused.value.rule == "centre-ceiling"
    assert disclosed_to(pilot, "council") == 1
    with pytest.raises(Faults) as told:
        put_forward(pilot, person="Person Z")
    assert [fault.rule for fault in told.value.faults] == ["centre-ceiling"]


def test_two_releases_at_once_cannot_both_take_the_centres_last_place(pilot: World) -> None:
    first, second = nominate_many(pilot, 1), put_forward(pilot, recipients=("nhs",), person="Person N")
    fill_the_centre(pilot, places_left=1)
    answers = at_once(pilot, [lambda: release(pilot, first[0]), lambda: release(pilot, second)])
    assert sorted(type(answer).__name__ for answer in answers) == ["Released", "RuleBroken"]


def test_more_about_the_same_person_takes_no_further_place(pilot: World) -> None:
    first, again = put_forward(pilot), write(pilot)
    again = propose(pilot, again.edited(pilot.actor(OFFICER), JoinRecord(first.id)))
    release(pilot, first)
    fill_the_centre(pilot, places_left=0)
    release(pilot, again)


# --- References --------------------------------------------------------------------------------------------------


def test_a_reference_that_is_taken_at_the_recipient_becomes_another_there(pilot: World) -> None:
    first, second = nominate_many(pilot, 2)
    release(pilot, first)
    with acting_for(pilot.organisation("ctu")):
        SharingDecision.objects.filter(pk=second.id).update(reference=first.draft.reference)
    released = release(pilot, second)

    with acting_for(pilot.organisation("council")):
        references = list(PersonRecord.objects.values_list("reference", flat=True))
        disclosure = Disclosure.objects.get(pk=released.recipients[0].disclosure)
    assert len(set(references)) == 2
    assert disclosure.reference in references
    assert disclosure.reference != first.draft.reference


def test_starting_costs_nobody_a_place(pilot: World) -> None:
    start(pilot)
    write(pilot)
    put_forward(pilot)
    assert disclosed_to(pilot, "council") == 0
