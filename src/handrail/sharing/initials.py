"""The initials by which lists show a person: of a name that the reader may read, or none."""

from collections.abc import Iterable
from uuid import UUID

from handrail.gate import Act
from handrail.sharing.models import HoldingState
from handrail.sharing.resources import HOLDING
from handrail.sharing.sealed import Copy, unseal_copies
from handrail.sharing.statements import NAME

#: A name in one of these states can be read; of any other there are no initials.
_STANDING = (HoldingState.DRAFT, HoldingState.HELD)


def initials(name: str) -> str:
    """The first letters of a name, as lists show them: "A. Y."."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def initials_of(act: Act, people: Iterable[UUID], *, action: str = "holding.read") -> dict[UUID, str]:
    """Initials by person, for those of ``people`` one of whose names the actor may read: of the one held longest.

    They are kept nowhere: a name that is recalled or erased leaves none behind, and whoever a name is not meant for
    learns no initials from it. ``action`` is what policy has to let the actor do with the name.
    """
    names = (
        act.visible(HOLDING, action)
        .filter(category=NAME, state__in=_STANDING, person_id__in=set(people))
        .order_by("held_since", "number")
        .select_related(None)
        .only("organisation_id", "person_id", "text_sealed")
    )
    found: dict[UUID, str] = {}
    copies = [(Copy(name.organisation_id, name.person_id), name) for name in names]
    for (copy, _), (text,) in zip(copies, unseal_copies(copies, "text"), strict=True):
        if text:
            found.setdefault(copy.person, initials(text))
    return found
