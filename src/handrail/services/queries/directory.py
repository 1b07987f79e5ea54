"""Looking a service up: by words, by need, by area. Public information, the same for every member."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from handrail.gate import Actor, current, listing, query
from handrail.services.models import LocalService, ServiceFeed
from handrail.services.resources import LOCAL_SERVICE
from handrail.services.rules import ENDED, LISTED
from handrail.services.values import Found, ServicePage, ServiceRow

#: Services on one page of a search.
PAGE = 20


@listing("service.list")
def find(
    *,
    by: Actor,
    purpose: str,
    words: str = "",
    for_need: Iterable[str] = (),
    areas: Iterable[str] = (),
    page: int = 1,
) -> Found:
    """The services that are listed now and fit all that is asked, those that fit the words best first.

    ``words`` are typed by the reader; ``for_need`` are the rulebook's words for a need, any of which will do;
    ``areas`` are GSS codes of local authorities. A service that names no area is for everywhere.
    """
    act = current()
    wanted, places = tuple(for_need), tuple(areas)
    listed = act.visible(LOCAL_SERVICE).filter(state=LISTED)
    found = listed
    if words.strip():
        found = _matching(found, SearchQuery(words, config="english", search_type="websearch"))
    if wanted:
        any_of = reduce(or_, (SearchQuery(each, config="english", search_type="phrase") for each in wanted))
        found = _matching(found, any_of)
    if places:
        found = found.filter(Q(areas__overlap=places) | Q(areas=[]))
    total = found.count()
    rows = list(found.order_by(*_order(words, wanted), "name", "id")[(page - 1) * PAGE : page * PAGE])
    act.listed((row.id for row in rows), words=words, need=" ".join(wanted), areas=" ".join(places))
    return Found(tuple(map(_row, rows)), total, listed.count())


@query("service.open", resource=LOCAL_SERVICE)
def open_service(*, by: Actor, purpose: str, local_service: UUID) -> ServicePage:
    """All that the directory says of a service; one that has ended can still be read."""
    found = current().resource(LOCAL_SERVICE)
    return ServicePage(
        id=found.id,
        listed_by=found.organisation_id,
        listed_at=_listed_at(found),
        name=found.name,
        provider=found.provider,
        description=found.description,
        topics=_lines(found.topics),
        url=found.url,
        email=found.email,
        phone=found.phone,
        ages=ages(found.minimum_age, found.maximum_age),
        eligibility=found.eligibility,
        fees=found.fees,
        how_to_apply=found.how_to_apply,
        area_names=_lines(found.area_names),
        state=found.state,
    )


def ages(youngest: int | None, oldest: int | None) -> str:
    """For which ages a service is, in words; nothing where the directory does not say."""
    if youngest and oldest is not None:
        return f"{youngest} to {oldest}"
    if youngest:
        return f"{youngest} and over"
    return f"up to {oldest}" if oldest is not None else ""


def _listed_at(service: LocalService) -> datetime:
    """When the directory last said so; when the service ended, for one that it does not list any more."""
    feed = ServiceFeed.objects.filter(organisation_id=service.organisation_id).first()
    return feed.brought_in_at if feed is not None and service.state != ENDED else service.changed_at


def _matching(services: QuerySet[LocalService], search: SearchQuery) -> QuerySet[LocalService]:
    return services.filter(searched=search).annotate(rank=SearchRank(F("searched"), search))


def _order(words: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    return ("-rank",) if words.strip() or wanted else ()


def _row(service: LocalService) -> ServiceRow:
    return ServiceRow(
        id=service.id,
        name=service.name,
        provider=service.provider,
        topics=_lines(service.topics),
        area_names=_lines(service.area_names),
        ages=ages(service.minimum_age, service.maximum_age),
        state=service.state,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())
