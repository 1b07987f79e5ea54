"""Forms about who gives support, what it costs and who pays, and about time and money spent."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from handrail.directory.funding import Payer
from handrail.programme.entries import Entry
from handrail.programme.resourcing import NeedWords
from handrail.web.amounts import Hours, Pounds
from handrail.web.fields import Date, OneOf, Option, Text
from handrail.web.forms import Form
from handrail.web.wording import spoken_date

#: Choices of who gives support that are no service of the directory.
SOMEBODY_ELSE, OURSELVES = "somebody_else", "ourselves"

_STATES = {"confirmed": "confirmed", "promised": "promised only", "lapsed": "lapsed"}


def payers(lines: Iterable[Payer]) -> list[Option]:
    """Funding lines to choose from, and that nobody pays."""
    return [Option("", "Nobody pays for it"), *(Option(str(line.line), _said(line)) for line in lines)]


def _said(line: Payer) -> str:
    until = f"ended {spoken_date(line.ends_on)}" if line.over else f"until {spoken_date(line.ends_on)}"
    return f"{line.payer}: {line.covers}, to {line.payee_name} ({_STATES[line.state]}, {until})"


class FindServices(Form):
    """What a service is looked for by. Sent by GET: it says nothing about anybody."""

    words = Text("Words", required=False, max_length=100, hint="For example, counselling")
    need = OneOf("Need", [], required=False, as_select=True)
    area = OneOf("Area", [], required=False, as_select=True)

    def __init__(self, *args: Any, needs: Iterable[NeedWords], areas: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("need", [Option("", "Any need"), *(Option(each.code, each.title) for each in needs)])
        self.offer("area", [Option("", "Anywhere"), *areas])


class ChooseProvider(Form):
    service = OneOf("Who gives it?", [], missing="Select who gives it", reveals={SOMEBODY_ELSE: "provider"})
    provider = Text("Their name", required=False, max_length=200)

    def __init__(self, *args: Any, services: Sequence[Option], owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [
            Option(SOMEBODY_ELSE, "A provider that is not in the directory"),
            Option(OURSELVES, f"{owner} gives it itself"),
        ]
        self.offer("service", [*services, *others])

    def clean(self) -> None:
        if self.cleaned_data.get("service") == SOMEBODY_ELSE and not self.cleaned_data.get("provider"):
            self.add_error("provider", "Enter the provider’s name")


class ProviderDeclined(Form):
    on = Date("When did they say no?", missing="Enter when they said no")
    reason = OneOf("Why?", [], missing="Select why")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", [Option(entry.code, entry.title) for entry in reasons])


class Estimate(Form):
    estimate_pence = Pounds(
        "What is it expected to cost in all?",
        hint="In pounds. Leave it empty if nobody can say yet; 0 if it costs nothing extra.",
        empty=None,
    )
    funded_by = OneOf("Who pays?", [], required=False)

    def __init__(self, *args: Any, lines: Iterable[Payer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("funded_by", payers(lines))


class _Spent(Form):
    """Time or money, in one line."""

    kind = OneOf("What was it?", [], missing="Select what it was", as_select=True)
    minutes = Hours("Time", hint="1.5 or 1:30")
    pence = Pounds("Money", hint="In pounds")
    on = Date("When", missing="Enter when it was", hint="")
    line = OneOf("Who pays?", [], required=False, as_select=True)

    def __init__(self, *args: Any, kinds: Iterable[Entry], lines: Iterable[Payer], today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.offer("kind", [Option(each.code, each.title) for each in kinds])
        self.offer("line", payers(lines))


class SpentOnCase(_Spent):
    support_action = OneOf("On what?", [], required=False, as_select=True)
    field_order = ("support_action", "kind", "minutes", "pence", "on", "line")

    def __init__(self, *args: Any, plan: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("support_action", [Option("", "The case as a whole"), *plan])


class SpentLately(_Spent):
    what_for = OneOf("What for?", [], required=False, as_select=True)
    field_order = ("what_for", "kind", "minutes", "pence", "on", "line")

    def __init__(self, *args: Any, cases: Sequence[Option], centre: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"what_for": cases[0].code if cases else ""}
        super().__init__(*args, **kwargs)
        self.offer("what_for", [*cases, Option("", f"{centre} as a whole")])
