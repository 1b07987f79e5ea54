"""Forms about members."""

from collections.abc import Sequence
from typing import Any

from django.forms import PasswordInput

from handrail.directory.queries.organisations import CentreCard
from handrail.gate import clock
from handrail.web.fields import Date, Email, OneOf, Option, Text
from handrail.web.forms import Form

#: Stands for "not part of one centre" in a list of centres.
NO_CENTRE = "none"

CLEARANCES = (
    Option("1", "OFFICIAL"),
    Option("2", "OFFICIAL – SENSITIVE", hint="Most roles that work with information about people need this."),
)


class MemberForm(Form):
    """Who somebody is at work."""

    name = Text("Full name", max_length=200, autocomplete="off", missing="Enter their full name")
    phone = Text("Telephone number at work", max_length=40, required=False, width=20, hint="Colleagues see this.")
    clearance = OneOf("What may they read?", CLEARANCES, missing="Select what they may read")
    centre = OneOf("Which centre do they work with?", missing="Select a centre, or “No one centre”")

    def __init__(self, *args: Any, centres: Sequence[CentreCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(str(each.id), each.name) for each in centres]
        self.fields["centre"].set_options([*options, Option(NO_CENTRE, "No one centre")])  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        given = dict(self.cleaned_data)
        given["clearance"] = int(given["clearance"])
        given["centre"] = None if given["centre"] == NO_CENTRE else given["centre"]
        return given


class InviteForm(MemberForm):
    """Whom to invite."""

    email = Email("Email address at work", missing="Enter their email address", hint="We’ll send the invitation here.")
    field_order = ("name", "email", "phone", "clearance", "centre")


class TrainingForm(Form):
    """A course that a member passed."""

    course = OneOf("Which course did they pass?", missing="Select the course")
    passed_on = Date("Day on which they passed", missing="Enter the day on which they passed")

    def __init__(self, *args: Any, courses: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].set_options(courses)  # type: ignore[attr-defined]
        self.fields["passed_on"].latest = clock.today()  # type: ignore[attr-defined]


class CoverForm(Form):
    """Who stands in. ``needed`` is False for a leaver, whose work can fall to everybody in the role."""

    cover = OneOf("Who covers for them?", as_select=True, missing="Select who covers for them")

    def __init__(self, *args: Any, colleagues: Sequence[Option], needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = Option("", "Select a colleague" if needed else "Nobody: it falls to everybody in the same role")
        self.fields["cover"].set_options([first, *colleagues])  # type: ignore[attr-defined]
        self.fields["cover"].required = needed


class RoleForm(Form):
    """Which role to ask for."""

    role = OneOf("Which role?", missing="Select a role")

    def __init__(self, *args: Any, roles: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].set_options(roles)  # type: ignore[attr-defined]


class PasswordForm(Form):
    """The first password of a new member."""

    password = Text(
        "Choose a password",
        missing="Enter a password",
        hint="At least 12 characters. Three random words make a good one.",
        max_length=200,
        autocomplete="new-password",
        widget=PasswordInput,
        strip=False,
    )
