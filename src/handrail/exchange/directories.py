"""Bringing a service directory in: one page or several of an Open Referral UK feed, all of it or nothing.

Reading and checking take no transaction; bringing it in takes one, which writes only what has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from re import compile as pattern
from typing import Any
from uuid import UUID

from handrail.exchange import schema
from handrail.exchange.form import Explainer
from handrail.exchange.reading import parse, place_of
from handrail.gate import Actor, Faults, RuleBroken
from handrail.services.actions import bringing_in
from handrail.services.rules import CLOSED_FOR_NOW, ENDED, LISTED
from handrail.services.values import Difference, Listing

#: The largest file that is read, in bytes, and the most services of one directory: twice the largest county's.
MAX_BYTES, MAX_SERVICES = 32_000_000, 10_000

#: Faults told at once. A file that has more is the wrong file, or has one mistake everywhere.
MOST_FAULTS = 1_000

_UNSEEN = "This must be text without control characters or marks that reverse the reading direction"
_PATTERNS = {
    "title": _UNSEEN,
    "short_text": _UNSEEN,
    "optional_text": _UNSEEN,
    "long_text": _UNSEEN,
    "url": "This must be an address that begins with http:// or https://",
    "email": "This must be an e-mail address",
}
_FORMATS = {"uuid": "This must be a UUID, such as 381c64f1-a724-4884-9c21-ac96c21cca3e"}

_STATES = {"active": LISTED, "temporarily closed": CLOSED_FOR_NOW, "inactive": ENDED, "defunct": ENDED}

#: A local authority's code in the address of an area.
_GSS_CODE = pattern(r"(?<![A-Z0-9])[ENSW]\d{8}(?!\d)")


@dataclass(frozen=True, slots=True)
class ReadDirectory:
    """What the pages of a feed say, and everything that is wrong with them."""

    services: tuple[Listing, ...]
    faults: tuple[RuleBroken, ...]


def check(pages: Sequence[bytes], *, by: Actor, purpose: str) -> Difference:
    """What bringing these pages in would change. Raises Faults with everything that is wrong, each at its place."""
    found = read(pages)
    return bringing_in.check(by=by, purpose=purpose, services=found.services, faults=found.faults)


def bring_in(pages: Sequence[bytes], *, by: Actor, purpose: str) -> Difference:
    """Make the directory of the member's organisation what these pages say: what they leave out has ended.

    Raises Faults with everything that is wrong, each at its place; nothing is brought in then.
    """
    found = read(pages)
    return bringing_in.bring_in(by=by, purpose=purpose, services=found.services, faults=found.faults)


def read(pages: Sequence[bytes]) -> ReadDirectory:
    """The services on these pages, or what is wrong with them."""
    faults: list[RuleBroken] = []
    documents: list[Mapping[str, Any]] = []
    if sum(map(len, pages)) > MAX_BYTES:
        sentence = f"All pages together must be {MAX_BYTES // 1_000_000} MB or smaller"
        return ReadDirectory((), (RuleBroken("file-too-large", sentence, field="the file"),))
    for number, data in enumerate(pages, start=1):
        prefix = f"page {number}: " if len(pages) > 1 else ""
        try:
            document = parse(data, largest=MAX_BYTES, known=schema.known_keys(schema.SERVICES), fractions=True)
        except Faults as found:
            faults += _placed(found.faults, prefix)
            continue
        faults += _placed(_faults_of_form(document), prefix)
        documents.append(document)
    if not faults:
        faults += _faults_of_the_whole(documents, several=len(pages) > 1)
    if faults:
        return ReadDirectory((), _at_most(faults))
    return ReadDirectory(tuple(_listing(each) for document in documents for each in document["contents"]), ())


def _faults_of_form(document: Any) -> Iterator[RuleBroken]:
    explainer = Explainer(
        schema.published(schema.SERVICES), _PATTERNS, schema.known_keys(schema.SERVICES), formats=_FORMATS
    )
    for error in schema.of_services().iter_errors(document):
        yield from explainer.faults(error, ())


def _faults_of_the_whole(documents: Sequence[Mapping[str, Any]], *, several: bool) -> Iterator[RuleBroken]:
    """What no page shows by itself: pages that are missing, and services that stand there twice."""
    held = sum(len(document["contents"]) for document in documents)
    if held > MAX_SERVICES:
        yield RuleBroken("too-many-services", f"Bring in {MAX_SERVICES:,} services or fewer", field="contents")
        return
    for number, document in enumerate(documents, start=1):
        prefix = f"page {number}: " if several else ""
        if document["total_items"] != held:
            yield RuleBroken(
                "page-missing",
                f"The directory says that it lists {document['total_items']:,} services, and {held:,} are here. "
                "Give all of its pages at once: what is left out would end",
                field=f"{prefix}total_items",
            )
    seen: set[UUID] = set()
    for number, document in enumerate(documents, start=1):
        prefix = f"page {number}: " if several else ""
        for index, service in enumerate(document["contents"]):
            id_ = UUID(service["id"])
            if id_ in seen:
                place = place_of(("contents", index, "id"), schema.known_keys(schema.SERVICES))
                yield RuleBroken("service-twice", "Another service here has this id", field=f"{prefix}{place}")
            seen.add(id_)


def _placed(faults: Sequence[RuleBroken] | Iterator[RuleBroken], prefix: str) -> Iterator[RuleBroken]:
    for fault in faults:
        yield RuleBroken(fault.rule, fault.sentence, field=f"{prefix}{fault.field or 'the file'}")


def _at_most(faults: list[RuleBroken]) -> tuple[RuleBroken, ...]:
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    more = RuleBroken("more-faults", f"There is more wrong than the {MOST_FAULTS:,} faults listed", field="the file")
    return (*faults[:MOST_FAULTS], more)


def _listing(service: Mapping[str, Any]) -> Listing:
    areas = service.get("service_areas") or ()
    return Listing(
        source_id=UUID(service["id"]),
        state=_STATES[service["status"]],
        name=service["name"].strip(),
        provider=((service.get("organization") or {}).get("name") or "").strip(),
        description=_text(service, "description"),
        topics=_each_once(_topic(each) for each in service.get("attributes") or ()),
        url=_text(service, "url"),
        email=_text(service, "email"),
        phone=", ".join(_each_once(each["number"] for each in service.get("phones") or ()))[:200],
        minimum_age=_whole_years(service.get("minimum_age")),
        maximum_age=_whole_years(service.get("maximum_age")),
        eligibility=_text(service, "eligibility_description"),
        fees=_fees(service),
        how_to_apply=_text(service, "application_process"),
        areas=_each_once(code for each in areas for code in _GSS_CODE.findall(each.get("uri") or "")),
        area_names=_each_once(each.get("name") or "" for each in areas),
    )


def _text(service: Mapping[str, Any], key: str) -> str:
    return (service.get(key) or "").strip()


def _topic(attribute: Mapping[str, Any]) -> str:
    term = attribute.get("taxonomy_term") or {}
    return str(term.get("name") or term.get("term") or "")


def _each_once(texts: Iterator[str]) -> tuple[str, ...]:
    """The texts on one line each, none empty, none twice, in their order."""
    return tuple(dict.fromkeys(line for text in texts if (line := " ".join(text.split()))))


def _whole_years(age: int | float | Decimal | None) -> int | None:
    """An age as people count theirs: in whole years."""
    return None if age is None else int(age)


def _fees(service: Mapping[str, Any]) -> str:
    said = _text(service, "fees_description") or _text(service, "fees")
    options = [_price(each) for each in service.get("cost_options") or ()]
    return "\n".join(line for line in (said, *options) if line)


def _price(option: Mapping[str, Any]) -> str:
    """ "Under 18s: £35 per session"."""
    amount = option.get("amount")
    price = "" if amount is None else f"£{Decimal(amount):,.2f}".removesuffix(".00")
    said = " ".join(part for part in (price, (option.get("amount_description") or "").strip()) if part)
    return ": ".join(part for part in ((option.get("option") or "").strip(), said) if part)
