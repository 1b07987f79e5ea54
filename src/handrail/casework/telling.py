"""Whether the person knows: decided in sharing, organisation by organisation, and repeated on each case.

Sharing's decisions on telling a person are the truth of it. A case repeats the one of the organisation that leads it,
because its whole team has to see it, and policy with them; it is written here and nowhere else.
"""

from uuid import UUID

from handrail.casework.models import Case
from handrail.gate import Act
from handrail.sharing.actions.telling import knows


def follow(act: Act, person: UUID, organisations: frozenset[UUID]) -> None:
    """Let the open cases that these organisations lead about ``person`` say whether the person knows."""
    for organisation in sorted(organisations):
        with act.deliver_to(organisation):
            led = Case.objects.filter(organisation_id=organisation, person_id=person, state="open")
            if led.exists():
                led.update(told=knows(organisation, person))
