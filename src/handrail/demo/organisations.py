"""Who takes part in the demonstration: organisations and their posts, as ``data/organisations.toml`` has them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from handrail.directory.reference_data import local_authorities

_FILE: Final = Path(__file__).parent / "data" / "organisations.toml"

#: The programme that the demonstration is a pilot of.
PROGRAMME: Final = "mac"


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation that takes part: in which centres, serving which areas, with which roles in which post."""

    slug: str
    name: str
    kind: str
    centres: tuple[str, ...]
    area: str
    posts: Mapping[str, tuple[str, ...]]

    @property
    def domain(self) -> str:
        """What the e-mail addresses of its staff end in (RFC 2606: nobody's)."""
        return f"{self.slug}.example"

    def email(self, post: str) -> str:
        """The address of whoever is in ``post``."""
        return f"{post.replace('_', '-')}@{self.domain}"


@cache
def entries() -> tuple[Entry, ...]:
    """Every organisation, in the order of the file."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_entry(each, data["staff"]) for each in data["organisations"])


def _entry(each: dict[str, Any], staff: dict[str, dict[str, list[str]]]) -> Entry:
    kind, area = each["kind"], each.get("area", "")
    usual = each.get("staff") or (kind if kind in staff else "partner")
    posts = {**staff[usual], **each.get("posts", {})}
    return Entry(
        slug=each["slug"],
        name=each["name"] if "name" in each else f"{local_authorities()[area].name} Council",
        kind=kind,
        centres=tuple(each["centres"]),
        area=area,
        posts={post: tuple(roles) for post, roles in posts.items()},
    )
