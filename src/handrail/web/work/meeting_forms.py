"""The forms of meetings: calling one, asking people, writing, deciding, minuting."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from handrail.gate.clock import LONDON
from handrail.programme.entries import Entry
from handrail.web.fields import AnyOf, Date, Hidden, OneOf, Option, Text, Time
from handrail.web.forms import Form
from handrail.web.work.forms import AddSupport, RestsOn, options

#: The most that a note, a reason or a part of the minutes may hold.
LONGEST = 8_000


class When(Form):
    """When and where a meeting is."""

    on = Date("Date of the meeting", missing="Enter the date of the meeting")
    at = Time("Time it starts", missing="Enter the time it starts")
    place = Text(
        "Room or link",
        missing="Enter a room or a link",
        max_length=200,
        hint="Don’t name anybody here: it is shown to everybody who is asked.",
    )

    def starts_at(self) -> datetime:
        """The moment, in London time."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], LONDON)


class CallMeeting(When):
    cases = AnyOf("Which cases?", [], missing="Select at least one case")
    chair = OneOf("Who chairs it?", [], missing="Select who chairs it")

    field_order = ("cases", "on", "at", "place", "chair")

    def __init__(self, *args: Any, cases: Sequence[Option], chairs: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("cases", cases)
        self.offer("chair", chairs)


class PostponeMeeting(When):
    reason = OneOf("Why?", [], missing="Select why the meeting moves")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class CancelMeeting(Form):
    reason = OneOf("Why?", [], missing="Select why the meeting is cancelled")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class AddCase(Form):
    case = OneOf("Which case?", [], missing="Select a case")

    def __init__(self, *args: Any, cases: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("case", cases)


class Attendance(Form):
    present = AnyOf("Who is here?", [], required=False)

    def __init__(self, *args: Any, guests: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("present", guests)


class Invite(Form):
    members = AnyOf("Who else needs to hear this case?", [], missing="Select who else needs to hear this case")
    why = OneOf("Why do they need to?", [], missing="Select why they need to")

    def __init__(self, *args: Any, members: Sequence[Option], reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("members", members)
        self.offer("why", options(reasons))


class DeclareConflict(Form):
    words = Text(
        "What is your conflict of interest?",
        rows=3,
        max_length=2000,
        missing="Enter what your conflict of interest is",
        hint="In a sentence or two. Those who run the meeting can read it.",
    )


class NameChair(Form):
    chair = OneOf("Who chairs this case?", [], missing="Select who chairs this case")

    def __init__(self, *args: Any, chairs: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("chair", chairs)


class _Written(RestsOn):
    """What is written at a meeting."""

    draws_on = AnyOf(
        "Which information does this rest on?",
        [],
        required=False,
        hint="Only those who hold it too can read what you write. What was ticked once stays.",
    )


class AddPoint(_Written):
    words = Text("What do you want to talk about?", rows=3, max_length=LONGEST)


class WriteNote(_Written):
    text = Text("What was said?", rows=8, max_length=LONGEST, required=False)
    merges = Hidden(required=False)

    def merged(self) -> UUID | None:
        """The text kept aside that this one takes up, if one."""
        carried = self.cleaned_data["merges"]
        return UUID(carried) if carried else None


class ProposeDecision(_Written):
    decision = Text("What is decided?", rows=3, max_length=LONGEST, missing="Enter what is decided")
    reason = Text("Why?", rows=3, max_length=LONGEST, missing="Enter why it is decided")


class SayDissent(_Written):
    organisation = OneOf("Who disagrees?", [], missing="Select who disagrees")
    why = Text("Why?", rows=3, max_length=LONGEST, missing="Enter why they disagree")

    def __init__(self, *args: Any, organisations: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(organisations) > 1:
            self.offer("organisation", organisations)
        else:
            del self.fields["organisation"]


class SettleDissent(Form):
    way_forward = Text(
        "What way forward was agreed?",
        rows=3,
        max_length=LONGEST,
        missing="Enter the way forward that was agreed",
        hint="The dissent stays on record. This says how things go on in spite of it.",
    )


class AddAction(_Written):
    words = Text("What is to be done?", rows=3, max_length=LONGEST, missing="Enter what is to be done")
    owner = OneOf("Who does it?", [], missing="Select who does it")
    due_on = Date("By when?", missing="Enter by when it is to be done")

    def __init__(self, *args: Any, owners: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", owners)


class DraftSummary(_Written):
    words = Text(
        "What does a reader need to know who was not there?",
        rows=6,
        max_length=LONGEST,
        missing="Enter what a reader needs to know",
        hint="A few sentences. What was decided, dissent and what is to be done are added below them.",
    )


class AmendPaper(_Written):
    """One box for each part of the draft that the writer may read."""

    def __init__(self, *args: Any, parts: Sequence[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn = self.fields.pop("draws_on", None)
        for key, label, words in parts:
            self.fields[f"part-{key}"] = Text(label, rows=4, max_length=LONGEST, initial=words)
        if drawn is not None:
            self.fields["draws_on"] = drawn

    def parts(self) -> dict[UUID, str]:
        """The words of each part that was changed."""
        return {
            UUID(name.removeprefix("part-")): self.cleaned_data[name]
            for name in self.changed_data
            if name.startswith("part-")
        }


class ReleasePaper(Form):
    to = AnyOf("Which organisations is it released to?", [], missing="Select at least one organisation")

    def __init__(self, *args: Any, recipients: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", recipients)


class PlanAtMeeting(AddSupport):
    """Support that a meeting decided on. Which objective it serves is said in the plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, objectives=(), **kwargs)
        del self.fields["serves"]


class DoneAction(Form):
    outcome = Text("What came of it?", rows=3, max_length=LONGEST, missing="Enter what came of it")
