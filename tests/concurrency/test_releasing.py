"""Several people at one sharing decision, at the same moment: it is decided once, and everybody gets a clear answer."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from handrail.gate import Conflict, Refused, RuleBroken
from handrail.sharing.actions import authorising, drafting, recalling
from handrail.sharing.models import Disclosure, Holding, Judgement, SharingDecision
from tests.at_once import held, row
from tests.browsing import signed_in
from tests.harness.databases import Databases
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    OFFICER,
    PURPOSE,
    Written,
    acting_for,
    change_agreement,
    put_forward,
    release,
    write,
)
from tests.recorded import outcomes, recorded
from tests.worlds import World

SECOND = "second_authoriser@ctu"
LATE = Refused | RuleBroken | Conflict
DECISION = row("sharing_sharingdecision")
PARTY = "SELECT 1 FROM directory_party WHERE agreement_id = %s AND organisation_id = %s FOR UPDATE"


def state_of(pilot: World, decision: UUID) -> str:
    with acting_for(pilot.organisation("ctu")):
        return SharingDecision.objects.get(pk=decision).state


def copies(pilot: World, key: str) -> int:
    with acting_for(pilot.organisation(key)):
        return Holding.objects.filter(organisation=pilot.organisation(key)).count()


def assert_released_once(pilot: World, written: Written, *recipients: str) -> None:
    """Disclosures, copies, judgements and ledger entries of exactly one release."""
    assert state_of(pilot, written.id) == "released"
    for key in recipients:
        with acting_for(pilot.organisation(key)):
            (disclosure,) = Disclosure.objects.filter(decision_id=written.id, recipient=pilot.organisation(key))
            assert Holding.objects.filter(disclosure=disclosure).count() == 2
        (received,) = recorded(organisation=pilot.organisation(key), action="disclosure.received")
        assert received.subject == ("Disclosure", disclosure.id)
    with acting_for(pilot.organisation("ctu")):
        assert Judgement.objects.filter(decision_id=written.id, outcome="released").count() == 1
    assert outcomes("decision.release").count(("done", ())) == 1


def withdraw(pilot: World, written: Written) -> drafting.Draft:
    return drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)


def decline(pilot: World, written: Written) -> authorising.Decided:
    return authorising.decline(
        by=pilot.actor(SECOND), purpose=PURPOSE, decision=written.id, version=written.draft.version, answers=ANSWERS,
        reason="not_proportionate",
    )  # fmt: skip


def posted(pilot: World, browser: Client, written: Written) -> HttpResponseBase:
    """What the page of deciding answers to "Release"."""
    answers = {
        name: getattr(ANSWERS, name) for name in ("necessary", "least", "proportionate", "alternative", "telling")
    }
    form = {**answers, "release_to": str(pilot.organisation("council")), "decide": "release"}
    return browser.post(f"/nominations/{written.id}/authorise", {**form, "version": written.draft.version})


def test_a_double_click_releases_once_and_both_clicks_are_answered(pilot: World, databases: Databases) -> None:
    written = put_forward(pilot)
    first, second = signed_in(pilot, AUTHORISER), signed_in(pilot, AUTHORISER)
    with held(databases, DECISION, written.id) as hold:
        answers = hold.race(partial(posted, pilot, first, written), partial(posted, pilot, second, written))
    done, late = answers
    assert isinstance(done, HttpResponse)
    assert isinstance(late, HttpResponse)
    assert done.status_code == HTTPStatus.SEE_OTHER
    assert late.status_code == HTTPStatus.FORBIDDEN
    assert "already" in late.content.decode()
    assert_released_once(pilot, written, "council")


def test_two_authorisers_at_once_release_it_once(pilot: World, databases: Databases) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    with held(databases, DECISION, written.id) as hold:
        done, late = hold.race(partial(release, pilot, written), partial(release, pilot, written, by=SECOND))
    assert isinstance(done, authorising.Released)
    assert isinstance(late, LATE)
    assert_released_once(pilot, written, "council", "nhs")


@pytest.mark.parametrize("first", ["release", "withdraw"])
def test_released_or_withdrawn_never_both(pilot: World, databases: Databases, first: str) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))
    calls = [partial(release, pilot, written), partial(withdraw, pilot, written)]
    with held(databases, DECISION, written.id) as hold:
        done, late = hold.race(*(calls if first == "release" else reversed(calls)))
    assert not isinstance(done, Exception)
    assert isinstance(late, LATE)
    if first == "release":
        assert_released_once(pilot, written, "council", "nhs")
    else:
        assert state_of(pilot, written.id) == "withdrawn"
        assert (copies(pilot, "council"), copies(pilot, "nhs")) == (0, 0)
        assert recorded(action="disclosure.received") == []


@pytest.mark.parametrize("first", ["release", "decline"])
def test_one_authoriser_releases_while_another_declines(pilot: World, databases: Databases, first: str) -> None:
    written = put_forward(pilot)
    calls = [partial(release, pilot, written), partial(decline, pilot, written)]
    with held(databases, DECISION, written.id) as hold:
        done, late = hold.race(*(calls if first == "release" else reversed(calls)))
    assert not isinstance(done, Exception)
    assert isinstance(late, LATE)
    assert state_of(pilot, written.id) == ("released" if first == "release" else "declined")
    assert copies(pilot, "council") == (2 if first == "release" else 0)


@pytest.mark.parametrize("first", ["release", "recall"])
def test_recalled_at_the_moment_of_its_release(pilot: World, databases: Databases, first: str) -> None:
    """An item is taken back from everybody who has it by then, or was never out: no copy stays behind."""
    written = put_forward(pilot, recipients=("council", "nhs"))
    item = written.items["concern"]
    recall = partial(recalling.recall, by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")
    calls = [partial(release, pilot, written), recall]
    with held(databases, row("sharing_holding"), item) as hold:
        answers = hold.race(*(calls if first == "release" else reversed(calls)))
    states = set()
    for key in ("ctu", "council", "nhs"):
        with acting_for(pilot.organisation(key)):
            copies = Holding.objects.filter(organisation=pilot.organisation(key), item=item)
            states |= set(copies.values_list("state", flat=True))
    assert states == ({"recalled"} if first == "release" else {"held"})
    assert isinstance(answers[0], authorising.Released if first == "release" else LATE)
    assert answers[1] == 2 if first == "release" else isinstance(answers[1], authorising.Released)


def test_the_last_name_under_a_ceiling_goes_to_one_of_two(pilot: World, databases: Databases) -> None:
    written = [put_forward(pilot, person=person) for person in ("Amina Yusuf", "Tom Baker")]
    change_agreement(pilot, name_ceiling=1)
    with held(databases, PARTY, pilot.agreement, pilot.organisation("council")) as hold:
        done, late = hold.race(partial(release, pilot, written[0]), partial(release, pilot, written[1], by=SECOND))
    assert isinstance(done, authorising.Released)
    assert isinstance(late, Refused)
    assert late.rules == ("name-ceiling",)
    assert_released_once(pilot, written[0], "council")
    assert state_of(pilot, written[1].id) == "proposed"


def test_releases_to_the_same_two_organisations_do_not_wait_in_a_circle(pilot: World, databases: Databases) -> None:
    forth = put_forward(pilot, recipients=("council", "nhs"), person="Amina Yusuf")
    back = put_forward(pilot, recipients=("nhs", "council"), person="Tom Baker")
    first = min(pilot.organisation("council"), pilot.organisation("nhs"))
    with held(databases, PARTY, pilot.agreement, first) as hold:
        answers = hold.race(partial(release, pilot, forth), partial(release, pilot, back, by=SECOND))
    assert [type(answer) for answer in answers] == [authorising.Released, authorising.Released]


def test_somebody_who_edits_while_it_is_put_forward_is_told(pilot: World, databases: Databases) -> None:
    """Two pages open on one draft: what was read is what is put forward, or nothing is."""
    written = write(pilot)
    propose = partial(
        drafting.propose, by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id, version=written.draft.version
    )
    with held(databases, DECISION, written.id) as hold:
        done, late = hold.race(propose, propose)
    assert not isinstance(done, Exception)
    assert isinstance(late, LATE)
    assert state_of(pilot, written.id) == "proposed"
    assert len(recorded(action="decision.propose")) == 2
