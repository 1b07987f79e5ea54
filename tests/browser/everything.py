"""The small pilot with one of everything in it, so that each page has something to show.

Made through the actions, as members would: two people who were nominated and shared, one case with an open escalation,
an item taken back and asked to be opened, a flag, a draft, a nomination that waits; agreements in each state; an
invitation and a role that wait; a register that was asked, what it found, and the identity check about it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

import pytest

from handrail.casework.actions import escalating, intake, objectives, planning, reviewing, volunteering
from handrail.casework.actions.providing import choose_provider
from handrail.casework.models import Case, HandIn, Risk
from handrail.costs.actions.recording import Spent, record_on_case
from handrail.directory.actions.accounts import invite
from handrail.directory.actions.answers import ask
from handrail.directory.actions.roles import request_role
from handrail.directory.models import Account, Centre, FundingLine, RoleGrant
from handrail.gate import clock
from handrail.ledger.models import LedgerPayload
from handrail.sharing.actions import challenging, recalling, receiving, unsealing
from handrail.sharing.changes import JoinRecord
from handrail.sharing.models import Disclosure, Holding, NotificationDecision, PersonRecord, RecallNotice
from handrail.sharing.queries.disclosures import open_disclosure
from tests.acting import act_as
from tests.asking import put
from tests.assessing import one_of_each
from tests.directories import bring, listed, service
from tests.finding import told_of
from tests.flow.test_agreements import LEAD, consulted, drafted, offered
from tests.harness.databases import Databases
from tests.moving import accepted, written
from tests.moving import offered as offered_case
from tests.nominating import NAME, OFFICER, acting_for, put_forward, write
from tests.owning import offered as offered_risk
from tests.owning import proposed, recorded
from tests.sitting import of_each_kind
from tests.working import COORDINATOR, SUPPORT, answers, disclosed, opened, planned, says, told
from tests.working import asked as question_of
from tests.worlds import NOW, PILOT_ENDS, World, build_small_pilot

CONTACT, NURSE = "single_point_of_contact@council", "single_point_of_contact@nhs"
GUARDIAN, PRIVACY_OFFICER = "caldicott_guardian@nhs", "data_protection_officer@council"
ADMINISTRATOR, APPROVER = "administrator@council", "role_approver@council"
#: Whom the records are about.
FLAGGED, NOMINATED, HELPED, MOVING = "Samir Costa", "Iris Wren", "Noor Hale", "Tess Marlow"
PEOPLE = (NAME, FLAGGED, NOMINATED, HELPED, MOVING)


@dataclass(frozen=True)
class Everything:
    """The pilot, and the ids of what was made in it, by name."""

    pilot: World
    ids: Mapping[str, UUID]


@pytest.fixture
def everything(databases: Databases) -> Iterator[Everything]:
    """The busy pilot in a database of this test's own."""
    with databases.fresh("everything", _build) as (_, built), clock.at(NOW):
        yield built


def _build() -> Everything:
    pilot = build_small_pilot()
    with clock.at(NOW):
        _password(pilot)
        ids = {"centre": pilot.centre, **_shared(pilot), **_nominated(pilot), **_agreed(pilot), **_joined(pilot)}
        ids |= told_of(pilot)
        _another_centre()
        entries = {
            "late entry": _opened_late(pilot, ids["disclosure"]),
            "entry": _entry(pilot),
            "case entry": _entry(pilot, about="Case"),
        }
        return Everything(pilot, MappingProxyType({**ids, **entries}))


def _shared(pilot: World) -> dict[str, UUID]:
    given = disclosed(pilot, "council", "nhs")["council"]
    officer, contact = pilot.actor(OFFICER), pilot.actor(CONTACT)
    with act_as(pilot, OFFICER):
        own = {each.category: each.id for each in Holding.objects.filter(person_id=given.person)}
        notification = NotificationDecision.objects.get().id
    recalling.recall(by=officer, purpose="originating", item=own["concern"], reason="inaccurate")
    with act_as(pilot, NURSE):
        nhs = Disclosure.objects.get(recipient_id=pilot.organisation("nhs")).id
    statement = receiving.say_known(by=pilot.actor(NURSE), purpose=SUPPORT, disclosure=nhs, known=True)
    with act_as(pilot, CONTACT):
        notice = RecallNotice.objects.get(holder_id=contact.organisation).id
        sealed = Holding.objects.get(organisation_id=contact.organisation, category="concern").id
        record = PersonRecord.objects.get(organisation_id=contact.organisation, person_id=given.person).id
    to_open = unsealing.request_opening(
        by=contact, purpose=SUPPORT, holding=sealed, ground="inquest", reason="The coroner has asked for it."
    )
    case = opened(pilot, given, partners=("nhs", "housing"))
    support = planned(pilot, case)
    wish = _agreed_with_the_person(pilot, case)
    with act_as(pilot, COORDINATOR):
        risk = Risk.objects.get(case_id=case).id
    escalation = escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )
    concern = volunteering.volunteer_concern(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, ground="they_agree", words="He lost his job."
    )
    asked = put(pilot, case, "force", "meeting_safely")
    own_question = put(pilot, case, "force", "own_words", text="Is there a lift in their building?")
    flagged = disclosed(pilot, "council", person=FLAGGED)["council"]
    challenge = challenging.asks_to_watch(
        by=contact, purpose=SUPPORT, disclosure=flagged.disclosure, words="To tell them whom he meets."
    )
    bring(pilot, service("Flat Hunt", topic="Housing advice"), service("Talking Space", topic="Counselling"))
    local_service = listed(pilot).rows[0].id
    choose_provider(by=contact, purpose=SUPPORT, support_action=support, service=local_service)
    spent = record_on_case(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, spent=Spent("meeting", NOW.date(), minutes=90)
    )
    return {
        "local service": local_service, "spent": spent, "objective": wish, "deconfliction": question_of(pilot, case),
        "person": given.person, "record": record, "disclosure": given.disclosure, "own item": own["name"],
        "notice": notice, "sealed": sealed, "opening": to_open, "statement": statement, "notification": notification,
        "case": case, "risk": risk, "support": support, "escalation": escalation, "concern": concern,
        **_risks(pilot, case),
        "other person": flagged.person, "challenge": challenge, "asked": asked, "own question": own_question,
        "force": pilot.organisation("force"), **one_of_each(pilot, case, given.items[:1]),
        **of_each_kind(pilot, case), "housing": pilot.organisation("housing"), **_closed(pilot),
        **_nominated_again(pilot, case), **_moving(pilot),
    }  # fmt: skip


def _agreed_with_the_person(pilot: World, case: UUID) -> UUID:
    """They know, they said yes, and they said what they want; the police confirmed the case and not yet the worker."""
    told(pilot, case)
    says(pilot, case, "give", note="She would like one person to ring.")
    wish = objectives.add_objective(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, words="I want one person to ring.", own_words=True
    )
    planned(pilot, case, support="support_worker", consent="given", serves=wish)
    answers(pilot, case, confirm=True)
    return wish


def _risks(pilot: World, case: UUID) -> dict[str, UUID]:
    """A risk that the police offer to the council, and one that they say is of another kind."""
    asked, relabelled = recorded(pilot, case, "hate_crime_or_reprisal"), recorded(pilot, case, "reoffending")
    offered_risk(pilot, asked, to="council")
    proposed(pilot, relabelled, "exploitation")
    return {"offered risk": asked, "relabelled risk": relabelled}


def _closed(pilot: World) -> dict[str, UUID]:
    """A closed case, one of whose judgements rests on something that was taken back afterwards."""
    given = disclosed(pilot, "council", person=HELPED)["council"]
    case = opened(pilot, given, draws_on=given.items[1:2])
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    recalling.recall(by=pilot.actor(OFFICER), purpose="originating", item=given.items[1], reason="inaccurate")
    return {"helped person": given.person, "closed case": case}


def _moving(pilot: World) -> dict[str, UUID]:
    """A case whose offer waits for a second person, one that waits for the other council, and one that it leads."""
    found: dict[str, UUID] = {}
    for name, step in (("moving", written), ("offered", offered_case), ("moved", offered_case)):
        given = disclosed(pilot, "council", person=MOVING)["council"]
        case = opened(pilot, given, partners=("voluntary",))
        told(pilot, case)
        says(pilot, case, "give")
        planning.add_need(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="home", strength=False,
            description="The lease ends in August.",
        )  # fmt: skip
        planned(pilot, case, support="mentoring", owner="voluntary", consent="given")
        found |= {f"{name} person": given.person, f"{name} case": case, f"{name} transfer": step(pilot, case)}
    return found | {"new case": accepted(pilot, found["moved transfer"])}


def _nominated_again(pilot: World, case: UUID) -> dict[str, UUID]:
    """Nominated as if nobody knew them: one that nobody has decided on, one that is with a case, one that waits for it;
    and a draft about somebody who has a case."""
    undecided, taken, offered_in = (disclosed(pilot, "council")["council"] for _ in range(3))
    with act_as(pilot, COORDINATOR):
        reference = Case.objects.get(pk=case).reference
    for given, who in ((taken, COORDINATOR), (offered_in, CONTACT)):
        intake.hand_in(
            by=pilot.actor(who),
            purpose=SUPPORT,
            disclosure=given.disclosure,
            reference=reference,
            ground="name_and_birth",
        )
    with act_as(pilot, COORDINATOR):
        rows = dict(HandIn.objects.values_list("state", "id"))
    repeat = write(pilot, recipients=("nhs",))
    repeat = repeat.edited(pilot.actor(OFFICER), JoinRecord(taken.decision))
    return {
        "undecided person": undecided.person, "undecided": undecided.disclosure,
        "taken person": taken.person, "taken": taken.disclosure,
        "taken in": rows["accepted"], "offered in": rows["offered"], "repeat": repeat.id,
    }  # fmt: skip


def _nominated(pilot: World) -> dict[str, UUID]:
    before = put_forward(pilot, person=NOMINATED)
    draft = write(pilot, person=NOMINATED)
    return {
        "waiting": before.id, "draft": draft.id, "name item": draft.items["name"], "item": draft.items["concern"],
        "council": pilot.organisation("council"),
    }  # fmt: skip


def _agreed(pilot: World) -> dict[str, UUID]:
    with act_as(pilot, LEAD):
        line = FundingLine.objects.get().id
    asker = pilot.actor("agreement_signatory@nhs")
    question = ask(by=asker, agreement=pilot.agreement, question="Who pays after March?", purpose="administration")
    return {
        "agreement": pilot.agreement, "line": line, "question": question, "draft agreement": drafted(pilot),
        "consulted agreement": consulted(pilot), "offered agreement": offered(pilot),
    }  # fmt: skip


def _joined(pilot: World) -> dict[str, UUID]:
    administrator = pilot.actor(ADMINISTRATOR)
    invited = invite(by=administrator, purpose="administration", name="Nadia Example", email="nadia@council.example")
    member = pilot.member("practitioner@council")
    grant = request_role(by=administrator, purpose="administration", member=member, role="panel_chair")
    with act_as(pilot, ADMINISTRATOR):
        held = RoleGrant.objects.get(member_id=member, role="practitioner").id
    return {
        "member": member, "invited": invited.member, "invitation": invited.invitation, "asked role": grant, "role": held
    }  # fmt: skip


def _entry(pilot: World, *, about: str = "") -> UUID:
    """An entry of the ledger about the council; about such a record, if one is named."""
    with acting_for(pilot.organisation("council")):
        entries = LedgerPayload.objects.filter(subject_type=about) if about else LedgerPayload.objects.all()
        return entries.order_by("at").values_list("entry", flat=True)[0]


def _opened_late(pilot: World, disclosure: UUID) -> UUID:
    """The entry of a contact who opened a disclosure on a Sunday evening."""
    with clock.at(NOW - timedelta(hours=12)):
        open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=disclosure)
    with acting_for(pilot.organisation("council")):
        return LedgerPayload.objects.values_list("entry", flat=True).get(at__lt=NOW, action="disclosure.open")


def _another_centre() -> None:
    """So that an agreement's drafter has to say for which centre it is."""
    Centre.objects.create(
        slug="west-midlands", name="West Midlands", programme="mac", programme_ends_on=PILOT_ENDS, prefix="WMD",
        areas=["E08000025"], starts_on=NOW.date(), ends_on=PILOT_ENDS,
    )  # fmt: skip


def _password(pilot: World) -> None:
    """A password for one member: setting it takes a while, as it should."""
    account = Account.objects.get(pk=pilot.account(CONTACT))
    account.set_password("correct horse battery staple")
    account.save()
