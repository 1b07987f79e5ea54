"""An originating officer writes a nomination and puts it forward."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from handrail.directory.models import Centre
from handrail.gate import Conflict, Faults, NotFound, Refused, RuleBroken
from handrail.sharing.actions import drafting
from handrail.sharing.actions.authorising import Answers, send_back
from handrail.sharing.actions.contributing import contribute
from handrail.sharing.changes import (
    JoinRecord,
    PutItem,
    RemoveItem,
    RemoveRecipient,
    SetReasons,
    SetTelling,
    SetWhy,
)
from handrail.sharing.models import Disclosure, Holding, SharingDecision
from handrail.sharing.queries.nominations import nominations, open_nomination
from handrail.sharing.statements import Grading
from tests.nominating import (
    AUTHORISER,
    BORN,
    CONCERN,
    CRITERIA,
    HOME,
    LOOK_AGAIN,
    NAME,
    OFFICER,
    PURPOSE,
    acting_for,
    change_agreement,
    let_training_lapse,
    opened,
    propose,
    put_forward,
    recipient,
    release,
    said_in_ledger,
    start,
    statement,
    waiting,
    write,
    write_items,
)
from tests.worlds import NOW, World

ANOTHER_OFFICER = "second_originating_officer@ctu"


def rules(error: pytest.ExceptionInfo[Faults]) -> set[tuple[str, str | None]]:
    return {(fault.rule, fault.field) for fault in error.value.faults}


def test_it_works(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))

    shown = opened(pilot, written, by=AUTHORISER)

    assert shown.state == "proposed"
    assert shown.name == NAME
    assert [item.words for item in shown.identity] == [NAME, "4 June 1991"]
    assert [item.words for item in shown.items] == [CONCERN, HOME]
    assert [each.name for each in shown.recipients] == ["Camden Council", "Northside Mental Health Trust"]


def test_everything_is_saved_as_it_is_written(pilot: World) -> None:
    written = write(pilot)

    shown = opened(pilot, written)

    assert (shown.reason.code, shown.criteria) == ("isolation", CRITERIA)
    assert (shown.power.code, shown.reasons.necessity) == ("police_common_law", "She needs help.")
    assert (shown.telling.state, shown.telling.ground.code, shown.telling.on) == (
        "deferred",
        "crime_prevention",
        LOOK_AGAIN,
    )
    assert shown.lacks == ()
    assert shown.may == {"edit", "propose", "withdraw"}


def test_what_is_written_is_sealed_in_the_database(pilot: World) -> None:
    written = write(pilot)

    with acting_for(pilot.organisation("ctu")):
        rows = [*Holding.objects.values_list("text_sealed", "parts_sealed", "original_sealed")]
        decision = SharingDecision.objects.get(pk=written.id)

    stored = b"".join(bytes(each) for row in rows for each in row) + bytes(decision.necessity_sealed)
    assert len(stored) > 500
    for words in (NAME, "Yusuf", BORN, CONCERN, "CTU/24/0117", "She needs help."):
        assert words.encode() not in stored


def test_the_ledger_has_codes_and_ids_and_no_words(pilot: World) -> None:
    written = put_forward(pilot)

    entries = said_in_ledger(pilot.organisation("ctu"))

    assert any(str(written.id) in each and '"decision.propose"' in each for each in entries)
    for words in (NAME, "Yusuf", "1991", CONCERN, HOME, "CTU/24/0117", "She needs help."):
        assert not any(words in each for each in entries)


def test_an_empty_draft_is_told_everything_that_it_lacks_at_once(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        propose(pilot, start(pilot))

    assert rules(refused) == {
        ("no-name", "person"),
        ("no-reason", "why"),
        ("no-items", "items"),
        ("no-recipients", "recipients"),
        ("no-power", "decision"),
        ("no-necessity", "decision"),
        ("no-proportionality", "decision"),
        ("no-alternatives", "decision"),
        ("telling-undecided", "telling"),
    }


def test_every_required_criterion_has_to_be_met(pilot: World) -> None:
    written = write(pilot).edited(pilot.actor(OFFICER), SetWhy("isolation", CRITERIA[1:-1]))

    with pytest.raises(Faults) as refused:
        propose(pilot, written)

    assert rules(refused) == {("criterion-not-met", "why")}
    assert len(refused.value.faults) == 2


def test_a_name_is_not_enough(pilot: World) -> None:
    written = write(pilot)
    for key in ("concern", "home"):
        written = written.edited(pilot.actor(OFFICER), RemoveItem(written.items[key]))

    with pytest.raises(Faults) as refused:
        propose(pilot, written)

    assert rules(refused) == {("no-items", "items")}


def test_taking_an_item_out_takes_it_from_every_recipient(pilot: World) -> None:
    written = write(pilot, recipients=("council", "nhs"))
    written = written.edited(pilot.actor(OFFICER), RemoveItem(written.items["name"]))

    shown = opened(pilot, written)

    assert [len(each.items) for each in shown.recipients] == [1, 1]
    assert {(lack.task, lack.rule) for lack in shown.lacks} == {("person", "no-name"), ("recipients", "no-name")}


def test_the_decision_is_marked_as_high_as_its_highest_item(pilot: World) -> None:
    officer = pilot.actor(OFFICER)
    written = start(pilot).edited(officer, PutItem(statement(HOME, "housing", marking=1)))
    assert opened(pilot, written).marking == 1
    written = written.edited(officer, PutItem(statement(CONCERN, marking=2)))
    assert opened(pilot, written).marking == 2
    highest = opened(pilot, written).items[-1].item
    assert opened(pilot, written.edited(officer, RemoveItem(highest))).marking == 1


# --- Refused at entry -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        PutItem(statement("SECRET: he attends meetings")),
        PutItem(statement(CONCERN, marking=3)),
        SetReasons("police_common_law", "TOP SECRET", "", ""),
    ],
)
def test_nothing_above_official_gets_in(pilot: World, change: PutItem | SetReasons) -> None:
    written = start(pilot)

    with pytest.raises(Faults) as refused:
        written.edited(pilot.actor(OFFICER), change)

    assert {rule for rule, _ in rules(refused)} == {"above-official"}
    shown = opened(pilot, written)
    assert (shown.items, shown.reasons.necessity, shown.version) == ((), "", 1)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"purpose": "originating"}, ("purpose-not-shared-for", "purpose")),
        ({"purpose": "risk_management"}, ("purpose-not-theirs", "purpose")),
        ({"requested_action": "watch_them"}, ("not-in-catalogue", "requested_action")),
        ({"requested_action": "offer_health_appointment"}, ("not-in-catalogue", "requested_action")),
        ({"until": NOW.date()}, ("until-past", "until")),
        ({"until": NOW.date() + timedelta(days=366)}, ("until-too-late", "until")),
        ({"items": ()}, ("no-items", "items")),
    ],
)
def test_a_recipient_is_proposed_within_the_rulebook(
    pilot: World, changed: dict[str, object], fault: tuple[str, str]
) -> None:
    written = write_items(pilot, start(pilot))
    proposal = recipient(pilot, written, "council")

    with pytest.raises(Faults) as refused:
        written.edited(pilot.actor(OFFICER), replace(proposal, **changed))  # type: ignore[arg-type]

    assert rules(refused) == {fault}


def test_health_does_not_go_to_a_school(pilot: World) -> None:
    officer = pilot.actor(OFFICER)
    written = write_items(pilot, start(pilot)).edited(officer, PutItem(statement("She is unwell.", "health")))
    written.items["health"] = opened(pilot, written).items[-1].item

    with pytest.raises(Faults) as refused:
        written.edited(officer, recipient(pilot, written, "school", items=("name", "health")))

    assert rules(refused) == {("item-withheld", "items")}
    written.edited(officer, recipient(pilot, written, "nhs", items=("name", "health")))


def test_covert_handling_never_leaves_law_enforcement(pilot: World) -> None:
    officer = pilot.actor(OFFICER)
    covert = Grading("1", "B", handling="C", action="A2", sanitisation="S2")
    item = replace(statement(CONCERN, grading=covert), conditions="Do not speak of it.")
    written = write_items(pilot, start(pilot)).edited(officer, PutItem(item))
    written.items["covert"] = opened(pilot, written).items[-1].item

    for key in ("council", "force"):
        with pytest.raises(Faults) as refused:
            written.edited(officer, recipient(pilot, written, key, items=("name", "covert")))
        assert rules(refused) == {("item-withheld", "items")}
    as_police = recipient(
        pilot, written, "force", items=("name", "covert"), purpose="risk_management", requested_action="own_police_risk"
    )
    written.edited(officer, as_police)


def test_an_organisation_cannot_share_with_itself(pilot: World) -> None:
    written = write_items(pilot, start(pilot))
    with pytest.raises(RuleBroken) as refused:
        written.edited(pilot.actor(OFFICER), recipient(pilot, written, "ctu"))
    assert refused.value.rule == "unknown-recipient"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (SetTelling("deferred", LOOK_AGAIN, "serious_harm"), ("ground-not-open", "ground")),
        (SetTelling("deferred", date(2025, 7, 1), "crime_prevention"), ("look-again-too-late", "on")),
        (SetTelling("told", date(2025, 6, 3)), ("told-in-future", "on")),
        (SetTelling("never", date(2025, 6, 3)), ("telling-undecided", "state")),
    ],
)
def test_telling_is_decided_within_the_law(pilot: World, change: SetTelling, fault: tuple[str, str]) -> None:
    with pytest.raises(Faults) as refused:
        start(pilot).edited(pilot.actor(OFFICER), change)
    assert rules(refused) == {fault}


def test_only_a_power_that_the_organisation_has(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        start(pilot).edited(pilot.actor(OFFICER), SetReasons("council_general_power", "n", "p", "a"))
    assert rules(refused) == {("power-not-held", "power")}


# --- Refused when it is put forward -----------------------------------------------------------------------------


def test_nothing_is_proposed_to_who_has_not_accepted_the_agreement(pilot: World) -> None:
    written = write(pilot)
    written = written.edited(pilot.actor(OFFICER), recipient(pilot, written, "undecided"))

    with pytest.raises(Faults) as refused:
        propose(pilot, written)

    assert rules(refused) == {("agreement-not-accepted", f"recipients:{pilot.organisation('undecided')}")}
    assert "Barnet Council" in refused.value.faults[0].sentence


def test_nothing_outlasts_the_agreement(pilot: World) -> None:
    change_agreement(pilot, ends_on=date(2025, 9, 30))
    written = write(pilot)
    assert [lack.rule for lack in opened(pilot, written).lacks] == ["until-out-of-bounds"]
    until = recipient(pilot, written, "council", until=date(2025, 9, 30))
    propose(pilot, written.edited(pilot.actor(OFFICER), until))


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"purposes": ["risk_management"]}, "purpose-outside-agreement"),
        ({"categories": ["name", "housing"]}, "category-not-permitted"),
        ({"name_ceiling": 0}, "name-ceiling"),
        ({"state": "offered"}, "agreement-not-accepted"),
        ({"state": "ended"}, "agreement-not-accepted"),
        ({"ends_on": date(2025, 6, 1)}, "agreement-not-accepted"),
    ],
)
def test_the_agreement_has_to_cover_it(pilot: World, changed: dict[str, object], rule: str) -> None:
    written = write(pilot)
    change_agreement(pilot, **changed)

    with pytest.raises(Faults) as refused:
        propose(pilot, written)

    assert rules(refused) == {(rule, f"recipients:{pilot.organisation('council')}")}


# --- Who may not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["authoriser@ctu", "pursuit_officer@ctu", "single_point_of_contact@council", "auditor@ctu"]
)
def test_only_an_originating_officer_starts_a_nomination(pilot: World, who: str) -> None:
    with pytest.raises(Refused) as refused:
        start(pilot, by=who)
    assert refused.value.rules == ("no-permission",)


def test_an_authoriser_does_not_write(pilot: World) -> None:
    written = start(pilot)
    with pytest.raises(Refused):
        written.edited(pilot.actor(AUTHORISER), PutItem(statement(CONCERN)))


@pytest.mark.parametrize(
    "who",
    ["single_point_of_contact@council", "data_protection_officer@council", "pursuit_officer@ctu", "auditor@ctu"],
)
def test_to_everybody_else_it_does_not_exist(pilot: World, who: str) -> None:
    written = put_forward(pilot)
    for decision in (written.id, uuid4()):
        with pytest.raises(NotFound):
            open_nomination(by=pilot.actor(who), purpose="safeguarding_support", decision=decision)


def test_nobody_writes_with_lapsed_training(pilot: World) -> None:
    written = write(pilot)
    let_training_lapse(pilot, OFFICER)

    attempts: list[Callable[[], object]] = [
        lambda: propose(pilot, written),
        lambda: opened(pilot, written),
        lambda: start(pilot),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.rules == ("training-lapsed",)


@pytest.mark.parametrize("purpose", ["immigration", "benefits", "tenancy", "admissions", "employment", "pursuit"])
def test_nobody_writes_for_enforcement(pilot: World, purpose: str) -> None:
    with pytest.raises(Refused):
        drafting.start(by=pilot.actor(OFFICER), purpose=purpose, centre=pilot.centre)


@pytest.mark.parametrize("end", ["ends_on", "programme_ends_on"])
def test_nothing_starts_or_goes_on_after_the_centre_or_the_programme_has_ended(pilot: World, end: str) -> None:
    written = write(pilot)
    Centre.objects.filter(pk=pilot.centre).update(**{end: date(2025, 6, 1)})

    attempts: list[Callable[[], object]] = [lambda: start(pilot), lambda: propose(pilot, written)]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.rules == ("centre-ended" if end == "ends_on" else "programme-ended",)
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)


def test_a_refusal_is_in_the_ledger(pilot: World) -> None:
    written = write(pilot)
    with pytest.raises(Refused):
        written.edited(pilot.actor(AUTHORISER), RemoveRecipient(pilot.organisation("council")))

    entries = [each for each in said_in_ledger(pilot.organisation("ctu")) if '"outcome":"refused"' in each]

    assert len(entries) == 1
    assert '"no-permission"' in entries[0]
    assert '"decision.edit"' in entries[0]


# --- State and version -------------------------------------------------------------------------------------------


def test_nothing_changes_while_it_waits_for_a_decision(pilot: World) -> None:
    written = put_forward(pilot)
    with pytest.raises(RuleBroken) as refused:
        written.edited(pilot.actor(OFFICER), PutItem(statement(HOME, "housing")))
    assert refused.value.rule == "state"
    with pytest.raises(RuleBroken):
        propose(pilot, written)


def test_two_officers_cannot_overwrite_each_other_unseen(pilot: World) -> None:
    written = write(pilot)
    written.edited(pilot.actor(ANOTHER_OFFICER), SetWhy("returning", CRITERIA))

    with pytest.raises(Conflict):
        written.edited(pilot.actor(OFFICER), SetWhy("family_strain", CRITERIA))
    with pytest.raises(Conflict):
        propose(pilot, written)

    assert opened(pilot, written).reason.code == "returning"


def test_an_item_of_another_nomination_cannot_be_changed_through_this_one(pilot: World) -> None:
    one, other = write(pilot), write(pilot, person="Karim Osman")
    with pytest.raises(NotFound):
        one.edited(pilot.actor(OFFICER), PutItem(statement("Changed."), other.items["concern"]))
    assert opened(pilot, other).items[0].words == CONCERN


def test_withdrawn_is_withdrawn(pilot: World) -> None:
    written = put_forward(pilot)
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=written.id)

    assert opened(pilot, written).state == "withdrawn"
    assert waiting(pilot, AUTHORISER) == []
    with pytest.raises(RuleBroken):
        propose(pilot, written)


def test_putting_forward_makes_it_an_authorisers_duty(pilot: World) -> None:
    written = put_forward(pilot)
    assert [(each.kind, each.subject) for each in waiting(pilot, AUTHORISER)] == [("decide_nomination", written.id)]


# --- The same person twice ---------------------------------------------------------------------------------------


def test_somebody_nominated_before_is_offered_to_be_handed_in(pilot: World) -> None:
    first = put_forward(pilot)
    second = write_items(pilot, start(pilot), person="Amina  yusuf")

    (known,) = opened(pilot, second).known_already

    assert (known.decision, known.reference) == (first.id, first.draft.reference)


def test_another_person_of_the_same_name_is_not_taken_for_them(pilot: World) -> None:
    put_forward(pilot)
    other = write_items(pilot, start(pilot), born="1975-01-31")
    assert opened(pilot, other).known_already == ()


def test_a_year_of_birth_does_not_contradict_the_day(pilot: World) -> None:
    put_forward(pilot)
    assert opened(pilot, write_items(pilot, start(pilot), born="1991")).known_already
    assert not opened(pilot, write_items(pilot, start(pilot), born="1990")).known_already


def test_handing_in_makes_one_record_of_the_two(pilot: World) -> None:
    first, second = put_forward(pilot), write(pilot)
    before = opened(pilot, second)

    joined = second.edited(pilot.actor(OFFICER), JoinRecord(first.id))

    after = opened(pilot, joined)
    assert after.reference == first.draft.reference
    assert after.reference != before.reference
    assert (after.items, after.identity, after.reasons) == (before.items, before.identity, before.reasons)
    assert after.known_already == ()
    with acting_for(pilot.organisation("ctu")):
        people = set(SharingDecision.objects.values_list("person_id", flat=True))
    assert len(people) == 1
    propose(pilot, joined)


def test_handing_in_keeps_what_was_written_when_it_was_sent_back(pilot: World) -> None:
    first, second = put_forward(pilot), put_forward(pilot)
    answers = Answers("This is the same person as in another nomination.", "", "", "", "")
    send_back(
        by=pilot.actor(AUTHORISER), purpose=PURPOSE, decision=second.id, version=second.draft.version, answers=answers
    )
    second = replace(second, draft=replace(second.draft, version=opened(pilot, second).version))

    joined = second.edited(pilot.actor(OFFICER), JoinRecord(first.id))

    assert opened(pilot, joined).judgements[0].answers == (("Is it necessary?", answers.necessary),)
    assert [due.person_reference for due in waiting(pilot, OFFICER)] == [first.draft.reference]


def test_handing_in_leaves_what_else_is_known_of_the_person_as_it_is(pilot: World) -> None:
    released = put_forward(pilot)
    release(pilot, released)
    mistaken = write(pilot).edited(pilot.actor(OFFICER), JoinRecord(released.id))
    another = write(pilot, person="Karim Osman")

    mended = mistaken.edited(pilot.actor(OFFICER), JoinRecord(another.id))

    assert opened(pilot, mended).reference == another.draft.reference
    assert opened(pilot, released).reference == released.draft.reference
    assert opened(pilot, released).name == NAME
    assert found(pilot, find=released.draft.reference) == [released.id]


def test_what_was_told_of_somebody_is_not_handed_in_as_about_somebody_else(pilot: World) -> None:
    contact = "single_point_of_contact@council"
    for person in (NAME, "Karim Osman"):
        release(pilot, put_forward(pilot, person=person))
    with acting_for(pilot.organisation("council")):
        first, second = Disclosure.objects.values_list("id", flat=True)
    drafts = [
        contribute(by=pilot.actor(contact), purpose="safeguarding_support", disclosure=each) for each in (first, second)
    ]
    with pytest.raises(RuleBroken) as refused:
        drafting.edit(
            by=pilot.actor(contact), purpose="safeguarding_support", decision=drafts[0].decision,
            version=drafts[0].version, change=JoinRecord(drafts[1].decision),
        )  # fmt: skip
    assert refused.value.rule == "nominations-only"


def test_only_a_nomination_says_why_the_person_is_listed(pilot: World) -> None:
    contact = "single_point_of_contact@council"
    release(pilot, put_forward(pilot))
    with acting_for(pilot.organisation("council")):
        given = Disclosure.objects.get()
    draft = contribute(by=pilot.actor(contact), purpose="safeguarding_support", disclosure=given.id)
    with pytest.raises(RuleBroken) as refused:
        drafting.edit(
            by=pilot.actor(contact), purpose="safeguarding_support", decision=draft.decision, version=draft.version,
            change=SetWhy("isolation", CRITERIA),
        )  # fmt: skip
    assert refused.value.rule == "nominations-only"


def test_a_draft_is_handed_in_only_to_what_its_writer_may_see(pilot: World) -> None:
    second = write(pilot)
    for into in (uuid4(), second.id):
        with pytest.raises((NotFound, RuleBroken)):
            second.edited(pilot.actor(OFFICER), JoinRecord(into))


# --- Lists -------------------------------------------------------------------------------------------------------


def found(pilot: World, *, find: str = "", state: str = "") -> list[UUID]:
    listed = nominations(by=pilot.actor(OFFICER), purpose=PURPOSE, find=find, state=state)
    return [row.id for row in listed.rows]


def test_a_list_shows_references_and_initials_and_no_name(pilot: World) -> None:
    written = put_forward(pilot)
    (row,) = nominations(by=pilot.actor(AUTHORISER), purpose=PURPOSE).rows
    assert (row.reference, row.initials) == (written.draft.reference, "A. Y.")
    assert "Amina" not in str(row)


def test_a_nomination_is_found_by_name_by_reference_and_by_state(pilot: World) -> None:
    amina, karim = put_forward(pilot), write(pilot, person="Karim Osman")
    assert found(pilot, find="yusuf amina") == [amina.id]
    assert found(pilot, find=karim.draft.reference.lower()) == [karim.id]
    assert found(pilot, state="proposed") == [amina.id]
    assert found(pilot, find="nobody") == []
    assert set(found(pilot)) == {amina.id, karim.id}


def test_the_words_of_a_search_are_not_in_the_ledger(pilot: World) -> None:
    put_forward(pilot)
    found(pilot, find="Yusuf")
    assert not any("usuf" in each for each in said_in_ledger(pilot.organisation("ctu")))


def test_a_partner_has_no_nominations_to_list(pilot: World) -> None:
    put_forward(pilot)
    assert nominations(by=pilot.actor("data_protection_officer@council"), purpose="individual_rights").rows == ()


def test_the_list_offers_centres_that_run_today(pilot: World) -> None:
    def centres(who: str) -> int:
        return len(nominations(by=pilot.actor(who), purpose=PURPOSE).centres)

    assert (centres(OFFICER), centres(AUTHORISER)) == (1, 0)
    Centre.objects.filter(pk=pilot.centre).update(ends_on=date(2025, 6, 1))
    assert centres(OFFICER) == 0


# --- Whom it can go to -------------------------------------------------------------------------------------------


def test_organisations_are_offered_with_their_agreement_and_its_count(pilot: World) -> None:
    written = write_items(pilot, start(pilot))
    choices = {each.name: each for each in opened(pilot, written, choices=True).choices}

    council = choices["Camden Council"].agreement
    assert council is not None
    assert (council.names_used, council.name_ceiling) == (0, 60)
    assert choices["Barnet Council"].agreement is None
    assert choices["Barnet Council"].why_not
    assert "London Counter-Terrorism Policing Unit" not in choices


def test_items_that_a_recipient_cannot_have_are_shown_with_why(pilot: World) -> None:
    written = write_items(pilot, start(pilot))
    choices = {each.name: each for each in opened(pilot, written, choices=True).choices}
    assert [item for item, _ in choices["Regent Homes"].withheld] == [written.items["concern"]]
    assert choices["Camden Council"].withheld == ()


def test_the_preview_says_what_each_will_not_see_and_why(pilot: World) -> None:
    written = write(pilot, recipients=("council",))
    housing = recipient(pilot, written, "housing", items=("name", "home"))
    shown = opened(pilot, written.edited(pilot.actor(OFFICER), housing))

    seen = {each.name: [item.words for item in each.preview.items] for each in shown.recipients}
    unseen = {each.name: {item.words: item.why for item in each.unseen} for each in shown.recipients}

    assert seen == {"Camden Council": [NAME, CONCERN], "Regent Homes": [NAME, HOME]}
    assert unseen["Camden Council"] == dict.fromkeys(["4 June 1991", HOME], "It wasn’t chosen for them.")
    assert "reason for concern" in unseen["Regent Homes"][CONCERN]
