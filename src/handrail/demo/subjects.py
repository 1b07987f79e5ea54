"""The synthetic people of the demonstration, and what would be said about each: drawn from a seed, none of it real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from handrail import programme
from handrail.demo import names, places, wording
from handrail.demo.organisations import PROGRAMME
from handrail.demo.pilot import House, Pilot
from handrail.sharing import statements
from handrail.sharing.statements import Grading, Statement

#: Who is best placed to help, by reason: kinds of organisation, each with what it is asked to do.
BEST_PLACED: dict[str, tuple[tuple[str, str], ...]] = {
    "mental_health_need": (("nhs", "offer_health_appointment"), ("council", "consider_support")),
    "isolation": (("council", "consider_support"), ("voluntary", "consider_support")),
    "unsettled_housing": (("council", "offer_housing_help"), ("housing", "offer_housing_help")),
    "out_of_work_or_study": (("council", "offer_work_support"), ("school", "offer_learning_support")),
    "family_strain": (("council", "offer_family_support"), ("nhs", "take_into_account")),
    "leaving_custody": (("probation", "offer_resettlement"), ("council", "offer_housing_help")),
    "exploitation": (("council", "consider_safeguarding"), ("police_force", "take_into_account")),
    "risk_of_self_harm": (("nhs", "offer_health_appointment"), ("council", "consider_safeguarding")),
    "substance_use": (("nhs", "offer_substance_treatment"), ("council", "consider_support")),
    "child_welfare": (("council", "consider_safeguarding"), ("school", "offer_learning_support")),
    "returning": (("council", "offer_resettlement"), ("nhs", "offer_health_appointment")),
    "asked_for_help": (("council", "consider_support"), ("voluntary", "offer_mentoring")),
    "support_ended_early": (("council", "consider_support"), ("nhs", "take_into_account")),
}

#: Why somebody of under 18 is listed. Everybody else is of age, and was when their story began.
OF_CHILDREN = frozenset({"child_welfare"})

_OFFICIAL, _SENSITIVE = 1, 2


@dataclass(frozen=True, slots=True)
class Subject:
    """One synthetic person. ``items`` are what an officer would write about them, name and date of birth first."""

    name: names.SyntheticName
    centre: str
    council: str
    reason: str
    items: tuple[Statement, ...]

    @property
    def child(self) -> bool:
        """Whether they are under 18."""
        return self.reason in OF_CHILDREN


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would be told, what they would be asked to do, and the places of the items that they may have."""

    house: House
    action: str
    places: tuple[int, ...]


def draw(
    pilot: Pilot,
    random: Random,
    *,
    centre: str,
    council: str = "",
    reason: str = "",
    name: names.SyntheticName | None = None,
) -> Subject:
    """A person at random; of ``name``, living where ``council`` serves, listed for ``reason``, where those are said."""
    councils = [house.entry.slug for house in pilot.partners(centre, "council")]
    council = council or random.choice(councils)
    reason = reason or random.choice(tuple(BEST_PLACED))
    name = name or names.draw(random)
    items = (*_identity(random, name, pilot, council, reason), *_said(random, reason))
    return Subject(name, centre, council, reason, items)


def recipients(pilot: Pilot, random: Random, subject: Subject) -> Iterator[Recipient]:
    """Who would be told, of those who are best placed: whoever may have more of it than who it is about."""
    categories = programme.load(PROGRAMME).categories
    for kind, action in BEST_PLACED[subject.reason]:
        allowed = [place for place, item in enumerate(subject.items) if kind in categories[item.category].recipients]
        if any(not categories[subject.items[place].category].identity for place in allowed):
            yield Recipient(_best_placed(pilot, random, subject, kind), action, tuple(allowed))


def _best_placed(pilot: Pilot, random: Random, subject: Subject, kind: str) -> House:
    if kind == "council":
        return pilot.houses[subject.council]
    return random.choice(pilot.partners(subject.centre, kind))


def _identity(
    random: Random, name: names.SyntheticName, pilot: Pilot, council: str, reason: str
) -> Iterator[Statement]:
    grading = Grading(source="1", information="A")
    yield statements.name(name.given, name.family, "legal", marking=_OFFICIAL, grading=grading)
    youngest, oldest = (14, 17) if reason in OF_CHILDREN else (19, 58)
    born = pilot.diary.today - timedelta(days=random.randrange(youngest * 365, oldest * 365))
    yield statements.birth(_as_known(random, born), marking=_OFFICIAL, grading=grading)
    if name.variants and random.random() < 0.25:
        given, family = random.choice(name.variants)
        yield statements.name(given, family, "alias", marking=_OFFICIAL, grading=Grading("2", "B"))
    if random.random() < 0.5:
        town = pilot.houses[council].entry.name.removesuffix(" Council")
        address = places.draw_address(random, town)
        lines = "\n".join(address.lines)
        yield statements.address(lines, address.postcode, "current", marking=_OFFICIAL, grading=grading)


def _as_known(random: Random, born: date) -> str:
    """A date of birth as far as it is known: one in ten only by its year."""
    return f"{born.year}" if random.random() < 0.1 else born.isoformat()


def _said(random: Random, reason: str) -> Iterator[Statement]:
    """A reason for concern and two or three things that go with ``reason``."""
    fitting = wording.statements_for(reason, child=reason in OF_CHILDREN)
    concerns = [each for each in fitting if each.category == "concern"]
    close = [each for each in fitting if each.category != "concern" and reason in each.reasons]
    loose = [each for each in fitting if each.category != "concern" and not each.reasons]
    yield _statement(random, random.choice(concerns))
    for each in random.sample(close, min(2, len(close))):
        yield _statement(random, each)
    yield _statement(random, random.choice(loose))


def _statement(random: Random, said: wording.Statement) -> Statement:
    conditional = bool(said.conditions)
    grading = Grading(
        source=said.source,
        information=said.information,
        handling="C" if conditional else "P",
        action="A1" if conditional else "none",
        sanitisation="S2" if conditional else "none",
    )
    marking = _SENSITIVE if said.sensitive else _OFFICIAL
    return Statement(said.category, said.words, marking, grading, said.conditions, places.draw_original(random))
