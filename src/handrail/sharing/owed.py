"""What a recipient's single point of contact has to do about what it was given."""

from uuid import UUID

from handrail import duties
from handrail.directory.models import Organisation
from handrail.gate import Act
from handrail.programme import load
from handrail.sharing.models import Disclosure

CONTACT = "single_point_of_contact"


def owe_acknowledgement(act: Act, disclosure: Disclosure) -> None:
    """The contact acknowledges what arrived, within the time that the rulebook gives for the reason it is shared."""
    _owe(act, disclosure, acknowledgement(disclosure))


def acknowledgement(disclosure: Disclosure) -> str:
    """The timescale of the rulebook by which this disclosure is acknowledged."""
    reason = load(disclosure.programme).reasons.get(disclosure.reason)
    return (reason and reason.acknowledge_within) or "acknowledge_disclosure"


def owe_answer(act: Act, disclosure: Disclosure) -> None:
    """The contact says whether the organisation can do what is asked."""
    _owe(act, disclosure, "respond_to_request")


def _owe(act: Act, disclosure: Disclosure, kind: str) -> None:
    owe_contact(
        act,
        disclosure.recipient,
        kind=kind,
        programme=disclosure.programme,
        subject=("Disclosure", disclosure.id),
        person=disclosure.person_id,
        reference=disclosure.reference,
    )


def owe_contact(
    act: Act,
    organisation: Organisation,
    *,
    kind: str,
    programme: str,
    subject: tuple[str, UUID],
    person: UUID,
    reference: str,
) -> None:
    """Make ``kind`` due from the contacts of ``organisation``, in whose house the transaction acts.

    A kind of organisation without contacts (an originating unit that was told something) owes nobody anything.
    """
    if organisation.kind not in load(programme).roles[CONTACT].held_in:
        return
    duties.raise_duty(
        act,
        organisation=organisation.id,
        programme=programme,
        kind=kind,
        role=CONTACT,
        subject=subject,
        person=person,
        person_reference=reference,
    )
