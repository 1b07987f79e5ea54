"""The forms of registers: offering one, how often it may be asked, and what was done about a suspended one."""

from typing import Any

from handrail.programme import Programme
from handrail.web.fields import Date, OneOf, Option, Text, Upload
from handrail.web.forms import Form

#: The largest table that a page takes, in bytes: a register of some 400,000 records.
LARGEST_TABLE = 60_000_000
#: The largest file of quota tokens, in bytes: some thousands.
LARGEST_TOKENS = 1_000_000


class OfferForm(Form):
    """What `handrail match publish` made, and where it answers."""

    table = Upload(
        "Table of tags",
        hint="The file register.tags that “handrail match publish” made, of up to 60 MB.",
        largest=LARGEST_TABLE,
        larger="Have a larger one brought in on the centre’s machine: “handrail match take-in”.",
        missing="Select the table",
    )
    key = Text(
        "The register’s key",
        hint="The line that begins with “register-”. “handrail match publish” printed it at its end.",
        missing="Enter the register’s key",
    )
    address = Text(
        "Where the register answers",
        hint="The address of “handrail match serve”, beginning with https. Leave it empty if requests are carried "
        "to you as files.",
        max_length=300,
        required=False,
    )


class QuotaForm(Form):
    """Tokens, each of which lets the register be asked about one person once."""

    tokens = Upload(
        "File of tokens",
        hint="The file that “handrail match quota” made.",
        largest=LARGEST_TOKENS,
        missing="Select the file of tokens",
    )
    until = Date("Until when are they good?", hint="The day that “handrail match quota” was given, such as 27 3 2026.")

    def lines(self) -> tuple[str, ...]:
        """The tokens, one a line; empty lines and those that begin with # are left out."""
        text = self.cleaned_data["tokens"].read().decode("utf-8", errors="replace")
        stripped = (line.strip() for line in text.splitlines())
        return tuple(line for line in stripped if line and not line.startswith("#"))


class FindingForm(Form):
    """What the data protection officer did about a register that was suspended."""

    finding = OneOf("What did you do about it?", missing="Select what you did")

    def __init__(self, *args: Any, rulebook: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = rulebook.register_findings
        self.offer("finding", [Option(each.code, each.title, hint=each.description) for each in entries])
