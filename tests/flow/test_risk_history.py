"""Who owned this risk on 4 June at three in the afternoon? Which risks do we own now, and what do they ask of us?"""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import changing_kind, handing_over, risks
from handrail.casework.queries.cases import open_case
from handrail.casework.queries.risks import open_risk, owned_now
from handrail.casework.risk_values import RiskPage
from handrail.directory.names import member_names
from handrail.gate import NotFound, Refused, clock
from tests.nominating import change_agreement
from tests.owning import OWNER, REVIEWER, SECOND, accepted, offered, proposed, recorded, shared_case
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import NOW, World

HURT = "suicide_or_self_harm"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


@pytest.fixture
def risk(pilot: World, case: UUID) -> UUID:
    return recorded(pilot, case, HURT)


def shown(pilot: World, risk: UUID, *, who: str = COORDINATOR, at: datetime | None = None) -> RiskPage:
    return open_risk(by=pilot.actor(who), purpose=SUPPORT, risk=risk, at=at)


def handed_over(pilot: World, risk: UUID) -> None:
    """From the police to the health trust on 3 June at noon, and within it on 5 June at noon."""
    made = offered(pilot, risk, to="nhs")
    with clock.at(NOW + DAY + 2 * HOUR):
        accepted(pilot, risk, made, OWNER["nhs"])
    with clock.at(NOW + 3 * DAY):
        made = offered(pilot, risk, to="nhs", by="nhs", member=SECOND["nhs"], reason="covers_absence")
    with clock.at(NOW + 3 * DAY + 2 * HOUR):
        accepted(pilot, risk, made, SECOND["nhs"])


@pytest.mark.parametrize(
    ("moment", "who", "why"),
    [
        (datetime(2025, 6, 2, 10, 0, tzinfo=clock.LONDON), OWNER["force"], "first_owner"),
        (datetime(2025, 6, 3, 11, 59, 59, tzinfo=clock.LONDON), OWNER["force"], "first_owner"),
        (datetime(2025, 6, 3, 12, 0, tzinfo=clock.LONDON), OWNER["nhs"], "handed_over"),
        (datetime(2025, 6, 4, 15, 0, tzinfo=clock.LONDON), OWNER["nhs"], "handed_over"),
        (datetime(2025, 6, 5, 12, 0, tzinfo=clock.LONDON), SECOND["nhs"], "cover"),
    ],
)
def test_who_owned_this_on_4_june_at_15_00(pilot: World, risk: UUID, moment: datetime, who: str, why: str) -> None:
    handed_over(pilot, risk)
    then = shown(pilot, risk, at=moment).then
    assert then is not None
    assert then.owner is not None
    assert (then.owner.organisation, then.why) == (pilot.organisation(who.partition("@")[2]), why)
    assert then.owner.member_name == member_names([pilot.member(who)])[pilot.member(who)]


def test_before_it_was_recorded_and_after_it_was_closed_nobody_did(pilot: World, risk: UUID) -> None:
    with clock.at(NOW + DAY):
        risks.close(by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk)
    for moment in (NOW - timedelta(seconds=1), NOW + DAY, NOW + 2 * DAY):
        then = shown(pilot, risk, at=moment).then
        assert then is not None
        assert then.owner is None
    then = shown(pilot, risk, at=NOW + DAY - timedelta(seconds=1)).then
    assert then is not None
    assert then.owner is not None


def test_the_whole_history_is_told_newest_first_with_who_and_why(pilot: World, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    with clock.at(NOW + HOUR):
        handing_over.refuse(
            by=pilot.actor(OWNER["nhs"]), purpose=SUPPORT, risk=risk, offer=made, refusal="not_safe_yet",
            words="When she is discharged.",
        )  # fmt: skip
    with clock.at(NOW + 2 * HOUR):
        risks.judge(
            by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, severity="serious", words="She left a note."
        )
    with clock.at(NOW + 3 * HOUR):
        proposed(pilot, risk, "hate_crime_or_reprisal")
    with clock.at(NOW + 4 * HOUR):
        made = offered(pilot, risk, to="council", reason="risk_has_changed")
    with clock.at(NOW + 5 * HOUR):
        accepted(pilot, risk, made, OWNER["council"])
        page = shown(pilot, risk)
    told = [(event.what, event.detail) for event in page.events]
    assert told == [
        ("owned", "handed_over"),
        ("offered", "risk_has_changed"),
        ("kind_made", "hate_crime_or_reprisal"),
        ("kind_proposed", "hate_crime_or_reprisal"),
        ("judged", "serious"),
        ("offer_refused", "not_safe_yet"),
        ("offered", "better_placed"),
        ("owned", "first_owner"),
        ("recorded", "steady"),
    ]
    refusal = next(event for event in page.events if event.what == "offer_refused")
    assert (refusal.organisation, refusal.words) == ("Northside Mental Health Trust", "When she is discharged.")
    judged = next(event for event in page.events if event.what == "judged")
    assert (judged.member != "", judged.words) == (True, "She left a note.")


def test_words_that_rest_on_what_a_partner_was_not_given_are_not_shown_to_it(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("nhs",))
    own = recorded(pilot, case, "self_neglect", owner="council")
    risks.judge(
        by=pilot.actor(OWNER["council"]), purpose=SUPPORT, risk=own, severity="serious", words="She is alone now.",
        draws_on=given.items[-1:],
    )  # fmt: skip
    handing_over.offer(
        by=pilot.actor(OWNER["council"]), purpose=SUPPORT, risk=own, to=pilot.organisation("nhs"),
        reason="better_placed", words="She has to leave her room.", draws_on=given.items[-1:],
    )  # fmt: skip
    mine, theirs = shown(pilot, own), shown(pilot, own, who=OWNER["nhs"])
    assert mine.offer is not None
    assert theirs.offer is not None
    assert (mine.offer.words, theirs.offer.words) == ("She has to leave her room.", None)
    assert {event.words for event in theirs.events if event.what in ("judged", "offered")} == {None}


def test_risks_we_own_now_are_those_of_our_organisation_with_what_they_ask(pilot: World, risk: UUID) -> None:
    handed_over(pilot, risk)
    with clock.at(NOW + 4 * DAY):
        found = owned_now(by=pilot.actor(OWNER["nhs"]), purpose=SUPPORT)
        (mine,) = found.owned
        assert (mine.id, mine.kind, mine.severity, mine.may_offer) == (risk, HURT, "steady", True)
        assert mine.since == NOW + 3 * DAY + 2 * HOUR
        assert [clause.liability for clause in found.clauses] == [
            "Each party answers for its own copy. Receiving information is not owning a risk."
        ]
        police = owned_now(by=pilot.actor(OWNER["force"]), purpose=SUPPORT)
        assert [each.kind for each in police.owned] == ["terrorism_related"]


def test_what_is_offered_stands_with_the_offerer_and_is_asked_of_the_other(pilot: World, risk: UUID) -> None:
    offered(pilot, risk, to="nhs")
    theirs = owned_now(by=pilot.actor(OWNER["nhs"]), purpose=SUPPORT)
    assert (theirs.owned, [each.id for each in theirs.offered]) == ((), [risk])
    assert theirs.offered[0].may_answer
    ours = owned_now(by=pilot.actor(OWNER["force"]), purpose=SUPPORT)
    (still,) = [each for each in ours.owned if each.id == risk]
    assert (still.offered_to, still.may_offer) == ("Northside Mental Health Trust", False)


def test_the_data_protection_officer_reads_what_is_owned_and_hands_nothing_over(pilot: World, risk: UUID) -> None:
    found = owned_now(by=pilot.actor("data_protection_officer@force"), purpose="individual_rights")
    assert {each.id for each in found.owned} >= {risk}
    assert not any(each.may_offer for each in found.owned)


def test_without_an_agreement_in_force_there_is_no_clause_and_still_an_owner(pilot: World, risk: UUID) -> None:
    change_agreement(pilot, state="ended")
    page = shown(pilot, risk)
    assert (page.clauses, page.owner.organisation) == ((), pilot.organisation("force"))
    assert page.takers == ()


def test_a_stranger_learns_of_no_risk(pilot: World, risk: UUID) -> None:
    with pytest.raises(NotFound):
        shown(pilot, risk, who="single_point_of_contact@school")
    found = owned_now(by=pilot.actor("single_point_of_contact@school"), purpose=SUPPORT)
    assert (found.owned, found.offered, found.total) == ((), (), 0)
    with pytest.raises(Refused):
        owned_now(by=pilot.actor("administrator@force"), purpose="administration")


def test_steps_are_offered_to_those_who_can_take_them(pilot: World, case: UUID, risk: UUID) -> None:
    assert shown(pilot, risk, who=OWNER["force"]).steps == {"judge", "close", "offer", "propose_kind"}
    assert shown(pilot, risk).steps == frozenset()
    offered(pilot, risk, to="nhs")
    assert shown(pilot, risk, who=OWNER["nhs"]).steps == {"accept", "refuse"}
    assert shown(pilot, risk, who=OWNER["force"]).steps == {"judge", "close", "withdraw_offer"}
    other = recorded(pilot, case, "reoffending")
    change = proposed(pilot, other, "exploitation")
    assert "sign_kind" in shown(pilot, other, who=SECOND["force"]).steps
    assert "sign_kind" not in shown(pilot, other, who=OWNER["force"]).steps
    changing_kind.sign(by=pilot.actor(SECOND["force"]), purpose=SUPPORT, risk=other, change=change)
    assert shown(pilot, other, who=REVIEWER).steps == {"review_kind"}


def test_a_case_shows_whose_each_risk_is_and_whom_it_is_offered_to(pilot: World, case: UUID, risk: UUID) -> None:
    offered(pilot, risk, to="nhs")
    cards = {card.id: card for card in open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).risks}
    assert cards[risk].owner.organisation == pilot.organisation("force")
    assert (cards[risk].offered_to, cards[risk].ours) == ("Northside Mental Health Trust", False)
