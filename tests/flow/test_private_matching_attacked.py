"""What somebody could make of private matching who means no good, or is tired: each is tried, and comes to nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from handrail.directory.models import RoleGrant
from handrail.directory.services import service
from handrail.gate import Conflict, NotFound, Refused, RuleBroken, clock
from handrail.matching.actions import asking, candidates, checks, registers, searching
from handrail.matching.actions.lapsing import checks_over, lapse
from handrail.matching.models import Check, QuotaToken, SearchState
from handrail.matching.queries.registers import open_register
from handrail.matching.queries.registers import registers as list_registers
from handrail.matching.rules import faults
from handrail.matching.running import run
from handrail.sharing.actions import drafting
from handrail.sharing.changes import JoinRecord, PutItem, RemoveItem
from handrail.sharing.models import Holding, SharingDecision
from handrail.sharing.statements import name
from handrail.upkeep.sweep import sweep
from tests.finding import (
    ADMINISTRATION,
    ASKED_WHY,
    CONTACT,
    PEOPLE,
    SECOND_CONTACT,
    SUPPORT,
    WHY,
    RealPartner,
    answer,
    answered,
    asked,
    authorise,
    authorised,
    bring_in,
    candidate_page,
    carried,
    check_page,
    fits,
    found,
    known,
    offered,
    proposed,
    publish_small,
    real_partner,
    release,
    result_row,
    search_page,
    searched,
)
from tests.nominating import (
    AUTHORISER,
    GRADING,
    OFFICER,
    PURPOSE,
    Written,
    acting_for,
    change_agreement,
    said_in_ledger,
    waiting,
    write,
)
from tests.worlds import NOW, World

CAMDEN, HEALTH = "Camden Council", "single_point_of_contact@nhs"
PROTECTION = ("data_protection_officer@ctu", "data_protection_officer@council")


def somebody_else(pilot: World, written: Written) -> Written:
    """The nomination with another person in the place of the one that it was about."""
    officer = pilot.actor(OFFICER)
    other = written.edited(officer, PutItem(name("Amina", "Yusuf", "legal", marking=2, grading=GRADING)))
    return other.edited(officer, RemoveItem(written.items["name"]))


def due(pilot: World, who: str, *, purpose: str = PURPOSE) -> list[str]:
    return [each.kind for each in waiting(pilot, who, purpose=purpose)]


# --- Nobody is looked for but the one whom two people decided on ----------------------------------------------------


def test_nobody_is_put_in_the_place_of_the_one_whom_two_people_decided_to_look_for(
    pilot: World, council_partner: RealPartner
) -> None:
    written = write(pilot, person="Folake Bellamy")
    search = authorised(pilot, written, offered(pilot, council_partner))
    somebody_else(pilot, written)
    assert run(pilot.organisation("ctu")) == 0
    (result,) = search_page(pilot, search).results
    assert (result.state, result.refusal, result.candidates) == ("refused", "nomination-changed", ())
    assert result.sentence.startswith("The nomination says something else")
    assert council_partner.outcomes() == []
    assert known(pilot, written).offers[0].quota == 3, "no token was used"


def test_what_changed_since_it_was_proposed_is_not_authorised(pilot: World, council_partner: RealPartner) -> None:
    written = write(pilot, person="Folake Bellamy")
    search = proposed(pilot, written, offered(pilot, council_partner))
    somebody_else(pilot, written)
    with pytest.raises(faults.SomebodyElse):
        authorise(pilot, search)
    searching.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search)
    authorise(pilot, proposed(pilot, written, result_row(pilot, search).register_id))


def test_what_was_asked_counts_even_when_it_is_taken_back(
    pilot: World, council_partner: RealPartner, tmp_path: Path
) -> None:
    health = publish_small(tmp_path / "keys", service="general_health")
    with real_partner(health, tmp_path / "health") as partner:
        by_hand = offered(pilot, partner, key="nhs", by_hand=True)
        council, written = offered(pilot, council_partner), write(pilot)
        for _ in range(3):
            search = authorised(pilot, written, council, by_hand)
            run(pilot.organisation("ctu"))
            searching.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search)
        with pytest.raises(faults.TooManySearches):
            proposed(pilot, written, council)


def test_a_search_that_asked_nobody_can_be_taken_back_and_proposed_again(
    pilot: World, council_partner: RealPartner
) -> None:
    register, written = offered(pilot, council_partner), write(pilot)
    for _ in range(4):
        search = proposed(pilot, written, register)
        searching.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search)
    assert search_page(pilot, search).state == SearchState.WITHDRAWN


# --- Nobody learns that somebody was looked for --------------------------------------------------------------------


@pytest.mark.parametrize("who", [HEALTH, "data_protection_officer@nhs"])
def test_nobody_else_sees_a_quota_fall(pilot: World, council_partner: RealPartner, who: str) -> None:
    register = offered(pilot, council_partner, quota=1)

    def seen() -> object:
        listed = list_registers(by=pilot.actor(who), purpose=ADMINISTRATION).others
        return listed, open_register(by=pilot.actor(who), purpose=ADMINISTRATION, register=register)

    before = seen()
    authorised(pilot, write(pilot), register)
    run(pilot.organisation("ctu"))
    assert council_partner.outcomes() == ["evaluated"]
    assert seen() == before


def test_the_file_that_is_carried_does_not_have_the_reference_of_the_nomination(
    pilot: World, council_partner: RealPartner
) -> None:
    written = write(pilot)
    search = authorised(pilot, written, offered(pilot, council_partner, by_hand=True))
    (result,) = search_page(pilot, search).results
    taken = asking.take_out(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search, result=result.id)
    assert taken is not None
    assert written.draft.reference not in taken.name
    assert written.draft.reference.encode() not in taken.message


def test_a_contact_who_can_never_tell_is_not_told_who_is_meant(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    assert [fits(pilot, check, number, "cannot_say") for number in (1, 2, 3)] == [True, True, False]
    assert [each.text for each in check_page(pilot, check).shown] == ["1991", "4 June", "A"]


def test_a_contact_whose_record_fitted_in_nothing_can_not_say_that_it_is_the_same_person(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    assert not fits(pilot, check, 1, "no")
    with pytest.raises(faults.NothingFitted):
        answer(pilot, check, "same")
    answer(pilot, check, "not_same")


def test_a_contact_whose_record_fitted_in_something_is_told(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    for number, said in enumerate(("cannot_say", "yes", "cannot_say", "cannot_say"), start=1):
        assert fits(pilot, check, number, said)
    assert [each.text for each in check_page(pilot, check).shown][-2:] == ["Yusuf", "Amina"]


# --- Nothing moves without an agreement -----------------------------------------------------------------------------


def test_without_an_agreement_in_force_no_register_is_asked(pilot: World, council_partner: RealPartner) -> None:
    register, written = offered(pilot, council_partner), write(pilot)
    search = authorised(pilot, written, register)
    change_agreement(pilot, ends_on=NOW.date() - timedelta(days=1))
    assert run(pilot.organisation("ctu")) == 0
    assert search_page(pilot, search).results[0].refusal == "no-agreement"
    assert council_partner.outcomes() == []
    assert known(pilot, written).offers == ()
    with pytest.raises(faults.NoRegister):
        proposed(pilot, written, register)


def test_without_an_agreement_in_force_nobody_is_asked_and_nobody_answers(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    change_agreement(pilot, ends_on=NOW.date() - timedelta(days=1))
    for step in (lambda: fits(pilot, check, 2), lambda: release(pilot, check)):
        with pytest.raises(faults.NotAgreed):
            step()
    assert candidate_page(pilot, candidate).state == "asked"


def test_what_is_released_is_what_its_second_person_has_read(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    fits(pilot, check, 1)
    answer(pilot, check, "unsure")
    read = check_page(pilot, check, SECOND_CONTACT).version
    checks.send_back(by=pilot.actor("centre_lead@council"), purpose=SUPPORT, check=check)
    answer(pilot, check, "same")
    with pytest.raises(Conflict):
        release(pilot, check, version=read)
    assert candidate_page(pilot, candidate).state == "asked"


# --- Whoever has to look at something, can ---------------------------------------------------------------------------


def test_a_partner_can_t_take_the_alarm_back_with_its_register(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    register = result_row(pilot, search).register_id
    checks.is_made_up(by=pilot.actor(CONTACT), purpose=SUPPORT, check=check)
    registers.withdraw(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, register=register)
    assert list_registers(by=pilot.actor(OFFICER), purpose=ADMINISTRATION).others == ()
    for officer in PROTECTION:
        assert due(pilot, officer, purpose=ADMINISTRATION) == ["review_register"]
        page = open_register(by=pilot.actor(officer), purpose=ADMINISTRATION, register=register)
        assert (page.state, page.steps) == ("withdrawn", ("mark_looked_at",))
        registers.mark_looked_at(
            by=pilot.actor(officer), purpose=ADMINISTRATION, register=register, finding="agreement_raised"
        )
        assert due(pilot, officer, purpose=ADMINISTRATION) == []
    with pytest.raises(faults.NothingToLookAt):
        registers.mark_looked_at(
            by=pilot.actor(officer), purpose=ADMINISTRATION, register=register, finding="agreement_raised"
        )


def test_what_was_found_waits_for_its_officer_while_another_register_is_still_to_answer(
    pilot: World, council_partner: RealPartner, tmp_path: Path
) -> None:
    health = publish_small(tmp_path / "keys", service="general_health")
    with real_partner(health, tmp_path / "health") as partner:
        by_hand = offered(pilot, partner, key="nhs", by_hand=True)
        search = authorised(pilot, write(pilot), offered(pilot, council_partner), by_hand)
        run(pilot.organisation("ctu"))
    assert "review_candidates" in due(pilot, OFFICER)
    searching.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search)
    assert "review_candidates" in due(pilot, OFFICER)
    candidates.set_aside(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=found(pilot, search), reason="not_needed")
    assert "review_candidates" not in due(pilot, OFFICER)


def test_another_file_than_the_answer_can_be_chosen_again(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    result = result_row(pilot, search).id
    with pytest.raises(faults.NotCarried):
        bring_in(pilot, search, result, b"nothing was taken out yet")
    message = carried(pilot, search, result)
    honest = council_partner.partner.answer(message, at=NOW)
    for wrong in (message, b"minutes of a meeting", honest[:-1]):
        with pytest.raises(RuleBroken) as said:
            bring_in(pilot, search, result, wrong)
        assert (said.value.rule, said.value.field) == ("bad-answer", "answer")
    bring_in(pilot, search, result, honest)
    assert search_page(pilot, search).state == "done"
    with pytest.raises(Refused, match="search-needs-a-decision"):
        bring_in(pilot, search, result, honest)


def test_that_a_request_was_answered_before_does_not_make_its_answer_worthless(
    pilot: World, council_partner: RealPartner
) -> None:
    """The partner's officer gave the command twice, and the file that says so is carried back first."""
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    result = result_row(pilot, search).id
    message = [carried(pilot, search, result) for _ in range(2)][1]
    honest, again = (council_partner.partner.answer(message, at=NOW) for _ in range(2))
    with pytest.raises(RuleBroken, match="answered this request before") as said:
        bring_in(pilot, search, result, again)
    assert (said.value.rule, said.value.field) == ("replayed", "answer")
    bring_in(pilot, search, result, honest)
    assert search_page(pilot, search).results[0].state == "found"


def test_a_request_whose_token_was_spent_before_is_taken_out_anew(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    result = result_row(pilot, search).id
    first = council_partner.partner.answer(carried(pilot, search, result), at=NOW)
    later = NOW + timedelta(days=8)
    with clock.at(later):
        message = carried(pilot, search, result)
        bring_in(pilot, search, result, council_partner.partner.answer(message, at=later))
        with pytest.raises(RuleBroken, match="Download the request again") as said:
            bring_in(pilot, search, result, first)
        assert said.value.rule == "take-out-anew"
        bring_in(pilot, search, result, council_partner.partner.answer(carried(pilot, search, result), at=later))
    assert council_partner.outcomes() == ["evaluated", "quota-token-spent", "evaluated"]
    assert search_page(pilot, search).results[0].state == "found"


def test_where_nothing_may_be_shown_no_colleague_is_asked_to_agree(pilot: World, tmp_path: Path) -> None:
    sister = (("2001", "Aisha", "Yusuf", "1991-06-04", "NW1 8QT"), *PEOPLE[1:])
    with real_partner(publish_small(tmp_path / "keys", sister), tmp_path / "partner") as partner:
        written, search = searched(pilot, partner)
    with acting_for(pilot.organisation("ctu")):
        Holding.objects.filter(decision_id=written.id).update(handling_action="A1")
    with pytest.raises(faults.NothingToShow):
        candidates.ask(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=found(pilot, search), words=ASKED_WHY)
    assert due(pilot, AUTHORISER) == []


def test_a_request_that_has_to_be_carried_is_somebody_s_to_carry(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    assert due(pilot, OFFICER) == ["carry_search"]
    result = result_row(pilot, search).id
    bring_in(pilot, search, result, council_partner.partner.answer(carried(pilot, search, result), at=NOW))
    assert due(pilot, OFFICER) == ["review_candidates"]


def test_a_token_that_was_taken_out_and_never_brought_back_is_used_up(
    pilot: World, council_partner: RealPartner
) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    carried(pilot, search, result_row(pilot, search).id)
    searching.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search)
    assert due(pilot, OFFICER) == []
    with acting_for(pilot.organisation("council")):
        assert QuotaToken.objects.exclude(token_sealed=b"").filter(result__isnull=False).count() == 0
        assert QuotaToken.objects.exclude(token_sealed=b"").count() == 2


def test_where_there_is_one_contact_the_answer_falls_to_whoever_else_may_release_it(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    with acting_for(pilot.organisation("council")):
        others = [pilot.member(SECOND_CONTACT), pilot.member("lapsed_contact@council")]
        RoleGrant.objects.filter(member__in=others).update(state="ended")
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    assert "decide_check" in due(pilot, "centre_lead@council", purpose=SUPPORT)
    assert "decide_check" not in due(pilot, CONTACT, purpose=SUPPORT)


# --- Words are read by those who may ----------------------------------------------------------------------------------


def test_a_check_is_marked_as_high_as_what_it_may_show(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    with acting_for(pilot.organisation("council")):
        assert Check.objects.get(pk=check).marking == 2


def test_a_nomination_that_is_marked_higher_later_takes_its_searches_along(
    pilot: World, council_partner: RealPartner
) -> None:
    written, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    with acting_for(pilot.organisation("ctu")):
        SharingDecision.objects.filter(pk=written.id).update(marking=3)
    for look in (
        lambda: known(pilot, written),
        lambda: search_page(pilot, search),
        lambda: candidate_page(pilot, candidate),
    ):
        with pytest.raises(Refused, match="marking-above-clearance"):
            look()


# --- A nomination that is handed in to another ------------------------------------------------------------------------


def test_a_search_goes_along_with_a_nomination_that_is_handed_in(pilot: World, council_partner: RealPartner) -> None:
    earlier = write(pilot, person="Amina Yusuf-Bell")
    written, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    written.edited(pilot.actor(OFFICER), JoinRecord(earlier.id))
    page = search_page(pilot, search)
    assert (page.necessity, page.reference) == (WHY.necessity, candidate_page(pilot, candidate).reference)
    check = asked(pilot, candidate)
    assert len(check_page(pilot, check).record) == 16, "the partner can open its record"
    answered(pilot, check)
    assert candidate_page(pilot, candidate).state == "same"


def test_an_answer_on_its_way_is_read_after_the_nomination_was_handed_in(
    pilot: World, council_partner: RealPartner
) -> None:
    earlier, written = write(pilot, person="Amina Yusuf-Bell"), write(pilot)
    search = authorised(pilot, written, offered(pilot, council_partner, by_hand=True))
    result = result_row(pilot, search).id
    brought = council_partner.partner.answer(carried(pilot, search, result), at=NOW)
    written.edited(pilot.actor(OFFICER), JoinRecord(earlier.id))
    bring_in(pilot, search, result, brought)
    assert search_page(pilot, search).results[0].state == "found"


# --- Nothing stays for want of somebody to end it ---------------------------------------------------------------------


def test_what_a_partner_kept_for_a_nomination_that_nobody_goes_on_with_is_destroyed(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    answered(pilot, check)
    by = service("sweep", pilot.organisation("ctu"))
    with clock.at(NOW + timedelta(days=60)):
        assert checks_over(by=by, purpose=ADMINISTRATION) == ()
        with pytest.raises(faults.NotOver):
            lapse(by=by, purpose=ADMINISTRATION, check=check)
    with clock.at(NOW + timedelta(days=100)):
        sweep()
        assert checks_over(by=by, purpose=ADMINISTRATION) == ()
        with pytest.raises(NotFound):
            check_page(pilot, check)
        assert candidate_page(pilot, candidate).state == "over"  # as its nomination is


# --- What is destroyed is an entry too --------------------------------------------------------------------------------


def test_the_partner_s_record_says_when_what_it_had_of_a_check_was_destroyed(
    pilot: World, council_partner: RealPartner
) -> None:
    written, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    answered(pilot, check)
    assert check_page(pilot, check).state == "same"
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)
    with pytest.raises(NotFound):
        check_page(pilot, check)
    assert [entry for entry in said_in_ledger(pilot.organisation("council")) if '"check.let_go"' in entry]
