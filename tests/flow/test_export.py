"""A member takes out what their organisation holds: within its conditions, with its marking, on record."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from handrail.exchange import schema
from handrail.exchange.holdings import Export, as_document, take_out
from handrail.gate import Refused, clock
from handrail.sharing.actions.recalling import recall
from handrail.sharing.changes import PutItem, SetReasons, SetTelling, SetWhy
from handrail.sharing.models import Holding
from handrail.sharing.statements import Grading
from tests.nominating import (
    CONCERN,
    CRITERIA,
    HOME,
    LOOK_AGAIN,
    NAME,
    OFFICER,
    PURPOSE,
    acting_for,
    let_training_lapse,
    propose,
    recipient,
    release,
    said_in_ledger,
    start,
    statement,
    write,
    write_items,
)
from tests.working import SUPPORT, disclosed
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
SCHEMA = schema.published(schema.HOLDINGS)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def taken(pilot: World, who: str = CONTACT, purpose: str = SUPPORT) -> Export:
    return take_out(by=pilot.actor(who), purpose=purpose)


def words(export: Export) -> list[str]:
    return [each.form_of_words for each in export.holdings]


def test_it_works(pilot: World) -> None:
    disclosed(pilot, "council")

    export = taken(pilot)

    assert words(export) == [NAME, CONCERN]
    assert (export.organisation, export.marking) == ("council", "OFFICIAL-SENSITIVE")
    concern = export.holdings[1]
    assert (concern.category, concern.originator, concern.purpose) == ("concern", "ctu", SUPPORT)
    assert concern.until == date(2025, 12, 31)
    assert dict(concern.grading) == {"scheme": "3x5x2", "source": "1", "information": "B", "handling": "P"}
    assert "Immigration decisions" in export.never_for


def test_the_document_is_as_its_schema_says(pilot: World) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    disclosed(pilot, "council")
    document: dict[str, Any] = json.loads(as_document(taken(pilot)))
    VALIDATOR.validate(document)
    VALIDATOR.validate(SCHEMA["examples"][0])
    assert [each["form_of_words"] for each in document["holdings"]] == [NAME, CONCERN]


def test_nothing_held_is_a_document_too(pilot: World) -> None:
    export = taken(pilot)
    assert (export.holdings, export.marking) == ((), "OFFICIAL")
    VALIDATOR.validate(json.loads(as_document(export)))


def test_conditions_go_out_with_the_item(pilot: World) -> None:
    give_under(pilot, Grading("1", "A", handling="C", action="A3", sanitisation="S2"))
    concern = taken(pilot).holdings[-1]
    assert concern.conditions == "Ask us before you speak of it."
    assert {"handling": "C", "action": "A3", "sanitisation": "S2"}.items() <= dict(concern.grading).items()
    VALIDATOR.validate(json.loads(as_document(taken(pilot))))


def test_what_its_originator_keeps_in_handrail_stays(pilot: World) -> None:
    give_under(pilot, Grading("1", "A", handling="C", action="A1", sanitisation="S2"))
    assert words(taken(pilot)) == [NAME]


def give_under(pilot: World, grading: Grading) -> None:
    """A name and a concern that is graded like this, released to the council."""
    officer = pilot.actor(OFFICER)
    written = write_items(pilot, start(pilot))
    said = replace(statement(CONCERN, grading=grading), conditions="Ask us before you speak of it.")
    written = written.edited(officer, PutItem(said, written.items["concern"]))
    written = written.edited(officer, SetWhy("isolation", CRITERIA)).edited(
        officer, recipient(pilot, written, "council")
    )
    written = written.edited(officer, SetReasons("police_common_law", "She needs help.", "It is the least.", "None."))
    written = written.edited(officer, SetTelling("deferred", LOOK_AGAIN, "crime_prevention"))
    release(pilot, propose(pilot, written))


def test_what_was_recalled_stays_out(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    assert words(taken(pilot)) == [NAME]


def test_what_has_run_out_stays_out_whether_or_not_the_sweep_has_been_by(pilot: World) -> None:
    disclosed(pilot, "council")
    with clock.at(datetime(2025, 12, 31, 12, tzinfo=clock.LONDON)):
        assert len(words(taken(pilot))) == 2
    with clock.at(datetime(2026, 1, 1, 12, tzinfo=clock.LONDON)):
        assert words(taken(pilot)) == []


def test_drafts_stay_in(pilot: World) -> None:
    write(pilot)
    assert words(taken(pilot, OFFICER, PURPOSE)) == []


def test_an_originator_takes_out_its_own_register(pilot: World) -> None:
    disclosed(pilot, "council")
    export = taken(pilot, OFFICER, PURPOSE)
    assert words(export) == [NAME, CONCERN]
    assert {each.until for each in export.holdings} == {None}
    assert HOME not in words(export)


def test_what_was_given_for_another_purpose_stays(pilot: World) -> None:
    disclosed(pilot, "force")
    assert words(taken(pilot, "single_point_of_contact@force")) == [NAME, CONCERN]
    assert words(taken(pilot, "single_point_of_contact@force", "risk_management")) == []


def test_each_organisation_takes_out_its_own_copies(pilot: World) -> None:
    disclosed(pilot, "council", "nhs")
    for key in ("council", "nhs"):
        export = taken(pilot, f"single_point_of_contact@{key}")
        with acting_for(pilot.organisation(key)):
            assert {each.item for each in export.holdings} == {
                str(item) for item in Holding.objects.values_list("item", flat=True)
            }
    assert taken(pilot, "single_point_of_contact@school").holdings == ()


@pytest.mark.parametrize("who", ["practitioner@council", "administrator@council", "auditor@council"])
def test_who_may_not_take_out_is_told_so(pilot: World, who: str) -> None:
    disclosed(pilot, "council")
    with pytest.raises(Refused):
        taken(pilot, who)


def test_nobody_takes_out_whose_training_has_lapsed(pilot: World) -> None:
    let_training_lapse(pilot, CONTACT)
    with pytest.raises(Refused) as caught:
        taken(pilot)
    assert caught.value.rules == ("training-lapsed",)


@pytest.mark.parametrize("purpose", ["immigration", "benefits", "tenancy", "pursuit"])
def test_nothing_goes_out_for_enforcement(pilot: World, purpose: str) -> None:
    with pytest.raises(Refused):
        taken(pilot, purpose=purpose)


def test_the_ledger_has_what_was_taken_and_none_of_its_words(pilot: World) -> None:
    disclosed(pilot, "council")
    taken(pilot)
    entry = json.loads(said_in_ledger(pilot.organisation("council"))[-1])
    assert (entry["action"], entry["outcome"]) == ("holding.export", "done")
    assert entry["facts"]["results"] == 2
    assert len(entry["facts"]["result_set"]) == 64
    assert NAME not in json.dumps(entry)
