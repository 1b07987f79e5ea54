"""What a nomination file is checked against: who imports it, for which centre, whom it names, what came before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from handrail.directory.models import Centre, GrantState, Member, MemberStatus, Organisation, RoleGrant
from handrail.gate import Act, Actor, Faults, RuleBroken, current, query
from handrail.programme import Programme, load
from handrail.sharing.models import (
    DecisionKind,
    DecisionState,
    ImportState,
    Nomination,
    NominationImport,
    SharingDecision,
)
from handrail.sharing.resources import DECISION
from handrail.sharing.rules.decision import NotNominatedFromHere, takes_nominations

#: Who may approve that the person is told later.
APPROVERS = ("authoriser", "data_protection_officer")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file names: the words of its head, and whatever its nominations refer to."""

    programme: str
    centre: str
    originator: str
    references: tuple[str, ...]
    organisations: tuple[str, ...]
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation that a file names as a recipient."""

    id: UUID
    slug: str
    kind: str
    ceiling: int


@dataclass(frozen=True)
class Ground:
    """What holds at the moment of checking. ``known`` are references that were imported before, with the digest of
    what they were imported with; ``approvers`` are e-mail addresses of those who may approve, with the member;
    ``unfinished`` is whether an import before this one didn't come to its end.
    """

    organisation: UUID
    organisation_kind: str
    regime: str
    today: date
    programme: str
    centre: UUID
    prefix: str
    recipients: tuple[Recipient, ...]
    approvers: tuple[tuple[str, UUID], ...]
    known: tuple[tuple[str, bytes], ...]
    unfinished: bool

    @cached_property
    def rulebook(self) -> Programme:
        return load(self.programme)

    @cached_property
    def recipient_by_slug(self) -> dict[str, Recipient]:
        return {each.slug: each for each in self.recipients}

    @cached_property
    def approver_by_address(self) -> dict[str, UUID]:
        return dict(self.approvers)

    @cached_property
    def digest_by_reference(self) -> dict[str, bytes]:
        return dict(self.known)


def named_in(document: Mapping[str, Any]) -> Named:
    """What ``document`` names, as far as it is in form."""
    nominations = [each for each in document["nominations"] if isinstance(each, dict)]
    return Named(
        programme=document["programme"],
        centre=document["centre"],
        originator=document["originator"],
        references=_texts(each.get("reference") for each in nominations),
        organisations=_texts(
            recipient.get("organisation")
            for each in nominations
            for recipient in _list(each.get("recipients"))
            if isinstance(recipient, dict)
        ),
        approvers=_texts(
            each["notification"].get("approver") for each in nominations if isinstance(each.get("notification"), dict)
        ),
    )


@query("decision.check_import")
def ground_of(*, by: Actor, purpose: str, named: Named) -> Ground:
    """The ground under a file. Raises Faults for a head that doesn't fit, and Refused where nothing can be nominated.

    The ledger says that a file was brought, and how many nominations it holds.
    """
    act = current()
    own = Organisation.objects.get(pk=act.organisation)
    centre = _centre(named, own)
    act.require("decision.edit", DECISION, empty_decision(act, centre))
    act.note(centre=centre.id, nominations=len(named.references))
    return Ground(
        organisation=own.id,
        organisation_kind=own.kind,
        regime=act.principal.regime_for(act.purpose),
        today=act.today,
        programme=centre.programme,
        centre=centre.id,
        prefix=centre.prefix,
        recipients=tuple(
            Recipient(each.id, each.slug, each.kind, each.ceiling)
            for each in Organisation.objects.filter(slug__in=named.organisations).exclude(pk=own.id)
        ),
        approvers=_approvers(act, named),
        known=tuple(
            (reference, bytes(digest))
            for reference, digest in Nomination.objects.filter(
                organisation=own,
                external_reference__in=named.references,
                decision__in=SharingDecision.objects.all(),  # which hides those of an unfinished import
            ).values_list("external_reference", "content_digest")
        ),
        unfinished=NominationImport.objects.filter(state=ImportState.STAGING).exists(),
    )


def empty_decision(act: Act, centre: Centre) -> SharingDecision:
    """A nomination in ``centre`` that says nothing yet, for policy to weigh; not saved."""
    return SharingDecision(
        id=uuid4(),
        organisation_id=act.organisation,
        kind=DecisionKind.NOMINATION,
        centre=centre,
        programme=centre.programme,
        state=DecisionState.DRAFT,
        authors=[act.by.id],
        proposed_by=act.by.id,
    )


def _centre(named: Named, own: Organisation) -> Centre:
    faults = []
    centre = Centre.objects.filter(slug=named.centre).first()
    if centre is None:
        faults.append(RuleBroken("unknown-centre", "There is no centre of this name", field="centre"))
    elif centre.programme != named.programme:
        faults.append(RuleBroken("other-programme", "The centre runs another programme than this", field="programme"))
    elif not takes_nominations(load(centre.programme), kind=own.kind):
        faults.append(NotNominatedFromHere())
    if named.originator != own.slug:
        faults.append(
            RuleBroken("other-originator", f"You can bring in nominations of {own.slug} only", field="originator")
        )
    if faults or centre is None:
        raise Faults(tuple(faults))
    return centre


def _approvers(act: Act, named: Named) -> tuple[tuple[str, UUID], ...]:
    """The colleagues at work, other than whoever acts, who have these addresses and may approve."""
    holders = RoleGrant.objects.filter(
        organisation_id=act.organisation, role__in=APPROVERS, state=GrantState.GRANTED
    ).values("member_id")
    members = Member.objects.filter(
        organisation_id=act.organisation, status=MemberStatus.ACTIVE, id__in=holders
    ).exclude(pk=act.by.id)
    wanted = {address.casefold() for address in named.approvers}
    found = ((member.account.email.casefold(), member.id) for member in members.select_related("account"))
    return tuple((address, member) for address, member in found if address in wanted)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    """The texts among ``values``, each once, that a database can look for: it has no character zero."""
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str) and "\0" not in value))
