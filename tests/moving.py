"""Steps of a case that moves to another area, for tests that start somewhere along them. Each goes through the actions.

case = moving_case(pilot)
transfer = offered(pilot, case)
new = accepted(pilot, transfer)
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from handrail.casework.actions import transferring
from handrail.casework.queries import cases, risks, transfers
from handrail.casework.transfer_values import TransferPage
from handrail.casework.values import CasePage
from handrail.directory.models import Agreement, Centre, Party
from handrail.duties.models import Duty
from handrail.sharing.actions import authorising, contributing, drafting
from handrail.sharing.changes import Change, PutItem, PutRecipient, SetReasons, SetTelling
from handrail.sharing.models import Disclosure, Holding
from tests.nominating import ANSWERS, acting_for, statement
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, says, told
from tests.worlds import LEWISHAM, PILOT_ENDS, World

#: Who lets a case of the council go, and who coordinates cases where it goes.
SECOND, THERE = "second_contact@council", "case_coordinator@second_council"
RECEIVER = "second_council"
COLLEGE = "She would like to go back to college."
SUMMARY = "She has a tenancy to keep and wants to study. Ring her before you write."
REVIEW_ON = date(2025, 7, 14)


def contributed(pilot: World, *recipients: str, words: str = COLLEGE, disclosure: UUID | None = None) -> UUID:
    """Something that the council knows itself, and shared with ``recipients``: the item.

    ``disclosure`` is what it answers, where the council received more than one.
    """
    by = pilot.actor("single_point_of_contact@council")
    with acting_for(pilot.organisation("council")):
        received = disclosure or Disclosure.objects.get(recipient_id=pilot.organisation("council")).id
    draft = contributing.contribute(by=by, purpose=SUPPORT, disclosure=received)
    change = PutItem(statement(words, "education", marking=1))
    draft = drafting.edit(by=by, purpose=SUPPORT, decision=draft.decision, version=draft.version, change=change)
    with acting_for(pilot.organisation("council")):
        (item,) = Holding.objects.filter(decision_id=draft.decision).values_list("id", flat=True)
    changes: tuple[Change, ...] = (
        *(
            PutRecipient(pilot.organisation(key), (item,), SUPPORT, "consider_support", date(2025, 11, 1))
            for key in recipients
        ),
        SetReasons("care_act", "She needs help.", "It is the least.", "None."),
        SetTelling("told", date(2025, 5, 30)),
    )
    for each in changes:
        draft = drafting.edit(by=by, purpose=SUPPORT, decision=draft.decision, version=draft.version, change=each)
    draft = drafting.propose(by=by, purpose=SUPPORT, decision=draft.decision, version=draft.version)
    authorising.release(
        by=pilot.actor(SECOND), purpose=SUPPORT, decision=draft.decision, version=draft.version, answers=ANSWERS
    )
    return UUID(str(item))


def moving_case(pilot: World, *, partners: Sequence[str] = ("voluntary", "school")) -> UUID:
    """A case that the council leads, of somebody who was told and agreed: with a risk that the police own."""
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=tuple(partners))
    told(pilot, case)
    says(pilot, case, "give")
    return case


def written(
    pilot: World, case: UUID, *, items: Sequence[UUID] = (), to: str = RECEIVER, centre: UUID | None = None
) -> UUID:
    """An offer that waits for a second person of the council; in the pilot's own centre, unless said otherwise."""
    return transferring.offer(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=case,
        to=pilot.organisation(to),
        centre=centre or pilot.centre,
        reason="home",
        power="care_act",
        words="She moved in with her sister on 1 June, and the tenancy is in her name.",
        summary=SUMMARY,
        items=tuple(items),
    )


def another_centre(pilot: World, slug: str = "channel", *, ends_on: date = PILOT_ENDS) -> UUID:
    """A centre of another programme in the other council's area, under an agreement like the pilot's."""
    centre = Centre.objects.create(
        slug="lewisham", name="Lewisham", programme=slug, programme_ends_on=PILOT_ENDS, prefix="LEW", areas=[LEWISHAM],
        starts_on=date(2025, 1, 1), ends_on=ends_on,
    )  # fmt: skip
    with acting_for(pilot.organisation("council")):
        agreement = Agreement.objects.get(pk=pilot.agreement)
        parties = list(Party.objects.filter(agreement=agreement))
        agreement.pk, agreement.centre, agreement.programme = uuid4(), centre, slug
        agreement.save(force_insert=True)
        for party in parties:
            party.pk, party.agreement = uuid4(), agreement
            party.save(force_insert=True)
    return centre.id


def let_go(pilot: World, transfer: UUID, *, by: str = SECOND) -> None:
    """The second person lets it go."""
    transferring.let_go(by=pilot.actor(by), purpose=SUPPORT, transfer=transfer, least="They need no more to go on.")


def offered(pilot: World, case: UUID, *, items: Sequence[UUID] = ()) -> UUID:
    """An offer that waits for the other council."""
    transfer = written(pilot, case, items=items)
    let_go(pilot, transfer)
    return transfer


def accepted(pilot: World, transfer: UUID, *, by: str = THERE) -> UUID:
    """The other council's coordinator accepts: the case that it leads."""
    return transferring.accept(
        by=pilot.actor(by), purpose=SUPPORT, transfer=transfer, police=pilot.organisation("force"), review_on=REVIEW_ON
    )


def refused(pilot: World, transfer: UUID, *, by: str = THERE) -> None:
    """The other council's coordinator refuses."""
    transferring.refuse(
        by=pilot.actor(by), purpose=SUPPORT, transfer=transfer, refusal="not_yet", words="The tenancy is not signed."
    )


def withdrawn(pilot: World, transfer: UUID) -> None:
    """The one that offers takes it back."""
    transferring.withdraw(by=pilot.actor(COORDINATOR), purpose=SUPPORT, transfer=transfer)


def opened_by(pilot: World, who: str, case: UUID) -> CasePage:
    return cases.open_case(by=pilot.actor(who), purpose=SUPPORT, case=case)


def read_by(pilot: World, who: str, transfer: UUID) -> TransferPage:
    return transfers.open_transfer(by=pilot.actor(who), purpose=SUPPORT, transfer=transfer)


def due(pilot: World, key: str, **about: object) -> list[str]:
    """The kinds of what is due in an organisation about the person, or as said."""
    with acting_for(pilot.organisation(key)):
        found = Duty.objects.filter(organisation_id=pilot.organisation(key), state="open", **about)
        return sorted(found.values_list("kind", flat=True))


def owned_then(pilot: World, who: str, risk: UUID, at: datetime) -> UUID | None:
    page = risks.open_risk(by=pilot.actor(who), purpose=SUPPORT, risk=risk, at=at)
    return page.then.owner.organisation if page.then and page.then.owner else None
