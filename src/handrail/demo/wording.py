"""What people in the demonstration write: forms of words by the codes of the rulebook they go with."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Statement:
    """A form of words for an item. `reasons` are empty when it goes with any; `conditions` when its handling is P.

    `of_adults`: it would not be said of somebody under 18.
    """

    category: str
    words: str
    source: str
    information: str
    sensitive: bool
    conditions: str
    reasons: frozenset[str]
    of_adults: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The originator's three answers, for nominations with one reason."""

    necessity: str
    proportionality: str
    alternatives: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The authoriser's five answers. `outcome` is released, sent_back or declined."""

    outcome: str
    necessary: str
    least: str
    proportionate: str
    alternative: str
    telling: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a partner of some kind adds."""

    kind: str
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What one professional says of a factor, and later, if anything; ``draws``: on what the council was given."""

    factor: str
    judge: str
    answer: str
    confidence: str
    words: str
    then: str = ""
    now: str = ""
    draws: bool = False


@dataclass(frozen=True, slots=True)
class Assessments:
    """The judgements of an assessment; how it was summed up, first and weeks later; why its wording was refused; and
    how a need ended."""

    judgements: tuple[Judged, ...]
    first: str
    later: str
    refusal: str
    endings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Casework:
    """Words for cases, by code: risks, needs, strengths, objectives of support, closures; and a few for anything."""

    risks: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]
    protective_factors: Mapping[str, tuple[str, ...]]
    objectives: Mapping[str, str]
    consent: Mapping[str, str]
    child: Mapping[str, str]
    closures: Mapping[str, str]
    no_case: Mapping[str, str]
    owning: Mapping[str, str]
    moving: Mapping[str, str]
    done: tuple[str, ...]
    wishes: tuple[str, ...]
    escalations: tuple[str, ...]
    concerns: tuple[str, ...]
    challenges: tuple[str, ...]
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Funding:
    """A funding line of an agreement."""

    payer: str
    covers: str
    pounds_a_year: int
    state: str
    when_it_ends: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question asked about an agreement, and its answer. The answer may hold `{ceiling}`."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """The words of an agreement, and what others say to it. The title holds `{centre}`."""

    title: str
    basis: str
    duties: str
    liability: str
    views: tuple[str, ...]
    refusal: str
    leaving: str
    finding: str
    funding: tuple[Funding, ...]
    questions: tuple[Answered, ...]


@cache
def statements() -> tuple[Statement, ...]:
    """Every form of words for an item, in the order of the file."""
    return tuple(_statement(entry) for entry in _read("statements.toml")["statements"])


def statements_for(reason: str, *, child: bool = False) -> tuple[Statement, ...]:
    """The forms of words that go with a reason of the rulebook; only those that could be said of a child, for one."""
    fitting = (statement for statement in statements() if not statement.reasons or reason in statement.reasons)
    return tuple(statement for statement in fitting if not (child and statement.of_adults))


@cache
def proposals() -> Mapping[str, Proposal]:
    """What an originator writes, by reason."""
    return MappingProxyType(
        {
            entry["reason"]: Proposal(entry["necessity"], entry["proportionality"], entry["alternatives"])
            for entry in _read("decisions.toml")["proposals"]
        }
    )


@cache
def judgements() -> tuple[Judgement, ...]:
    """What an authoriser writes."""
    return tuple(Judgement(**entry) for entry in _read("decisions.toml")["judgements"])


@cache
def casework() -> Casework:
    """What coordinators, contacts and officers write."""
    data = _read("casework.toml")
    return Casework(
        risks=_lists(data["risks"]),
        needs=_lists(data["needs"]),
        protective_factors=_lists(data["protective_factors"]),
        objectives=MappingProxyType(data["objectives"]),
        consent=MappingProxyType(data["consent"]),
        child=MappingProxyType(data["child"]),
        closures=MappingProxyType(data["closures"]),
        no_case=MappingProxyType(data["no_case"]),
        owning=MappingProxyType(data["owning"]),
        moving=MappingProxyType(data["moving"]),
        done=tuple(data["done"]["words"]),
        wishes=tuple(data["wishes"]["words"]),
        escalations=tuple(data["escalations"]["words"]),
        concerns=tuple(data["concerns"]["words"]),
        challenges=tuple(data["challenges"]["words"]),
        contributions=tuple(Contribution(**entry) for entry in data["contributions"]),
    )


@cache
def assessments() -> Assessments:
    """What is judged of a person, first and weeks later."""
    data = _read("assessments.toml")
    return Assessments(
        judgements=tuple(Judged(**entry) for entry in data["judgements"]),
        first=data["summaries"]["first"],
        later=data["summaries"]["later"],
        refusal=data["refusal"]["words"],
        endings=MappingProxyType(data["endings"]),
    )


@cache
def questions() -> Mapping[str, str]:
    """What is written about questions to partners, by what it is for."""
    return MappingProxyType(_read("questions.toml")["words"])


@cache
def matching() -> Mapping[str, str]:
    """What is written to find out who already knows a person, by what it is for."""
    return MappingProxyType(_read("matching.toml")["words"])


@cache
def meetings() -> Mapping[str, str]:
    """What is said and decided at meetings, by what it is."""
    return MappingProxyType(_read("meetings.toml")["words"])


@cache
def agreement() -> AgreementWords:
    """The words of the demonstration's agreements."""
    data = _read("agreements.toml")
    return AgreementWords(
        title=data["title"],
        basis=data["basis"],
        duties=data["duties"],
        liability=data["liability"],
        views=tuple(data["views"]),
        refusal=data["refusal"],
        leaving=data["leaving"],
        finding=data["finding"],
        funding=tuple(Funding(**entry) for entry in data["funding"]),
        questions=tuple(Answered(**entry) for entry in data["questions"]),
    )


def _statement(entry: dict[str, Any]) -> Statement:
    source, information = entry["grade"]
    return Statement(
        category=entry["category"],
        words=entry["words"],
        source=source,
        information=information,
        sensitive=entry.get("sensitive", False),
        conditions=entry.get("conditions", ""),
        reasons=frozenset(entry.get("reasons", ())),
        of_adults=entry.get("of_adults", False),
    )


def _lists(table: dict[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({code: tuple(words) for code, words in table.items()})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
