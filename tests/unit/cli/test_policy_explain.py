"""`handrail policy explain`: an operator learns what rules say, and nothing of any record, not even that it exists."""

from uuid import UUID, uuid4

from tests.nominating import NAME
from tests.recorded import recorded
from tests.unit.cli.conftest import Handrail, run_handrail
from tests.working import disclosed
from tests.worlds import World

CONTACT = "single-point-of-contact@council.example"


def asked(handrail: Handrail, record: UUID, *also: str) -> str:
    ran = handrail("policy", "explain", "--for", CONTACT, "--action", "disclosure.open", "--record", str(record), *also)
    assert ran.code == 0, ran.err
    return ran.out.replace(str(record), "ID")


def test_rules_are_explained_without_a_home() -> None:
    ran = run_handrail("policy", "explain", "two-different-people")
    assert "You wrote this, or put it forward, so somebody else must decide on it." in ran.out
    assert "Ask your authoriser." in ran.out


def test_a_rule_that_is_not_there_is_said_plainly() -> None:
    ran = run_handrail("policy", "explain", "two-different-peple")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no rule two-different-peple." in ran.err


def test_hidden_and_absent_records_and_one_that_the_member_may_open_are_one_answer(
    pilot: World, handrail: Handrail
) -> None:
    given = disclosed(pilot, "council", "nhs")
    answers = {asked(handrail, record) for record in (given["council"].disclosure, given["nhs"].disclosure, uuid4())}
    (answer,) = answers
    assert "/why/disclosure.open/Disclosure/ID?purpose=safeguarding_support" in answer
    assert "No record was looked up" in answer


def test_it_says_what_stops_the_member_and_what_would_change_it(pilot: World, handrail: Handrail) -> None:
    """Their training ran out on the machine's own day, which is later than the pilot's."""
    answer = asked(handrail, uuid4())
    assert "Refuses, whatever the record\n  training-lapsed: Your training has lapsed." in answer
    assert "Any of these would change it: training in date." in answer
    permits = answer.partition("Permits if the record is as the rule says\n")[2]
    assert "mac-know-received: Those who work with what an organisation was given" in permits


def test_it_prints_nobodys_name_and_the_members_organisation_has_it_in_its_record(
    pilot: World, handrail: Handrail
) -> None:
    given = disclosed(pilot, "council")["council"]
    answer = asked(handrail, given.disclosure, "--json")
    assert NAME not in answer
    assert CONTACT not in answer
    (entry,) = recorded(organisation=pilot.organisation("council"), action="member.explain")
    assert entry.subject == ("MemberRecord", pilot.member("single_point_of_contact@council"))
    assert entry.facts == {
        "asked": "disclosure.open", "kind": "Disclosure", "programme": "mac", "coming_for": "safeguarding_support",
    }  # fmt: skip
