"""Putting an identity check to a partner, showing it step by step, and leaving nothing but a count behind.

To the partner the check is about an id and a reference of its own: nothing there ties it to a person who may be
disclosed later.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F

from handrail import duties
from handrail.directory.agreements import in_agreement_with
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act
from handrail.matching import rules, whom
from handrail.matching.actions.searching import own
from handrail.matching.models import (
    Candidate,
    Check,
    CheckElement,
    CheckReply,
    CheckState,
    CheckTally,
    Fits,
    Register,
    ShownElement,
)
from handrail.matching.resources import CANDIDATE
from handrail.matching.rules import faults
from handrail.programme import load
from handrail.programme.matching import SAYS_WHO
from handrail.sharing.owed import owe_contact
from handrail.sharing.references import new_reference
from handrail.sharing.sealed import Copy, seal, seal_all, unseal

#: States of a check in which the partner keeps what it was shown: it knows the person, and said so.
KEPT = (CheckState.ASKED, CheckState.SAME)


def put(act: Act, candidate: Candidate, step: str) -> Check:
    """Ask the candidate's partner whether it is the same person. It sees the first step at once."""
    candidate.state = rules.CANDIDATE.next(candidate.state, step)
    candidate.asked_at = act.now
    act.require("candidate.put", CANDIDATE, candidate)
    elements = to_show(act, candidate)
    partner = candidate.partner
    (pseudonym,) = unseal(own(candidate.result.search), candidate, "pseudonym")
    check = _new(act, candidate, marking=max(each.marking for each in elements))
    with act.deliver_to(partner.id):
        seal(theirs(check), check, pseudonym=pseudonym)
    check.save(force_insert=True)
    rows = [
        CheckElement(
            id=uuid4(), organisation_id=candidate.organisation_id, check_of=check, number=number, code=each.code
        )
        for number, each in enumerate(elements, start=1)
    ]
    seal_all(ours(check), [(row, {"text": each.text}) for row, each in zip(rows, elements, strict=True)])
    CheckElement.objects.bulk_create(rows)
    candidate.identity_check = check.id
    candidate.save()
    with act.deliver_to(partner.id):
        _show(act, check, rows[0], elements[0].text)
        owe_contact(
            act,
            partner,
            kind="answer_check",
            programme=check.programme,
            subject=("Check", check.id),
            person=check.person_id,
            reference=check.reference,
        )
    with about(act, check.person_id):
        act.also("check.received", organisation=partner.id, subject=("Check", check.id), asker=check.organisation_id)
    act.note(check=check.id, asked_of=partner.id, steps=len(rows), evidence=candidate.evidence)
    return check


def to_show(act: Act, candidate: Candidate) -> tuple[whom.Element, ...]:
    """What the candidate's partner may be shown, one at a time. Raises what stands against asking it."""
    refuse_unagreed(act, candidate.partner_id, candidate.centre_id)
    elements = whom.elements_for(whom.known_of(candidate.decision), candidate.partner, candidate.programme)
    if not elements:
        raise faults.NothingToShow
    return elements


def refuse_unagreed(act: Act, other: UUID, centre: UUID) -> None:
    """Raise :class:`faults.NotAgreed` unless both have accepted an agreement that is in force."""
    if other not in in_agreement_with(act.organisation, centre=centre, on=act.today):
        raise faults.NotAgreed


def check_of(candidate: Candidate) -> Check:
    """The identity check of a candidate that was asked about, locked."""
    if candidate.identity_check is None:
        raise ValueError("Nobody was asked about this candidate.")
    return Check.objects.select_for_update(of=("self",), no_key=True).get(pk=candidate.identity_check)


def show_next(act: Act, check: Check, number: int) -> bool:
    """Show the acting partner the step after ``number``; false if there is none.

    Who can't tell of anything whether it fits isn't told who is meant.
    """
    with act.deliver_to(check.organisation_id):
        element = CheckElement.objects.filter(check_of=check, number=number + 1).first()
        text = unseal(ours(check), element, "text")[0] if element else ""
    if element is None or (element.code in SAYS_WHO and not any(each.fits == Fits.YES for each in shown(check))):
        return False
    _show(act, check, element, text)
    return True


def shown(check: Check) -> list[ShownElement]:
    """What the partner was shown so far, in order: for its own eyes."""
    return list(ShownElement.objects.filter(check_of=check).order_by("number"))


def close(act: Act, check: Check, step: str) -> None:
    """End the check by ``step``. Unless it is the same person, all that is left at the partner is a count.

    What its originator is told is told by the caller.
    """
    check.state = rules.CHECK.next(check.state, step)
    check.ended_at = act.now
    with act.deliver_to(check.asked_of_id):
        duties.cancel(act, subject=("Check", check.id))
        tally, _ = CheckTally.objects.get_or_create(
            organisation_id=check.asked_of_id, year=act.today.year, ended=check.state, defaults={"id": uuid4()}
        )
        CheckTally.objects.filter(pk=tally.pk).update(number=F("number") + 1)
    if check.state not in KEPT:
        let_go(act, check)
    with act.deliver_to(check.organisation_id):
        CheckElement.objects.filter(check_of=check).update(text_sealed=b"")
        check.save()


def let_go(act: Act, check: Check) -> None:
    """Destroy what the partner has of it. ``check`` is saved by the caller; the partner sees it no more."""
    with act.deliver_to(check.asked_of_id):
        CheckReply.objects.filter(check_of=check).delete()
        ShownElement.objects.filter(check_of=check).delete()
    check.pseudonym_sealed, check.before_them = b"", False


def forget(act: Act, check: Check) -> None:
    """Destroy what the partner kept of it after it said that it is the same person, and write that in its record."""
    let_go(act, check)
    check.save()
    with about(act, check.person_id):
        act.also("check.let_go", organisation=check.asked_of_id, subject=("Check", check.id))


@contextmanager
def about(act: Act, person: UUID | None) -> Iterator[None]:
    """Say inside the block that the act is about this id: what is told elsewhere names nobody whom it is not about."""
    before, act.person = act.person, person
    try:
        yield
    finally:
        act.person = before


def alarm(act: Act, register: Register, asker: UUID) -> None:
    """Have the data protection officers of both sides look at a register, or at how it is asked."""
    for organisation in (asker, register.organisation_id):
        with act.deliver_to(organisation):
            duties.raise_duty(
                act,
                organisation=organisation,
                programme=register.programme,
                kind="review_register",
                role="data_protection_officer",
                subject=("Register", register.id),
            )


def told(act: Act, candidate: Candidate, kind: str, **facts: Any) -> None:
    """Write in the originator's record what became of its candidate."""
    with about(act, candidate.person_id):
        act.also(kind, organisation=candidate.organisation_id, subject=("Candidate", candidate.id), **facts)


def ours(check: Check) -> Copy:
    """Under which key the asker's words are sealed: its own, for this check."""
    return Copy(check.organisation_id, check.person_id)


def theirs(check: Check) -> Copy:
    """Under which key the partner's are sealed."""
    return Copy(check.asked_of_id, check.person_id)


def fits(answer: str) -> str:
    """``answer``, if it says whether a step fits. Raises :class:`faults.UnknownAnswer`."""
    if answer not in Fits.values:
        raise faults.UnknownAnswer
    return answer


def _new(act: Act, candidate: Candidate, *, marking: int) -> Check:
    timescales = load(candidate.programme).timescales
    answer, lapse = timescales["answer_check"], timescales["check_lapses"]
    return Check(
        id=uuid4(),
        organisation_id=candidate.organisation_id,
        asked_of_id=candidate.partner_id,
        register=candidate.result.register_id,
        person_id=uuid4(),
        reference=new_reference(candidate.centre.prefix),
        centre=candidate.centre,
        programme=candidate.programme,
        marking=marking,
        power=candidate.result.search.power,
        asked_by=act.by.id,
        asked_at=act.now,
        answer_by=WorkingTime().due(act.now, answer.amount, Unit(answer.unit)),
        closes_at=WorkingTime().due(act.now, lapse.amount, Unit(lapse.unit)),
    )


def _show(act: Act, check: Check, element: CheckElement, text: str) -> None:
    row = ShownElement(
        id=uuid4(),
        organisation_id=check.asked_of_id,
        check_of=check,
        number=element.number,
        code=element.code,
        shown_at=act.now,
    )
    seal(theirs(check), row, text=text)
    row.save(force_insert=True)
