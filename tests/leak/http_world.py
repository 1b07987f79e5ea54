"""The worlds that are attacked: the victim in each state, and the same pilot without the victim.

    without    the pilot, a second centre, and somebody else's case in another council's house
    nominated  and the victim's nomination, which waits for an authoriser; the council's register was asked about them
    live       and released to four organisations; a case that is worked on, with a meeting under way
    over       and what was escalated answered, the case closed, items recalled and corrected, the case moved and closed

All are databases cloned from templates, each built on the one before it.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from handrail.casework.actions import intake, opening
from handrail.costs.actions.recording import Spent, record_on_case
from handrail.gate import clock
from handrail.web.originate.forms.person import PARTS
from tests.directories import bring, listed, service
from tests.finding import brought_in, publish_small, real_partner
from tests.harness.databases import Databases
from tests.leak.http_victim import SUPPORT, Here, Told
from tests.leak.story import about_agreements, in_house
from tests.plaintext.canaries import POSTCODE, STEM, Canaries
from tests.plaintext.finding import find, keep
from tests.plaintext.journey import CONTACT, COORDINATOR
from tests.working import REVIEW_ON, disclosed, police_risk
from tests.worlds import NOW, World, build_small_pilot, with_another_centre

BEFORE = NOW - timedelta(days=3)
WITHOUT = "without"
#: The states of the victim, in the order in which they come about.
STATES = ("nominated", "live", "over")

#: What addresses call a record, and where the victim's newest one is found. Of a record that each organisation has its
#: own of, it is the council's, which leads the case.
ABOUT = "person_id = '{person}'"
IN_CASE = "case_id IN (SELECT id FROM casework_case WHERE person_id = '{person}')"
OURS = "organisation_id = '{council}'"
AT_MEETING = "meetings_agendacase WHERE person_id = '{person}'"
RECORDS = {
    "person": f"SELECT person_id FROM sharing_sharingdecision WHERE {ABOUT}",
    "decision": f"SELECT id FROM sharing_sharingdecision WHERE {ABOUT} AND kind = 'nomination'",
    "into": f"SELECT id FROM sharing_sharingdecision WHERE {ABOUT} ORDER BY created_at",
    "item": f"SELECT id FROM sharing_holding WHERE {ABOUT} AND id = item AND category = 'concern'",
    **{
        f"{word} of it": f"SELECT id FROM sharing_holding WHERE {ABOUT} AND id = item AND category = '{category}'"
        for word, (_, _, category) in PARTS.items()
    },
    "notification": f"SELECT id FROM sharing_notificationdecision WHERE {ABOUT} ORDER BY recorded_at",
    "record": f"SELECT id FROM sharing_personrecord WHERE {ABOUT} AND {OURS}",
    "disclosure": f"SELECT id FROM sharing_disclosure WHERE {ABOUT} AND recipient_id = '{{council}}'",
    "holding": f"SELECT id FROM sharing_holding WHERE {ABOUT} AND {OURS} AND category = 'concern'",
    "statement": f"SELECT id FROM sharing_knowsstatement WHERE {ABOUT}",
    "challenge": f"SELECT id FROM sharing_challenge WHERE {ABOUT}",
    "notice": f"SELECT id FROM sharing_recallnotice WHERE {ABOUT} AND holder_id = '{{council}}'",
    "unsealing": f"SELECT id FROM sharing_unsealrequest WHERE {ABOUT}",
    "case": f"SELECT id FROM casework_case WHERE {ABOUT} AND {OURS}",
    "hand_in": f"SELECT id FROM casework_handin WHERE {IN_CASE}",
    "need": f"SELECT id FROM casework_need WHERE {IN_CASE}",
    "risk": f"SELECT id FROM casework_risk WHERE {IN_CASE} ORDER BY kind",
    "offer": f"SELECT id FROM casework_riskoffer WHERE {IN_CASE}",
    "support_action": f"SELECT id FROM casework_supportaction WHERE {IN_CASE}",
    "objective": f"SELECT id FROM casework_objective WHERE {IN_CASE}",
    "escalation": f"SELECT id FROM casework_escalation WHERE {IN_CASE}",
    "concern": f"SELECT id FROM casework_concern WHERE {IN_CASE}",
    "deconfliction": f"SELECT id FROM casework_deconfliction WHERE {ABOUT}",
    "transfer": f"SELECT id FROM casework_transfer WHERE {ABOUT} ORDER BY state",
    "assessment": f"SELECT id FROM assessments_assessment WHERE {IN_CASE}",
    "earlier": f"SELECT id FROM assessments_assessment WHERE {IN_CASE}",
    "wording": f"SELECT id FROM assessments_wording WHERE {ABOUT}",
    "judgement": "SELECT j.id FROM assessments_judgement j JOIN assessments_assessment a ON a.id = assessment_id"
    f" WHERE {ABOUT} AND factor <> ''",
    "asked": f"SELECT id FROM questions_question WHERE {ABOUT} AND state <> 'withdrawn' ORDER BY code",
    "agenda_case": f"SELECT id FROM {AT_MEETING}",
    "meeting": f"SELECT meeting_id FROM {AT_MEETING}",
    "point": f"SELECT id FROM meetings_agendapoint WHERE agenda_case_id IN (SELECT id FROM {AT_MEETING})"
    " ORDER BY position",
    "decided": f"SELECT id FROM meetings_meetingdecision WHERE agenda_case_id IN (SELECT id FROM {AT_MEETING})",
    "dissent": "SELECT d.id FROM meetings_dissent d JOIN meetings_meetingdecision m ON m.id = d.decision_id"
    f" WHERE agenda_case_id IN (SELECT id FROM {AT_MEETING})",
    "meeting_action": f"SELECT id FROM meetings_meetingaction WHERE {ABOUT}",
    "paper": f"SELECT id FROM meetings_meetingpaper WHERE {ABOUT} AND kind = 'minutes'",
    "search": f"SELECT id FROM matching_search WHERE {ABOUT}",
    "result": "SELECT r.id FROM matching_result r JOIN matching_search s ON s.id = search_id"
    " WHERE s.person_id = '{person}'",
    "candidate": f"SELECT id FROM matching_candidate WHERE {ABOUT} AND state = 'same'",
    "check": "SELECT id FROM matching_check WHERE state = 'same'",
    "entry": f"SELECT id FROM costs_costentry WHERE {IN_CASE}",
    "duty": f"SELECT id FROM duties_duty WHERE {ABOUT} AND {OURS} AND role = 'panel_chair' ORDER BY raised_at",
    "entry_of_ledger": "SELECT entry_id FROM ledger_payload WHERE person = '{person}' AND organisation_id = '{council}'"
    " ORDER BY at",
}


@dataclass(frozen=True)
class Site:
    """The pilot; and in a world with the victim, the words that were said of them and the ids in their addresses."""

    pilot: World
    said: Canaries = field(default_factory=Canaries)
    ids: Mapping[str, UUID] = field(default_factory=dict)


@contextmanager
def world(databases: Databases, state: str) -> Iterator[Site]:
    """A database of one's own that holds the world in this state, on the pilot's clock."""
    site: Site = databases.built(WITHOUT, _without)
    on = WITHOUT
    for step in STATES[: STATES.index(state) + 1] if state != WITHOUT else ():
        site = databases.built(f"victim-{step}", partial(_STEPS[step], databases, site), on=on)
        on = f"victim-{step}"
    with databases.fresh(on) as _, clock.at(NOW), _only_the_log_of_the_site():
        yield site


@contextmanager
def _only_the_log_of_the_site() -> Iterator[None]:
    """Let pytest keep no lines of the log: with each it would keep the request, of which there are some 20,000."""
    root = logging.getLogger()
    others = [each for each in root.handlers if type(each) is not logging.StreamHandler]
    for handler in others:
        root.removeHandler(handler)
    try:
        yield
    finally:
        for handler in others:
            root.addHandler(handler)


#: The keys of the council's register, as they lie at the council. The victim is in it before anybody nominates them:
#: its table tells that to nobody.
_FOLDER = TemporaryDirectory()
KEYS = Path(_FOLDER.name)
GIVEN, FAMILY = f"{STEM}aa", f"{STEM}ab"


def _without() -> Site:
    """The pilot, a second centre, and somebody else whom another council helps; with all that isn't about a person.

    And a nomination that the council hasn't decided on: it will be handed in to the victim's case.
    """
    pilot = with_another_centre(build_small_pilot())
    with clock.at(BEFORE):
        given = disclosed(pilot, "second_council", person="Noor Hale")["second_council"]
        opening.open_case(
            by=pilot.actor("case_coordinator@second_council"), purpose=SUPPORT, person=given.person,
            police=pilot.organisation("force"), risks=(police_risk(pilot),), review_on=REVIEW_ON,
        )  # fmt: skip
        again = disclosed(pilot, "council")["council"]
        bring(pilot, service("Flat Hunt"))
        house = in_house(pilot)
        ids = {
            **about_agreements(pilot), "somebody_else": given.person, "centre": pilot.centre, "again": again.disclosure,
            "member": house["MemberRecord"], "invited": house["Invitation"], "grant": house["RoleGrant"],
            "organisation": pilot.organisation("council"), "guest": pilot.member("police_risk_owner@force"),
            "local_service": listed(pilot).rows[0].id, "register": _a_register(pilot),
            "asked register": keep(KEYS, pilot, given=GIVEN, family=FAMILY, postcode=POSTCODE),
        }  # fmt: skip
    return Site(pilot, ids={**ids, "agreement": ids["draft"]})


def _a_register(pilot: World) -> UUID:
    """A register that its contact brought in, and that nobody has accepted."""
    with TemporaryDirectory() as folder:
        published = publish_small(Path(folder) / "keys")
        with real_partner(published, Path(folder) / "partner") as partner:
            return brought_in(pilot, partner)


def _nominated(databases: Databases, site: Site) -> Site:
    with _telling(databases, site) as told:
        decision = told.nominate()
        assert (told.said.made["given name"], told.said.made["family name"]) == (GIVEN, FAMILY)
        find(told, decision, KEYS, site.ids["asked register"])
        return _found(told, site)


def _live(databases: Databases, site: Site) -> Site:
    with _telling(databases, site) as told:
        told.share_and_work(site.ids["decision"])
        case = told.one("SELECT id FROM casework_case ORDER BY opened_at")
        record_on_case(
            by=site.pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, spent=Spent("meeting", NOW.date(), minutes=90)
        )
        reference = told.one("SELECT reference FROM casework_case ORDER BY opened_at")
        intake.hand_in(
            by=site.pilot.actor(CONTACT), purpose=SUPPORT, disclosure=site.ids["again"], reference=reference,
            ground="name_and_birth",
        )  # fmt: skip
        return _found(told, site)


def _over(databases: Databases, site: Site) -> Site:
    with _telling(databases, site) as told:
        told.end()
        return _found(told, site)


_STEPS = {"nominated": _nominated, "live": _live, "over": _over}


@contextmanager
def _telling(databases: Databases, site: Site) -> Iterator[Told]:
    with clock.at(NOW):
        yield Told(Here(site.pilot, databases.current), 0, site.said)


def _found(told: Told, site: Site) -> Site:
    """With the ids of what there is of the victim now."""
    known = {"person": str(told.person), "council": str(site.pilot.organisation("council"))}
    rows = {name: told.site.read(f"{query.format(**known)} LIMIT 1") for name, query in RECORDS.items()}
    return replace(site, ids={**site.ids, **{name: row[0][0] for name, row in rows.items() if row}})
