"""An originating officer brings a file of nominations in: all of it as drafts, or nothing."""

import copy
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from typing import Any

import pytest
from django.db import connection

from handrail.directory.models import Centre, Member, MemberStatus
from handrail.directory.services import service
from handrail.exchange import importing
from handrail.exchange.checking import check
from handrail.exchange.importing import bring_in
from handrail.exchange.rules import AnotherAtWork
from handrail.exchange.staging import begin, clear, publish, stage
from handrail.gate import Actor, Conflict, Faults, NotFound, Refused, RuleBroken
from handrail.sharing.actions import drafting
from handrail.sharing.actions.destroying import StillKept, forget
from handrail.sharing.changes import SetWhy
from handrail.sharing.drafted import NominationRow
from handrail.sharing.models import (
    Holding,
    ImportState,
    Nomination,
    NominationImport,
    PersonRecord,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.queries.nominations import nominations, open_nomination
from handrail.sharing.queries.over import people_over
from handrail.sharing.queries.people import find_people, people
from handrail.sharing.references import new_reference
from handrail.upkeep.sweep import sweep
from handrail.vault.models import DataKey
from tests.filing import (
    AUTHORISER,
    BORN,
    COLLEAGUE,
    CONCERN,
    CONDITIONS,
    HOME,
    NAME,
    OFFICER,
    ORIGINAL,
    POSTCODE,
    PURPOSE,
    STREET,
    WITH_CONDITIONS,
    as_bytes,
    bring,
    nomination_file,
    put,
)
from tests.nominating import CRITERIA, acting_for, change_agreement, let_training_lapse, said_in_ledger
from tests.worlds import World

COUNTED = (PersonRecord, SharingDecision, Nomination, ProposedRecipient, Holding)


def listed(pilot: World, *, find: str = "", by: str = OFFICER) -> tuple[NominationRow, ...]:
    return nominations(by=pilot.actor(by), purpose=PURPOSE, find=find).rows


def faults(pilot: World, document: object, *, by: str = OFFICER) -> dict[str | None, str]:
    """What is wrong with the file, by place: the rule that is broken."""
    with pytest.raises(Faults) as caught:
        bring(pilot, document, by=by)
    return {fault.field: fault.rule for fault in caught.value.faults}


def stored(pilot: World) -> dict[str, int]:
    """How many rows the unit has in each table."""
    with acting_for(pilot.organisation("ctu")):
        return {model.__name__: model.objects.count() for model in COUNTED}


NOTHING = dict.fromkeys((model.__name__ for model in COUNTED), 0)


# --- what arrives -----------------------------------------------------------------------------------------------


def test_it_works(pilot: World) -> None:
    brought = bring(pilot, nomination_file(3))

    assert (brought.drafts, brought.unchanged) == (3, 0)
    rows = listed(pilot)
    assert [(row.initials, row.state, row.centre) for row in rows] == [("A. Y.", "draft", "London")] * 3
    assert len({row.reference for row in rows}) == 3


def test_a_draft_says_what_the_file_said(pilot: World) -> None:
    bring(pilot, nomination_file())

    opened = open_nomination(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=listed(pilot)[0].id)

    assert opened.name == NAME
    assert [(item.number, item.words) for item in opened.items] == [(1, CONCERN), (4, HOME)]
    assert [(item.number, item.words) for item in opened.identity] == [
        (5, NAME), (6, "Mina Hassan"), (7, "4 June 1991"), (8, f"{STREET}\nCamden\n{POSTCODE}"),
        (9, "NHS number: 9990000018"), (10, "Police National Computer number: 25/1234X"),
    ]  # fmt: skip
    concern = opened.items[0]
    assert (concern.conditions, concern.original, concern.marking) == (CONDITIONS, ORIGINAL, 2)
    assert [code for code, _ in concern.handling] == ["C", "A1", "S2"]
    assert (opened.marking, opened.reason.code, opened.power.code) == (2, "isolation", "police_common_law")
    assert opened.reasons.necessity == "They can't help without knowing that she needs it."
    assert (opened.telling.state, opened.telling.ground.code) == ("deferred", "crime_prevention")
    assert opened.telling.on == date(2025, 6, 27)


def test_each_recipient_is_proposed_what_the_file_says_and_recognises_the_person_by(pilot: World) -> None:
    bring(pilot, nomination_file())

    opened = open_nomination(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=listed(pilot)[0].id)

    numbers = {item.item: item.number for item in (*opened.identity, *opened.items)}
    council, trust = sorted(opened.recipients, key=lambda each: each.name)
    assert (council.name, council.requested_action.code, council.until) == (
        "Camden Council", "offer_housing_help", date(2025, 12, 31),
    )  # fmt: skip
    assert sorted(numbers[item] for item in council.items) == [1, 4, 5, 6, 7, 8, 9]
    assert sorted(numbers[item] for item in trust.items) == [1, 5, 6, 7, 8, 9]
    assert council.agreement is not None
    assert council.preview.name == NAME


def test_a_draft_is_still_written_and_put_forward_by_people(pilot: World) -> None:
    bring(pilot, nomination_file())
    decision, officer = listed(pilot)[0].id, pilot.actor(OFFICER)

    opened = open_nomination(by=officer, purpose=PURPOSE, decision=decision)
    assert {lack.rule for lack in opened.lacks} == {"criterion-not-met"}
    with pytest.raises(Faults):
        drafting.propose(by=officer, purpose=PURPOSE, decision=decision, version=opened.version)
    draft = drafting.edit(
        by=officer, purpose=PURPOSE, decision=decision, version=opened.version, change=SetWhy("isolation", CRITERIA)
    )
    assert drafting.propose(by=officer, purpose=PURPOSE, decision=decision, version=draft.version).state == "proposed"


def test_a_file_may_say_less(pilot: World) -> None:
    document = nomination_file()
    document["nominations"][0]["identity"] = {"names": [{"family": "Siti", "kind": "legal"}], "date_of_birth": "1991"}
    document["nominations"][0]["notification"] = {"state": "told", "on": "2025-05-30"}

    bring(pilot, document)

    opened = open_nomination(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=listed(pilot)[0].id)
    assert [item.words for item in opened.identity] == ["Siti", "1991"]
    assert opened.telling.state == "told"


def test_an_identity_may_have_conditions(pilot: World) -> None:
    document = put(nomination_file(), "nominations.0.identity.grading", WITH_CONDITIONS)
    assert faults(pilot, document) == {"nominations[0].identity.conditions": "form"}
    put(document, "nominations.0.identity.conditions", CONDITIONS)

    bring(pilot, document)

    opened = open_nomination(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=listed(pilot)[0].id)
    assert {(item.conditions, item.grading.handling) for item in opened.identity} == {(CONDITIONS, "C")}


def test_a_recipient_without_an_agreement_is_drafted_and_refused_later(pilot: World) -> None:
    change_agreement(pilot, state="ended")
    bring(pilot, nomination_file())
    opened = open_nomination(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=listed(pilot)[0].id)
    assert [recipient.agreement for recipient in opened.recipients] == [None, None]


def test_nobody_else_sees_what_arrived(pilot: World) -> None:
    bring(pilot, nomination_file())
    for other in ("single_point_of_contact@council", "authoriser@force"):
        assert people(by=pilot.actor(other), purpose="safeguarding_support").total == 0


# --- the ledger -------------------------------------------------------------------------------------------------


def test_the_ledger_has_each_nomination_under_its_person_and_the_publication(pilot: World) -> None:
    brought = bring(pilot, nomination_file(2))

    entries = [json.loads(entry) for entry in said_in_ledger(pilot.organisation("ctu"))]
    assert sorted(entry["action"] for entry in entries) == [
        "decision.begin_import", "decision.check_import", "decision.import", "decision.stage_import",
        "decision.staged", "decision.staged",
    ]  # fmt: skip
    staged = [entry for entry in entries if entry["action"] == "decision.staged"]
    with acting_for(pilot.organisation("ctu")):
        drafts = {str(each.id): str(each.person_id) for each in SharingDecision.objects.all()}
    assert {entry["subject"]["id"]: entry["person"] for entry in staged} == drafts
    assert staged[0]["facts"]["approver"] == str(pilot.member(AUTHORISER))
    published = next(entry for entry in entries if entry["action"] == "decision.import")
    assert published["facts"] == {"import_id": str(brought.import_id), "nominations": 2}
    assert {entry["actor"] for entry in entries} == {str(pilot.member(OFFICER))}


def test_a_file_that_is_turned_away_is_in_the_ledger_with_the_rules(pilot: World) -> None:
    document = put(nomination_file(), "nominations.0.items.0.marking", "TOP SECRET")
    faults(pilot, document)
    entries = [json.loads(entry) for entry in said_in_ledger(pilot.organisation("ctu"))]
    (turned_away,) = (entry for entry in entries if entry["action"] == "decision.refuse_import")
    assert (turned_away["outcome"], turned_away["rules"]) == ("rejected", ["above-official"])


# --- again ------------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing_and_says_so(pilot: World) -> None:
    bring(pilot, nomination_file(3))
    before = stored(pilot)

    again = bring(pilot, nomination_file(3))

    assert (again.import_id, again.drafts, again.unchanged) == (None, 0, 3)
    assert stored(pilot) == before


def test_the_same_nomination_later_is_not_checked_against_the_day(pilot: World) -> None:
    bring(pilot, nomination_file())
    change = put(nomination_file(), "centre", "london")
    with acting_for(pilot.organisation("ctu")):
        SharingDecision.objects.update(state="withdrawn")
    assert bring(pilot, change).unchanged == 1


def test_a_longer_file_brings_in_only_what_is_new(pilot: World) -> None:
    bring(pilot, nomination_file(2))
    brought = bring(pilot, nomination_file(5), by=COLLEAGUE)
    assert (brought.drafts, brought.unchanged) == (3, 2)
    assert len(listed(pilot)) == 5


def test_the_order_of_keys_is_no_difference(pilot: World) -> None:
    document = nomination_file()
    bring(pilot, document)
    document["nominations"][0] = dict(reversed(document["nominations"][0].items()))
    assert bring(pilot, document).unchanged == 1


def test_the_same_reference_with_other_content_is_refused_and_nothing_else_arrives(pilot: World) -> None:
    bring(pilot, nomination_file(1))
    document = put(nomination_file(3), "nominations.0.items.1.form_of_words", "She has moved.")
    assert faults(pilot, document) == {"nominations[0].reference": "reference-taken"}
    assert len(listed(pilot)) == 1


def test_a_reference_stands_once_in_a_file(pilot: World) -> None:
    document = put(nomination_file(2), "nominations.1.reference", "N-2025/0000")
    assert faults(pilot, document) == {"nominations[1].reference": "reference-twice"}


# --- what is wrong with a file ----------------------------------------------------------------------------------

WRONG = (
    ("reason", "no_such_reason", "reason", "unknown-reason"),
    ("identity.date_of_birth", "1991-02-31", "identity.date_of_birth", "not-a-date"),
    ("identity.date_of_birth", "2025-07", "identity.date_of_birth", "not-born-yet"),
    ("identity.names.0.family", "SECRET", "identity.names[0]", "above-official"),
    ("identity.addresses.0.lines", ["TOP SECRET"], "identity.addresses[0]", "above-official"),
    ("items.0.category", "no_such_category", "items[0].category", "unknown-category"),
    ("items.0.category", "name", "items[0].category", "under-identity"),
    ("items.0.form_of_words", "SECRET: she was seen.", "items[0].form_of_words", "above-official"),
    ("items.0.conditions", "UK EYES only", "items[0].conditions", "above-official"),
    ("items.0.original", "STRAP1", "items[0].original", "above-official"),
    ("items.1.number", 1, "items[1].number", "number-twice"),
    ("recipients.0.organisation", "no-such-council", "recipients[0].organisation", "unknown-recipient"),
    ("recipients.0.organisation", "ctu", "recipients[0].organisation", "unknown-recipient"),
    ("recipients.1.organisation", "council", "recipients[1].organisation", "recipient-twice"),
    ("recipients.0.items", [1, 2], "recipients[0].items[1]", "unknown-item"),
    ("recipients.0.purpose", "originating", "recipients[0].purpose", "purpose-not-shared-for"),
    ("recipients.0.purpose", "no_such_purpose", "recipients[0].purpose", "purpose-not-shared-for"),
    ("recipients.0.purpose", "risk_management", "recipients[0].purpose", "purpose-not-theirs"),
    ("recipients.0.requested_action", "own_police_risk", "recipients[0].requested_action", "not-in-catalogue"),
    ("recipients.0.requested_action", "watch_them", "recipients[0].requested_action", "not-in-catalogue"),
    ("recipients.0.until", "2025-06-02", "recipients[0].until", "until-past"),
    ("recipients.0.until", "2027-01-01", "recipients[0].until", "until-too-late"),
    ("decision.power", "care_act", "decision.power", "power-not-held"),
    ("decision.necessity", "TOP SECRET reporting", "decision.necessity", "above-official"),
    ("notification.ground", "serious_harm", "notification.ground", "ground-not-open"),
    ("notification.look_again_on", "2025-06-02", "notification.look_again_on", "look-again-past"),
    ("notification.look_again_on", "2025-12-01", "notification.look_again_on", "look-again-too-late"),
    ("notification.approver", "nobody@ctu.example", "notification.approver", "unknown-approver"),
    ("notification.approver", "originating-officer@ctu.example", "notification.approver", "unknown-approver"),
    ("notification.approver", "pursuit-officer@ctu.example", "notification.approver", "unknown-approver"),
    ("notification.approver", "authoriser@force.example", "notification.approver", "unknown-approver"),
    ("notification", {"state": "told", "on": "2025-06-03"}, "notification.on", "told-in-future"),
)


@pytest.mark.parametrize(("path", "value", "place", "rule"), WRONG, ids=[f"{w[0]}-{w[3]}" for w in WRONG])
def test_it_is_refused_at_its_place_and_nothing_is_kept(
    pilot: World, path: str, value: object, place: str, rule: str
) -> None:
    document = put(nomination_file(2), f"nominations.1.{path}", value)
    assert faults(pilot, document) == {f"nominations[1].{place}": rule}
    assert stored(pilot) == NOTHING


def test_what_a_kind_of_organisation_may_not_have_is_refused(pilot: World) -> None:
    document = put(nomination_file(), "nominations.0.recipients.1.organisation", "voluntary")
    put(document, "nominations.0.recipients.1.requested_action", "offer_mentoring")
    assert faults(pilot, document) == {"nominations[0].recipients[1].items": "item-withheld"}


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("centre", "paris", "unknown-centre"),
        ("programme", "channel", "other-programme"),
        ("originator", "council", "other-originator"),
    ],
)
def test_the_head_of_the_file_must_fit(pilot: World, key: str, value: str, rule: str) -> None:
    assert faults(pilot, put(nomination_file(), key, value)) == {key: rule}


def test_everything_that_is_wrong_is_told_at_once(pilot: World) -> None:
    document = nomination_file(4)
    put(document, "originator", "council")
    put(document, "nominations.0.identity.date_of_birth", "yesterday")
    put(document, "nominations.2.items.0.marking", "CONFIDENTIAL")
    assert faults(pilot, document) == {
        "originator": "other-originator",
        "nominations[0].identity.date_of_birth": "form",
        "nominations[2].items[0].marking": "above-official",
    }
    put(document, "originator", "ctu")
    put(document, "nominations.0.reason", "no_such_reason")
    put(document, "nominations.1.decision.power", "care_act")
    put(document, "nominations.3.notification.look_again_on", "2025-06-31")
    assert faults(pilot, document) == {
        "nominations[0].identity.date_of_birth": "form",
        "nominations[0].reason": "unknown-reason",
        "nominations[1].decision.power": "power-not-held",
        "nominations[2].items[0].marking": "above-official",
        "nominations[3].notification.look_again_on": "form",
    }


def test_a_file_that_is_wrong_throughout_is_not_listed_without_end(
    pilot: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.exchange.checking.MOST_FAULTS", 3)
    document = nomination_file(9)
    for number in range(9):
        put(document, f"nominations.{number}.reason", "no_such_reason")
    with pytest.raises(Faults) as caught:
        bring(pilot, document)
    assert [fault.rule for fault in caught.value.faults] == ["unknown-reason"] * 3 + ["more-faults"]


ODD: tuple[object, ...] = (None, True, 7, "Amina Yusuf", "SECRET Amina", [], {}, {"Amina Yusuf": 1}, ["Amina Yusuf"])


def test_whatever_is_put_anywhere_is_refused_without_being_repeated(pilot: World) -> None:
    by = pilot.actor(OFFICER)
    for path in _paths(nomination_file(), ()):
        for value in ODD:
            document = copy.deepcopy(nomination_file())
            try:
                check(as_bytes(put(document, ".".join(map(str, path)), value)), by=by, purpose=PURPOSE)
            except Faults as found:
                said = " ".join(f"{fault.field} {fault.sentence}" for fault in found.faults)
                assert "Amina" not in said, path
            else:
                assert value in ("Amina Yusuf", [], ["Amina Yusuf"]), (path, value)


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from _paths(each, (*path, key))


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["authoriser@ctu", "single_point_of_contact@council", "administrator@ctu"])
def test_only_an_originating_officer_brings_files_in(pilot: World, who: str) -> None:
    with pytest.raises(Refused):
        bring(pilot, nomination_file(), by=who)
    with pytest.raises(Refused):
        bring(pilot, {"not": "a nomination file"}, by=who)
    assert stored(pilot) == NOTHING


def test_nobody_brings_files_in_whose_training_has_lapsed(pilot: World) -> None:
    let_training_lapse(pilot, OFFICER)
    with pytest.raises(Refused) as caught:
        bring(pilot, nomination_file())
    assert caught.value.rules == ("training-lapsed",)


def test_nobody_brings_files_in_who_has_left(pilot: World) -> None:
    with acting_for(pilot.organisation("ctu")):
        Member.objects.filter(pk=pilot.member(OFFICER)).update(status=MemberStatus.LEFT)
    with pytest.raises(Refused):
        bring(pilot, nomination_file())


@pytest.mark.parametrize("ends", ["ends_on", "programme_ends_on"])
def test_nothing_is_brought_into_a_centre_or_programme_past_its_end(pilot: World, ends: str) -> None:
    Centre.objects.filter(pk=pilot.centre).update(**{ends: date(2025, 6, 1)})
    with pytest.raises(Refused):
        bring(pilot, nomination_file())
    assert stored(pilot) == NOTHING


def test_somebody_who_does_not_exist_finds_nothing(pilot: World) -> None:
    stranger = Actor(pilot.member("practitioner@council"), pilot.organisation("ctu"))
    with pytest.raises(NotFound):
        bring_in(as_bytes(nomination_file()), by=stranger, purpose=PURPOSE)


# --- out of sight -----------------------------------------------------------------------------------------------


def staged(pilot: World, people: int = 2) -> Any:
    """An import that has written its nominations and not published them."""
    checked = check(as_bytes(nomination_file(people)), by=pilot.actor(OFFICER), purpose=PURPOSE)
    begun = begin(by=pilot.actor(OFFICER), purpose=PURPOSE, centre=pilot.centre, nominations=people)
    stage(by=pilot.actor(OFFICER), purpose=PURPOSE, import_id=begun, nominations=checked.new)
    return begun


def test_nobody_sees_what_is_staged_until_it_is_published(pilot: World) -> None:
    begun = staged(pilot)
    assert listed(pilot) == ()
    assert listed(pilot, find=NAME) == ()
    assert people(by=pilot.actor(OFFICER), purpose=PURPOSE).total == 0
    assert find_people(by=pilot.actor(OFFICER), purpose=PURPOSE, words=NAME) == ()
    assert stored(pilot) == {**NOTHING, "Nomination": 2, "ProposedRecipient": 4}

    publish(by=pilot.actor(OFFICER), purpose=PURPOSE, import_id=begun)

    assert (
        len(listed(pilot))
        == len(listed(pilot, find=NAME))
        == people(by=pilot.actor(OFFICER), purpose=PURPOSE).total
        == 2
    )


def test_a_staged_draft_is_the_same_404_as_none(pilot: World) -> None:
    begun = staged(pilot, 1)
    with acting_for(pilot.organisation("ctu")):
        (hidden,) = Nomination.objects.values_list("decision_id", flat=True)
    for who in (OFFICER, AUTHORISER):
        with pytest.raises(NotFound):
            open_nomination(by=pilot.actor(who), purpose=PURPOSE, decision=hidden)
    with pytest.raises(NotFound):
        drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=hidden)
    assert begun


def test_nobody_is_forgotten_while_a_file_is_brought_in(pilot: World) -> None:
    """Its people have keys, and nothing that anybody else sees: the sweep must not take them for people long gone."""
    begun, by = staged(pilot), service("sweep", pilot.organisation("ctu"))
    with acting_for(pilot.organisation("ctu")):
        brought = list(DataKey.objects.values_list("person_id", flat=True))
    assert people_over(by=by, purpose="administration") == ()
    with pytest.raises(StillKept):
        forget(by=by, purpose="administration", person=brought[0])
    sweep()
    publish(by=pilot.actor(OFFICER), purpose=PURPOSE, import_id=begun)
    assert len(listed(pilot, find=NAME)) == 2
    assert people_over(by=by, purpose="administration") == ()


def test_half_of_a_file_is_not_published(pilot: World) -> None:
    begun = begin(by=pilot.actor(OFFICER), purpose=PURPOSE, centre=pilot.centre, nominations=2)
    with pytest.raises(RuleBroken, match="none of it is brought in"):
        publish(by=pilot.actor(OFFICER), purpose=PURPOSE, import_id=begun)


def test_a_published_import_takes_no_more_and_is_not_cleared(pilot: World) -> None:
    begun = staged(pilot)
    publish(by=pilot.actor(OFFICER), purpose=PURPOSE, import_id=begun)
    new = check(as_bytes(nomination_file(1, first=7)), by=pilot.actor(OFFICER), purpose=PURPOSE).new
    with pytest.raises(RuleBroken, match="import is brought in"):
        stage(by=pilot.actor(OFFICER), purpose=PURPOSE, import_id=begun, nominations=new)
    assert clear(by=pilot.actor(OFFICER), purpose=PURPOSE) == 0
    assert len(listed(pilot)) == 2


def test_the_next_import_clears_away_what_an_unfinished_one_left(pilot: World) -> None:
    left = staged(pilot, 2)

    brought = bring(pilot, nomination_file(2), by=COLLEAGUE)

    assert brought.drafts == 2
    assert stored(pilot)["SharingDecision"] == stored(pilot)["Nomination"] == 2
    with acting_for(pilot.organisation("ctu")):
        states = dict(NominationImport.objects.values_list("id", "state"))
        keys = [key.destroyed for key in DataKey.objects.all()]
    assert states == {left: ImportState.CLEARED, brought.import_id: ImportState.PUBLISHED}
    assert sorted(keys) == [False, False, True, True]
    assert [json.loads(entry)["facts"].get("cleared") for entry in said_in_ledger(pilot.organisation("ctu"))
            if '"decision.clear_import"' in entry] == [2, 0]  # fmt: skip


def test_a_failed_import_clears_up_after_itself(pilot: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(**_: object) -> None:
        raise Conflict

    monkeypatch.setattr(importing, "publish", overtaken)
    with pytest.raises(Conflict):
        bring(pilot, nomination_file(2))
    assert stored(pilot) == NOTHING


def test_a_reference_taken_at_the_same_moment_is_tried_again(pilot: World, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def sometimes(**arguments: Any) -> object:
        calls.append(arguments)
        if len(calls) < importing.ATTEMPTS:
            raise Conflict
        return stage(**arguments)

    monkeypatch.setattr(importing, "stage", sometimes)
    assert bring(pilot, nomination_file(2)).drafts == 2


def test_a_nomination_started_meanwhile_gets_a_reference_of_its_own(
    pilot: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(pilot, 1)
    with acting_for(pilot.organisation("ctu")), connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('import', (SELECT id::text FROM sharing_nominationimport))")
        taken = PersonRecord.objects.get().reference
    drawn = iter([taken, taken])
    monkeypatch.setattr("handrail.sharing.drafts.new_reference", lambda prefix: next(drawn))
    monkeypatch.setattr(
        "handrail.sharing.release.new_reference", lambda prefix: next(drawn, None) or new_reference(prefix)
    )
    draft = drafting.start(by=pilot.actor(OFFICER), purpose=PURPOSE, centre=pilot.centre)
    assert draft.reference != taken


def test_two_files_of_one_organisation_are_brought_in_one_after_the_other(pilot: World) -> None:
    def meanwhile(done: int, total: int, what: str) -> None:
        if what == "Writing":
            with ThreadPoolExecutor(1) as other, pytest.raises(AnotherAtWork):
                other.submit(copy_context().run, _elsewhere, pilot).result()

    brought = bring_in(as_bytes(nomination_file()), by=pilot.actor(OFFICER), purpose=PURPOSE, progress=meanwhile)
    assert brought.drafts == 1
    assert bring(pilot, nomination_file(1, first=5)).drafts == 1


def _elsewhere(pilot: World) -> None:
    try:
        bring(pilot, nomination_file(1, first=9), by=COLLEAGUE)
    finally:
        connection.close()


def test_many_are_written_in_several_steps(pilot: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 3)
    told: list[tuple[int, int, str]] = []
    bring_in(
        as_bytes(nomination_file(8)),
        by=pilot.actor(OFFICER),
        purpose=PURPOSE,
        progress=lambda *step: told.append(step),
    )
    assert [step for step in told if step[2] != "Checking"] == [
        (0, 8, "Writing"), (3, 8, "Writing"), (6, 8, "Writing"), (8, 8, "Publishing"),
    ]  # fmt: skip
    assert len(listed(pilot)) == 8


def test_nothing_of_the_file_is_stored_in_the_clear(pilot: World) -> None:
    bring(pilot, nomination_file())
    words = [NAME, "Yusuf", "Hassan", BORN, STREET, POSTCODE, "9990000018", CONCERN, CONDITIONS, HOME, ORIGINAL]
    said = " ".join(said_in_ledger(pilot.organisation("ctu")))
    with acting_for(pilot.organisation("ctu")):
        rows = [str(row) for model in COUNTED for row in model.objects.values()]
    assert not [word for word in words if word in said or any(word in row for row in rows)]
