"""Who reads an agreement, and what it tells each of them that they can do."""

from datetime import date

import pytest

from handrail.directory.actions.answers import ask, refuse
from handrail.directory.actions.drafting import consult, draft_agreement
from handrail.directory.queries.agreements import list_agreements, open_agreement, public_register
from handrail.directory.services import public_reader
from handrail.gate import NotFound, Refused
from handrail.sharing.queries.counts import NameCount, count_names
from tests.flow.test_agreements import LEAD, WHY, drafted, offered, terms
from tests.nominating import put_forward, release
from tests.worlds import World


def test_the_list_puts_what_asks_something_of_you_first(pilot: World) -> None:
    agreement = offered(pilot)
    lines = list_agreements(by=pilot.actor("agreement_signatory@school"), purpose=WHY)
    assert [(line.id, line.asked, line.yours) for line in lines] == [
        (agreement, "Accept or refuse", "Not answered yet"),
        (pilot.agreement, "", "Accepted"),
    ]
    assert (lines[1].accepted, lines[1].parties) == (9, 10)


def test_a_body_that_is_consulted_is_asked_for_its_view(pilot: World) -> None:
    agreement = drafted(pilot)
    consultee = pilot.actor("consultee@representative")
    assert agreement not in {line.id for line in list_agreements(by=consultee, purpose=WHY)}
    consult(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    assert list_agreements(by=consultee, purpose=WHY)[0].asked == "Say what you think"


def test_an_agreement_shows_each_party_and_what_it_said(pilot: World) -> None:
    agreement = offered(pilot)
    refuse(by=pilot.actor("agreement_signatory@school"), agreement=agreement, reason="Who pays?", purpose=WHY)
    shown = open_agreement(by=pilot.actor("agreement_signatory@ctu"), agreement=agreement, purpose=WHY)
    school = next(party for party in shown.parties if party.organisation == pilot.organisation("school"))
    assert (school.state_words, school.reason) == ("Refused", "Who pays?")
    assert shown.purposes == ("Safeguarding and support",)
    assert not shown.carries


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("agreement_signatory@school", {"agreement.ask", "agreement.leave"}),
        ("agreement_signatory@undecided", {"agreement.ask", "agreement.accept", "agreement.refuse"}),
        ("consultee@representative", {"agreement.ask"}),
        ("practitioner@school", set()),
        (
            "centre_lead@council",
            {
                "agreement.ask", "agreement.answer", "agreement.fund", "agreement.review", "agreement.revise",
                "agreement.end",
            },
        ),
    ],
)  # fmt: skip
def test_only_what_a_reader_could_do_now_is_offered(pilot: World, who: str, may: set[str]) -> None:
    assert open_agreement(by=pilot.actor(who), agreement=pilot.agreement, purpose=WHY).may == may


def test_a_draft_is_hidden_from_everybody_else(pilot: World) -> None:
    agreement = drafted(pilot)
    assert open_agreement(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY).state == "draft"
    with pytest.raises(NotFound):
        open_agreement(by=pilot.actor("agreement_signatory@school"), agreement=agreement, purpose=WHY)


def test_the_register_is_open_to_anybody_once_an_agreement_is_consulted_on(pilot: World) -> None:
    agreement = draft_agreement(by=pilot.actor(LEAD), centre=pilot.centre, terms=terms(pilot), purpose=WHY)
    assert [each.id for each in public_register(by=public_reader(), purpose=WHY)] == [pilot.agreement]
    consult(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    ask(by=pilot.actor("consultee@representative"), agreement=agreement, question="Who carries the risk?", purpose=WHY)
    register = {each.id: each for each in public_register(by=public_reader(), purpose=WHY)}
    assert [each.question for each in register[agreement].questions] == ["Who carries the risk?"]
    assert register[pilot.agreement].funding[0].ends_on == date(2027, 3, 31)
    assert register[pilot.agreement].may == frozenset()


def test_a_member_does_not_read_as_the_public(pilot: World) -> None:
    with pytest.raises(Refused):
        public_register(by=pilot.actor(LEAD), purpose=WHY)


def test_each_party_counts_the_people_that_it_was_told_of(pilot: World) -> None:
    council, school = pilot.actor("agreement_signatory@council"), pilot.actor("agreement_signatory@school")
    assert count_names(by=council, agreement=pilot.agreement, purpose=WHY) == NameCount(0, 60)
    release(pilot, put_forward(pilot))
    assert count_names(by=council, agreement=pilot.agreement, purpose=WHY) == NameCount(1, 60)
    assert count_names(by=school, agreement=pilot.agreement, purpose=WHY) == NameCount(0, 60)
    with pytest.raises(Refused):
        count_names(by=pilot.actor("consultee@representative"), agreement=pilot.agreement, purpose=WHY)
