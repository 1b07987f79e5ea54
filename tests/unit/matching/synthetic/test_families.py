"""Synthetic people live in families: that is what makes it hard to tell them apart."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, islice
from math import sqrt
from random import Random

import pytest
from stdnum.gb import nhs
from stdnum.gb import upn as pupil

from handrail.matching.synthetic.families import Families
from handrail.matching.synthetic.origins import Names, mixes, origins, shares
from handrail.matching.synthetic.people import Person

NUMBER = 12_000


@pytest.fixture(scope="session")
def people() -> tuple[Person, ...]:
    return tuple(islice(Families(Random(17), people=NUMBER, mix="city").people(), NUMBER))


@pytest.fixture(scope="session")
def households(people: Sequence[Person]) -> list[list[Person]]:
    """People who share their whole history of addresses."""
    together: dict[tuple[object, ...], list[Person]] = defaultdict(list)
    for person in people:
        together[person.homes].append(person)
    return list(together.values())


def test_people_live_together(households: list[list[Person]]) -> None:
    sizes = [len(each) for each in households]
    assert 1.7 < sum(sizes) / len(sizes) < 2.9
    assert max(sizes) >= 6


def test_there_are_twins_with_one_family_name_one_address_and_one_day_of_birth(households: list[list[Person]]) -> None:
    twins = [
        (one, other)
        for each in households
        for one, other in combinations(each, 2)
        if one.born == other.born and one.family.text == other.family.text and one.born.day != 1
    ]
    assert len(twins) > 20
    assert all(one.given_text != other.given_text for one, other in twins)


def test_some_children_are_named_after_a_parent(households: list[list[Person]]) -> None:
    named = [
        (one, other)
        for each in households
        for one, other in combinations(each, 2)
        if (one.given_text, one.family.text) == (other.given_text, other.family.text)
    ]
    assert len(named) > 10
    assert all(abs(one.born.year - other.born.year) >= 15 for one, other in named)


def test_brothers_and_sisters_have_different_names(households: list[list[Person]]) -> None:
    for each in households:
        used = [person.given[person.used].text for person in each if person.years_old < 17]
        assert len(used) == len(set(used))


def test_a_somali_child_bears_the_names_of_father_and_grandfather(households: list[list[Person]]) -> None:
    children = 0
    for each in households:
        men = [one for one in each if one.origin.stratum == "somali" and not one.woman]
        for child in (one for one in each if one.origin.stratum == "somali" and one.years_old < 17):
            # Nobody but a father or a grandfather is so much older.
            if any(man.years_old > child.years_old + 25 for man in men):
                children += 1
                assert any((man.given[0], man.given[-1]) == (child.given[-1], child.family) for man in men)
    assert children > 20


def test_a_wife_who_took_her_husbands_name_had_another_before(people: Sequence[Person]) -> None:
    former = [person for person in people if person.former]
    assert len(former) > 500
    assert all(person.woman and person.former and person.former.text != person.family.text for person in former)


def test_nobody_is_parted_from_a_parent_by_too_few_years(households: list[list[Person]]) -> None:
    for each in households:
        for child in (person for person in each if person.years_old < 15):
            assert any(other.years_old - child.years_old > 17 for other in each)


@pytest.mark.parametrize("mix", sorted(mixes()))
def test_strata_have_the_shares_of_the_mix(mix: str) -> None:
    number = 8_000
    found: dict[str, int] = defaultdict(int)
    for person in islice(Families(Random(3), people=number, mix=mix).people(), number):
        found[person.origin.stratum] += 1
    whole = sum(mixes()[mix].values())
    assert set(found) == set(mixes()[mix])
    for stratum, part in mixes()[mix].items():
        share = part / whole
        # Households are of one origin, and not all as large: twice the spread of people drawn one by one.
        assert abs(found[stratum] / number - share) < 8 * sqrt(share * (1 - share) / number)


def test_each_mix_names_strata_that_have_names() -> None:
    strata = {origin.stratum for origin in origins().values()}
    for mix in mixes():
        assert set(mixes()[mix]) <= strata
        assert sum(share for _, share in shares(mix)) == pytest.approx(sum(mixes()[mix].values()))


@pytest.mark.parametrize("origin", sorted(origins()))
def test_an_origin_has_many_names_and_the_first_are_the_most_frequent(origin: str) -> None:
    names = origins()[origin]
    for listed in (*names.given.values(), names.family):
        assert len(listed.names) >= 30 or names.naming.family == "patronymic"
        assert all(name.usual for name in listed.names)
    chance = Random(1)
    listed = names.given.get(False) or names.family
    drawn = [listed.draw(chance).usual for _ in range(4_000)]
    assert drawn.count(listed.names[0].usual) > drawn.count(listed.names[-1].usual)


def test_the_nth_name_weighs_as_its_list_says() -> None:
    names = Names(origins()["british"].family.names[:3], skew=1.0, offset=0.0)
    chance = Random(5)
    drawn = [names.draw(chance) for _ in range(11_000)]
    counted = [drawn.count(name) / len(drawn) for name in names.names]
    assert counted == pytest.approx([6 / 11, 3 / 11, 2 / 11], abs=0.02)


def test_numbers_have_right_check_digits_and_are_nobodys(people: Sequence[Person]) -> None:
    numbers = [person.nhs_number for person in people if person.nhs_number]
    assert len(set(numbers)) == len(numbers) > 0.88 * len(people)
    assert all(nhs.is_valid(number) and number.startswith("999") for number in numbers)
    pupils = [person for person in people if person.upn]
    assert all(pupil.is_valid(person.upn) and person.upn[4] == "9" and person.years_old < 18 for person in pupils)
    assert len(pupils) > 500


def test_about_forty_people_share_a_postcode(people: Sequence[Person]) -> None:
    """The register fills one district of 580 postcodes: so many share each of them as in the country, on average."""
    living: dict[str, int] = defaultdict(int)
    for person in people:
        living[person.homes[0].postcode] += 1
    assert 10 < len(people) / len(living) < 60
