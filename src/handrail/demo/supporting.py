"""What the centre does in a person's story: the case, its risks, needs, plan, consent, escalation and closure."""

from datetime import timedelta
from uuid import UUID

from handrail.casework.actions import (
    challenging,
    consenting,
    contacts,
    declining,
    deconflicting,
    escalating,
    handing_over,
    intake,
    objectives,
    opening,
    planning,
    reviewing,
    volunteering,
)
from handrail.casework.actions.opening import NewRisk
from handrail.casework.consent import GUARDIAN, PERSON
from handrail.casework.queries.cases import open_case
from handrail.casework.queries.deconfliction import asked
from handrail.demo import resourcing, wording
from handrail.demo.pilot import ADMINISTRATION, DECONFLICTION, RISK, SUPPORT, House
from handrail.demo.story import Story
from handrail.demo.timeline import Life
from handrail.gate import Actor, clock

#: What may go wrong, what is needed, and the ordinary service that helps, by the reason for listing.
_RISKS = {"unsettled_housing": "homelessness", "leaving_custody": "homelessness", "child_welfare": "harm_to_child",
          "exploitation": "exploitation", "risk_of_self_harm": "suicide_or_self_harm",
          "substance_use": "substance_harm"}  # fmt: skip
_NEEDS = {"mental_health_need": "mental_health", "unsettled_housing": "home", "out_of_work_or_study": "work_and_money",
          "family_strain": "family", "leaving_custody": "home", "exploitation": "safety",
          "risk_of_self_harm": "mental_health", "substance_use": "substance_use", "child_welfare": "family",
          "returning": "practical"}  # fmt: skip
_SERVICES = {"home": "housing_advice", "work_and_money": "money_advice", "family": "early_help",
             "safety": "adult_care_assessment", "practical": "settling_in", "belonging": "community_activity",
             "mental_health": "adult_care_assessment", "substance_use": "substance_treatment"}  # fmt: skip
_STRENGTHS = ("trusted_person", "family_support", "own_goals", "skills_and_interests", "engaged_with_help")


class Case:
    """A case of the demonstration, in the hands of its coordinator."""

    def __init__(self, story: Story, *, review_in: int = 60) -> None:
        """Open it: the police own the risk that old contacts come back, the council what is the council's to own."""
        if story.person is None:
            raise LookupError("Nobody has opened what they hold yet.")
        self.story = story
        self.lead, self.helper = story.council, story.pilot.houses["open-door"]
        self.need: UUID | None = None
        self.actions: list[tuple[UUID, House]] = []
        health = [each.house.id for each in story.received.values() if each.house.entry.kind == "nhs"]
        self.objective: UUID | None = None
        opened = opening.open_case(
            by=self.coordinator,
            purpose=SUPPORT,
            person=story.person,
            police=story.force.id,
            risks=self._risks(),
            review_on=clock.today() + timedelta(days=review_in),
            partners={self.helper.id: "owns_action", **dict.fromkeys(health, "advises")},
        )
        self.id, self.reference = opened.case, opened.reference
        for risk in open_case(by=self.coordinator, purpose=SUPPORT, case=self.id).risks:
            owner = self.lead.by("contact") if risk.ours else story.force.by("risk_owner")
            handing_over.confirm(by=owner, purpose=SUPPORT if risk.ours else RISK, risk=risk.id)

    @property
    def coordinator(self) -> Actor:
        """Who coordinates it."""
        return self.lead.by("coordinator")

    def describe(self) -> None:
        """Write down a need and a strength."""
        words = wording.casework()
        kind = _NEEDS.get(self.story.subject.reason, "belonging")
        self.need = planning.add_need(
            by=self.coordinator,
            purpose=SUPPORT,
            case=self.id,
            kind=kind,
            strength=False,
            description=words.child["need"]
            if self.story.subject.child
            else self.story.random.choice(words.needs[kind]),
            draws_on=self._drawn_on(),
        )
        strength = self.story.random.choice(_STRENGTHS)
        planning.add_need(
            by=self.coordinator,
            purpose=SUPPORT,
            case=self.id,
            kind=strength,
            strength=True,
            description=self.story.random.choice(words.protective_factors[strength]),
        )
        resourcing.spend(self.story, self.id, self.lead, "coordinator", "casework")
        resourcing.spend(self.story, self.id, self.lead, "contact", "management")

    def plan_service(self, *, due_in: int) -> UUID:
        """Plan an ordinary service of the council."""
        kind = _NEEDS.get(self.story.subject.reason, "belonging")
        return self._plan(_SERVICES[kind], self.lead, due_in=due_in)

    def plan_mentoring(self, *, due_in: int, consent: str = "not_asked") -> UUID:
        """Plan what brings the programme to the person: they must have been told."""
        support = self.story.random.choice(("mentoring", "peer_support", "support_worker"))
        return self._plan(support, self.helper, due_in=due_in, consent=consent)

    def tell(self) -> None:
        """Record that the person has been told."""
        consenting.record_told(by=self.coordinator, purpose=SUPPORT, case=self.id, on=clock.today())

    def consent(self, step: str, words: str) -> None:
        """Record what the person said to being supported; and for a child what a parent said, and their own view."""
        said, child = wording.casework(), self.story.subject.child
        consenting.record_consent(
            by=self.coordinator,
            purpose=SUPPORT,
            case=self.id,
            step=step,
            on=clock.today(),
            how="in_person",
            asker=said.consent["asker"],
            voice=GUARDIAN if child else PERSON,
            decided_by=said.child["guardian"] if child else "",
            note=said.child["view"] if child and step == "give" else said.consent[words],
            under_18=child,
        )

    def want(self) -> None:
        """Write down what the person would like to be different, in their own words."""
        words = wording.casework()
        self.objective = objectives.add_objective(
            by=self.coordinator,
            purpose=SUPPORT,
            case=self.id,
            words=words.child["wish"] if self.story.subject.child else self.story.random.choice(words.wishes),
            own_words=True,
        )

    def say_of_the_objective(self, step: str) -> None:
        """It is reached, or no longer wanted."""
        if self.objective is None:
            raise LookupError("They have not said what they would like.")
        objectives.end_objective(
            by=self.coordinator, purpose=SUPPORT, case=self.id, objective=self.objective, step=step
        )

    def police(self, *, confirm: bool = True) -> None:
        """The unit's officer answers whatever waits about the person: it may go ahead, or they hold."""
        officer = self.story.unit.by("deconfliction")
        for each in asked(by=officer, purpose=DECONFLICTION, reference=self.reference):
            if each.waits:
                deconflicting.answer(by=officer, purpose=DECONFLICTION, deconfliction=each.id, confirm=confirm)

    def start(self, action: UUID) -> None:
        """Begin giving a support action."""
        planning.start(by=self._owner(action).by("contact"), purpose=SUPPORT, support_action=action)

    def finish(self, action: UUID) -> None:
        """Record that it was given, and what came of it."""
        outcome = self.story.random.choice(wording.casework().done)
        by = self._owner(action).by("contact")
        planning.complete(by=by, purpose=SUPPORT, support_action=action, outcome=outcome)
        resourcing.spend(self.story, self.id, self._owner(action), "contact", "contact")

    def cancel(self, action: UUID) -> None:
        """Take it out of the plan."""
        planning.cancel(by=self.coordinator, purpose=SUPPORT, support_action=action)

    def flag(self, action: UUID) -> UUID:
        """Say that a support action asks to watch somebody."""
        words = self.story.random.choice(wording.casework().challenges)
        by = self._owner(action).by("contact")
        return challenging.asks_to_watch(by=by, purpose=SUPPORT, support_action=action, words=words)

    def review(self, *, again_in: int) -> None:
        """Review it, and say when next."""
        review_on = clock.today() + timedelta(days=again_in)
        reviewing.set_review(by=self.coordinator, purpose=SUPPORT, case=self.id, review_on=review_on)
        resourcing.spend(self.story, self.id, self.lead, "coordinator", "meeting")

    def close(self, reason: str) -> None:
        """Close it for a reason of the rulebook."""
        note = wording.casework().closures[reason]
        carries_on = (self.lead.id,) if reason == "needs_met" else ()
        reviewing.close(
            by=self.coordinator, purpose=SUPPORT, case=self.id, reason=reason, note=note, carries_on=carries_on
        )

    def accept(self, hand_in: UUID) -> None:
        """Take what was handed in into the case."""
        intake.accept(by=self.coordinator, purpose=SUPPORT, case=self.id, hand_in=hand_in)

    def refuse(self, hand_in: UUID) -> None:
        """Say that it is another person, as far as anybody can tell."""
        intake.refuse(by=self.coordinator, purpose=SUPPORT, case=self.id, hand_in=hand_in, reason="another_person")

    def take_out(self, hand_in: UUID) -> None:
        """Take what was handed in out of the case again."""
        intake.undo(by=self.coordinator, purpose=SUPPORT, case=self.id, hand_in=hand_in, reason="another_person")

    def reopen(self) -> None:
        """Open it once more."""
        review_on = clock.today() + timedelta(days=60)
        reviewing.reopen(by=self.coordinator, purpose=SUPPORT, case=self.id, review_on=review_on)

    def escalate(self, *, danger_now: bool) -> UUID:
        """Raise immediate danger."""
        return escalating.escalate(
            by=self.lead.by("contact"),
            purpose=SUPPORT,
            case=self.id,
            what_is_happening=self.story.random.choice(wording.casework().escalations),
            danger_now=danger_now,
        )

    def answer(self, escalation: UUID, *, by: str = "risk_owner") -> None:
        """A named officer takes it."""
        escalating.acknowledge(by=self.story.force.by(by), purpose=RISK, escalation=escalation)

    def nobody_answers(self, escalation: UUID) -> Life:
        """The time to take it passes, and it climbs to the next two rungs."""
        for _ in range(2):
            yield clock.now() + timedelta(minutes=61)
            escalating.climb(by=self.story.force.service("sweep"), purpose=ADMINISTRATION, escalation=escalation)
        yield self.story.pilot.diary.soon()

    def hand_back(self, action: UUID) -> None:
        """Say that it can't be given after all, and why."""
        by = self._owner(action).by("contact")
        declining.cannot_do(by=by, purpose=SUPPORT, support_action=action, reason="no_capacity")

    def tell_the_police(self) -> UUID:
        """Choose to tell the police of a concern that can wait."""
        words = self.story.random.choice(wording.casework().concerns)
        by = self.lead.by("contact")
        return volunteering.volunteer_concern(by=by, purpose=SUPPORT, case=self.id, ground="they_agree", words=words)

    def read_by_the_police(self, concern: UUID) -> None:
        """Their risk owner reads it."""
        volunteering.mark_read(by=self.story.force.by("risk_owner"), purpose=RISK, concern=concern)

    def meet(self, action: UUID, result: str) -> None:
        """Whoever gives a support action records what came of meeting the person."""
        by = self._owner(action).by("contact")
        contacts.record_contact(by=by, purpose=SUPPORT, support_action=action, on=clock.today(), result=result)

    def settle(self, escalation: UUID, outcome: str) -> None:
        """Close the escalation."""
        escalating.close(by=self.story.force.by("risk_owner"), purpose=RISK, escalation=escalation, outcome=outcome)

    def _risks(self) -> list[NewRisk]:
        words, force = wording.casework().risks, self.story.force
        old_contacts = NewRisk(
            "terrorism_related",
            self.story.random.choice(("steady", "needs_attention")),
            words["terrorism_related"][0],
            force.id,
            force.staff["risk_owner"],
            self._drawn_on(),
        )
        kind = _RISKS.get(self.story.subject.reason)
        if kind is None:
            return [old_contacts]
        own = NewRisk(kind, "needs_attention", words[kind][0], self.lead.id, self.lead.staff["contact"])
        return [old_contacts, own]

    def _plan(self, support: str, owner: House, *, due_in: int, consent: str = "not_asked") -> UUID:
        action = planning.plan(
            by=self.coordinator,
            purpose=SUPPORT,
            case=self.id,
            support=support,
            owner=owner.id,
            owner_member=owner.staff["contact"],
            due_on=clock.today() + timedelta(days=due_in),
            objective=wording.casework().objectives[support],
            provision=resourcing.provision(self.story, support, _NEEDS.get(self.story.subject.reason, "")),
            need=self.need,
            serves=self.objective,
            consent=consent,
        )
        self.actions.append((action, owner))
        return action

    def _owner(self, action: UUID) -> House:
        return next(owner for known, owner in self.actions if known == action)

    def _drawn_on(self) -> tuple[UUID, ...]:
        """The last item that the council was given, which is about what is needed."""
        return self.story.at("council").items[-1:]
