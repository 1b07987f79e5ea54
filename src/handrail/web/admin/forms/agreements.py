"""Forms about agreements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from handrail.directory.models import FundingState
from handrail.directory.queries.organisations import CentreCard, OrganisationCard
from handrail.directory.terms import TEXT_LIMIT, Terms
from handrail.programme import Programme
from handrail.programme.kinds import NEVER_RECIPIENTS
from handrail.web.fields import AnyOf, Date, Number, OneOf, Option, Text
from handrail.web.forms import Form


class CentreForm(Form):
    """In which centre an agreement is to hold."""

    centre = OneOf("Which centre is it for?", missing="Select a centre")

    def __init__(self, *args: Any, centres: Sequence[CentreCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [Option(str(each.id), each.name, each.programme_title) for each in centres]
        self.fields["centre"].set_options(options)  # type: ignore[attr-defined]


class TermsForm(Form):
    """Everything that an agreement says."""

    title = Text("Title", max_length=200, missing="Enter a title")
    parties = AnyOf("Who is it between?", missing="Select the parties")
    consulted = AnyOf(
        "Who else is asked for their view?",
        missing="Select at least one body that represents those who are affected",
        hint="Each party is asked as well.",
    )
    purposes = AnyOf("What may be shared for?", missing="Select what may be shared for")
    categories = AnyOf("Which kinds of information does it cover?", missing="Select the kinds of information")
    basis = Text(
        "Lawful basis",
        rows=5,
        max_length=TEXT_LIMIT,
        missing="Enter the lawful basis",
        hint="In words that a party can check.",
    )
    duties = Text("What each party does", rows=6, max_length=TEXT_LIMIT, missing="Enter what each party does")
    liability = Text("Who answers for what", rows=5, max_length=TEXT_LIMIT, missing="Enter who answers for what")
    name_ceiling = Number(
        "Most people shared about with one party in a year", missing="Enter the number of people", min_value=1, width=3
    )
    retention_days = Number(
        "Days for which one disclosure may be held", missing="Enter the number of days", min_value=1, width=3
    )
    review_on = Date("Review by", missing="Enter the date of the review", hint="Within a year. For example, 27 3 2026")
    ends_on = Date("Ends on", missing="Enter the date on which it ends", hint="No later than the centre does.")

    def __init__(
        self, *args: Any, rulebook: Programme, organisations: Sequence[OrganisationCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(each, Option(str(each.id), each.name, each.kind_title)) for each in organisations]
        originates = rulebook.roles["originating_officer"].held_in if "originating_officer" in rulebook.roles else ()
        options = {
            "parties": [o for each, o in named if each.kind not in NEVER_RECIPIENTS or each.kind in originates],
            "consulted": [o for each, o in named if each.kind in NEVER_RECIPIENTS or each.kind == "community"],
            "purposes": [
                Option(each.code, each.title, each.description) for each in rulebook.purposes if each.may_be_shared_for
            ],
            "categories": [Option(each.code, each.title, each.description) for each in rulebook.categories],
        }
        for name, choices in options.items():
            self.fields[name].set_options(choices)  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What was typed, as the actions take it."""
        given = self.cleaned_data
        return Terms(
            **{name: given[name] for name in _PLAIN},
            purposes=tuple(given["purposes"]),
            categories=tuple(given["categories"]),
            parties=tuple(map(UUID, given["parties"])),
            consulted=tuple(map(UUID, given["consulted"])),
        )


_PLAIN = (
    "title",
    "basis",
    "duties",
    "liability",
    "name_ceiling",
    "retention_days",
    "review_on",
    "ends_on",
)


def typed(terms: Terms) -> dict[str, Any]:
    """Terms as the form shows them."""
    return {
        **{name: getattr(terms, name) for name in _PLAIN},
        "purposes": list(terms.purposes),
        "categories": list(terms.categories),
        "parties": [str(each) for each in terms.parties],
        "consulted": [str(each) for each in terms.consulted],
    }


class ViewForm(Form):
    """What an organisation thinks of a draft."""

    response = Text(
        "What does your organisation think of it?",
        rows=8,
        max_length=TEXT_LIMIT,
        missing="Enter what your organisation thinks of it",
        hint="Members of every organisation can read this. Don’t write about a person.",
    )


class QuestionForm(Form):
    """A question for the register."""

    question = Text(
        "Your question",
        rows=5,
        max_length=TEXT_LIMIT,
        missing="Enter your question",
        hint="Anybody can read the register, without signing in. Don’t write about a person.",
    )


class AnswerForm(Form):
    """The answer to a question in the register."""

    answer = Text(
        "Your answer",
        rows=6,
        max_length=TEXT_LIMIT,
        missing="Enter the answer",
        hint="Anybody can read it, without signing in, and it can’t be changed later.",
    )


class ReasonForm(Form):
    """Why an organisation refuses or leaves."""

    reason = Text(
        "Why?",
        rows=5,
        max_length=TEXT_LIMIT,
        missing="Enter why",
        hint="The other parties read this, and so can the public. Don’t write about a person.",
    )


class FundingForm(Form):
    """Who pays whom."""

    payer = Text("Who pays?", max_length=200, missing="Enter who pays")
    payee = OneOf("Who is paid?", as_select=True, missing="Select who is paid")
    covers = Text("What for?", max_length=200, missing="Enter what it pays for")
    pounds_a_year = Number("How much a year, in whole pounds?", missing="Enter the amount", min_value=0, width=10)
    state = OneOf(
        "How sure is it?",
        [Option(value, label) for value, label in FundingState.choices],
        missing="Select how sure the money is",
    )
    ends_on = Date("Until when?", missing="Enter the day on which it ends")
    when_it_ends = Text("What happens when it ends?", rows=3, max_length=300, missing="Enter what happens when it ends")

    def __init__(self, *args: Any, parties: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payee"].set_options(  # type: ignore[attr-defined]
            [Option("", "Choose one"), *(Option(str(party), name) for party, name in parties)]
        )


class ReviewForm(Form):
    """What a review found."""

    finding = Text(
        "What did the review find?",
        rows=6,
        max_length=TEXT_LIMIT,
        missing="Enter what the review found",
        hint="The parties read this, and so can the public. Don’t write about a person.",
    )
    review_on = Date("When is it looked at again?", missing="Enter the date of the next review")
