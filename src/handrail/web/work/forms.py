"""The forms of the pages for partners, the centre and the police."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from handrail.programme.entries import Entry
from handrail.web.fields import AnyOf, Confirmed, Date, OneOf, Option, Text, YesNo
from handrail.web.forms import Form

#: The choice that no organisation carries on.
NOBODY = "nobody"


def options(entries: Iterable[Entry]) -> list[Option]:
    """A catalogue of the rulebook as things to choose from."""
    return [Option(entry.code, entry.title, hint=entry.description) for entry in entries]


class RestsOn(Form):
    """Words that may rest on information: the last question, left out where the writer holds nothing to choose from."""

    draws_on = AnyOf(
        "Which information does this rest on?",
        [],
        required=False,
        hint="Tick what you took from it. Only those who hold it too can read what you write.",
    )

    def __init__(self, *args: Any, sources: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.fields.pop("draws_on")
        if sources:
            self.fields["draws_on"] = question
            self.offer("draws_on", sources)
        self.order_fields(self.field_order)

    def sources(self) -> tuple[UUID, ...]:
        """The items ticked as what the words rest on."""
        return tuple(UUID(item) for item in self.cleaned_data.get("draws_on", ()))


class AnswerRequest(Form):
    can = YesNo(
        "Can you do what is asked?", missing="Select whether you can do what is asked", reveals={"no": "reason"}
    )
    reason = OneOf("Why not?", [], required=False)

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))

    def clean(self) -> None:
        if self.cleaned_data.get("can") is False and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Select why you can’t do it")


class SayKnown(Form):
    answer = OneOf(
        "Does your organisation know this person?",
        [
            Option("cannot_say", "We cannot say", hint="The usual answer. It says neither yes nor no."),
            Option("known", "Yes, we know this person"),
            Option("not_known", "No, we don’t know this person"),
        ],
        missing="Select what your organisation says",
    )


class GuardianDecision(Form):
    say = YesNo("Should your organisation say this?", missing="Select whether your organisation says this")


class FlagWatching(Form):
    words = Text(
        "What does it ask you to do that is not support?",
        rows=4,
        max_length=2000,
        missing="Say what it asks you to do that is not support",
    )


class CloseChallenge(Form):
    outcome = OneOf("What do you conclude?", [], missing="Select what you conclude")

    def __init__(self, *args: Any, outcomes: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("outcome", options(outcomes))


class Recall(Form):
    reason = OneOf("Why do you take it back?", [], missing="Select why you take it back")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class Correct(Form):
    reason = OneOf("Why does it need correcting?", [], missing="Select why it needs correcting")
    text = Text("The corrected wording", rows=5, max_length=2000, missing="Write the corrected wording")
    necessity = Text("Why is it necessary to share this?", rows=3, max_length=2000, missing="Say why it is necessary")
    proportionality = Text("Why is it proportionate?", rows=3, max_length=2000, missing="Say why it is proportionate")
    alternatives = Text("What else did you consider?", rows=3, max_length=2000, missing="Say what else you considered")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class AskToOpen(Form):
    ground = OneOf("What is it needed for?", [], missing="Select what it is needed for")
    reason = Text("Why does the text itself have to be read?", rows=4, max_length=2000, missing="Say why")

    def __init__(self, *args: Any, grounds: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("ground", options(grounds))


class DecideOpening(Form):
    approve = YesNo("Do you agree that it is opened?", missing="Select whether you agree")


class RiskFields(RestsOn):
    """A risk with its one owner; ``owner`` is a member of the police, or of another organisation in the team."""

    kind = OneOf("What kind of risk is it?", [], missing="Select what kind of risk it is")
    severity = OneOf("How serious do you judge it to be?", [], missing="Select how serious you judge it to be")
    description = Text("Describe it in plain words", rows=4, max_length=4000, missing="Describe the risk")
    owner = OneOf("Who owns it?", [], missing="Select who owns it")

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[Entry],
        severities: Iterable[Entry],
        owners: Sequence[Option],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", options(kinds))
        self.offer("severity", options(severities))
        self.offer("owner", owners)


class OpenCase(RiskFields):
    police = OneOf("Which police force is in the team?", [], missing="Select the police force")
    partners = AnyOf("Which other organisations are in the team?", [], required=False)
    review_on = Date("When will you review the case?", missing="Enter when you will review the case")

    field_order = ("police", "kind", "severity", "description", "owner", "draws_on", "partners", "review_on")

    def __init__(
        self,
        *args: Any,
        forces: Sequence[Option],
        partners: Sequence[Option],
        partner_reasons: Iterable[Entry],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("police", forces)
        self.titles = {each.code: each.title for each in partners}
        self.offer("partners", partners, reveals={code: _why(code) for code in self.titles})
        reasons = options(partner_reasons)
        for each in partners:
            self.fields[_why(each.code)] = OneOf(f"Why does {each.title} join?", reasons, required=False)

    def clean(self) -> None:
        for code in self.cleaned_data.get("partners", ()):
            if not self.cleaned_data.get(_why(code)):
                self.add_error(_why(code), f"Select why {self.titles[code]} joins")

    def joining(self) -> dict[UUID, str]:
        """The other organisations in the team, each with why it joins."""
        return {UUID(code): self.cleaned_data[_why(code)] for code in self.cleaned_data["partners"]}


def _why(organisation: str) -> str:
    return f"why_{organisation}"


class AddNeed(RestsOn):
    kind = OneOf("What is it about?", [], missing="Select what it is about")
    description = Text("Describe it in plain words", rows=4, max_length=4000, missing="Describe it")

    def __init__(self, *args: Any, kinds: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", options(kinds))


class AddSupport(RestsOn):
    support = OneOf("What will be offered?", [], missing="Select what will be offered")
    owner = OneOf("Which organisation does it?", [], missing="Select which organisation does it")
    objective = Text("What is it for?", rows=3, max_length=2000, missing="Say what it is for")
    due_on = Date("By when?", missing="Enter by when")
    consent = OneOf(
        "Has the person agreed to this?",
        [
            Option("not_asked", "Not asked yet"),
            Option("given", "They agreed"),
            Option("refused", "They said no"),
        ],
        missing="Select whether the person has agreed",
    )
    serves = OneOf("Which objective does it serve?", [], required=False)

    def __init__(
        self,
        *args: Any,
        catalogue: Iterable[Entry],
        owners: Sequence[Option],
        objectives: Sequence[Option],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("support", options(catalogue))
        self.offer("owner", owners)
        self.offer("serves", objectives)

    def planned(self) -> dict[str, Any]:
        """What the action that plans it takes."""
        said = self.cleaned_data
        return {
            "support": said["support"],
            "owner": UUID(said["owner"]),
            "owner_member": None,
            "due_on": said["due_on"],
            "objective": said["objective"],
            "consent": said["consent"],
            "serves": UUID(said["serves"]) if said.get("serves") else None,
            "draws_on": self.sources(),
        }


class ReviewCase(Form):
    review_on = Date("When will you review it next?", missing="Enter when you will review it next")


class CloseCase(Form):
    reason = OneOf("Why does the case close?", [], missing="Select why the case closes")
    note = Text("How are things for the person now?", rows=4, max_length=4000, missing="Say how things are now")
    met = AnyOf("Which needs were met?", [], hint="Leave a need that was not met: it stays on record.", required=False)
    carries_on = AnyOf("Who carries on helping?", [], missing="Select who carries on, or that nobody does")

    def __init__(
        self,
        *args: Any,
        reasons: Iterable[Entry],
        needs: Sequence[Option],
        partners: Sequence[Option],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))
        self.offer("met", needs)
        self.offer("carries_on", [*partners, Option(NOBODY, "Nobody: no more help is needed or wanted")])
        if not needs:
            del self.fields["met"]

    def clean(self) -> None:
        """Raise an error where somebody carries on and nobody does."""
        said = self.cleaned_data.get("carries_on") or []
        if NOBODY in said and len(said) > 1:
            self.add_error("carries_on", "Select who carries on, or that nobody does, not both")


class CannotGive(Form):
    reason = OneOf("Why can’t you give it?", [], missing="Select why you can’t give it")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class AddPartner(Form):
    organisation = OneOf("Which organisation joins?", [], missing="Select which organisation joins")
    why = OneOf("Why does it need to be there?", [], missing="Select why it needs to be there")

    def __init__(self, *args: Any, organisations: Sequence[Option], reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", organisations)
        self.offer("why", options(reasons))


class CompleteSupport(Form):
    outcome = Text("What came of it?", rows=4, max_length=4000, missing="Say what came of it")


class Escalate(Form):
    what_is_happening = Text("What is happening?", rows=4, max_length=4000, missing="Say what is happening")
    danger_now = YesNo("Is anyone in danger now?", missing="Select whether anyone is in danger now")


class CloseEscalation(Form):
    outcome = OneOf("How did it end?", [], missing="Select how it ended")
    for_team = Text(
        "What may the team know?",
        hint="Optional. Everybody on the case reads it. Leave out what only the police should know.",
        rows=3,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, outcomes: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("outcome", options(outcomes))


class VolunteerConcern(Form):
    words = Text("What worries you?", rows=5, max_length=4000, missing="Say what worries you")
    ground = OneOf("Why may you tell the police?", [], missing="Select why you may tell the police")
    nobody_asked = Confirmed(
        "I chose to tell the police this. Nobody asked me to watch this person or to report on them.",
        missing="Confirm that nobody asked you to. If somebody did, use “This asks me to watch someone”.",
    )

    def __init__(self, *args: Any, grounds: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("ground", options(grounds))
