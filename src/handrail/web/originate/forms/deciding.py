"""Why, on what power, whether the person is told; and the authoriser's five questions."""

from datetime import date
from typing import Any

from handrail.programme import Programme
from handrail.sharing.actions.authorising import Answers
from handrail.sharing.drafted import OpenNomination, TellingProposed
from handrail.sharing.models import NotificationState
from handrail.sharing.rules.decision import QUESTIONS
from handrail.web.fields import AnyOf, Date, OneOf, Option, Text
from handrail.web.forms import Form
from handrail.web.originate import options


class StartForm(Form):
    """In which centre."""

    centre = OneOf("Which centre is it for?", missing="Select a centre")


class WhyForm(Form):
    """Why the person is listed."""

    reason = OneOf("Why is this person listed?", missing="Select why this person is listed")
    criteria = AnyOf(
        "Which selection criteria are met?",
        missing="Confirm the selection criteria that are met",
        hint="The criteria are published. The recipients see which are met.",
    )

    def __init__(self, *args: Any, shown: OpenNomination, rulebook: Programme, **kwargs: Any) -> None:
        initial = {"reason": shown.reason.code, "criteria": shown.criteria}
        super().__init__(*args, initial=initial, **kwargs)
        self.offer("reason", options.of(rulebook.reasons))
        self.offer("criteria", options.of(rulebook.criteria))


class ReasonsForm(Form):
    """The sharing decision."""

    power = OneOf("Which legal power do you share under?", missing="Select a legal power")
    necessity = Text("Why is it necessary?", rows=5, missing="Say why it is necessary", hint="And why now.")
    proportionality = Text(
        "Why is it proportionate?",
        rows=5,
        missing="Say why it is proportionate",
        hint="Why the good it may do outweighs the intrusion, and why this is the least.",
    )
    alternatives = Text(
        "What else did you consider?", rows=5, missing="Say what else you considered", hint="And why it wouldn’t do."
    )

    def __init__(self, *args: Any, shown: OpenNomination, rulebook: Programme, kind: str, **kwargs: Any) -> None:
        reasons = shown.reasons
        initial = {
            "power": shown.power.code,
            "necessity": reasons.necessity,
            "proportionality": reasons.proportionality,
            "alternatives": reasons.alternatives,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.offer("power", options.powers(rulebook, kind))


class TellingForm(Form):
    """Does the person know?"""

    state = OneOf(
        "Does the person know?",
        (
            Option(NotificationState.TOLD, "Yes, they have been told"),
            Option(
                NotificationState.DEFERRED, "Not yet", hint="There has to be a ground, and a day to look at it again."
            ),
        ),
        missing="Select whether the person knows",
        reveals={NotificationState.TOLD: "on"},
    )
    on = Date("When were they told?", required=False)

    def __init__(self, *args: Any, telling: TellingProposed, **kwargs: Any) -> None:
        told = telling.state == NotificationState.TOLD
        super().__init__(*args, initial={"state": telling.state, "on": telling.on if told else None}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A day goes with having been told."""
        typed = super().clean() or self.cleaned_data
        if typed.get("state") == NotificationState.TOLD and not typed.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day on which they were told")
        return typed


class PutOffForm(Form):
    """On what ground telling waits, and until when."""

    ground = OneOf("On what ground?", missing="Select a ground")
    on = Date("When will it be looked at again?", missing="Enter the day on which it will be looked at again")

    def __init__(self, *args: Any, telling: TellingProposed, rulebook: Programme, regime: str, **kwargs: Any) -> None:
        put_off = telling.state == NotificationState.DEFERRED
        initial = {"ground": telling.ground.code, "on": telling.on if put_off else None}
        super().__init__(*args, initial=initial, **kwargs)
        self.offer("ground", options.grounds(rulebook, regime))

    def day(self) -> date:
        """The day to look at it again."""
        on: date = self.cleaned_data["on"]
        return on


class AuthoriseForm(Form):
    """Five questions, whom to release to, and why not if it is declined. Which of them are needed, the action says."""

    necessary = Text(QUESTIONS["necessary"], rows=4, required=False)
    least = Text(QUESTIONS["least"], rows=4, required=False)
    proportionate = Text(QUESTIONS["proportionate"], rows=4, required=False)
    alternative = Text(QUESTIONS["alternative"], rows=4, required=False)
    telling = Text(QUESTIONS["telling"], rows=4, required=False)
    release_to = AnyOf(
        "Release to", required=False, hint="Take out anybody who shouldn’t receive it. That is recorded."
    )
    reason = OneOf("If you decline: why?", as_select=True, required=False)

    def __init__(self, *args: Any, shown: OpenNomination, rulebook: Programme, **kwargs: Any) -> None:
        recipients = [Option(str(each.organisation), each.name) for each in shown.recipients]
        super().__init__(*args, initial={"release_to": [each.code for each in recipients]}, **kwargs)
        self.offer("release_to", recipients)
        self.offer("reason", options.of(rulebook.decline_reasons))

    def answers(self) -> Answers:
        """The five answers."""
        return Answers(**{name: self.cleaned_data[name] for name in QUESTIONS})
