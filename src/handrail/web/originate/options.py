"""What may be chosen on the pages of a nomination: the rulebook's catalogues in words, with the code beside."""

from collections.abc import Iterable, Iterator, Mapping

from handrail.programme import Programme
from handrail.programme.entries import Entry
from handrail.programme.grading import ACTION, INFORMATION, SANITISATION, SOURCE, Term
from handrail.sharing.conditions import NONE
from handrail.sharing.statements import ADDRESS_KINDS, IDENTIFIER_KINDS, NAME_KINDS
from handrail.web.fields import Option
from handrail.web.marking import OFFICIAL, OFFICIAL_SENSITIVE, words

MARKINGS = (
    Option(str(OFFICIAL), words(OFFICIAL)),
    Option(str(OFFICIAL_SENSITIVE), words(OFFICIAL_SENSITIVE), hint="Harm is likely if it is seen by the wrong people"),
)


#: Keeps a code on the line of the words before it.
_CODE = "\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"


def of_terms(terms: Mapping[str, Term]) -> tuple[Option, ...]:
    """Grading codes in words, the code beside: "From a source who has been reliable · 1"."""
    return tuple(Option(code, f"{term.words}{_CODE}{code}") for code, term in terms.items())


SOURCES, INFORMATIONS, SANITISATIONS = of_terms(SOURCE), of_terms(INFORMATION), of_terms(SANITISATION)

#: Handling and action codes as one question. Under P there is no action code.
HANDLINGS = (
    Option("P", f"May be shared for a lawful purpose{_CODE}P"),
    *(Option(f"C-{code}", f"Only under conditions. {term.words}{_CODE}C {code}") for code, term in ACTION.items()),
)


def split_handling(choice: str) -> tuple[str, str]:
    """The handling code and the action code of one of :data:`HANDLINGS`."""
    handling, _, action = choice.partition("-")
    return handling, action or NONE


def joined_handling(handling: str, action: str) -> str:
    """The choice among :data:`HANDLINGS` that stands for these codes."""
    return handling if action == NONE else f"{handling}-{action}"


def _of_kinds(kinds: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, f"{title[0].upper()}{title[1:]}") for code, title in kinds.items())


NAMES, ADDRESSES, IDENTIFIERS = _of_kinds(NAME_KINDS), _of_kinds(ADDRESS_KINDS), _of_kinds(IDENTIFIER_KINDS)


def of(entries: Iterable[Entry]) -> Iterator[Option]:
    """Entries of the rulebook, their description as the hint."""
    return (Option(entry.code, entry.title, entry.description) for entry in entries)


def statement_categories(rulebook: Programme) -> Iterator[Option]:
    """Kinds of information, but for those that say who the person is: these have pages of their own."""
    return of(category for category in rulebook.categories if not category.identity)


def purposes(rulebook: Programme, kind: str) -> Iterator[Option]:
    """What may be shared for, with an organisation of this kind."""
    return of(each for each in rulebook.purposes if each.may_be_shared_for and each.regime_for(kind) is not None)


def requested_actions(rulebook: Programme, kind: str) -> Iterator[Option]:
    """What an organisation of this kind may be asked to do."""
    return of(each for each in rulebook.requested_actions if kind in each.owners)


def powers(rulebook: Programme, kind: str) -> Iterator[Option]:
    """The legal powers of an organisation of this kind."""
    return of(power for power in rulebook.powers if kind in power.held_by)


def grounds(rulebook: Programme, regime: str) -> Iterator[Option]:
    """The grounds on which an organisation under this regime may put off telling the person."""
    return of(ground for ground in rulebook.notification_grounds if regime in ground.regimes)


#: Roles that read what an organisation was given, from which an audience may be chosen.
_READERS = (
    "single_point_of_contact", "case_coordinator", "panel_chair", "caldicott_guardian", "police_risk_owner",
    "originating_officer", "authoriser",
)  # fmt: skip


def readers(rulebook: Programme, kind: str) -> Iterator[Option]:
    """The roles at an organisation of this kind to which reading can be narrowed."""
    return (Option(role.code, role.title) for role in rulebook.roles if role.code in _READERS and kind in role.held_in)
