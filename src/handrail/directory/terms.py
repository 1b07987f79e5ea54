"""What an agreement says, and what must hold of it. Pure: no database here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.rules import REVIEW_WITHIN
from handrail.gate import Faults, RuleBroken
from handrail.programme import Programme
from handrail.programme.kinds import NEVER_RECIPIENTS

#: The longest text of one part of an agreement, in characters.
TEXT_LIMIT = 10_000

_TEXTS = {
    "title": ("Enter a title.", 200),
    "basis": ("Enter the lawful basis, in words that a party can check.", TEXT_LIMIT),
    "duties": ("Enter what each party does.", TEXT_LIMIT),
    "liability": ("Enter who answers for what.", TEXT_LIMIT),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one version of an agreement. ``consulted`` are asked for their view besides the parties."""

    title: str
    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    basis: str
    duties: str
    liability: str
    name_ceiling: int
    retention_days: int
    review_on: date
    ends_on: date
    parties: tuple[UUID, ...]
    consulted: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What terms are checked against: the rulebook, the centre's end, and the kinds of those whom they name."""

    rulebook: Programme
    centre_ends: date
    today: date
    kinds: dict[UUID, str]


def check(terms: Terms, around: Circumstances) -> None:
    """Raise :class:`Faults`, with everything that is wrong, unless an agreement may say this."""
    faults = (*_text_faults(terms), *_scope_faults(terms, around), *_time_faults(terms, around))
    parties = _party_faults(terms, around)
    if faults or parties:
        raise Faults((*faults, *parties))


def may_come_into_force(accepted: frozenset[str], rulebook: Programme) -> bool:
    """Whether an agreement binds, once parties of these kinds (one entry for each party) have accepted it."""
    return any(kind in originating_kinds(rulebook) for kind in accepted)


def originating_kinds(rulebook: Programme) -> frozenset[str]:
    """The kinds of organisation that bring people into the programme."""
    officer = rulebook.roles.get("originating_officer")
    return officer.held_in if officer else frozenset().union(*(role.held_in for role in rulebook.roles))


def _text_faults(terms: Terms) -> list[RuleBroken]:
    faults = []
    for field, (missing, limit) in _TEXTS.items():
        words = getattr(terms, field)
        if not words.strip():
            faults.append(RuleBroken("missing", missing, field=field))
        elif len(words) > limit:
            faults.append(RuleBroken("too-long", f"Use {limit:,} characters or fewer.", field=field))
    return faults


def _scope_faults(terms: Terms, around: Circumstances) -> list[RuleBroken]:
    rulebook, faults = around.rulebook, []
    shareable = {purpose.code for purpose in rulebook.purposes if purpose.may_be_shared_for}
    if not terms.purposes or not shareable.issuperset(terms.purposes):
        faults.append(RuleBroken("purposes", "Select what may be shared for.", field="purposes"))
    if not terms.categories or any(code not in rulebook.categories for code in terms.categories):
        faults.append(RuleBroken("categories", "Select which kinds of information are covered.", field="categories"))
    most = rulebook.ceilings["names_per_agreement_year"].limit
    if not 1 <= terms.name_ceiling <= most:
        sentence = f"The number of people must be between 1 and {most}: the rulebook allows no more."
        faults.append(RuleBroken("name-ceiling", sentence, field="name_ceiling"))
    longest = rulebook.ceilings["disclosure_days"].limit
    if not 1 <= terms.retention_days <= longest:
        sentence = f"The number of days must be between 1 and {longest}: the rulebook allows no more."
        faults.append(RuleBroken("retention", sentence, field="retention_days"))
    return faults


def _time_faults(terms: Terms, around: Circumstances) -> list[RuleBroken]:
    faults = []
    if not around.today < terms.review_on <= around.today + REVIEW_WITHIN:
        sentence = "The review must be in the future, and within a year."
        faults.append(RuleBroken("review-within-a-year", sentence, field="review_on"))
    if not around.today < terms.ends_on <= around.centre_ends:
        sentence = "The agreement must end in the future, and no later than the centre does."
        faults.append(RuleBroken("ends-with-the-centre", sentence, field="ends_on"))
    return faults


def _party_faults(terms: Terms, around: Circumstances) -> list[RuleBroken]:
    if unknown := [each for each in (*terms.parties, *terms.consulted) if each not in around.kinds]:
        field = "parties" if unknown[0] in terms.parties else "consulted"
        return [RuleBroken("unknown-organisation", "Select organisations from the list.", field=field)]
    faults = []
    kinds = [around.kinds[each] for each in terms.parties]
    if any(kind in NEVER_RECIPIENTS - originating_kinds(around.rulebook) for kind in kinds):
        sentence = "A body that represents, oversees or pays can be consulted, and can’t be a party."
        faults.append(RuleBroken("never-a-party", sentence, field="parties"))
    if len(set(terms.parties)) < 2 or not may_come_into_force(frozenset(kinds), around.rulebook):
        sentence = "Select at least two parties, one of which brings people into the programme."
        faults.append(RuleBroken("parties", sentence, field="parties"))
    if not any(around.kinds[each] in {"representative", "community"} for each in terms.consulted):
        sentence = "Select at least one body that represents those who are affected."
        faults.append(RuleBroken("consult-representatives", sentence, field="consulted"))
    return faults
