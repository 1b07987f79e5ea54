"""The demonstration: everything that can be waiting, decided or over is in it, and the record of it all holds."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from random import Random
from uuid import UUID, uuid4

import psycopg
import pytest

from handrail import demo, ledger
from handrail.casework.queries.cases import case_about
from handrail.demo import agreements, journey, knowing, organisations, people
from handrail.demo.courses import OVER_THE_CEILING
from handrail.demo.partners import PartnerRegister
from handrail.demo.pilot import ORIGINATING, SUPPORT, House, Pilot
from handrail.demo.timeline import Diary, Timeline
from handrail.directory.signed_in import demo_members
from handrail.duties import waiting_for
from handrail.gate import Actor, clock
from handrail.gate.act import COVER
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.opening import open_reference
from handrail.matching.queries.checks import checks, open_check
from handrail.matching.queries.searches import who_knows
from handrail.oversight.queries.unusual import unusual_accesses
from handrail.programme import load as load_rulebook
from handrail.sharing.queries.nominations import nominations, open_nomination
from handrail.sharing.queries.people import PersonPage, find_people, open_person
from handrail.sharing.rules.readiness import Task
from handrail.site.lifecycles import lifecycles
from handrail.upkeep.reconciling import differences
from tests.harness.databases import Databases

TODAY = date(2026, 3, 18)
PEOPLE = 63

#: Lifecycle → the table and column in which its states are kept.
KEPT_IN = {
    "sharing decision": ("sharing_sharingdecision", "state"),
    "disclosure": ("sharing_disclosure", "state"),
    "item": ("sharing_holding", "state"),
    "notice": ("sharing_recallnotice", "state"),
    "challenge": ("sharing_challenge", "state"),
    "statement": ("sharing_knowsstatement", "state"),
    "request": ("sharing_unsealrequest", "state"),
    "case": ("casework_case", "state"),
    "support action": ("casework_supportaction", "state"),
    "risk": ("casework_risk", "state"),
    "offer": ("casework_riskoffer", "state"),
    "change of kind": ("casework_riskkindchange", "state"),
    "concern": ("casework_concern", "state"),
    "escalation": ("casework_escalation", "state"),
    "consent": ("casework_case", "consent"),
    "deconfliction": ("casework_deconfliction", "state"),
    "objective": ("casework_objective", "state"),
    "need": ("casework_need", "state"),
    "hand-in": ("casework_handin", "state"),
    "transfer": ("casework_transfer", "state"),
    "assessment": ("assessments_assessment", "state"),
    "request to agree the wording": ("assessments_wording", "state"),
    "question": ("questions_question", "state"),
    "reply to a question": ("questions_reply", "state"),
    "member": ("directory_member", "status"),
    "role": ("directory_rolegrant", "state"),
    "invitation": ("directory_invitation", "state"),
    "calendar address": ("directory_calendaraddress", "state"),
    "agreement": ("directory_agreement", "state"),
    "answer": ("directory_party", "state"),
    "duty": ("duties_duty", "state"),
    "import": ("sharing_nominationimport", "state"),
    "source": ("provenance_drawson", "state"),
    "meeting": ("meetings_meeting", "state"),
    "answer to an invitation": ("meetings_attendee", "answer"),
    "discussion note": ("meetings_note", "state"),
    "decision of a meeting": ("meetings_meetingdecision", "state"),
    "dissent": ("meetings_dissent", "state"),
    "action of a meeting": ("meetings_meetingaction", "state"),
    "paper": ("meetings_meetingpaper", "state"),
    "register": ("matching_register", "state"),
    "search": ("matching_search", "state"),
    "register in a search": ("matching_result", "state"),
    "candidate": ("matching_candidate", "state"),
    "identity check": ("matching_check", "state"),
    "answer to an identity check": ("matching_checkreply", "state"),
    "service": ("services_localservice", "state"),
    "time or cost entry": (
        "costs_costentry AS entry",
        "CASE WHEN entry.id IN (SELECT reverses_id FROM costs_costentry) THEN 'taken_back' ELSE 'recorded' END",
    ),
}


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int, str]]:
    """What the progress bar was told."""
    return []


@pytest.fixture
def loaded(
    databases: Databases, told: list[tuple[int, int, str]]
) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection, past row security, to a demonstration that was loaded once for all of these tests."""

    def build() -> None:
        demo.load(people=PEOPLE, seed=2018, today=TODAY, progress=lambda *said: told.append(said))

    with (
        databases.fresh("demo", build) as (database, _),
        psycopg.connect(database.server.superuser, dbname=database.name, autocommit=True) as connection,
        clock.at(datetime.combine(TODAY, time(9), clock.LONDON)),
    ):
        yield connection


def test_every_state_of_every_lifecycle_is_in_it(loaded: "psycopg.Connection[tuple[object, ...]]") -> None:
    tables = {each.name: each for each in lifecycles()}
    assert tables.keys() == KEPT_IN.keys()
    missing = {
        name: absent
        for name, (table, column) in KEPT_IN.items()
        if (absent := tables[name].states - _values(loaded, f"SELECT DISTINCT {column} FROM {table}"))
    }
    ended_with_their_row = {"import": {"staging"}, "assessment": {"discarded"}}
    only_where_somebody_cheats = {
        "register": {"suspended"}, "candidate": {"made_up"}, "identity check": {"made_up"},
    }  # fmt: skip
    assert missing == ended_with_their_row | only_where_somebody_cheats


def test_a_record_was_found_of_the_person_whose_draft_is_to_be_finished(
    loaded: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    officer = _member(loaded, journey.OFFICER)
    (draft,) = nominations(by=officer, purpose=ORIGINATING, find="underhill").rows
    (search,) = who_knows(by=officer, purpose=ORIGINATING, decision=draft.id).searches
    assert [(each.evidence, each.state) for each in search.results[0].candidates] == [
        ("strong", "found"), ("weak", "wanted"),
    ]  # fmt: skip


def test_the_partner_opens_the_reference_of_a_record_that_it_is_asked_about(
    loaded: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    """The register's keys lie in the home: a newcomer can do what a partner does, at a terminal."""
    contact = _member(loaded, journey.CONTACT)
    waiting = checks(by=contact, purpose=SUPPORT).waiting
    keys = KeyFolder.open(PartnerRegister.of(knowing.KEEPER).path)
    for each in waiting:
        reference = open_check(by=contact, purpose=SUPPORT, check=each.id).record
        assert open_reference(keys, reference, at=clock.now()).record_id
    assert sorted(each.reply for each in waiting) == ["", "unsaid", "weighed"]


def test_an_officer_has_something_to_look_at_twice_and_has_looked_at_some(
    loaded: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    assert _values(loaded, "SELECT DISTINCT finding FROM oversight_secondlook") == {"covering"}
    house = "SELECT member.organisation_id, member.id FROM directory_member AS member"
    officer = "JOIN directory_rolegrant AS grants ON grants.member_id = member.id AND role = 'data_protection_officer'"
    camden = "JOIN directory_organisation AS house ON house.id = member.organisation_id AND slug = 'camden'"
    (organisation, member), *_ = loaded.execute(f"{house} {officer} {camden} ORDER BY member.name".encode()).fetchall()
    with clock.at(datetime.combine(TODAY, time(9), clock.LONDON)):
        found = unusual_accesses(by=Actor(UUID(str(member)), UUID(str(organisation))), purpose="individual_rights")
    assert {each.rule for each in found} == {"out_of_hours", "not_on_the_case"}


def test_somebody_is_a_child_whose_parent_agreed_and_who_was_heard(
    loaded: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    agreed = "SELECT DISTINCT voice FROM casework_consent WHERE child AND state = 'given' AND length(note_sealed) > 0"
    assert _values(loaded, agreed) == {"parent_or_guardian"}
    assert _values(loaded, "SELECT DISTINCT child FROM casework_consent WHERE voice = 'person'") == {False}


def test_its_record_is_whole(loaded: "psycopg.Connection[tuple[object, ...]]") -> None:
    verified = ledger.verify()

    assert verified.ok
    assert verified.unsequenced == 0
    assert verified.size > 1_000
    assert _values(loaded, "SELECT DISTINCT outcome FROM ledger_payload") == {"done", COVER}


def test_each_thing_that_was_done_has_its_entry_and_each_entry_its_record(
    loaded: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    """Everything that people do in the pilot: whatever leaves a row, and isn't told of as it should be, shows here."""
    assert [each.what for each in differences()] == []


def test_it_happened_in_order_and_before_today(loaded: "psycopg.Connection[tuple[object, ...]]") -> None:
    out_of_order = """
        SELECT count(*) FROM (
            SELECT at < lag(at) OVER (ORDER BY leaf_index) AS earlier
            FROM ledger_payload JOIN ledger_entry ON ledger_entry.id = ledger_payload.entry_id
        ) AS entries WHERE earlier
    """
    assert _values(loaded, out_of_order) == {0}
    assert _values(loaded, "SELECT max(at)::date <= %s FROM ledger_payload", [TODAY]) == {True}


def test_the_pilot_is_as_large_as_it_is_said_to_be(loaded: "psycopg.Connection[tuple[object, ...]]") -> None:
    kinds = Counter(str(row[0]) for row in loaded.execute("SELECT kind FROM directory_organisation"))
    others = sum(kinds[kind] for kind in ("school", "probation", "housing", "voluntary", "provider", "community"))
    assert kinds["council"] >= 12
    assert (kinds["counter_terrorism_unit"], kinds["police_force"], kinds["nhs"], others) == (3, 3, 6, 6)
    assert (kinds["representative"], kinds["oversight"]) == (2, 1)
    assert _values(loaded, "SELECT count(*) >= 60 FROM directory_member WHERE status = 'active'") == {True}
    nominated_twice = "(SELECT count(DISTINCT disclosure_id) FROM casework_handin)"
    assert _values(loaded, f"SELECT count(*) - {nominated_twice} FROM sharing_nomination") == {PEOPLE}
    assert _values(loaded, "SELECT bool_and(email LIKE '%%.example') FROM directory_account") == {True}


def test_something_is_late_somebody_is_away_and_some_training_has_lapsed(
    loaded: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    assert _values(loaded, "SELECT count(*) > 5 FROM duties_duty WHERE state = 'open' AND due_at < %s", [TODAY]) == {
        True
    }
    assert _values(loaded, "SELECT count(*) FROM directory_member WHERE status = 'away' AND cover_id IS NOT NULL") == {
        1
    }
    lapsed = """
        SELECT count(*) FROM (SELECT member_id, course, max(valid_until) AS until FROM directory_training
        GROUP BY member_id, course) AS latest JOIN directory_member ON directory_member.id = member_id
        WHERE until < %s AND status = 'active'
    """
    assert _values(loaded, lapsed, [TODAY]) == {1}
    assert _values(loaded, "SELECT count(*) > 0 FROM directory_fundingline WHERE state = 'lapsed'") == {True}


def test_everybody_in_the_journey_can_be_signed_in_as(loaded: "psycopg.Connection[tuple[object, ...]]") -> None:
    assert len(journey.STEPS) == 8
    assert {step.email for step in journey.STEPS} <= {member.email for member in demo_members()}
    assert [member.role for member in demo.cast()][:2] == ["Originating officer", "Authoriser, Role approver"]
    assert all(step.link.startswith("/") for step in journey.STEPS)


def test_somebody_waits_for_each_step_of_the_journey(loaded: "psycopg.Connection[tuple[object, ...]]") -> None:
    officer, authoriser, contact, coordinator, other = (
        _member(loaded, email)
        for email in (
            journey.OFFICER, journey.AUTHORISER, journey.CONTACT, journey.COORDINATOR, journey.STEPS[6].email,
        )
    )  # fmt: skip

    (draft,) = nominations(by=officer, purpose=ORIGINATING, find="underhill").rows
    lacks = open_nomination(by=officer, purpose=ORIGINATING, decision=draft.id).lacks
    assert {lack.task for lack in lacks} == {Task.TELLING}
    (proposed,) = nominations(by=authoriser, purpose=ORIGINATING, find="ximenes").rows
    assert "release" in open_nomination(by=authoriser, purpose=ORIGINATING, decision=proposed.id).may
    assert _received(contact, "quispe") == "released"
    (row,) = find_people(by=coordinator, purpose=SUPPORT, words="vlahos")
    assert case_about(by=coordinator, purpose=SUPPORT, person=row.person) is None
    (row,) = find_people(by=officer, purpose=ORIGINATING, words="quarshie")
    assert any("item.recall" in item.steps for item in _page(officer, ORIGINATING, row.id).own)
    duties = waiting_for(by=contact, purpose=SUPPORT)
    due = (*duties.today_and_late.duties, *duties.this_week.duties, *duties.later.duties)
    assert "acknowledge_expiry" in {each.kind for each in due}
    assert _received(other, "quigley") == "released"


def _received(contact: Actor, name: str) -> str:
    """In which state the one disclosure about the person called ``name`` is."""
    (row,) = find_people(by=contact, purpose=SUPPORT, words=name)
    (disclosure,) = _page(contact, SUPPORT, row.id).disclosures
    return disclosure.state


def _page(by: Actor, purpose: str, record: UUID) -> PersonPage:
    return open_person(by=by, purpose=purpose, person=record)


def _member(connection: "psycopg.Connection[tuple[object, ...]]", email: str) -> Actor:
    found = connection.execute(
        "SELECT member.id, member.organisation_id FROM directory_member AS member"
        " JOIN directory_account AS account ON account.id = member.account_id WHERE email = %s",
        [email],
    ).fetchone()
    assert found is not None
    member, organisation = (UUID(str(each)) for each in found)
    return Actor(member, organisation)


def test_progress_is_told_from_beginning_to_end(
    loaded: "psycopg.Connection[tuple[object, ...]]", told: list[tuple[int, int, str]]
) -> None:
    if not told:
        pytest.skip("The demonstration was loaded for another test module.")
    done = [done for done, _, _ in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1]


def test_the_same_seed_gives_the_same_people_on_the_same_courses() -> None:
    first, again, other = (_people(seed) for seed in (7, 7, 8))

    assert first == again
    assert first != other
    assert len({name for name, *_ in first}) > 190


def test_an_agreement_s_ceiling_is_kept_however_many_people_there_are() -> None:
    pilot = _unfounded()
    ceiling = load_rulebook("mac").ceilings["names_per_agreement_year"].limit
    told: dict[tuple[str, str], int] = {}
    for course, each in people.drawn(pilot, people=3_000, seed=1):
        if course is not OVER_THE_CEILING and course.live not in people.WITHIN:
            for recipient in each.recipients:
                place = (each.subject.centre, recipient.house.entry.slug)
                told[place] = told.get(place, 0) + 1
    assert max(told.values()) == ceiling


def _people(seed: int) -> list[tuple[str, str, str, str]]:
    drawn = people.drawn(_unfounded(), people=200, seed=seed)
    return [
        (str(each.subject.name), each.subject.council, each.subject.reason, course.live.__name__)
        for course, each in drawn
    ]


def _unfounded() -> Pilot:
    """The pilot's organisations without a database: enough to draw people."""
    diary = Diary(Random(0), TODAY)
    pilot = Pilot(Random(0), diary, Timeline(diary.end))
    pilot.centres = {centre.slug: uuid4() for centre in agreements.CENTRES}
    for entry in organisations.entries():
        pilot.houses[entry.slug] = House(uuid4(), entry, {post: uuid4() for post in entry.posts})
    for centre in agreements.CENTRES:
        pilot.parties[centre.slug] = agreements.accepted(centre)
    return pilot


def _values(
    connection: "psycopg.Connection[tuple[object, ...]]", query: str, parameters: list[object] | None = None
) -> set[object]:
    return {row[0] for row in connection.execute(query, parameters)}
