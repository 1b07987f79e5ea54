"""A council brings its service directory in; anybody finds help in it by words, need and area."""

import pytest

from handrail.exchange import directories
from handrail.exchange.directories import MAX_BYTES, bring_in, check
from handrail.gate import Faults, NotFound, Refused
from handrail.programme import load
from handrail.services.models import LocalService
from handrail.services.queries.directory import ages, open_service
from handrail.services.rules import SERVICE
from tests.acting import act_as
from tests.directories import KEEPER, PURPOSE, bring, listed, names, page_of, service
from tests.recorded import how_many, recorded
from tests.worlds import BARNET, CAMDEN, World

COUNSELLING = service("Talking Space", topic="Mental health and counselling", area=CAMDEN, minimum_age=18)
TENANCY = service("Keeping Your Home", topic="Housing advice", area=CAMDEN)
BARNET_ONLY = service("Barnet Welcome", topic="Community activity", area=BARNET)


def test_it_works(pilot: World) -> None:
    found = bring(pilot, COUNSELLING, TENANCY)

    assert (found.new, found.changed, found.ended, found.unchanged) == (2, 0, 0, 0)
    assert names(listed(pilot)) == ["Keeping Your Home", "Talking Space"]
    (row,) = listed(pilot, words="counselling").rows
    page = open_service(by=pilot.actor("practitioner@nhs"), purpose="safeguarding_support", local_service=row.id)
    assert (page.name, page.provider, page.ages) == ("Talking Space", "Lantern Trust", "18 and over")
    assert page.listed_by == pilot.organisation("council")


def test_help_is_found_for_a_need_by_the_rulebook_s_words(pilot: World) -> None:
    bring(pilot, COUNSELLING, TENANCY)
    words = load("mac").need_words
    assert names(listed(pilot, for_need=words["mental_health"].words)) == ["Talking Space"]
    assert names(listed(pilot, for_need=words["home"].words)) == ["Keeping Your Home"]


def test_help_is_found_whatever_the_ending_of_the_word(pilot: World) -> None:
    bring(pilot, COUNSELLING)
    assert names(listed(pilot, words="counsellor housing")) == []
    assert names(listed(pilot, words="counselled")) == ["Talking Space"]


def test_help_is_found_in_an_area_and_in_what_the_area_lies_in(pilot: World) -> None:
    everywhere = service("Anywhere Line", area="E92000001")
    nowhere = service("Online Forum", service_areas=[])
    bring(pilot, COUNSELLING, BARNET_ONLY, everywhere, nowhere)
    assert names(listed(pilot, areas=(CAMDEN, "E92000001"))) == ["Anywhere Line", "Online Forum", "Talking Space"]
    assert names(listed(pilot, areas=(BARNET,))) == ["Barnet Welcome", "Online Forum"]


def test_the_same_directory_again_changes_nothing(pilot: World) -> None:
    bring(pilot, COUNSELLING, TENANCY)
    assert not bring(pilot, TENANCY, COUNSELLING).anything


def test_a_service_that_leaves_the_directory_ends_and_is_kept(pilot: World) -> None:
    bring(pilot, COUNSELLING, TENANCY)
    gone = listed(pilot, words="keeping home").rows[0].id
    assert bring(pilot, COUNSELLING).ended == 1
    assert names(listed(pilot)) == ["Talking Space"]
    page = open_service(by=pilot.actor("practitioner@council"), purpose=PURPOSE, local_service=gone)
    assert (page.name, page.state) == ("Keeping Your Home", "ended")


def test_a_service_that_comes_back_is_the_same_one(pilot: World) -> None:
    bring(pilot, COUNSELLING, TENANCY)
    before = {row.name: row.id for row in listed(pilot).rows}
    bring(pilot, COUNSELLING)
    assert bring(pilot, COUNSELLING, TENANCY).again == 1
    assert {row.name: row.id for row in listed(pilot).rows} == before


def test_a_changed_service_is_changed_in_place(pilot: World) -> None:
    bring(pilot, TENANCY)
    found = bring(pilot, {**TENANCY, "description": "Now at weekends, too."})
    assert (found.changed, found.unchanged) == (1, 0)
    assert names(listed(pilot, words="weekends")) == ["Keeping Your Home"]


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_only_what_is_open_is_listed(pilot: World, status: str) -> None:
    bring(pilot, {**COUNSELLING, "status": status}, TENANCY)
    assert names(listed(pilot)) == ["Keeping Your Home"]


def test_each_organisation_looks_after_its_own_directory(pilot: World) -> None:
    bring(pilot, COUNSELLING)
    assert bring(pilot, COUNSELLING, who="case_coordinator@second_council").new == 1
    bring(pilot, TENANCY)
    assert names(listed(pilot)) == ["Keeping Your Home", "Talking Space"]


def test_nobody_changes_another_organisation_s_directory(pilot: World) -> None:
    bring(pilot, COUNSELLING)
    with act_as(pilot, "case_coordinator@second_council"):
        assert LocalService.objects.update(name="Ours now") == 0


def test_no_name_of_a_member_of_staff_is_kept(pilot: World) -> None:
    contact = {"id": "1e7efce3-639b-4880-940c-b95cd30cdb50", "name": "Ann Persona", "title": "Reception"}
    bring(pilot, {**COUNSELLING, "contacts": [contact]})
    kept = [str(value) for row in LocalService.objects.values() for value in row.values()]
    assert "Ann Persona" not in " ".join(kept)


def test_checking_writes_nothing(pilot: World) -> None:
    found = check([page_of(COUNSELLING)], by=pilot.actor(KEEPER), purpose=PURPOSE)
    assert found.new == 1
    assert listed(pilot).listed == 0


def test_several_pages_are_one_directory(pilot: World) -> None:
    pages = [page_of(COUNSELLING, total_items=2, total_pages=2), page_of(TENANCY, total_items=2, page_number=2)]
    assert bring_in(pages, by=pilot.actor(KEEPER), purpose=PURPOSE).new == 2


def test_a_missing_page_is_refused_since_what_it_lists_would_end(pilot: World) -> None:
    bring(pilot, COUNSELLING, TENANCY)
    with pytest.raises(Faults) as caught:
        bring_in([page_of(COUNSELLING, total_items=2)], by=pilot.actor(KEEPER), purpose=PURPOSE)
    assert [fault.rule for fault in caught.value.faults] == ["page-missing"]
    assert listed(pilot).listed == 2


def test_everything_that_is_wrong_is_said_at_once_with_its_place(pilot: World) -> None:
    wrong = [
        {**COUNSELLING, "id": "7", "status": "open"},
        {key: value for key, value in TENANCY.items() if key != "name"},
        {**BARNET_ONLY, "minimum_age": -1, "url": "javascript:alert(1)", "email": 5},
    ]
    pages = [page_of(), page_of(*wrong)]
    with pytest.raises(Faults) as caught:
        bring_in(pages, by=pilot.actor(KEEPER), purpose=PURPOSE)
    assert {fault.field for fault in caught.value.faults} == {
        "page 2: contents[0].id",
        "page 2: contents[0].status",
        "page 2: contents[1].name",
        "page 2: contents[2].minimum_age",
        "page 2: contents[2].url",
        "page 2: contents[2].email",
    }
    assert listed(pilot).listed == 0


def test_what_is_no_directory_is_turned_away_and_the_ledger_says_by_which_rule(pilot: World) -> None:
    since = how_many()
    with pytest.raises(Faults):
        bring_in([b"[1, 2"], by=pilot.actor(KEEPER), purpose=PURPOSE)
    (entry,) = recorded(since=since)
    assert (entry.action, entry.outcome, entry.rules) == ("service.bring_in_directory", "rejected", ("not-json",))


def test_a_service_twice_is_refused(pilot: World) -> None:
    with pytest.raises(Faults) as caught:
        bring(pilot, COUNSELLING, COUNSELLING)
    assert caught.value.faults[0].field == "contents[1].id"


def test_too_much_is_refused_before_it_is_read(pilot: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directories, "parse", None)
    with pytest.raises(Faults) as caught:
        bring_in([b" " * MAX_BYTES, b" "], by=pilot.actor(KEEPER), purpose=PURPOSE)
    assert caught.value.faults[0].rule == "file-too-large"


def test_prices_are_said_as_the_directory_says_them(pilot: World) -> None:
    option = {"id": "x", "option": "Under 18s", "amount": 12.5, "amount_description": "a session", "currency": "GBP"}
    bring(pilot, {**COUNSELLING, "fees_description": "Ask us.", "cost_options": [option, {"id": "y", "amount": 35}]})
    shown = open_service(
        by=pilot.actor("practitioner@council"), purpose=PURPOSE, local_service=listed(pilot).rows[0].id
    )
    assert shown.fees == "Ask us.\nUnder 18s: £12.50 a session\n£35"


@pytest.mark.parametrize(
    ("youngest", "oldest", "said"),
    [(None, None, ""), (0, None, ""), (18, None, "18 and over"), (None, 25, "up to 25"), (16, 25, "16 to 25")],
)
def test_ages_are_said_in_words(youngest: int | None, oldest: int | None, said: str) -> None:
    assert ages(youngest, oldest) == said


@pytest.mark.parametrize("who", ["practitioner@council", "auditor@council", "data_protection_officer@council"])
def test_not_everybody_brings_a_directory_in(pilot: World, who: str) -> None:
    with pytest.raises(Refused):
        bring(pilot, COUNSELLING, who=who)


def test_a_service_that_never_was_is_not_found(pilot: World) -> None:
    with pytest.raises(NotFound):
        open_service(by=pilot.actor(KEEPER), purpose=PURPOSE, local_service=pilot.centre)


def test_every_state_of_a_directory_leads_to_every_other() -> None:
    assert all(set(row) == SERVICE.actions for row in SERVICE.transitions.values())
