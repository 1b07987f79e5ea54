"""The initials by which lists show a person: of a name that the organisation holds now, or none."""

from handrail.sharing.models import Holding, HoldingState, PersonRecord
from handrail.sharing.sealed import Copy, seal, unseal
from handrail.sharing.statements import NAME


def initials(name: str) -> str:
    """The first letters of a name, as lists show them: "A. Y."."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def renew(house: Copy) -> None:
    """Give a house's record of the person the initials of the name that it has held longest, of those it still holds.

    A name that is gone leaves no initials behind, and one that comes in its place brings its own.
    """
    held = Holding.objects.filter(
        organisation_id=house.organisation, person_id=house.person, category=NAME, state=HoldingState.HELD
    )
    name = held.order_by("held_since", "number").first()
    record = PersonRecord.objects.get(organisation_id=house.organisation, person_id=house.person)
    seal(house, record, initials=initials(unseal(house, name, "text")[0]) if name else "")
    record.save(update_fields=("initials_sealed",))
