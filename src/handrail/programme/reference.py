"""The reference page of a programme, written from its rulebook: what the rules are is read where they are kept.

`python -m handrail.programme.reference mac > docs/reference/programme-mac.md` writes it anew.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from handrail.programme.kinds import ORGANISATION_KINDS
from handrail.programme.loader import load
from handrail.programme.rulebook import Catalogue, Programme

Cell = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one section: its heading, a sentence before it, and its columns after the first."""

    section: str
    heading: str
    before: str
    columns: tuple[tuple[str, Cell], ...] = ()


def _yes(of: str) -> Cell:
    return lambda entry: "yes" if getattr(entry, of) else "no"


def _text(of: str) -> Cell:
    return lambda entry: str(getattr(entry, of) or "")


def _kinds(of: str) -> Cell:
    def cell(entry: Any) -> str:
        named = getattr(entry, of)
        return "all" if named == set(ORGANISATION_KINDS) else ", ".join(k for k in ORGANISATION_KINDS if k in named)

    return cell


def _codes(of: str) -> Cell:
    return lambda entry: ", ".join(f"`{code}`" for code in _in_order(getattr(entry, of)))


def _in_order(codes: Iterable[str]) -> list[str]:
    return list(codes) if isinstance(codes, tuple) else sorted(codes)


def _regimes(purpose: Any) -> str:
    regimes = dict.fromkeys(purpose.regimes.values())
    return "; ".join(
        f"{regime}: {', '.join(kind for kind, under in purpose.regimes.items() if under == regime)}"
        for regime in regimes
    )


def _answer(question: Any) -> str:
    if question.options:
        return ", ".join(question.options)
    return {"yes_no": "yes or no", "date": "a date", "words": f"{question.longest} characters"}[question.shape]


def _reminded(timescale: Any) -> str:
    days = timescale.remind_before
    return f"{days} working day{'' if days == 1 else 's'}" if days else ""


def _times(question: Any) -> str:
    return "once" if question.times == 1 else f"{question.times} times"


def _access_check(check: Any) -> str:
    return {
        "out_of_hours": f"reading before {check.opens}:00, from {check.closes}:00 on, or on a day off",
        "not_on_the_case": "reading about somebody on whose case colleagues are named, without being among them",
        "many_people": f"reading about more than {check.most_people} people within {check.within_minutes} minutes",
    }[check.looks_for]


_WHEN_LATE: Final = {
    "remind": "they and their cover are reminded",
    "tell_lead": "they are reminded and the centre lead is told",
    "climb": "the next rung of the ladder is told",
    "lapse": "it lapses",
    "look_again": "the record is marked overdue for review",
}

_TABLES: Final = (
    Table(
        "centres", "Centres", "Where the programme may run.", (("Short", _text("short")), ("Areas", _codes("areas")))
    ),
    Table(
        "purposes",
        "Purposes",
        "Why somebody acts, and which regime governs each kind of organisation then.",
        (("May be shared for", _yes("may_be_shared_for")), ("Regimes", _regimes)),
    ),
    Table(
        "access_reasons",
        "Reasons for opening a record",
        "The answers to “Why are you opening this record?”.",
        (("Purpose", _text("purpose")), ("In your own words too", _yes("explain"))),
    ),
    Table("never_for", "Never for", "What nothing here may ever be used for."),
    Table("stages", "Stages", "In order.", (("Police confirm first", _yes("deconfliction")),)),
    Table("ceilings", "Ceilings", "The most; an agreement or a centre may set less.", (("At most", _text("limit")),)),
    Table("training", "Training", "What roles call for.", (("Counts for (months)", _text("valid_months")),)),
    Table(
        "roles",
        "Roles",
        "What a member may be.",
        (
            ("Held in", _kinds("held_in")),
            ("Training", _codes("training")),
            ("Reads up to", _text("clearance")),
            ("Never with", _codes("never_with")),
        ),
    ),
    Table(
        "categories",
        "Kinds of information",
        "The widest that may receive each; a disclosure gives less.",
        (("Identity", _yes("identity")), ("Sensitive", _yes("sensitive")), ("May receive it", _kinds("recipients"))),
    ),
    Table("criteria", "Selection criteria", "Published. Required ones all hold.", (("Required", _yes("required")),)),
    Table("reasons", "Reasons for nominating", "Each rests on criteria.", (("Criteria", _codes("criteria")),)),
    Table("partner_reasons", "Reasons for joining a case", "Why an organisation is in the team."),
    Table(
        "powers",
        "Powers",
        "What a sharing decision may rest on.",
        (("Who may rely on it", _kinds("held_by")), ("Source", _text("source"))),
    ),
    Table(
        "requested_actions", "What a partner may be asked", "Nothing else.", (("Who may be asked", _kinds("owners")),)
    ),
    Table(
        "questions",
        "Questions that may be put to a partner",
        "Each bounded by the shape of its answer. “We can’t answer” is always open.",
        (
            ("Put to", _kinds("asked_of")),
            ("Answer", _answer),
            ("Kind of information", _text("category")),
            ("At most", _times),
            ("Kept for (days)", _text("keep_days")),
            ("Silence told apart", _yes("tells_apart")),
            ("Guardian decides", _yes("guardian")),
        ),
    ),
    Table(
        "support_actions",
        "Support that may be planned",
        "Nothing else. Programme contact waits until the person knows and agrees.",
        (("Programme contact", _yes("programme_contact")), ("Who may own it", _kinds("owners"))),
    ),
    Table("contact_results", "What came of trying to meet the person", "Never passed on to the police."),
    Table(
        "stalls",
        "When support is not happening",
        "Told to those who are to give the support. It never says anything of the person.",
        (("Noticed after (days)", _text("after_days")),),
    ),
    Table(
        "stall_rungs",
        "Who hears that support is not happening",
        "In order, until it happens. The day on which it is noticed is day 1.",
        (("Role", _text("role")), ("At", _text("at")), ("On day", _text("on_day"))),
    ),
    Table("needs", "Needs", "What help could meet."),
    Table("protective_factors", "Strengths and protective factors", "What is going well."),
    Table(
        "need_words",
        "Finding a service for a need",
        "A service is found for a need by any of these words in what its directory says of it.",
        (("Words", lambda need: ", ".join(need.words)),),
    ),
    Table(
        "kinds_of_work",
        "Kinds of work",
        "What organisations spend on the programme, and what each kind is counted in.",
        (("Hours", _yes("in_hours")), ("Money", _yes("in_money"))),
    ),
    Table(
        "risk_kinds",
        "Kinds of risk",
        "Who may own each. A terrorism risk is the police's, whatever it is called.",
        (("Nature", _text("nature")), ("May own it", _kinds("may_own")), ("Its owner", _text("owner_does"))),
    ),
    Table(
        "severities",
        "Severity",
        "In words, never a number.",
        (("Escalates within", _text("acknowledge_within")),),
    ),
    Table(
        "escalation",
        "Escalation ladder",
        "In order, until a named officer acknowledges. The police own the risk throughout.",
        (("Role", _text("role")), ("Held in", _kinds("held_in"))),
    ),
    Table("escalation_outcomes", "How an escalation ended", "", (("The police keep the risk", _yes("keeps_risk")),)),
    Table("concern_grounds", "Why somebody may tell the police of a concern", "Where nobody is in danger."),
    Table("ownership_reasons", "Why a risk has its owner", ""),
    Table(
        "handover_reasons",
        "Reasons for offering a risk",
        "Whoever is offered it has to accept.",
        (("Within", _yes("within")), ("Between", _yes("between")), ("Owned then because", _text("ownership"))),
    ),
    Table("handover_refusals", "Reasons for refusing a risk", "It stays with whoever offered it."),
    Table(
        "timescales",
        "Timescales",
        "How long people have.",
        (
            ("Time", _text("duration")),
            ("Owed by", _codes("owed_by")),
            ("When late", lambda timescale: _WHEN_LATE[timescale.when_late]),
            ("Reminded before", _reminded),
            ("In a calendar", _text("in_calendar")),
        ),
    ),
    Table(
        "retention",
        "How long things are kept",
        "Each organisation answers for its own copy and may keep it for less.",
        (
            ("Time", _text("duration")),
            ("Counted", _text("starts")),
            ("Then", _text("then")),
            ("Source", _text("source")),
        ),
    ),
    Table(
        "notification_grounds",
        "Grounds for not telling the person yet",
        "For a while, for this person, never for everyone.",
        (("Regimes", _codes("regimes")), ("Power", _text("power")), ("Look again within (days)", _text("max_days"))),
    ),
    Table("decline_reasons", "Reasons for declining to share", ""),
    Table("cannot_do_reasons", "Reasons for not doing what is asked", ""),
    Table("no_case_reasons", "Reasons for opening no case", ""),
    Table("same_person_grounds", "How somebody knows that it is the same person", "Asked of who hands in."),
    Table("hand_in_endings", "Reasons for not handing in, or for taking out again", ""),
    Table("consent_ways", "How somebody may be asked whether they would like support", ""),
    Table("recall_reasons", "Reasons for a recall", "", (("Judgements that leaned on it", _text("then_judgements")),)),
    Table("correction_reasons", "Reasons for a correction", ""),
    Table("challenge_outcomes", "Outcomes of “this asks me to watch someone”", ""),
    Table("unseal_grounds", "Grounds for opening what is sealed", ""),
    Table("closure_reasons", "Reasons for closing a case", ""),
    Table("transfer_reasons", "Reasons for offering a case to another centre", ""),
    Table("transfer_refusals", "Reasons for refusing a case from another area", ""),
    Table(
        "register_kinds",
        "Registers that may be asked who knows a person, and those that never are",
        "",
        (("Held by", _kinds("held_by")), ("Refused", _yes("refused"))),
    ),
    Table(
        "identity_elements",
        "The steps of an identity check, in their order",
        "One at a time; after one that does not fit nothing more is shown, and before one fitted no name or number.",
        (("Taken from", _text("category")), ("Asked of", _kinds("asked_of"))),
    ),
    Table("set_aside_reasons", "Reasons for not following up what a search found", ""),
    Table("register_findings", "What was done about a register that was suspended", ""),
    Table("look_back_findings", "What is found on looking back", "At 6 and 12 months after closure."),
    Table(
        "access_checks",
        "When a second look is taken at how colleagues used records",
        "Rules about members of staff, never about the people in cases. No score, no order but that of the days.",
        (
            ("Looks for", _access_check),
            ("Spares", _codes("spares")),
            ("Falls due after (days)", _text("waits_days")),
            ("Comes up for (days)", _text("look_back_days")),
            ("What the officer can do", _text("what_to_do")),
        ),
    ),
    Table("second_look_findings", "What a second look found", ""),
    Table(
        "agenda_points",
        "What a meeting talks about",
        "Put on the agenda by what is due, or added.",
        (("Made from", _codes("from_duties")),),
    ),
    Table("invitation_reasons", "Reasons for inviting somebody to a case at a meeting", ""),
    Table("meeting_changes", "Reasons for postponing or cancelling a meeting", ""),
)


def render(programme: Programme) -> str:
    """The reference page of `programme`, in Markdown."""
    return "\n".join(_lines(programme)) + "\n"


def _lines(programme: Programme) -> Iterator[str]:
    yield f"# Programme `{programme.slug}`: {programme.title}"
    yield ""
    yield f"Version {programme.version}. Made from the rulebook by `python -m handrail.programme.reference`."
    yield ""
    yield programme.summary
    yield ""
    end = f"{programme.ends_on.day} {programme.ends_on:%B %Y}"
    yield f"- It ends on {end}. Nothing flows after that without a recorded evaluation."
    yield f"- A centre ends within {programme.pilot_months} months of opening."
    yield ""
    for table in _TABLES:
        yield from _table(table, getattr(programme, table.section))
    yield from _organisation_kinds()


def _table(table: Table, catalogue: Catalogue[Any]) -> Iterator[str]:
    yield f"## {table.heading}"
    yield ""
    if table.before:
        yield table.before
        yield ""
    headings = ["Code", "Words", *(heading for heading, _ in table.columns)]
    yield _row(headings)
    yield _row(["---"] * len(headings))
    for entry in catalogue:
        words = f"**{entry.title}**"
        if hasattr(entry, "description"):
            words += f"<br>{entry.description}"
        yield _row([f"`{entry.code}`", words, *(cell(entry) for _, cell in table.columns)])
    yield ""


def _organisation_kinds() -> Iterator[str]:
    yield "## Kinds of organisation"
    yield ""
    yield _row(["Code", "Words"])
    yield _row(["---", "---"])
    for kind in ORGANISATION_KINDS.values():
        yield _row([f"`{kind.code}`", kind.title])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(render(load(sys.argv[1])))
