"""Which partner already knows a person is found without telling any of them who is meant. Each decides for itself."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.directory.services import service
from handrail.gate import Faults, NotFound, Refused, clock
from handrail.matching.actions import candidates, checks, registers, searching
from handrail.matching.actions.lapsing import checks_over, lapse
from handrail.matching.models import Candidate, Check, CheckReply, CheckTally, ShownElement
from handrail.matching.queries.checks import checks as list_checks
from handrail.matching.rules import faults
from handrail.matching.running import run
from handrail.sharing.actions import drafting
from tests.finding import (
    ADMINISTRATION,
    ASKED_WHY,
    CONTACT,
    JUDGEMENT,
    PEOPLE,
    SECOND_CONTACT,
    SISTER,
    SUPPORT,
    WHY,
    RealPartner,
    answer,
    answered,
    asked,
    authorise,
    authorised,
    bring_in,
    brought_in,
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
    search_page,
    searched,
)
from tests.nominating import (
    AUTHORISER,
    OFFICER,
    PURPOSE,
    acting_for,
    propose,
    recipient,
    said_in_ledger,
    waiting,
    write,
)
from tests.nominating import release as release_nomination
from tests.worlds import NOW, World

INVESTIGATOR = "pursuit_officer@ctu"


def kinds_of_entries(pilot: World, key: str, part: str) -> list[str]:
    """The actions of the entries in an organisation's record whose name begins so."""
    actions = [json.loads(entry)["action"] for entry in said_in_ledger(pilot.organisation(key))]
    return [action for action in actions if action.startswith(part) and not action.endswith(".list")]


def test_the_council_that_knows_her_is_found_asked_and_can_then_be_proposed(
    pilot: World, council_partner: RealPartner
) -> None:
    written, search = searched(pilot, council_partner)
    page = search_page(pilot, search)
    (result,) = page.results
    assert (page.state, result.state, result.refusal) == ("done", "found", "")
    candidate = found(pilot, search)
    assert (result.candidates[0].organisation, result.candidates[0].evidence) == ("Camden Council", "strong")
    check = asked(pilot, candidate)
    answered(pilot, check)
    assert [each.name for each in known(pilot, written).known] == ["Camden Council"]
    assert candidate_page(pilot, candidate).reasons.startswith("Year, day and initial")
    written.edited(pilot.actor(OFFICER), recipient(pilot, written, "council"))


def test_a_register_that_does_not_know_her_says_nothing(pilot: World, council_partner: RealPartner) -> None:
    written = write(pilot, person="Folake Bellamy")
    search = authorised(pilot, written, offered(pilot, council_partner))
    run(pilot.organisation("ctu"))
    (result,) = search_page(pilot, search).results
    assert (result.state, result.candidates) == ("nothing", ())
    assert council_partner.outcomes() == ["evaluated"]


def test_nobody_at_the_partner_learns_anything_before_it_is_asked(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    listed = list_checks(by=pilot.actor(CONTACT), purpose=SUPPORT)
    assert (listed.waiting, listed.counts) == ((), ())
    assert not [each for each in waiting(pilot, CONTACT, purpose=SUPPORT) if "check" in each.kind]
    with acting_for(pilot.organisation("council")):
        assert not Candidate.objects.exists()
        assert not Check.objects.exists()
    assert kinds_of_entries(pilot, "council", "search.") == []
    candidate = found(pilot, search)
    candidates.set_aside(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=candidate, reason="not_needed")
    assert candidate_page(pilot, candidate).state == "set_aside"
    assert kinds_of_entries(pilot, "council", "check.") == []


def test_the_partner_is_shown_one_step_at_a_time_and_nothing_after_one_that_does_not_fit(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    page = check_page(pilot, check)
    assert [(each.code, each.text) for each in page.shown] == [("year_of_birth", "1991")]
    assert len(page.record) == 16
    assert fits(pilot, check, 1)
    assert fits(pilot, check, 2, "cannot_say")
    assert [each.text for each in check_page(pilot, check).shown] == ["1991", "4 June", "A"]
    assert not fits(pilot, check, 3, "no")
    assert [each.fits for each in check_page(pilot, check).shown] == ["yes", "cannot_say", "no"]
    with pytest.raises(faults.NotShown):
        fits(pilot, check, 4)


def test_a_check_ties_nothing_at_the_partner_to_the_person(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    with acting_for(pilot.organisation("ctu")):
        person = Candidate.objects.values_list("person_id", flat=True).get()
    assert not [entry for entry in said_in_ledger(pilot.organisation("council")) if str(person) in entry]
    page = check_page(pilot, check)
    assert page.reference != search_page(pilot, search).reference


def test_not_the_same_person_leaves_a_count_at_the_partner_and_nothing_else(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    answered(pilot, check, "not_same")
    assert candidate_page(pilot, candidate).state == "not_same"
    with pytest.raises(NotFound):
        check_page(pilot, check)
    with acting_for(pilot.organisation("council")):
        assert not Check.objects.exists()
        assert not ShownElement.objects.exists()
        assert not CheckReply.objects.exists()
        assert CheckTally.objects.values_list("ended", "number").get() == ("not_same", 1)


def test_silence_is_cannot_say_once_the_time_is_over(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    fits(pilot, check, 1)
    answer(pilot, check, "cannot_say", reasons="")
    assert candidate_page(pilot, candidate).state == "asked"
    sweep = service("sweep", pilot.organisation("ctu"))
    with pytest.raises(faults.NotOver):
        lapse(by=sweep, purpose=ADMINISTRATION, check=check)
    with clock.at(NOW + timedelta(days=21)):
        assert checks_over(by=sweep, purpose=ADMINISTRATION) == (check,)
        lapse(by=sweep, purpose=ADMINISTRATION, check=check)
        assert candidate_page(pilot, candidate).state == "cannot_say"
        with pytest.raises(NotFound):
            check_page(pilot, check)


def test_an_answer_is_given_by_two_people(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    with pytest.raises(faults.NothingSaidYet):
        answer(pilot, check, "same")
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    with pytest.raises(Refused, match="two-different-people-check"):
        release(pilot, check, by=CONTACT)
    assert candidate_page(pilot, candidate).state == "asked"
    checks.send_back(by=pilot.actor(SECOND_CONTACT), purpose=SUPPORT, check=check)
    assert "answer" in check_page(pilot, check).steps
    answer(pilot, check, "unsure", by=SECOND_CONTACT)
    release(pilot, check, by=CONTACT, version=2)
    assert candidate_page(pilot, candidate).state == "unsure"


def test_in_health_the_guardian_alone_offers_a_register_and_answers(
    pilot: World, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    published = publish_small(tmp_path_factory.mktemp("health") / "keys", service="general_health")
    with real_partner(published, tmp_path / "partner") as partner:
        register = brought_in(pilot, partner, by="single_point_of_contact@nhs")
        with pytest.raises(Refused, match="health-registers-need-caldicott"):
            registers.accept(by=pilot.actor("second_contact@nhs"), purpose=ADMINISTRATION, register=register)
        registers.withdraw(by=pilot.actor("second_contact@nhs"), purpose=ADMINISTRATION, register=register)
        search = authorised(pilot, write(pilot), offered(pilot, partner, key="nhs"))
        run(pilot.organisation("ctu"))
        check = asked(pilot, found(pilot, search))
        fits(pilot, check, 1, by="single_point_of_contact@nhs")
        answer(pilot, check, "same", by="single_point_of_contact@nhs")
        with pytest.raises(Refused, match="health-identity-needs-caldicott"):
            release(pilot, check, by="second_contact@nhs")
        release(pilot, check, by="caldicott_guardian@nhs")
        assert candidate_page(pilot, found(pilot, search)).state == "same"


def test_weak_evidence_is_asked_about_by_two(pilot: World, tmp_path: Path) -> None:
    alike = publish_small(tmp_path / "keys", (SISTER, *PEOPLE[1:]))
    with real_partner(alike, tmp_path / "partner") as partner:
        _, search = searched(pilot, partner)
        candidate = found(pilot, search)
        assert candidate_page(pilot, candidate).evidence == "weak"
        assert candidates.ask(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=candidate, words=ASKED_WHY)
        assert kinds_of_entries(pilot, "council", "check.") == []
        with pytest.raises(Refused, match="two-different-people-candidate"):
            candidates.second(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=candidate)
        candidates.second(by=pilot.actor(AUTHORISER), purpose=PURPOSE, candidate=candidate)
        assert kinds_of_entries(pilot, "council", "check.") == ["check.received"]


def test_a_search_ends_with_its_nomination(pilot: World, council_partner: RealPartner) -> None:
    written, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)
    assert search_page(pilot, search).state == "over"
    assert candidate_page(pilot, candidate).state == "over"
    with pytest.raises(NotFound):
        check_page(pilot, check)
    with pytest.raises(Refused, match="search-within-a-nomination"):
        proposed(pilot, written, search_page(pilot, search).results[0].register)


def test_a_nomination_that_is_released_ends_what_was_found_too(pilot: World, council_partner: RealPartner) -> None:
    written, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    answered(pilot, check)
    release_nomination(pilot, propose(pilot, written))
    assert candidate_page(pilot, found(pilot, search)).state == "over"
    with pytest.raises(NotFound):
        check_page(pilot, check)


def test_a_search_is_one_person_decided_on_by_two_for_one_purpose(pilot: World, council_partner: RealPartner) -> None:
    register = offered(pilot, council_partner)
    written = write(pilot)
    with pytest.raises(Refused, match="searches-are-for-deciding-what-to-share"):
        searching.propose(
            by=pilot.actor(OFFICER), purpose="risk_management", decision=written.id, registers=(register,), why=WHY
        )
    with pytest.raises((NotFound, Refused)):
        proposed(pilot, written, register, by=INVESTIGATOR)
    search = proposed(pilot, written, register)
    with pytest.raises(faults.SearchOpen):
        proposed(pilot, written, register, by="second_originating_officer@ctu")
    assert run(pilot.organisation("ctu")) == 0
    with pytest.raises(Refused):
        authorise(pilot, search, by=OFFICER)
    searching.decline(by=pilot.actor(AUTHORISER), purpose=PURPOSE, search=search, judgement=JUDGEMENT)
    assert run(pilot.organisation("ctu")) == 0
    assert council_partner.outcomes() == []


def test_looking_again_and_again_comes_to_an_end(pilot: World, council_partner: RealPartner) -> None:
    register = offered(pilot, council_partner)
    written = write(pilot)
    for _ in range(3):
        search = proposed(pilot, written, register)
        searching.decline(by=pilot.actor(AUTHORISER), purpose=PURPOSE, search=search, judgement=JUDGEMENT)
    with pytest.raises(faults.TooManySearches):
        proposed(pilot, written, register)


def test_a_register_is_offered_by_two_people_and_taken_back_by_one(pilot: World, council_partner: RealPartner) -> None:
    register = brought_in(pilot, council_partner)
    assert known(pilot, write(pilot)).offers == ()
    with pytest.raises(Refused, match="two-different-people-register"):
        registers.accept(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, register=register)
    registers.accept(by=pilot.actor(SECOND_CONTACT), purpose=ADMINISTRATION, register=register)
    assert [each.organisation for each in known(pilot, write(pilot)).offers] == ["Camden Council"]
    registers.withdraw(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, register=register)
    assert known(pilot, write(pilot)).offers == ()


def test_a_register_published_anew_takes_the_place_of_the_old_one(pilot: World, council_partner: RealPartner) -> None:
    offered(pilot, council_partner)
    newer = offered(pilot, council_partner)
    assert [each.id for each in known(pilot, write(pilot)).offers] == [newer]


def test_a_request_is_carried_by_hand_where_there_is_no_network(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    assert run(pilot.organisation("ctu")) == 0
    (result,) = search_page(pilot, search).results
    assert {"take_out", "bring_in"} <= set(search_page(pilot, search).steps)
    message = carried(pilot, search, result.id)
    assert len(message) < 1000
    assert b"Amina" not in message
    assert b"Yusuf" not in message
    bring_in(pilot, search, result.id, council_partner.partner.answer(message, at=NOW))
    assert search_page(pilot, search).state == "done"
    assert candidate_page(pilot, found(pilot, search)).evidence == "strong"


def test_what_would_be_asked_to_watch_is_not_asked(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    with pytest.raises(faults.AsksToWatch):
        candidates.ask(
            by=pilot.actor(OFFICER),
            purpose=PURPOSE,
            candidate=found(pilot, search),
            words="Please keep an eye on her and monitor her.",
        )


def test_a_power_that_the_unit_has_not_and_words_that_are_missing_are_said_at_once(
    pilot: World, council_partner: RealPartner
) -> None:
    register = offered(pilot, council_partner)
    with pytest.raises(Faults) as wrong:
        proposed(pilot, write(pilot), register, why=replace(WHY, power="homelessness", necessity=" "))
    assert {fault.field for fault in wrong.value.faults} == {"power", "necessity"}
