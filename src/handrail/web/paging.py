"""Long lists in parts: every table that can be long is paged, and says where in it the reader is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

T = TypeVar("T")

_AROUND = 1  # pages shown on each side of this one


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list. ``links`` are (page number, address); number 0 stands for the gap between."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int
    first: int
    last: int
    links: tuple[tuple[int, str], ...]
    previous: str
    next: str


def page_asked(request: HttpRequest) -> int:
    """The page number in the address, from 1; anything that isn't one is page 1."""
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


def entry_asked(request: HttpRequest, name: str) -> UUID | None:
    """The entry from which a page goes on, as the address names it; None for anything that is no id."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def going_on(request: HttpRequest, **entry: UUID | None) -> str:
    """The address of the same list from another entry on, with what it is filtered by; empty if there is none."""
    ((name, key),) = entry.items()
    kept = {key: value for key, value in request.GET.items() if key not in {"before", "after"}}
    return f"?{urlencode({**kept, name: str(key)})}" if key else ""


def paged(request: HttpRequest, items: Sequence[T], *, per_page: int = 25, total: int | None = None) -> Part[T]:
    """The part of ``items`` that the address asks for.

    Give ``total`` when ``items`` is already that part alone, cut by the database.
    """
    count = len(items) if total is None else total
    pages = max(-(-count // per_page), 1)
    number = min(page_asked(request), pages)
    start = (number - 1) * per_page
    shown = tuple(items[start : start + per_page] if total is None else items)
    near = [each for each in range(1, pages + 1) if each in {1, pages} or abs(each - number) <= _AROUND]
    links: list[tuple[int, str]] = []
    for each in near:
        if links and each - links[-1][0] > 1:
            links.append((0, ""))
        links.append((each, _address(request, each)))
    return Part(
        items=shown,
        number=number,
        pages=pages,
        total=count,
        first=start + 1 if count else 0,
        last=start + len(shown),
        links=tuple(links),
        previous=_address(request, number - 1) if number > 1 else "",
        next=_address(request, number + 1) if number < pages else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    kept = {key: value for key, value in request.GET.items() if key != "page"}
    return f"?{urlencode({**kept, 'page': number})}"
