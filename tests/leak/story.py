"""One record of every kind that policy rules on, in houses that the strangers of these tests have no part in.

What happened is what happens in a pilot: two disclosures about two people, a case with a risk, support and danger, a
recall, a flag, an opening of sealed text, a statement that waits for its guardian; and in the council's own house a
draft agreement, a new colleague and a role that was asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

import pytest

from handrail.casework.actions import escalating, intake, objectives, volunteering
from handrail.casework.models import Case, Risk
from handrail.costs.actions.recording import Spent, record_on_case
from handrail.directory.actions.accounts import invite
from handrail.directory.actions.answers import ask
from handrail.directory.actions.drafting import draft_agreement
from handrail.directory.actions.roles import request_role
from handrail.directory.models import FundingLine
from handrail.directory.terms import Terms
from handrail.duties.models import Duty
from handrail.gate import clock
from handrail.ledger.models import LedgerPayload
from handrail.sharing.actions import challenging, recalling, receiving, unsealing
from handrail.sharing.models import Holding, NotificationDecision, PersonRecord, RecallNotice
from tests.asking import put
from tests.assessing import one_of_each
from tests.directories import bring, listed, service
from tests.finding import told_of
from tests.harness.databases import Databases
from tests.moving import written
from tests.nominating import OFFICER, PURPOSE, acting_for, put_forward, release
from tests.sitting import of_each_kind
from tests.working import COORDINATOR, SUPPORT, asked, disclosed, opened, planned
from tests.worlds import NOW, PILOT_ENDS, World, build_small_pilot

CONTACT = "single_point_of_contact@council"
ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Story:
    """The pilot, and the ids of its records: by the name that policy has for their kind, and by what addresses say."""

    pilot: World
    records: Mapping[str, UUID]
    in_addresses: Mapping[str, UUID]


@pytest.fixture(scope="module")
def story(databases: Databases) -> Iterator[Story]:
    """The story, on the pilot's clock. All tests of a module share it: strangers change nothing but the ledger."""
    pilot = databases.built("pilot", build_small_pilot)  # What the story is told on, and the world without it.
    with databases.fresh("leak-story", lambda: _told(pilot), on="pilot") as (_, story), clock.at(NOW):
        yield story


def _told(pilot: World) -> Story:
    with clock.at(NOW):
        shared, lines = _shared(pilot), about_agreements(pilot)
        at_home = in_house(pilot)
        with acting_for(pilot.organisation("council")):
            shared["Duty"] = Duty.objects.filter(state="open").values_list("id", flat=True)[0]
            shared["Record"] = LedgerPayload.objects.values_list("pk", flat=True)[0]
    records = shared | at_home | {"Agreement": lines.pop("draft")}
    in_addresses = {
        "person": lines.pop("person", shared["person"]),
        "record": shared["Person"],
        "member": at_home["MemberRecord"],
        "grant": at_home["RoleGrant"],
        "invited": at_home["Invitation"],
        "agreement": records["Agreement"],
        "organisation": pilot.organisation("council"),
        "into": shared["Decision"],
        "centre": pilot.centre,
        "support_action": shared["SupportAction"],
        "asked": shared["Question"],
        "entry": shared["CostEntry"],
        "local_service": shared["LocalService"],
        **lines,
    }
    named = {name.lower(): record for name, record in records.items()}
    kinds = {name: record for name, record in records.items() if name[0].isupper()}
    return Story(pilot, MappingProxyType(kinds), MappingProxyType(named | in_addresses))


def _shared(pilot: World) -> dict[str, UUID]:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("housing",))
    support = planned(pilot, case)
    wish = objectives.add_objective(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, words="I want to sleep.", own_words=True
    )
    escalation = escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )
    concern = volunteering.volunteer_concern(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, ground="they_agree", words="He lost his job."
    )
    spent = record_on_case(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, spent=Spent("meeting", NOW.date(), minutes=90)
    )
    bring(pilot, service("Flat Hunt"))
    with acting_for(pilot.organisation("council")):
        risk = Risk.objects.filter(case_id=case).values_list("id", flat=True)[0]
        record = PersonRecord.objects.get(person_id=given.person).id
        held = Holding.objects.filter(item=given.items[0]).values_list("id", flat=True)[0]
    with acting_for(pilot.organisation("ctu")):
        telling = NotificationDecision.objects.get(person_id=given.person).id
    challenge = challenging.asks_to_watch(
        by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, words="It asks who visits her."
    )
    handed = handed_in(pilot, case)
    assessed = one_of_each(pilot, case, given.items[:1])
    met = of_each_kind(pilot, case)
    notice, opening = _recalled(pilot)
    return {
        "Deconfliction": asked(pilot, case),
        "Question": put(pilot, case, "housing", "home_settled"),
        "objective": wish,
        "Meeting": met["meeting"],
        "AgendaCase": met["agenda_case"],
        "MeetingAction": met["meeting_action"],
        "MeetingPaper": met["paper"],
        **{name: met[name] for name in ("agenda_case", "meeting_action", "paper", "point", "dissent")},
        "person": given.person,
        "Person": record,
        "Decision": given.decision,
        "Disclosure": given.disclosure,
        "Holding": held,
        "Item": given.items[1],
        "Notice": notice,
        "Notification": telling,
        "Challenge": challenge,
        "Statement": _statement(pilot),
        "Unsealing": opening,
        "Case": case,
        "SupportAction": support,
        "Risk": risk,
        "Escalation": escalation,
        "Assessment": assessed["assessment"],
        "Wording": assessed["wording"],
        **{name: assessed[name] for name in ("need", "earlier", "judgement")},
        "CostEntry": spent,
        "LocalService": listed(pilot).rows[0].id,
        "Organisation": pilot.organisation("council"),
        "Centre": pilot.centre,
        "Concern": concern,
        "hand_in": handed,
        **told_of(pilot),
        "Transfer": written(pilot, opened(pilot, disclosed(pilot, "council")["council"])),
    }


def handed_in(pilot: World, case: UUID) -> UUID:
    """The same person, nominated once more, and handed in to the case."""
    again = disclosed(pilot, "council")["council"]
    with acting_for(pilot.organisation("council")):
        reference = Case.objects.get(pk=case).reference
    return intake.hand_in(
        by=pilot.actor(CONTACT),
        purpose=SUPPORT,
        disclosure=again.disclosure,
        reference=reference,
        ground="name_and_birth",
    )


def _recalled(pilot: World) -> tuple[UUID, UUID]:
    given = disclosed(pilot, "council")["council"]
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    with acting_for(pilot.organisation("council")):
        notice = RecallNotice.objects.get(item=given.items[1])
    opening = unsealing.request_opening(
        by=pilot.actor(CONTACT),
        purpose=SUPPORT,
        holding=notice.holding_id,
        ground="complaint",
        reason="She complained.",
    )
    return notice.id, opening


def _statement(pilot: World) -> UUID:
    written = put_forward(pilot, recipients=("nhs",))
    (told,) = release(pilot, written).recipients
    contact = pilot.actor("single_point_of_contact@nhs")
    return receiving.say_known(by=contact, purpose=SUPPORT, disclosure=told.disclosure, known=True)


def in_house(pilot: World) -> dict[str, UUID]:
    administrator = pilot.actor("administrator@council")
    invited = invite(
        by=administrator, purpose=ADMINISTRATION, name="New Colleague", email="new@council.example", phone="",
        clearance=1,
    )  # fmt: skip
    grant = request_role(
        by=administrator, purpose=ADMINISTRATION, member=pilot.member("practitioner@council"), role="panel_chair"
    )
    return {"MemberRecord": pilot.member(CONTACT), "Invitation": invited.invitation, "RoleGrant": grant}


def about_agreements(pilot: World) -> dict[str, UUID]:
    """A draft, which its drafters alone know of; and a line and a question of the one in force."""
    lead = pilot.actor("centre_lead@council")
    words = {name: f"The {name} of it." for name in ("title", "basis", "duties", "liability")}
    parties = tuple(map(pilot.organisation, ("ctu", "council", "school")))
    draft = draft_agreement(
        by=lead, purpose=ADMINISTRATION, centre=pilot.centre,
        terms=Terms(
            **words, purposes=(SUPPORT,), categories=("name",), name_ceiling=5, retention_days=90,
            review_on=date(2026, 5, 1), ends_on=PILOT_ENDS, parties=parties,
            consulted=(pilot.organisation("representative"),),
        ),
    )  # fmt: skip
    question = ask(
        by=pilot.actor("agreement_signatory@school"), purpose=ADMINISTRATION, agreement=pilot.agreement,
        question="Who pays once the pilot has ended?",
    )  # fmt: skip
    with acting_for(pilot.organisation("council")):
        line = FundingLine.objects.get().id
    return {"draft": draft, "question": question, "line": line}
