"""Who is meant, from the items of a nomination: the whole of it to be looked for, and step by step to be told."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from handrail.directory.models import Organisation
from handrail.matching.identity import Identity
from handrail.matching.identity.places import postcode
from handrail.programme import Programme, load
from handrail.sharing.dossier import own
from handrail.sharing.models import Holding, SharingDecision
from handrail.sharing.rules.recipients import why_withheld
from handrail.sharing.sealed import unseal_all
from handrail.sharing.statements import ADDRESS, DATE_OF_BIRTH, IDENTIFIER, NAME, parts_of

#: How a date of birth is written: as far as it is known.
_YEAR, _MONTH, _DAY = 4, 7, 10

#: The purpose for which a partner would be told.
SUPPORT = "safeguarding_support"


@dataclass(frozen=True, slots=True)
class Known:
    """An item about who somebody is, with its parts."""

    item: Holding
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Element:
    """One step of an identity check: what it asks, by the rulebook, what is said, and how that is marked."""

    code: str
    text: str
    marking: int


def known_of(decision: SharingDecision) -> tuple[Known, ...]:
    """The items of ``decision`` by which somebody could tell who is meant, in their order."""
    items = list(decision.items.filter(category__in=(NAME, DATE_OF_BIRTH, ADDRESS, IDENTIFIER)).order_by("number"))
    texts = unseal_all(own(decision), items, "parts")
    return tuple(Known(item, parts_of(text)) for item, (text,) in zip(items, texts, strict=True) if text)


def identity_of(known: Sequence[Known]) -> Identity:
    """The person as match keys are derived from them. Nothing of it leaves: only what nobody can read does."""
    names, homes, numbers = _of(known, NAME), _of(known, ADDRESS), _of(known, IDENTIFIER)
    legal = [each for each in names if each.get("kind") != "alias"] or names
    return Identity(
        given=tuple(each.get("given", "") for each in legal),
        family=tuple(each.get("family", "") for each in legal),
        also_known_as=tuple(f"{each.get('given', '')} {each.get('family', '')}" for each in names if each not in legal),
        born=next((each["date"] for each in _of(known, DATE_OF_BIRTH) if each.get("date")), ""),
        postcodes=tuple(each["postcode"] for each in homes if each.get("postcode")),
        places=tuple(each["lines"].splitlines()[-1] for each in homes if each.get("lines", "").strip()),
        streets=tuple(each["lines"].splitlines()[0] for each in homes if each.get("lines", "").strip()),
        nhs_number=_number(numbers, "nhs_number"),
        upn=_number(numbers, "upn"),
    )


def digest_of(identity: Identity) -> str:
    """By what one notices that somebody else is meant. Kept sealed: whoever read it could try names against it."""
    return hashlib.sha256(json.dumps(asdict(identity)).encode()).hexdigest()


def enough(identity: Identity) -> bool:
    """Whether so much is known that a record could be told from others: a name, and when or where, or a number."""
    return bool((any(identity.family) and (identity.born or identity.postcodes)) or identity.nhs_number or identity.upn)


def elements_for(known: Sequence[Known], partner: Organisation, programme: str) -> tuple[Element, ...]:
    """What ``partner`` may be shown to tell who is meant, in the rulebook's order: none it may not have as an item."""
    rulebook = load(programme)
    permitted = [each for each in known if _permitted(each.item, partner, rulebook)]
    found = (_element(entry.code, permitted) for entry in rulebook.identity_elements if partner.kind in entry.asked_of)
    return tuple(each for each in found if each is not None)


def _element(code: str, known: Sequence[Known]) -> Element | None:
    """What the first item says that says anything of this element."""
    texts = ((each, text) for each in known for text in _texts(code, (each,)))
    return next((Element(code, text, each.item.marking) for each, text in texts), None)


def _permitted(item: Holding, partner: Organisation, rulebook: Programme) -> bool:
    """Not covert, not above what they may hold, not of a kind they may not have; nor under its writer's conditions."""
    if item.handling_action in ("A1", "A2"):
        return False
    withheld = why_withheld(item, kind=partner.kind, ceiling=partner.ceiling, purpose=SUPPORT, rulebook=rulebook)
    return not withheld


def _texts(code: str, known: Sequence[Known]) -> Iterator[str]:
    """What items say of this element, as far as they say anything."""
    match code:
        case "year_of_birth":
            yield from (each["date"][:_YEAR] for each in _of(known, DATE_OF_BIRTH) if each.get("date"))
        case "day_of_birth":
            yield from filter(None, (_day(each.get("date", "")) for each in _of(known, DATE_OF_BIRTH)))
        case "initial":
            yield from (each["given"][0].upper() for each in _of(known, NAME) if each.get("given"))
        case "family_name":
            yield from (each["family"] for each in _of(known, NAME) if each.get("family"))
        case "given_name":
            yield from (each["given"] for each in _of(known, NAME) if each.get("given"))
        case "postcode_area":
            yield from filter(None, (postcode(each.get("postcode", ""))[1] for each in _of(known, ADDRESS)))
        case "postcode":
            yield from filter(None, (each.get("postcode", "") for each in _of(known, ADDRESS)))
        case "nhs_number":
            yield from filter(None, [_number(_of(known, IDENTIFIER), "nhs_number")])
        case "pupil_number":
            yield from filter(None, [_number(_of(known, IDENTIFIER), "upn")])


def _of(known: Sequence[Known], category: str) -> list[dict[str, str]]:
    return [each.parts for each in known if each.item.category == category]


def _number(numbers: Sequence[dict[str, str]], kind: str) -> str:
    return next((each["value"] for each in numbers if each.get("kind") == kind and each.get("value")), "")


def _day(born: str) -> str:
    """Day and month, or the month, of a date of birth; nothing of one that says only the year."""
    if len(born) == _DAY:
        return f"{date.fromisoformat(born):%-d %B}"
    return f"{date.fromisoformat(f'{born}-01'):%B}" if len(born) == _MONTH else ""
