"""Whom an organisation may ask about the person of a case, and what."""

from collections import Counter
from uuid import UUID

from handrail import gate
from handrail.casework.resources import CASE
from handrail.gate import Actor, query
from handrail.programme import load
from handrail.questions import putting, rules
from handrail.questions.queries.questions import lines_before
from handrail.questions.values import Asking, Offer, Partner


@query("question.partners", resource=CASE)
def partners(*, by: Actor, purpose: str, case: UUID) -> tuple[Partner, ...]:
    """The organisations that may be asked, those in the team first, and how many questions there are for each."""
    act = gate.current()
    found = act.resource(CASE)
    listed = [
        Partner(
            id=each.pk,
            name=each.name,
            kind=each.kind,
            in_team=each.pk in found.partners,
            questions=len(putting.on_offer(act, found, each)),
        )
        for each in putting.whom(act, found)
    ]
    return tuple(sorted(listed, key=lambda each: (not each.in_team, each.name)))


@query("question.offers", resource=CASE)
def asking(*, by: Actor, purpose: str, case: UUID, asked_of: UUID) -> Asking:
    """The questions that one of them may be asked, and what it was asked before. Raises :class:`rules.NotAsked`."""
    act = gate.current()
    found = act.resource(CASE)
    organisation = next((each for each in putting.whom(act, found) if each.pk == asked_of), None)
    if organisation is None:
        raise rules.NotAsked
    before = putting.earlier(act, found, organisation)
    put = Counter(each.code for each in before.questions if each.put)
    open_now = {each.code for each in before.questions if each.state in rules.OPEN}
    return Asking(
        organisation=organisation.name,
        kind=organisation.kind,
        offers=tuple(
            Offer(
                code=entry.code,
                title=entry.title,
                why=entry.description,
                shape=entry.shape,
                own_words=entry.own_words,
                put_before=put[entry.code],
                times=entry.times,
                open_now=entry.code in open_now,
            )
            for entry in putting.on_offer(act, found, organisation)
        ),
        before=lines_before(act, before.questions),
        tells_apart=frozenset(each.code for each in load(found.programme).questions if each.tells_apart),
    )
