"""Long lists in parts: every table that can be long is paged, and says where in it the reader is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

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
