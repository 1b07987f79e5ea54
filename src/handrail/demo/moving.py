"""Somebody moves to another council of the centre: their case is offered there, let go or not, refused, accepted."""

from datetime import timedelta
from uuid import UUID

from handrail.casework.actions import handing_over, planning, transferring
from handrail.casework.queries.cases import open_case
from handrail.demo import wording
from handrail.demo.pilot import RISK, SUPPORT, House
from handrail.demo.story import Story
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life
from handrail.gate import clock


class Move:
    """A case on its way to the next council that coordinates cases there."""

    def __init__(self, story: Story, case: Case) -> None:
        self.story, self.case, self.lead = story, case, case.lead
        councils = story.pilot.partners(story.subject.centre, "council")
        self.there: House = next(each for each in councils if each is not self.lead and "coordinator" in each.staff)

    def write(self) -> UUID:
        """The coordinator writes the offer."""
        return transferring.offer(
            by=self.lead.by("coordinator"),
            purpose=SUPPORT,
            case=self.case.id,
            to=self.there.id,
            centre=self.story.pilot.centres[self.story.subject.centre],
            reason="home",
            power="care_act",
            words=_words("why"),
            summary=_words("summary"),
        )

    def take_back(self, transfer: UUID) -> None:
        """The coordinator takes it back."""
        transferring.withdraw(by=self.lead.by("coordinator"), purpose=SUPPORT, transfer=transfer)

    def decline(self, transfer: UUID) -> None:
        """The contact doesn't let it go."""
        by = self.lead.by("contact")
        transferring.decline(by=by, purpose=SUPPORT, transfer=transfer, least=_words("too_much"))

    def let_go(self, transfer: UUID) -> None:
        """The contact lets it go."""
        transferring.let_go(by=self.lead.by("contact"), purpose=SUPPORT, transfer=transfer, least=_words("least"))

    def refuse(self, transfer: UUID) -> None:
        """The other council would rather wait."""
        transferring.refuse(
            by=self.there.by("coordinator"), purpose=SUPPORT, transfer=transfer, refusal="not_yet",
            words=_words("refusal"),
        )  # fmt: skip

    def accept(self, transfer: UUID) -> UUID:
        """The other council goes on with it."""
        return transferring.accept(
            by=self.there.by("coordinator"),
            purpose=SUPPORT,
            transfer=transfer,
            police=self.story.force.id,
            review_on=clock.today() + timedelta(days=60),
        )

    def settle_in(self, case: UUID) -> Life:
        """Each owner confirms; the first council hands on what it owns; what was promised is found anew."""
        by = self.there.by("coordinator")
        shown = open_case(by=by, purpose=SUPPORT, case=case)
        for risk in shown.risks:
            ours = risk.owner.organisation == self.lead.id
            owner, why = (self.lead.by("contact"), SUPPORT) if ours else (self.story.force.by("risk_owner"), RISK)
            handing_over.confirm(by=owner, purpose=why, risk=risk.id)
            if ours:
                offer = handing_over.offer(
                    by=owner, purpose=SUPPORT, risk=risk.id, to=self.there.id, reason="person_moved",
                    words=_words("risk"),
                )  # fmt: skip
                yield self.story.pilot.diary.later(0.2, 0.8)
                handing_over.accept(by=self.there.by("contact"), purpose=SUPPORT, risk=risk.id, offer=offer)
        for row in shown.plan:
            yield self.story.pilot.diary.later(0.2, 1)
            planning.cancel(by=by, purpose=SUPPORT, support_action=row.id)
        planning.plan(
            by=by,
            purpose=SUPPORT,
            case=case,
            support="housing_advice",
            owner=self.there.id,
            owner_member=None,
            due_on=clock.today() + timedelta(days=30),
            objective=_words("instead"),
            consent="not_asked",
        )


def _words(code: str) -> str:
    return wording.casework().moving[code]
