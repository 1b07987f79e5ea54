"""An auditor finds entries: who, what, when, how it ended, which rule, about which kind of record, in whose record."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from handrail import ledger
from handrail.gate import Refused, clock
from handrail.ledger.models import LedgerPayload
from handrail.oversight import newest_first
from handrail.oversight.newest_first import NoSuchPage
from handrail.oversight.queries import records as queries
from handrail.oversight.queries.records import Filters, RecordPage
from handrail.policy import engine
from handrail.sharing.queries.disclosures import open_disclosure
from handrail.sharing.queries.people import people
from tests.acting import act_as
from tests.browsing import signed_in
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import NOW, World

AUDITOR, OVERSEER = "auditor@council", "auditor@oversight"
CONTACT, LAPSED = "single_point_of_contact@council", "lapsed_contact@council"
OVERSIGHT = "oversight"


@pytest.fixture
def given(pilot: World) -> Given:
    """Received on Monday at 10; opened on Tuesday, by somebody who may and by somebody who may not."""
    given = disclosed(pilot, "council", "nhs")["council"]
    with clock.at(NOW + timedelta(days=1)):
        open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)
        with pytest.raises(Refused):
            open_disclosure(by=pilot.actor(LAPSED), purpose=SUPPORT, disclosure=given.disclosure)
    return given


def find(pilot: World, who: str = AUDITOR, **wanted: object) -> RecordPage:
    filters = Filters(**wanted)  # type: ignore[arg-type]
    return queries.records(by=pilot.actor(who), purpose=OVERSIGHT, filters=filters)


def actions(found: RecordPage) -> set[str]:
    return {row.action for row in found.rows}


def test_by_who(pilot: World, given: Given) -> None:
    found = find(pilot, actor=pilot.member(CONTACT))
    assert actions(found) == {"disclosure.acknowledge", "disclosure.open"}
    assert {row.member for row in found.rows} == {pilot.member(CONTACT)}


def test_by_the_rule_that_refused(pilot: World, given: Given) -> None:
    (row,) = find(pilot, rule="training-lapsed").rows
    assert (row.action, row.outcome, row.member) == ("disclosure.open", "refused", pilot.member(LAPSED))
    assert find(pilot, rule="no-permission").rows == ()


def test_by_how_it_ended_and_what_was_done(pilot: World, given: Given) -> None:
    assert [row.outcome for row in find(pilot, outcome="refused").rows] == ["refused"]
    assert {row.outcome for row in find(pilot, action="disclosure.open").rows} == {"done", "refused"}
    assert len(find(pilot, action="disclosure.open", outcome="done").rows) == 1


def test_by_the_kind_of_record(pilot: World, given: Given) -> None:
    people(by=pilot.actor(CONTACT), purpose=SUPPORT)
    found = find(pilot, kind="Disclosure")
    assert {row.subject_type for row in found.rows} == {"Disclosure"}
    assert "person.list" not in actions(found)


@pytest.mark.parametrize(
    ("since", "until", "opened"),
    [
        (date(2025, 6, 3), None, True),
        (date(2025, 6, 4), None, False),
        (None, date(2025, 6, 3), True),
        (None, date(2025, 6, 2), False),
        (date(2025, 6, 3), date(2025, 6, 3), True),
    ],
)
def test_by_days_both_of_which_are_included(
    pilot: World, given: Given, since: date | None, until: date | None, opened: bool
) -> None:
    assert ("disclosure.open" in actions(find(pilot, since=since, until=until))) == opened


def test_an_oversight_body_chooses_in_whose_record_and_then_whose(pilot: World, given: Given) -> None:
    everything = find(pilot, OVERSEER)
    assert {name for _, name in everything.choices.organisations} >= {"Camden Council", "Northside Mental Health Trust"}
    assert everything.choices.members == ()
    council = pilot.organisation("council")
    theirs = find(pilot, OVERSEER, organisation=council)
    assert {row.organisation for row in theirs.rows} == {"Camden Council"}
    assert pilot.member(CONTACT) in {member for member, _ in theirs.choices.members}
    assert pilot.member("single_point_of_contact@nhs") not in {member for member, _ in theirs.choices.members}


def test_an_organisations_auditor_finds_nothing_of_another_by_asking_for_it(pilot: World, given: Given) -> None:
    nhs = pilot.organisation("nhs")
    assert find(pilot, organisation=nhs).rows == ()
    assert find(pilot, actor=pilot.member("single_point_of_contact@nhs")).rows == ()
    assert find(pilot, organisation=nhs).choices.organisations == ()
    assert {member for member, _ in find(pilot, organisation=nhs).choices.members} == {
        member for post, member in pilot.members.items() if post.endswith("@council")
    }


def test_a_large_organisation_offers_no_names_to_choose_from(
    pilot: World, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = sum(post.endswith("@council") for post in pilot.members)
    for most, offered in ((ours, ours), (ours - 1, 0)):
        monkeypatch.setattr(queries, "CHOSEN_FROM", most)
        assert len(find(pilot).choices.members) == offered


def test_what_is_beyond_the_ceiling_is_not_counted(pilot: World, given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    with act_as(pilot, AUDITOR):
        found = LedgerPayload.objects.filter(at__lte=NOW)
        total = found.count()
        assert total > 1
        for ceiling, counted, more in ((total + 1, total, False), (total, total, False), (total - 1, total - 1, True)):
            monkeypatch.setattr(newest_first, "COUNTED", ceiling)
            page = newest_first.leaf(found, size=1)
            assert (page.counted, page.more) == (counted, more)


def test_a_few_among_many_are_on_the_same_pages_as_when_all_are_read(pilot: World, given: Given) -> None:
    """Forwards to the oldest, and back again."""
    with act_as(pilot, AUDITOR):
        found = LedgerPayload.objects.all()
        for few in (False, True):
            pages = [newest_first.leaf(found, size=1, few=few)]
            while older := pages[-1].older:
                pages.append(newest_first.leaf(found, before=older, size=1, few=few))
            whole = [row.pk for page in pages for row in page.rows]
            assert whole == list(found.order_by("-at", "-entry_id").values_list("pk", flat=True))
            assert len(pages) > 2
            back = newest_first.leaf(found, after=pages[-1].newer, size=1, few=few)
            assert back.rows == pages[-2].rows


def test_whoever_is_refused_by_a_hundred_rules_is_recorded_and_found(pilot: World, given: Given) -> None:
    """The index that refusals are found in holds their rules, and its rows have a limit. 27 can stop a release."""
    rules = sorted(engine().rules)[:100]
    with act_as(pilot, CONTACT):
        ledger.append(
            kind="case.open", organisation=pilot.organisation("council"), at=NOW,
            payload={"actor": str(pilot.member(CONTACT)), "outcome": "refused", "rules": rules},
        )  # fmt: skip
    (row,) = find(pilot, rule=rules[-1]).rows
    assert row.rules == tuple(rules)


def test_the_pages_keep_what_is_asked_for_and_hold_no_name(pilot: World, given: Given) -> None:
    browser = signed_in(pilot, AUDITOR)
    asked = {"actor": str(pilot.member(CONTACT)), "action": "disclosure.open"}
    page = browser.get(reverse("oversee:records"), asked).content.decode()
    assert f'<option value="{asked["actor"]}" selected>' in page
    assert '<option value="disclosure.open" selected>' in page
    assert "1 entry" in page
    wrong = browser.get(reverse("oversee:records"), {"actor": "somebody"})
    assert wrong.status_code == 422
    upside_down = {f"{name}-{part}": value for name, day in (("since", 3), ("until", 2))
                   for part, value in (("day", day), ("month", 6), ("year", 2025))}  # fmt: skip
    assert (
        "Until must be the same day as From, or a later one"
        in browser.get(reverse("oversee:records"), upside_down).content.decode()
    )


def test_a_page_goes_on_from_an_entry_that_matches_and_from_no_other(pilot: World, given: Given) -> None:
    other = find(pilot, action="disclosure.acknowledge").rows[0].id
    for entry in (other, uuid4()):
        with pytest.raises(NoSuchPage):
            _after(pilot, entry)
    page = signed_in(pilot, AUDITOR).get(reverse("oversee:records"), {"before": str(uuid4())})
    assert page.status_code == 422


def _after(pilot: World, entry: UUID) -> RecordPage:
    return queries.records(
        by=pilot.actor(AUDITOR), purpose=OVERSIGHT, filters=Filters(action="disclosure.open"), before=entry
    )
