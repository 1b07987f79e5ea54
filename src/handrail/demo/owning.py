"""Whose risk it is, in a person's story: handed over, refused, taken back; judged anew; and called by another kind."""

from typing import TYPE_CHECKING
from uuid import UUID

from handrail.casework.actions import changing_kind, handing_over, opening, risks
from handrail.casework.actions.opening import NewRisk
from handrail.demo import wording
from handrail.demo.pilot import RISK, SUPPORT
from handrail.demo.story import Story
from handrail.demo.timeline import Life

if TYPE_CHECKING:
    from handrail.demo.supporting import Case

#: A kind of risk that the police and a council may own; and one that a council and probation may own too.
KIND, ANOTHER = "exploitation", "domestic_abuse"


def refused_then_accepted(story: Story, case: "Case") -> Life:
    """The police offer the risk; the council wants to know more, is told, and owns it from then on."""
    risk = _recorded(story, case)
    offer = _offered(story, case, risk, "offer")
    yield story.pilot.diary.later(0.5, 1.5)
    handing_over.refuse(
        by=case.lead.by("contact"),
        purpose=SUPPORT,
        risk=risk,
        offer=offer,
        refusal="told_too_little",
        words=_words("refusal"),
    )
    yield story.pilot.diary.later(0.1, 0.5)
    handing_over.confirm(by=story.force.by("risk_owner"), purpose=RISK, risk=risk)
    offer = _offered(story, case, risk, "offer_again")
    yield story.pilot.diary.later(0.5, 1.5)
    handing_over.accept(by=case.lead.by("contact"), purpose=SUPPORT, risk=risk, offer=offer)
    yield story.pilot.diary.later(0.5, 1)
    risks.judge(
        by=case.lead.by("contact"), purpose=SUPPORT, risk=risk, severity="needs_attention", words=_words("judgement")
    )


def waits(story: Story, case: "Case") -> None:
    """The police offer the risk, and the council has not answered yet."""
    _offered(story, case, _recorded(story, case), "offer")


def taken_back(story: Story, case: "Case") -> Life:
    """The police offer the risk and take the offer back; offer it again, and close it before anybody answers."""
    risk = _recorded(story, case)
    officer = story.force.by("risk_owner")
    offer = _offered(story, case, risk, "offer")
    yield story.pilot.diary.later(0.1, 0.5)
    handing_over.withdraw(by=officer, purpose=RISK, risk=risk, offer=offer)
    yield story.pilot.diary.later(0.5, 1)
    _offered(story, case, risk, "offer_again")
    yield story.pilot.diary.later(0.2, 0.5)
    risks.close(by=officer, purpose=RISK, risk=risk)


def another_kind(story: Story, case: "Case") -> Life:
    """The council says that a risk of its own is of another kind: the police sign, and the helper's officer reviews."""
    risk = _recorded(story, case, of_the_council=True)
    change = _proposed(case, risk)
    yield story.pilot.diary.later(0.5, 1)
    changing_kind.sign(by=story.force.by("risk_owner"), purpose=RISK, risk=risk, change=change)
    yield story.pilot.diary.later(0.5, 1)
    changing_kind.review(
        by=case.helper.by("approver"), purpose=SUPPORT, risk=risk, change=change, words=_words("review")
    )


def kind_in_question(story: Story, case: "Case") -> Life:
    """Of the council's proposals one is declined, one taken back, one falls away; one is signed, and one waits."""
    officer, contact = story.force.by("risk_owner"), case.lead.by("contact")
    declined, withdrawn, overtaken, signed, _ = (
        (risk, _proposed(case, risk)) for risk in [_recorded(story, case, of_the_council=True) for _ in range(5)]
    )
    yield story.pilot.diary.later(0.2, 0.8)
    risk, change = declined
    changing_kind.decline(by=officer, purpose=RISK, risk=risk, change=change, words=_words("review"))
    risk, change = withdrawn
    changing_kind.withdraw(by=contact, purpose=SUPPORT, risk=risk, change=change)
    risk, _ = overtaken
    risks.close(by=contact, purpose=SUPPORT, risk=risk)
    risk, change = signed
    changing_kind.sign(by=officer, purpose=RISK, risk=risk, change=change)


def _recorded(story: Story, case: "Case", *, of_the_council: bool = False) -> UUID:
    """A risk that the coordinator records, owned by the police or by the council."""
    owner, post = (case.lead, "contact") if of_the_council else (story.force, "risk_owner")
    words = wording.casework().risks[KIND][0]
    risk = NewRisk(KIND, "steady", words, owner.id, owner.staff[post])
    recorded = opening.add_risk(by=case.coordinator, purpose=SUPPORT, case=case.id, risk=risk)
    handing_over.confirm(by=owner.by(post), purpose=SUPPORT if of_the_council else RISK, risk=recorded)
    return recorded


def _offered(story: Story, case: "Case", risk: UUID, words: str) -> UUID:
    return handing_over.offer(
        by=story.force.by("risk_owner"),
        purpose=RISK,
        risk=risk,
        to=case.lead.id,
        reason="better_placed",
        words=_words(words),
    )


def _proposed(case: "Case", risk: UUID) -> UUID:
    return changing_kind.propose(
        by=case.lead.by("contact"), purpose=SUPPORT, risk=risk, kind=ANOTHER, words=_words("kind")
    )


def _words(what: str) -> str:
    return wording.casework().owning[what]
