"""The story with further records, where it makes a difference to a reader which one it is: given by another, offered,
released, not put yet, signed by one of two; and an organisation that was in the case's team and has left it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

import pytest

from handrail.casework.actions import changing_kind, teaming
from handrail.directory.models import RoleGrant
from handrail.duties.models import NOBODY, Duty
from handrail.gate import clock
from handrail.ledger.models import LedgerPayload
from handrail.meetings.actions import inviting
from handrail.sharing.actions import unsealing
from handrail.sharing.models import Holding
from tests.asking import put
from tests.harness.databases import Databases
from tests.leak.passages_cells import Reader, readers
from tests.leak.passages_kept import kept, leaves_with_its_hours
from tests.leak.passages_victims import CARER, CHAIR, CONTACT, COORDINATOR, LANDLORD, SECOND_POLICE, Victim, victims
from tests.leak.story import Story, story  # noqa: F401
from tests.moving import contributed, let_go, written
from tests.nominating import acting_for
from tests.owning import offered, proposed, recorded
from tests.sitting import approved, begun, finish, left_to_do, minuted, released
from tests.working import SUPPORT, disclosed, opened, planned
from tests.worlds import NOW, World


@dataclass(frozen=True)
class Told:
    """The story with the further records, and everything that is tried."""

    story: Story
    victims: tuple[Victim, ...]
    readers: tuple[Reader, ...]
    person: UUID
    """Somebody whom the council and a health trust were both told of; at the council, some roles alone."""

    @property
    def pilot(self) -> World:
        return self.story.pilot

    def victim(self, name: str) -> Victim:
        return next(each for each in self.victims if each.name == name)


@pytest.fixture(scope="module")
def told(story: Story, databases: Databases) -> Iterator[Told]:  # noqa: F811
    """The story with the further records, on the pilot's clock."""
    with databases.fresh("leak-victims", lambda: _told(story), on="leak-story") as (_, told):
        yield told


def _told(story: Story) -> Told:  # noqa: F811
    with clock.at(NOW):
        more = _more(story.pilot, story.records)
        everybody = tuple(victims(story.pilot, story.records, more))
        return Told(story, everybody, tuple(readers(story.pilot)), more["person of two"])


def _more(pilot: World, of_story: Mapping[str, UUID]) -> Mapping[str, UUID]:
    """What the story doesn't have, by a name of its own."""
    case = of_story["Case"]
    leaves_with_its_hours(pilot, case)
    teaming.add_member(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, member=pilot.member(CARER), part="practitioner"
    )
    given = disclosed(pilot, "council", "nhs")
    item = contributed(pilot, "nhs", disclosure=given["council"].disclosure)
    on_offer = recorded(pilot, case, "homelessness", owner="council")
    offered(pilot, on_offer, to="housing", by="council")
    renamed = recorded(pilot, case, "terrorism_related", owner="force")
    change = proposed(pilot, renamed, "violence_to_others")
    changing_kind.sign(by=pilot.actor(SECOND_POLICE), purpose="risk_management", risk=renamed, change=change)
    transfer = written(pilot, opened(pilot, disclosed(pilot, "council")["council"]))
    let_go(pilot, transfer)
    officer = pilot.actor("data_protection_officer@council")
    unsealing.approve(by=officer, purpose="individual_rights", unsealing=of_story["Unsealing"])
    return MappingProxyType(
        {
            "disclosure to health": given["nhs"].disclosure,
            "item of the council": item,
            "support of housing": planned(pilot, case, owner="housing"),
            "risk on offer": on_offer,
            "risk called something else": renamed,
            "transfer sent": transfer,
            "question not put": put(pilot, case, "housing", "own_words", text="Is her rent paid?", by=CONTACT),
            **_of_a_meeting(pilot, case),
            **kept(pilot, case, of_story["Statement"]),
            **_looked_up(pilot, item, given["nhs"].disclosure),
        }
    )


def _of_a_meeting(pilot: World, case: UUID) -> dict[str, UUID]:
    """A meeting with guests, one of whom declares a conflict of interest; and what was left to do and sent of it."""
    meeting, (item,) = begun(pilot, case, guests=(LANDLORD, CARER))
    inviting.declare_conflict(by=pilot.actor(CARER), purpose=SUPPORT, agenda_case=item, words="He is my cousin.")
    action = left_to_do(pilot, item, owner="housing")
    finish(pilot, meeting)
    paper = minuted(pilot, item)
    approved(pilot, paper)
    released(pilot, paper, "housing")
    return {"meeting with guests": meeting, "agenda with guests": item, "left to housing": action, "paper sent": paper}


def _looked_up(pilot: World, item: UUID, disclosure: UUID) -> dict[str, UUID]:
    """Records that came about by themselves."""
    council, nhs = pilot.organisation("council"), pilot.organisation("nhs")
    with acting_for(council):
        contribution = UUID(str(Holding.objects.get(pk=item).decision_id))
        grant = RoleGrant.objects.get(member_id=pilot.member("practitioner@council"), state="granted").id
        duties = Duty.objects.filter(organisation_id=council, state="open")
        of_role = duties.filter(role="single_point_of_contact", owner_id=NOBODY).values_list("id", flat=True)[0]
        entry = LedgerPayload.objects.filter(subject_type="Case").values_list("pk", flat=True)[0]
        of_chair = duties.filter(owner_id=pilot.member(CHAIR)).values_list("id", flat=True)[0]
    with acting_for(nhs):
        of_health = Holding.objects.filter(disclosure_id=disclosure).values_list("id", flat=True)[0]
        of_council = Holding.objects.get(item=item).id
    return {
        "contribution": contribution, "copy of health": of_health, "copy of the council's": of_council,
        "role held": grant, "duty of contacts": of_role, "entry of a case": entry, "duty of the chair": of_chair,
    }  # fmt: skip
