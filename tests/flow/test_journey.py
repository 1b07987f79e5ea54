"""One disclosure from end to end, step by step, as the issue tells it; and what each step refuses."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from handrail import ledger
from handrail.casework.actions import challenging as challenging_support
from handrail.casework.actions import consenting, escalating, opening, planning, reviewing, risks
from handrail.casework.actions.opening import NewRisk
from handrail.casework.queries import cases
from handrail.directory.models import Agreement, Centre, Member
from handrail.directory.services import service
from handrail.duties import waiting_for
from handrail.gate import Actor, Faults, NotFound, Refused, RuleBroken, clock
from handrail.oversight import verification
from handrail.oversight.queries.records import Filters, records
from handrail.sharing.actions import authorising, challenging, contributing, drafting, expiring, recalling, receiving
from handrail.sharing.actions import unsealing as openings
from handrail.sharing.changes import PutItem, PutRecipient, SetReasons, SetTelling
from handrail.sharing.queries import disclosures, followups, people
from handrail.sharing.queries.disclosures import GivenPage, HeldPage
from handrail.sharing.queries.nominations import open_nomination
from tests.acting import act_as
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    CONCERN,
    HOME,
    LOOK_AGAIN,
    NAME,
    OFFICER,
    UNTIL,
    Written,
    propose,
    put_forward,
    recipient,
    release,
    statement,
    write,
)
from tests.working import answers, says
from tests.worlds import NOW, PILOT_ENDS, World

ORIGINATING, SUPPORT, RISK = "originating", "safeguarding_support", "risk_management"
RIGHTS, ADMINISTRATION, OVERSIGHT = "individual_rights", "administration", "oversight"
CONTACT, SECOND, COORDINATOR = "single_point_of_contact@council", "second_contact@council", "case_coordinator@council"
NURSE, GUARDIAN, RISK_OWNER = "single_point_of_contact@nhs", "caldicott_guardian@nhs", "police_risk_owner@force"
REVIEW_ON, DUE_ON = date(2025, 8, 1), date(2025, 7, 1)


@dataclass(frozen=True)
class Shared:
    """A nomination that was released: to the council with everything, to the health trust and the police with less."""

    pilot: World
    written: Written
    disclosures: dict[str, UUID]

    def held(self, who: str = CONTACT, *, purpose: str = SUPPORT) -> HeldPage:
        """The page of what the organisation of ``who`` holds."""
        found = disclosures.open_disclosure(by=self.by(who), purpose=purpose, disclosure=self.to(who))
        assert isinstance(found, HeldPage)
        return found

    def given(self, to: str) -> GivenPage:
        """The page on which the originator follows what it gave to the organisation of ``to``."""
        found = disclosures.open_disclosure(by=self.by(OFFICER), purpose=ORIGINATING, disclosure=self.to(to))
        assert isinstance(found, GivenPage)
        return found

    def by(self, who: str) -> Actor:
        return self.pilot.actor(who)

    def to(self, who: str) -> UUID:
        """The disclosure that the organisation of ``who`` received."""
        return self.disclosures[who.partition("@")[2]]

    @property
    def person(self) -> UUID:
        return self.held().person


@pytest.fixture
def shared(pilot: World) -> Shared:
    return share(pilot)


def share(pilot: World) -> Shared:
    written = write(pilot, recipients=("nhs", "force"))
    whole = recipient(pilot, written, "council", items=("name", "born", "concern", "home"))
    written = propose(pilot, written.edited(pilot.actor(OFFICER), whole))
    released = release(pilot, written)
    keys = {pilot.organisation(key): key for key in ("council", "nhs", "force")}
    return Shared(pilot, written, {keys[each.organisation]: each.disclosure for each in released.recipients})


def terrorism_risk(shared: Shared, *draws_on: str) -> NewRisk:
    """A risk of terrorism, owned by the police from the first moment."""
    pilot = shared.pilot
    items = tuple(shared.written.items[each] for each in draws_on)
    force, officer = pilot.organisation("force"), pilot.member(RISK_OWNER)
    return NewRisk("terrorism_related", "needs_attention", "Old contacts may come back.", force, officer, items)


def open_case(shared: Shared, *partners: str) -> UUID:
    pilot = shared.pilot
    opened = opening.open_case(
        by=shared.by(COORDINATOR),
        purpose=SUPPORT,
        person=shared.person,
        police=pilot.organisation("force"),
        risks=[terrorism_risk(shared, "concern")],
        review_on=REVIEW_ON,
        partners={pilot.organisation(each): "advises" for each in partners},
    )
    return opened.case


def plan(shared: Shared, case: UUID, support: str, owner: str, *, member: str = "") -> UUID:
    pilot = shared.pilot
    return planning.plan(
        by=shared.by(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        support=support,
        owner=pilot.organisation(owner),
        owner_member=pilot.member(member) if member else None,
        due_on=DUE_ON,
        objective="She keeps her home.",
    )


def rules_of(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(refusal.value.rules)


# --- 1 and 2: nominate, and authorise -----------------------------------------------------------------------------


def test_a_nomination_is_sent_back_changed_and_then_released(pilot: World) -> None:
    written = put_forward(pilot)
    answers = replace(ANSWERS, least="No: leave out her home.")

    authorising.send_back(
        by=pilot.actor(AUTHORISER), purpose=ORIGINATING, decision=written.id, version=written.draft.version,
        answers=answers,
    )  # fmt: skip
    back = open_nomination(by=pilot.actor(OFFICER), purpose=ORIGINATING, decision=written.id)
    assert (back.state, back.judgements[0].answers[0][0]) == ("sent_back", "Is it necessary?")
    changed = replace(written, draft=replace(written.draft, version=back.version))
    changed = changed.edited(pilot.actor(OFFICER), recipient(pilot, changed, "council", items=("name",)))

    released = release(pilot, propose(pilot, changed))

    assert [each.items for each in released.recipients] == [1]


def test_a_nomination_is_declined_as_fully_as_it_would_be_released(pilot: World) -> None:
    written = put_forward(pilot)

    authorising.decline(
        by=pilot.actor(AUTHORISER), purpose=ORIGINATING, decision=written.id, version=written.draft.version,
        answers=ANSWERS, reason="another_way",
    )  # fmt: skip

    declined = open_nomination(by=pilot.actor(OFFICER), purpose=ORIGINATING, decision=written.id)
    assert declined.state == "declined"
    assert declined.judgements[0].reason.code == "another_way"
    assert len(declined.judgements[0].answers) == 5
    with pytest.raises(Refused) as refused:
        release(pilot, replace(written, draft=replace(written.draft, version=declined.version)))
    assert rules_of(refused) == {"mac-only-proposed-is-decided"}


def test_whoever_put_it_forward_cannot_release_it_and_whoever_sees_no_nomination_finds_none(pilot: World) -> None:
    written = put_forward(pilot)

    with pytest.raises(Refused) as refused:
        release(pilot, written, by=OFFICER)
    assert "two-different-people" in rules_of(refused)
    for stranger in (CONTACT, "pursuit_officer@ctu", "authoriser@force", "administrator@ctu"):
        with pytest.raises(NotFound):
            release(pilot, written, by=stranger)


def test_nothing_is_put_forward_to_an_organisation_that_has_not_accepted_the_agreement(pilot: World) -> None:
    with pytest.raises(Faults) as faults:
        put_forward(pilot, recipients=("undecided",))
    assert {fault.rule for fault in faults.value.faults} == {"agreement-not-accepted"}


def test_the_ceiling_of_names_holds_when_it_is_released(pilot: World) -> None:
    first, second = put_forward(pilot), put_forward(pilot, person="Someone Else")
    with act_as(pilot, "centre_lead@council"):
        Agreement.objects.update(name_ceiling=1)
    release(pilot, first)

    with pytest.raises(Refused) as refused:
        release(pilot, second)

    assert rules_of(refused) == {"name-ceiling"}


def test_nothing_flows_after_the_programme_or_its_centre_has_ended(pilot: World) -> None:
    written = put_forward(pilot)
    with act_as(pilot, "programme_owner@government"):
        Centre.objects.update(ends_on=NOW.date() - timedelta(days=1))

    with pytest.raises(Refused) as refused:
        release(pilot, written)
    assert "centre-ended" in rules_of(refused)

    with clock.at(datetime(PILOT_ENDS.year, 4, 1, 9, tzinfo=clock.LONDON)), act_as(pilot, OFFICER) as act:
        assert act.today > PILOT_ENDS


# --- 3: the recipient ---------------------------------------------------------------------------------------------


def test_a_contact_finds_it_waiting_acknowledges_it_and_opens_what_they_hold_and_only_that(shared: Shared) -> None:
    waiting = waiting_for(by=shared.by(CONTACT), purpose=SUPPORT)
    assert [due.subject for due in waiting.this_week.duties] == [shared.to(CONTACT)]

    receiving.acknowledge(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=shared.to(CONTACT))

    page = shared.held()
    assert [item.words for item in page.held.items] == [NAME, "4 June 1991", CONCERN, HOME]
    assert [item.words for item in shared.held(NURSE).held.items] == [NAME, CONCERN]
    assert shared.given(CONTACT).acknowledged_at == NOW
    with pytest.raises(NotFound):
        disclosures.open_disclosure(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=shared.to(NURSE))
    with pytest.raises(RuleBroken, match="acknowledged"):
        receiving.acknowledge(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=shared.to(CONTACT))
    assert [due.kind for due in waiting_for(by=shared.by(CONTACT), purpose=SUPPORT).later.duties] == [
        "respond_to_request"
    ]


def test_reading_is_refused_for_another_purpose_without_a_regime_and_with_lapsed_training(shared: Shared) -> None:
    with pytest.raises(Refused) as refused:
        shared.held("single_point_of_contact@force", purpose=RISK)
    assert "disclosed-for-another-purpose" in rules_of(refused)
    with pytest.raises(Refused) as refused:
        shared.held(purpose=RISK)
    assert "purpose-without-regime" in rules_of(refused)
    with pytest.raises(Refused) as refused:
        shared.held("lapsed_contact@council")
    assert rules_of(refused) == {"training-lapsed"}


def test_reading_is_refused_above_the_readers_clearance(shared: Shared) -> None:
    with act_as(shared.pilot, "administrator@council"):
        Member.objects.filter(pk=shared.pilot.member(SECOND)).update(clearance=1)

    with pytest.raises(Refused) as refused:
        shared.held(SECOND)

    assert rules_of(refused) == {"marking-above-clearance"}


def test_a_recipient_says_what_it_can_do_once_it_has_acknowledged(shared: Shared) -> None:
    by, disclosure = shared.by(CONTACT), shared.to(CONTACT)
    with pytest.raises(RuleBroken, match="waiting to be acknowledged"):
        receiving.accept_request(by=by, purpose=SUPPORT, disclosure=disclosure)
    receiving.acknowledge(by=by, purpose=SUPPORT, disclosure=disclosure)

    receiving.decline_request(by=by, purpose=SUPPORT, disclosure=disclosure, reason="no_capacity")
    declined = shared.given(CONTACT).cannot_do
    assert declined is not None
    assert declined.code == "no_capacity"
    with pytest.raises(RuleBroken, match="one of the reasons"):
        receiving.decline_request(by=by, purpose=SUPPORT, disclosure=disclosure, reason="no_time")

    receiving.accept_request(by=by, purpose=SUPPORT, disclosure=disclosure)
    assert shared.given(CONTACT).cannot_do is None


def test_an_organisation_says_that_it_knows_the_person_only_if_it_decides_to(shared: Shared) -> None:
    assert shared.given(CONTACT).knows == "cannot_say"

    receiving.say_known(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=shared.to(CONTACT), known=True)
    assert shared.given(CONTACT).knows == "known"

    receiving.cannot_say(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=shared.to(CONTACT))
    assert shared.given(CONTACT).knows == "cannot_say"


def test_in_a_health_organisation_only_the_caldicott_guardian_says_that_it_knows_the_person(shared: Shared) -> None:
    said = receiving.say_known(by=shared.by(NURSE), purpose=SUPPORT, disclosure=shared.to(NURSE), known=True)

    assert shared.given(NURSE).knows == "cannot_say"
    with pytest.raises(Refused) as refused:
        receiving.make_statement(by=shared.by(NURSE), purpose=SUPPORT, statement=said)
    assert rules_of(refused) == {"health-needs-caldicott"}
    with pytest.raises(NotFound):
        receiving.make_statement(by=shared.by(AUTHORISER), purpose=ORIGINATING, statement=said)

    assert followups.open_statement(by=shared.by(GUARDIAN), purpose=SUPPORT, statement=said).may_decide
    receiving.make_statement(by=shared.by(GUARDIAN), purpose=SUPPORT, statement=said)

    assert shared.given(NURSE).knows == "known"
    with pytest.raises(Refused) as refused:
        receiving.refuse_statement(by=shared.by(AUTHORISER), purpose=ORIGINATING, statement=said)
    assert "own-statement-to-decide" in rules_of(refused)


def test_a_partner_contributes_with_its_own_audience_and_a_second_person(shared: Shared) -> None:
    pilot, nurse = shared.pilot, shared.by(NURSE)
    receiving.acknowledge(by=nurse, purpose=SUPPORT, disclosure=shared.to(NURSE))
    draft = contributing.contribute(by=nurse, purpose=SUPPORT, disclosure=shared.to(NURSE))
    health = statement("She is registered with a doctor and keeps her appointments.", "health")
    changes = (
        PutItem(health),
        SetReasons("health_service", "The council plans her support.", "One sentence.", "None."),
        SetTelling("deferred", LOOK_AGAIN, "serious_harm"),
    )
    for change in changes:
        draft = drafting.edit(by=nurse, purpose=SUPPORT, decision=draft.decision, version=draft.version, change=change)
    opened = open_nomination(by=nurse, purpose=SUPPORT, decision=draft.decision, choices=True)
    (item,) = opened.items
    to_council = PutRecipient(
        pilot.organisation("council"), (item.item,), SUPPORT, "take_into_account", UNTIL, ("case_coordinator",)
    )
    draft = drafting.edit(by=nurse, purpose=SUPPORT, decision=draft.decision, version=draft.version, change=to_council)
    draft = drafting.propose(by=nurse, purpose=SUPPORT, decision=draft.decision, version=draft.version)
    with pytest.raises(Refused) as refused:
        authorising.release(by=nurse, purpose=SUPPORT, decision=draft.decision, version=draft.version, answers=ANSWERS)
    assert "two-different-people" in rules_of(refused)

    given = authorising.release(
        by=pilot.actor("second_contact@nhs"), purpose=SUPPORT, decision=draft.decision, version=draft.version,
        answers=ANSWERS,
    )  # fmt: skip

    disclosure = given.recipients[0].disclosure
    seen = {
        who: disclosures.open_disclosure(by=shared.by(who), purpose=SUPPORT, disclosure=disclosure)
        for who in (COORDINATOR, CONTACT)
    }
    words = {who: [item.words for item in page.held.items] for who, page in seen.items() if isinstance(page, HeldPage)}
    assert words == {COORDINATOR: [health.words], CONTACT: []}
    with pytest.raises(NotFound):
        disclosures.open_disclosure(by=shared.by(OFFICER), purpose=ORIGINATING, disclosure=disclosure)


# --- 4: the case --------------------------------------------------------------------------------------------------


def test_a_coordinator_opens_a_case_whose_risk_the_police_own(shared: Shared) -> None:
    case = open_case(shared, "nhs", "voluntary")

    page = cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case)
    assert (page.initials, page.lead) == ("A. Y.", "Camden Council")
    assert [(risk.owner.organisation_name, risk.description) for risk in page.risks] == [
        ("Metropolitan Police", "Old contacts may come back.")
    ]
    theirs = cases.open_case(by=shared.by("single_point_of_contact@voluntary"), purpose=SUPPORT, case=case)
    assert theirs.risks[0].description is None
    for stranger, purpose in (("single_point_of_contact@housing", SUPPORT), ("pursuit_officer@force", RISK)):
        with pytest.raises(NotFound):
            cases.open_case(by=shared.by(stranger), purpose=purpose, case=case)


def test_a_council_can_never_own_a_risk_of_terrorism(shared: Shared) -> None:
    case = open_case(shared)
    theirs = replace(
        terrorism_risk(shared),
        owner_organisation=shared.pilot.organisation("council"),
        owner_member=shared.pilot.member(CONTACT),
    )

    with pytest.raises(Refused) as refused:
        opening.add_risk(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case, risk=theirs)

    assert rules_of(refused) == {"council-cannot-own-terrorism-risk"}


def test_nobody_without_something_held_about_the_person_opens_a_case(shared: Shared) -> None:
    pilot = shared.pilot
    with pytest.raises(NotFound):
        opening.open_case(
            by=pilot.actor("case_coordinator@second_council"),
            purpose=SUPPORT,
            person=shared.person,
            police=pilot.organisation("force"),
            risks=[terrorism_risk(shared)],
            review_on=REVIEW_ON,
        )
    with pytest.raises(Refused):
        opening.open_case(
            by=shared.by(CONTACT),
            purpose=SUPPORT,
            person=shared.person,
            police=pilot.organisation("force"),
            risks=[terrorism_risk(shared)],
            review_on=REVIEW_ON,
        )


def test_only_ordinary_services_go_on_before_the_person_is_told_and_has_agreed(shared: Shared) -> None:
    case = open_case(shared, "voluntary")
    coordinator, helper = shared.by(COORDINATOR), shared.by("single_point_of_contact@voluntary")
    advice = plan(shared, case, "housing_advice", "council", member="practitioner@council")
    planning.start(by=shared.by("practitioner@council"), purpose=SUPPORT, support_action=advice)
    with pytest.raises(Refused) as refused:
        plan(shared, case, "mentoring", "voluntary")
    assert rules_of(refused) == {"no-contact-before-told"}

    consenting.record_told(by=coordinator, purpose=SUPPORT, case=case, on=NOW.date())
    mentor = plan(shared, case, "mentoring", "voluntary")
    with pytest.raises(Refused) as refused:
        planning.start(by=helper, purpose=SUPPORT, support_action=mentor)
    assert rules_of(refused) == {"support-needs-consent", "support-needs-deconfliction"}
    says(shared.pilot, case, "give", note="Gladly.")
    for asked_about in (case, mentor):
        answers(shared.pilot, asked_about, confirm=True)
    planning.start(by=helper, purpose=SUPPORT, support_action=mentor)
    with pytest.raises(Refused) as refused:
        planning.complete(by=helper, purpose=SUPPORT, support_action=advice, outcome="It was done.")
    assert "support-owner-only" in rules_of(refused)

    page = cases.open_case(by=coordinator, purpose=SUPPORT, case=case)
    assert {row.action: row.state for row in page.plan} == {"housing_advice": "under_way", "mentoring": "under_way"}
    assert (page.told, page.consent) == (True, "given")


def test_a_case_is_closed_with_a_reason_once_nothing_is_under_way(shared: Shared) -> None:
    case = open_case(shared)
    coordinator = shared.by(COORDINATOR)
    advice = plan(shared, case, "housing_advice", "council")
    with pytest.raises(RuleBroken, match="under way"):
        reviewing.close(by=coordinator, purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    planning.start(by=shared.by(CONTACT), purpose=SUPPORT, support_action=advice)
    planning.complete(by=shared.by(CONTACT), purpose=SUPPORT, support_action=advice, outcome="She has a lease.")

    reviewing.close(by=coordinator, purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")

    page = cases.open_case(by=coordinator, purpose=SUPPORT, case=case)
    assert (page.state, page.closure_reason, page.closure_note) == ("closed", "needs_met", "All is well.")
    assert page.plan[0].outcome == "She has a lease."


def test_the_police_own_an_escalation_at_once_and_a_named_officer_acknowledges(shared: Shared) -> None:
    pilot, case = shared.pilot, open_case(shared)
    raised = escalating.escalate(
        by=shared.by(CONTACT), purpose=SUPPORT, case=case, what_is_happening="She is on a roof.", danger_now=True
    )

    urgent = waiting_for(by=shared.by(RISK_OWNER), purpose=RISK).today_and_late.duties[0]
    assert (urgent.subject, urgent.urgent) == (raised, True)
    with pytest.raises(Refused) as refused:
        escalating.acknowledge(by=shared.by(CONTACT), purpose=SUPPORT, escalation=raised)
    assert rules_of(refused) == {"no-permission"} or "police-answer-danger" in rules_of(refused)
    sweep = service("sweep", pilot.organisation("force"))
    with pytest.raises(RuleBroken, match="late"):
        escalating.climb(by=sweep, purpose=ADMINISTRATION, escalation=raised)
    with clock.at(NOW + timedelta(minutes=16)):
        assert escalating.climb(by=sweep, purpose=ADMINISTRATION, escalation=raised) == 1
        escalating.acknowledge(by=shared.by("second_risk_owner@force"), purpose=RISK, escalation=raised)
        escalating.close(by=shared.by("second_risk_owner@force"), purpose=RISK, escalation=raised, outcome="made_safe")
    lines = cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case).escalations
    assert [(line.state, bool(line.acknowledged_by)) for line in lines] == [("closed", True)]


def test_only_the_owner_of_a_risk_closes_it(shared: Shared) -> None:
    case = open_case(shared)
    risk = cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case).risks[0].id
    with pytest.raises(Refused) as refused:
        risks.close(by=shared.by(COORDINATOR), purpose=SUPPORT, risk=risk)
    assert "only-the-owner-offers" in rules_of(refused)

    risks.close(by=shared.by(RISK_OWNER), purpose=RISK, risk=risk)

    page = cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case)
    assert [each.state for each in page.risks] == ["closed"]


# --- 5 and 6: recall, correction, expiry --------------------------------------------------------------------------


def test_a_recall_takes_the_text_from_every_page_and_every_holder_acknowledges(shared: Shared) -> None:
    case = open_case(shared)
    told = recalling.recall(
        by=shared.by(OFFICER), purpose=ORIGINATING, item=shared.written.items["concern"], reason="inaccurate"
    )
    assert told == 3

    page = shared.held()
    gone = next(item for item in page.held.items if item.gone)
    assert (gone.words, gone.gone and gone.gone.reason.code) == ("", "inaccurate")
    assert page.person_record is not None
    assert CONCERN not in repr(people.open_person(by=shared.by(CONTACT), purpose=SUPPORT, person=page.person_record))
    assert [
        risk.to_review for risk in cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case).risks
    ] == [True]
    (notice,) = page.notices
    assert notice.judgements == 1
    recalling.acknowledge(by=shared.by(CONTACT), purpose=SUPPORT, notice=notice.id)
    assert [each.state for each in shared.given(CONTACT).notices] == ["acknowledged"]
    assert [each.state for each in shared.given(NURSE).notices] == ["sent"]
    with pytest.raises(NotFound):
        recalling.acknowledge(by=shared.by(NURSE), purpose=SUPPORT, notice=notice.id)
    with pytest.raises(NotFound):
        recalling.recall(by=shared.by(CONTACT), purpose=SUPPORT, item=shared.written.items["home"], reason="inaccurate")


def test_a_recalled_name_is_found_by_nobody(shared: Shared) -> None:
    assert people.find_people(by=shared.by(CONTACT), purpose=SUPPORT, words="amina")

    recalling.recall(
        by=shared.by(OFFICER), purpose=ORIGINATING, item=shared.written.items["name"], reason="wrong_person"
    )

    assert people.find_people(by=shared.by(CONTACT), purpose=SUPPORT, words="amina") == ()
    assert [row.initials for row in people.people(by=shared.by(CONTACT), purpose=SUPPORT).rows] == [""]


def test_a_correction_withdraws_at_once_and_its_new_words_wait_for_an_authoriser(shared: Shared) -> None:
    decision = recalling.correct(
        by=shared.by(OFFICER),
        purpose=ORIGINATING,
        item=shared.written.items["home"],
        reason="factual_error",
        text="She lives alone.",
        why={"necessity": "It was wrong.", "proportionality": "One sentence.", "alternatives": "None."},
        changes={},
    )
    (gone,) = [item for item in shared.held().held.items if item.gone]
    assert (gone.words, gone.gone and gone.gone.how) == ("", "corrected")
    with pytest.raises(Refused):
        authorising.release(by=shared.by(OFFICER), purpose=ORIGINATING, decision=decision, version=1, answers=ANSWERS)

    released = authorising.release(
        by=shared.by(AUTHORISER), purpose=ORIGINATING, decision=decision, version=1, answers=ANSWERS
    )

    (to,) = released.recipients
    page = disclosures.open_disclosure(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=to.disclosure)
    assert isinstance(page, HeldPage)
    assert [item.words for item in page.held.items] == ["She lives alone."]


def test_sealed_text_opens_only_for_two_people_one_of_them_the_data_protection_officer(shared: Shared) -> None:
    recalling.recall(
        by=shared.by(OFFICER), purpose=ORIGINATING, item=shared.written.items["concern"], reason="inaccurate"
    )
    (notice,) = shared.held().notices
    officer = shared.by("data_protection_officer@council")
    opening_ = openings.request_opening(
        by=shared.by(CONTACT), purpose=SUPPORT, holding=notice.holding, ground="complaint", reason="She complains."
    )

    for who, rule in (
        (CONTACT, "two-different-people-sealed-text"),
        (SECOND, "one-is-the-data-protection-officer"),
    ):
        with pytest.raises(Refused) as refused:
            openings.approve(by=shared.by(who), purpose=SUPPORT, unsealing=opening_)
        assert rule in rules_of(refused)
    with pytest.raises(Refused) as refused:
        openings.read_sealed(by=officer, purpose=RIGHTS, unsealing=opening_)
    assert "opening-not-approved" in rules_of(refused)

    openings.approve(by=officer, purpose=RIGHTS, unsealing=opening_)

    assert openings.read_sealed(by=shared.by(CONTACT), purpose=SUPPORT, unsealing=opening_) == CONCERN
    with pytest.raises(Refused) as refused:
        openings.read_sealed(by=shared.by(SECOND), purpose=SUPPORT, unsealing=opening_)
    assert rules_of(refused) == {"only-the-two-open"}
    with clock.at(NOW + timedelta(hours=25)), pytest.raises(RuleBroken, match="time to read this has passed"):
        openings.read_sealed(by=officer, purpose=RIGHTS, unsealing=opening_)


def test_a_disclosure_runs_out_in_the_house_of_its_holder_and_not_before_its_last_day_is_over(shared: Shared) -> None:
    pilot = shared.pilot
    of_council, of_unit = (service("sweep", pilot.organisation(key)) for key in ("council", "ctu"))
    with clock.at(datetime(2025, 12, 31, 23, 30, tzinfo=clock.LONDON)), pytest.raises(Refused) as refused:
        expiring.expire(by=of_council, purpose=ADMINISTRATION, disclosure=shared.to(CONTACT))
    assert rules_of(refused) == {"expires-when-over"}

    with clock.at(datetime(2026, 1, 1, 3, tzinfo=clock.LONDON)):
        with pytest.raises(Refused):
            expiring.expire(by=of_unit, purpose=ADMINISTRATION, disclosure=shared.to(CONTACT))
        assert expiring.expire(by=of_council, purpose=ADMINISTRATION, disclosure=shared.to(CONTACT)) == 4

        page = shared.held()
        assert page.state == "expired"
        assert {(item.words, item.gone and item.gone.how) for item in page.held.items} == {("", "ran_out")}


# --- 7: this asks me to watch someone -----------------------------------------------------------------------------


def test_what_asks_to_watch_stops_until_both_data_protection_officers_agree(shared: Shared) -> None:
    by = shared.by(CONTACT)
    challenge = challenging.asks_to_watch(
        by=by, purpose=SUPPORT, disclosure=shared.to(CONTACT), words="It asks us to say who visits her."
    )

    assert shared.held().stopped
    with pytest.raises(RuleBroken):
        receiving.accept_request(by=by, purpose=SUPPORT, disclosure=shared.to(CONTACT))
    officers = [shared.by(f"data_protection_officer@{key}") for key in ("council", "ctu")]
    for officer in officers:
        assert followups.open_challenge(by=officer, purpose=RIGHTS, challenge=challenge).may_conclude
        assert [due.kind for due in waiting_for(by=officer, purpose=RIGHTS).this_week.duties] == ["review_flag"]
    with pytest.raises(Refused):
        challenging.close(by=by, purpose=SUPPORT, challenge=challenge, outcome="is_support")
    with pytest.raises(NotFound):
        challenging.close(
            by=shared.by("data_protection_officer@nhs"), purpose=RIGHTS, challenge=challenge, outcome="is_support"
        )

    states = [
        challenging.close(by=officer, purpose=RIGHTS, challenge=challenge, outcome=outcome)
        for officer, outcome in zip(
            (*officers, *officers), ("is_support", "withdrawn", "withdrawn", "withdrawn"), strict=True
        )
    ]

    assert states == ["half_closed", "open", "half_closed", "closed"]
    assert shared.held().state == "withdrawn"


def test_support_that_asks_to_watch_stops_and_goes_on_only_when_both_agree_that_it_is_support(shared: Shared) -> None:
    case = open_case(shared, "voluntary")
    action = plan(shared, case, "community_activity", "voluntary")
    challenge = challenging_support.asks_to_watch(
        by=shared.by("single_point_of_contact@voluntary"), purpose=SUPPORT, support_action=action, words="To report."
    )
    page = cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case)
    assert [row.state for row in page.plan] == ["stopped"]

    for key in ("voluntary", "council"):
        officer = shared.by(f"data_protection_officer@{key}")
        challenging.close(by=officer, purpose=RIGHTS, challenge=challenge, outcome="is_support")

    page = cases.open_case(by=shared.by(COORDINATOR), purpose=SUPPORT, case=case)
    assert [row.state for row in page.plan] == ["planned"]


# --- 8: the auditor -----------------------------------------------------------------------------------------------


def test_an_auditor_reads_what_happened_without_its_content_and_verifies_it(shared: Shared) -> None:
    receiving.acknowledge(by=shared.by(CONTACT), purpose=SUPPORT, disclosure=shared.to(CONTACT))
    with pytest.raises(Refused):
        shared.held("lapsed_contact@council")
    auditor = shared.by("auditor@oversight")

    everything = records(by=auditor, purpose=OVERSIGHT, filters=Filters())
    refused = records(by=auditor, purpose=OVERSIGHT, filters=Filters(outcome="refused"))
    theirs = records(by=shared.by("auditor@council"), purpose=OVERSIGHT, filters=Filters())

    assert {"decision.release", "disclosure.received", "disclosure.acknowledge"} <= {
        row.action for row in everything.rows
    }
    assert [(row.action, row.rules) for row in refused.rows] == [("disclosure.open", ("training-lapsed",))]
    assert 0 < theirs.counted < everything.counted
    assert {row.organisation for row in theirs.rows} == {"Camden Council"}
    for words in (NAME, CONCERN, HOME):
        assert words not in repr(everything)
    with pytest.raises(Refused):
        records(by=shared.by(CONTACT), purpose=OVERSIGHT, filters=Filters())

    ledger.sequence_once(at=clock.now())
    verified = verification.verify(by=auditor, purpose=OVERSIGHT)
    assert verified.sound
    assert verified.size > 20
