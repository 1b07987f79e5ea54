"""“This asks me to watch someone” (demand M14): the action stops, and both data protection officers look at it.

One way for a disclosure's request and, on the floor above, for a support action.
"""

from uuid import UUID, uuid4

from handrail import duties
from handrail.directory.models import Organisation
from handrail.gate import Act
from handrail.sharing.models import Challenge
from handrail.sharing.rules.receiving import WordsMissing
from handrail.sharing.sealed import Copy, seal


def raise_challenge(
    act: Act,
    *,
    other: Organisation,
    subject: tuple[str, UUID],
    person: UUID,
    reference: str,
    programme: str,
    words: str,
) -> Challenge:
    """Record the flag, with the challenger's words once for each side, and tell both data protection officers."""
    if not words.strip():
        raise WordsMissing("words", "Say what it asks you to do that is not support.")
    challenge = Challenge(
        id=uuid4(),
        raised_by_organisation_id=act.organisation,
        answered_by_organisation=other,
        subject_kind=subject[0],
        subject_id=subject[1],
        person_id=person,
        reference=reference,
        programme=programme,
        raised_by=act.by.id,
        raised_at=act.now,
    )
    seal(Copy(act.organisation, person), challenge, words=words)
    with act.deliver_to(other.id):
        seal(Copy(other.id, person), challenge, words_for_other=words)
    challenge.save(force_insert=True)
    for organisation in (act.organisation, other.id):
        with act.deliver_to(organisation):
            duties.raise_duty(
                act,
                organisation=organisation,
                programme=programme,
                kind="review_flag",
                role="data_protection_officer",
                subject=("Challenge", challenge.id),
                person=person,
                person_reference=reference,
            )
    act.note(challenge=challenge.id, other=other.id)
    act.also(
        "challenge.received",
        organisation=other.id,
        subject=("Challenge", challenge.id),
        raised_by=act.organisation,
    )
    return challenge
