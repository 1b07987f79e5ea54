"""What matching leaves: an entry for all that was done, nothing that outlives its reason, and no word in the clear."""

from datetime import timedelta

import pytest

from handrail import vault
from handrail.directory.services import service
from handrail.gate import clock
from handrail.matching import tables
from handrail.matching.actions import registers
from handrail.matching.models import Candidate, Check, QuotaToken
from handrail.sharing.actions import drafting
from handrail.sharing.queries.over import people_over
from handrail.upkeep.reconciling import differences
from handrail.upkeep.reconciling.nightly import compare
from handrail.upkeep.sweep import sweep
from tests.finding import (
    ADMINISTRATION,
    CONTACT,
    RESTS_ON,
    RealPartner,
    answer,
    answered,
    asked,
    candidate_page,
    fits,
    found,
    result_row,
    searched,
)
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.worlds import NOW, World


def test_everything_that_matching_did_is_in_the_ledger_and_the_other_way_round(
    pilot: World, council_partner: RealPartner
) -> None:
    written, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    answered(pilot, check, "not_same")
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)
    compare()
    assert [each for each in differences() if "matching" in str(each)] == []


def test_the_sweep_closes_a_check_that_nobody_answered(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    fits(pilot, check, 1)
    with clock.at(NOW + timedelta(days=21)):
        sweep()
        assert candidate_page(pilot, candidate).state == "cannot_say"


def test_the_partner_s_key_of_a_check_that_is_over_is_destroyed(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    with acting_for(pilot.organisation("council")):
        person = Check.objects.get(pk=check).person_id
        assert vault.people(pilot.organisation("council"), besides=(), person=person)
    answered(pilot, check, "not_same")
    council = service("sweep", pilot.organisation("council"))
    assert person in people_over(by=council, purpose=ADMINISTRATION)
    sweep()
    with acting_for(pilot.organisation("council")):
        assert vault.people(pilot.organisation("council"), besides=(), person=person) == []


@pytest.mark.parametrize("said", ["same", "not_same", "unsure"])
def test_what_an_answer_rests_on_can_be_read_until_the_nomination_is_over(
    pilot: World, council_partner: RealPartner, said: str
) -> None:
    written, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    answered(pilot, check, said)
    sweep()
    assert candidate_page(pilot, candidate).reasons == RESTS_ON
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)
    with acting_for(pilot.organisation("ctu")):
        person = Check.objects.get(pk=check).person_id
        assert vault.people(pilot.organisation("ctu"), besides=(), person=person)
    sweep()
    with acting_for(pilot.organisation("ctu")):
        assert vault.people(pilot.organisation("ctu"), besides=(), person=person) == []


def test_tokens_of_a_register_are_kept_as_long_as_it_is(pilot: World, council_partner: RealPartner) -> None:
    _, search = searched(pilot, council_partner)
    register = result_row(pilot, search).register_id
    sweep()
    with acting_for(pilot.organisation("council")):
        assert vault.people(pilot.organisation("council"), besides=(), person=register)
        assert QuotaToken.objects.filter(register=register).exclude(token_sealed=b"").count() == 2
    registers.withdraw(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, register=register)
    with acting_for(pilot.organisation("council")):
        assert not QuotaToken.objects.exclude(token_sealed=b"").exists()
    assert not tables.path_of(register).exists()


def test_what_was_found_is_destroyed_once_the_nomination_is_over(pilot: World, council_partner: RealPartner) -> None:
    written, search = searched(pilot, council_partner)
    check = asked(pilot, found(pilot, search))
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)
    with acting_for(pilot.organisation("ctu")):
        candidate = Candidate.objects.get()
        assert not bytes(candidate.pseudonym_sealed) + bytes(candidate.keys_sealed) + bytes(candidate.words_sealed)
