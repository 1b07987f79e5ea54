"""Two people at one search, or two workers, at the same moment."""

from functools import partial
from uuid import UUID

from handrail.directory.services import service
from handrail.gate import Conflict, RuleBroken
from handrail.matching.actions import candidates, searching
from handrail.matching.actions.asking import ask_register
from handrail.matching.asking import Question
from handrail.matching.rules import faults
from tests.at_once import held, row
from tests.finding import (
    JUDGEMENT,
    SECOND_CONTACT,
    WHY,
    RealPartner,
    answer,
    asked,
    authorised,
    candidate_page,
    check_page,
    fits,
    found,
    known,
    offered,
    proposed,
    release,
    result_row,
    searched,
)
from tests.harness.databases import Databases
from tests.nominating import AUTHORISER, OFFICER, PURPOSE, write
from tests.worlds import World

SECOND_AUTHORISER, SECOND_OFFICER = "second_authoriser@ctu", "second_originating_officer@ctu"


def test_two_authorisers_decide_once(pilot: World, council_partner: RealPartner, databases: Databases) -> None:
    search = proposed(pilot, write(pilot), offered(pilot, council_partner))

    def decide(how: object, who: str) -> object:
        return how(by=pilot.actor(who), purpose=PURPOSE, search=search, judgement=JUDGEMENT)  # type: ignore[operator]

    with held(databases, row("matching_search"), search) as hold:
        one, other = hold.race(
            partial(decide, searching.authorise, AUTHORISER), partial(decide, searching.decline, SECOND_AUTHORISER)
        )
    assert one is None
    assert isinstance(other, RuleBroken)


def test_two_workers_take_a_register_on_once(pilot: World, council_partner: RealPartner, databases: Databases) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner))
    result: UUID = result_row(pilot, search).id
    ask = partial(
        ask_register,
        by=service("matcher", pilot.organisation("ctu")),
        purpose=PURPOSE,
        search=search,
        result=result,
    )
    with held(databases, row("matching_search"), search) as hold:
        one, other = hold.race(ask, ask)
    assert isinstance(one, Question)
    assert other is None
    assert known(pilot, write(pilot)).offers[0].quota == 2


def test_two_officers_begin_one_search(pilot: World, council_partner: RealPartner, databases: Databases) -> None:
    register, written = offered(pilot, council_partner), write(pilot)

    def begin(who: str) -> UUID:
        return searching.propose(
            by=pilot.actor(who), purpose=PURPOSE, decision=written.id, registers=(register,), why=WHY
        )

    with held(databases, row("sharing_sharingdecision"), written.id) as hold:
        one, other = hold.race(partial(begin, OFFICER), partial(begin, SECOND_OFFICER))
    assert isinstance(one, UUID)
    assert isinstance(other, (faults.SearchOpen, Conflict))


def test_an_answer_is_given_or_the_check_is_taken_back(
    pilot: World, council_partner: RealPartner, databases: Databases
) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    fits(pilot, check, 1)
    answer(pilot, check, "same")

    def take_back() -> None:
        candidates.take_back(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=candidate, reason="not_needed")

    with held(databases, row("matching_candidate"), candidate) as hold:
        outcomes = hold.race(take_back, partial(release, pilot, check))
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert candidate_page(pilot, candidate).state == ("set_aside" if outcomes[0] is None else "same")


def test_two_contacts_say_of_one_step_whether_it_fits(
    pilot: World, council_partner: RealPartner, databases: Databases
) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    with held(databases, row("matching_check"), check) as hold:
        one, other = hold.race(partial(fits, pilot, check, 1), partial(fits, pilot, check, 1, "no", by=SECOND_CONTACT))
    assert one is True
    assert isinstance(other, faults.NotShown)
    assert [each.fits for each in check_page(pilot, check).shown] == ["yes", ""]
