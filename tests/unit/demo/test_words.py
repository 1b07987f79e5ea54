"""The demonstration's words: nobody real, nothing that the rulebook wouldn't take, and something for every code."""

import re
from random import Random

import pytest

from handrail import programme
from handrail.demo import names, places, wording
from handrail.programme.catalogue_words import word_of_surveillance
from handrail.programme.grading import INFORMATION, SOURCE
from handrail.programme.instruments import ANSWERS, CONFIDENCES
from handrail.programme.kinds import NEVER_RECIPIENTS

MAC = programme.load("mac")


def test_the_same_seed_draws_the_same_people() -> None:
    first, second = Random(7), Random(7)
    assert [names.draw(first) for _ in range(50)] == [names.draw(second) for _ in range(50)]


def test_names_are_of_many_origins_none_of_them_rare() -> None:
    random = Random(1)
    drawn = [names.draw(random) for _ in range(2_000)]
    count = {origin.code: sum(name.origin == origin.code for name in drawn) for origin in names.origins()}
    assert len(count) >= 20
    assert min(count.values()) > 2_000 / len(count) / 2
    assert 0.45 < sum(name.woman for name in drawn) / len(drawn) < 0.55
    assert len({str(name) for name in drawn}) > 1_000


def test_other_spellings_of_a_name_differ_from_it_and_from_each_other() -> None:
    random = Random(2)
    for name in (names.draw(random) for _ in range(2_000)):
        spellings = [(name.given, name.family), *name.variants]
        assert len(set(spellings)) == len(spellings)


def test_womens_family_names_have_their_own_form_where_the_language_has_one() -> None:
    for origin in names.origins():
        assert len(origin.family_women) == len(origin.family)


def test_no_address_number_or_telephone_could_be_somebody_s() -> None:
    random = Random(3)
    for _ in range(500):
        assert re.fullmatch(r"Q[ABEX]\d{1,2} \d[A-Z]{2}", places.draw_address(random, "Camden").postcode)
        assert places.draw_telephone(random, "london").startswith("020 7946 0")
        assert places.draw_telephone(random, "north-west").startswith("0161 496 0")
        assert places.draw_telephone(random, "elsewhere").startswith("01632 960")
        assert re.fullmatch(r"R-\d{5}", places.draw_original(random))


def test_nhs_numbers_are_valid_and_in_the_range_kept_for_tests() -> None:
    random = Random(4)
    for number in (places.draw_nhs_number(random) for _ in range(500)):
        assert re.fullmatch(r"999\d{7}", number)
        total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True))
        assert total % 11 == 0


def test_every_statement_is_one_that_the_rulebook_takes() -> None:
    for statement in wording.statements():
        assert statement.category in MAC.categories
        assert not MAC.categories[statement.category].identity
        assert statement.source in SOURCE
        assert statement.information in INFORMATION
        assert statement.reasons <= set(MAC.reasons.codes)
        assert len(statement.words) <= MAC.ceilings["characters_per_item"].limit


def test_what_the_law_protects_further_is_marked_sensitive() -> None:
    usual = {"wishes"}
    for statement in wording.statements():
        if MAC.categories[statement.category].sensitive and statement.category not in usual:
            assert statement.sensitive, statement.words


@pytest.mark.parametrize("reason", MAC.reasons.codes)
def test_every_reason_has_something_to_say_to_those_who_could_help(reason: str) -> None:
    fitting = wording.statements_for(reason)
    assert any(statement.category == "concern" for statement in fitting)
    assert len(fitting) >= 8
    assert wording.proposals()[reason].necessity


def test_authorisers_release_decline_and_send_back() -> None:
    assert {judgement.outcome for judgement in wording.judgements()} == {"released", "declined", "sent_back"}


def test_casework_has_words_for_every_code_of_the_rulebook() -> None:
    words = wording.casework()
    assert tuple(words.risks) == MAC.risk_kinds.codes
    assert tuple(words.needs) == MAC.needs.codes
    assert tuple(words.protective_factors) == MAC.protective_factors.codes
    assert tuple(words.objectives) == MAC.support_actions.codes
    # A case that goes on elsewhere closes without a note of its own.
    assert tuple(words.closures) == tuple(code for code in MAC.closure_reasons.codes if code != "transferred")


def test_what_is_judged_fits_the_plain_form() -> None:
    words = wording.assessments()
    form = MAC.instruments.startable[0]
    factors = [judged.factor for judged in words.judgements]
    assert len(set(factors)) == len(factors)
    for judged in words.judgements:
        assert form.has(judged.factor)
        assert {judged.answer, judged.then or "present"} <= ANSWERS.keys()
        assert judged.confidence in CONFIDENCES
        assert bool(judged.then) == bool(judged.now)
    assert {judged.judge for judged in words.judgements} == {"coordinator", "helper"}
    assert any(judged.draws for judged in words.judgements)


def test_every_kind_of_partner_has_something_to_add() -> None:
    contributions = wording.casework().contributions
    partners = MAC.roles["single_point_of_contact"].held_in - NEVER_RECIPIENTS
    assert {contribution.kind for contribution in contributions} == partners
    assert all(contribution.category in MAC.categories for contribution in contributions)


def test_no_objective_asks_anybody_to_watch() -> None:
    assert [text for text in wording.casework().objectives.values() if word_of_surveillance(text)] == []


def test_an_agreement_s_words_fill_in() -> None:
    agreement = wording.agreement()
    assert agreement.title.format(centre="London") == "Sharing for support in London"
    answers = [answered.answer.format(ceiling=60) for answered in agreement.questions]
    assert any("60 people a year" in answer for answer in answers)
    assert len(agreement.basis) > 100
    assert "\n" not in agreement.basis + agreement.duties + agreement.liability
    assert {line.state for line in agreement.funding} == {"promised", "confirmed", "lapsed"}
