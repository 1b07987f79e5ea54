"""An organisation's own sharing decisions: the list, and one of them with all that belongs to it."""

from math import ceil
from uuid import UUID

from django.db.models import Count

from handrail.directory.names import member_names, running_centres
from handrail.gate import Act, Actor, house, listing, query
from handrail.gate import current as current_act
from handrail.programme import load
from handrail.sharing.dossier import open_dossier
from handrail.sharing.drafted import CentreChoice, NominationList, NominationRow, OpenNomination
from handrail.sharing.initials import initials_of
from handrail.sharing.models import Holding, HoldingState, SharingDecision
from handrail.sharing.opening import opened
from handrail.sharing.references import as_reference
from handrail.sharing.resources import DECISION, HOLDING
from handrail.sharing.rules.decision import takes_nominations
from handrail.sharing.sealed import Copy, unseal_copies
from handrail.sharing.statements import NAME

#: Rows on one page of the list.
PAGE = 25
#: What a row of it shows. Sealed reasons are long, and are left where they lie.
_SHOWN = (
    "person_id", "reference", "kind", "state", "created_by", "created_at", "proposed_at", "decided_at", "centre__name",
)  # fmt: skip


@query("decision.open", resource=DECISION)
def open_nomination(
    *, by: Actor, purpose: str, decision: UUID, choices: bool = False, known: bool = False
) -> OpenNomination:
    """One sharing decision, unsealed.

    With ``choices``, also the organisations that could be proposed; with ``known``, also the reader's other decisions
    that seem to be about the same person (which opens all their names).
    """
    act = current_act()
    return opened(act, open_dossier(act, act.resource(DECISION)), choices=choices, known=known)


@listing("decision.list")
def nominations(*, by: Actor, purpose: str, state: str = "", find: str = "", page: int = 1) -> NominationList:
    """The sharing decisions that the reader may see, the latest first; of one state, or found by name or reference."""
    act = current_act()
    visible = act.visible(DECISION)
    counts = dict(visible.order_by().values_list("state").annotate(Count("id")))
    chosen = visible.filter(state=state) if state else visible
    total = counts.get(state, 0) if state else sum(counts.values())
    if find.strip():
        chosen = chosen.filter(id__in=_found(act, find))
        total = chosen.count()
    pages = max(1, ceil(total / PAGE))
    page = min(max(1, page), pages)
    listed = chosen.select_related(None).select_related("centre").only(*_SHOWN)
    shown = tuple(listed.order_by("-created_at", "id")[(page - 1) * PAGE : page * PAGE])
    act.listed([each.id for each in shown], state=state, find=find, page=str(page))
    return NominationList(_rows(act, shown), total, tuple(sorted(counts.items())), _centres(act))


def _centres(act: Act) -> tuple[CentreChoice, ...]:
    if not act.decide("decision.draft", house(act.organisation)).allowed:
        return ()
    return tuple(
        CentreChoice(centre.id, centre.name)
        for centre in running_centres(act.today)
        if takes_nominations(load(centre.programme), kind=act.principal.organisation_kind)
    )


def _found(act: Act, find: str) -> list[UUID]:
    """The decisions of the person with this reference, or of people whose name has every word of ``find``."""
    if reference := as_reference(find):
        return list(act.visible(DECISION).filter(reference=reference).values_list("id", flat=True))
    names: tuple[Holding, ...] = tuple(
        act.visible(HOLDING, action="holding.read")
        .filter(category=NAME, originator_id=act.organisation, decision__isnull=False)
        .exclude(state=HoldingState.DESTROYED)
    )
    texts = unseal_copies([(Copy(name.organisation_id, name.person_id), name) for name in names], "text")
    words = find.casefold().split()
    return [
        name.decision_id
        for name, (text,) in zip(names, texts, strict=True)
        if name.decision_id and all(word in text.casefold() for word in words)
    ]


def _rows(act: Act, shown: tuple[SharingDecision, ...]) -> tuple[NominationRow, ...]:
    initials = initials_of(act, (each.person_id for each in shown))
    names = member_names(each.created_by for each in shown)
    return tuple(
        NominationRow(
            id=each.id,
            reference=each.reference,
            initials=initials.get(each.person_id, ""),
            kind=each.kind,
            state=each.state,
            centre=each.centre.name,
            written_by=names.get(each.created_by, ""),
            at=each.decided_at or each.proposed_at or each.created_at,
        )
        for each in shown
    )
