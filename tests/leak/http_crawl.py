"""Everything that a member can come to: from each list, along every link, with what they can type into a search."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import Resolver404, resolve, reverse

from handrail.gate import clock
from handrail.ledger.entry import NOBODY
from tests.leak.http_asking import Answer, Asker
from tests.leak.http_routes import DEMONSTRATION, LISTS, OWN
from tests.worlds import NOW

#: Pages of what was done. All that was done in one moment stands by its random ids there, in another order each time.
BY_THE_MOMENT = {"work:seen", "work:seen_on_paper"}

_FIELD = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')
_LINK = re.compile(rb'href="(/[^"#]*)')
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOBODY = str(NOBODY).encode()
_REFERENCE = re.compile(rb"\b[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]\b")

#: How many pages of one kind are opened from the lists and pages that lead to them: the first one there.
OF_A_KIND = 1

#: Where lists are asked for what isn't on their first page, or isn't there at all.
BEYOND = [
    *((name, "?page=9999999") for name in ("work:waiting", "work:people", "work:cases", "work:our_risks")),
    ("originate:nominations", "?page=9999999"),
    ("oversee:records", f"?before={NOBODY}"),
    ("work:cases", "?state=closed"),
    ("work:meetings", "?past=1"),
    ("originate:nominations", "?state=released"),
    ("work:waiting", "?again=1"),
    ("oversee:records", "?outcome=refused"),
]


@dataclass
class Names:
    """Ids and references are random. Each is called by its place in the order in which one came upon them."""

    met: dict[bytes, bytes] = field(default_factory=dict)

    def say(self, text: bytes) -> bytes:
        """The text with the names in it."""
        for pattern in (_ID, _REFERENCE):
            text = pattern.sub(self._name, text)
        return text

    def _name(self, found: re.Match[bytes]) -> bytes:
        return found[0] if found[0] == _NOBODY else self.met.setdefault(found[0], b"#%d" % len(self.met))


@dataclass(frozen=True)
class Visit:
    """One page of a walk: what was asked for and what came back, in the walk's own names for ids."""

    asked: str
    answer: Answer
    path: str = field(compare=False)

    def __str__(self) -> str:
        return f"{self.asked} {self.answer.status}"


def walk(asker: Asker, typed: Sequence[str]) -> Iterator[Visit]:
    """Every page that can be come to, each once and in the same order in the same world; a second goes by at each.

    ``typed`` is put into every search.
    """
    names, of_record, kinds = Names(), Names(), Counter[str]()
    begin = [reverse(name) for name in sorted(LISTS)]
    waiting = deque([*begin, *(f"{reverse(name)}{more}" for name, more in BEYOND)])
    seen = set(waiting)
    searches = [(reverse(name), words) for name in ("work:people", "originate:nominations") for words in typed]
    number = 0
    while waiting or searches:
        number += 1
        with clock.at(NOW + timedelta(seconds=number)):
            if waiting:
                path, method, fields = waiting.popleft(), "GET", {}
            else:
                (path, words), method = searches.pop(), "POST"
                fields = {"q": words}
            answer = _settled(path, asker.ask(method, path, fields))
        for link in links(answer):
            if link not in seen and kinds[kind := resolve(urlsplit(link).path).view_name] < OF_A_KIND:
                seen.add(link)
                kinds[kind] += 1
                waiting.append(link)
        # The record of what was done has entries of its own for every reader: their ids count by themselves.
        called = of_record if path.startswith(reverse("oversee:home")) else names
        yield Visit(
            called.say(f"{method} {path} {fields or ''}".strip().encode()).decode(), _named(answer, called), path
        )


def typed_in(asker: Asker, pages: Iterable[Visit], ids: Sequence[UUID], reference: str) -> Iterator[Visit]:
    """Every form on these pages, sent with these ids and this reference in each of its fields.

    All of them at once, and once more so that a field that takes one value takes the first id.
    """
    names = Names()
    for visit in pages:
        fields = set(_FIELD.findall(visit.answer.body.decode(errors="replace"))) - {"csrfmiddlewaretoken", "version"}
        for values in ([*map(str, ids), reference], [reference, str(ids[0])]) if fields else ():
            answer = asker.ask("POST", visit.path, {**dict.fromkeys(fields, values), "version": "1"})
            for each in map(str, (*ids, reference)):
                answer = answer.without(each)
            yield Visit(visit.asked, _named(answer, names), visit.path)


def links(answer: Answer) -> list[str]:
    """The addresses that a page leads to, or that it sends on to, but for those of signing in and out."""
    found = [unescape(link.decode()) for link in _LINK.findall(answer.body)]
    if answer.status in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
        found.append(dict(answer.headers)["Location"])
    return [link for link in dict.fromkeys(found) if _leads_on(link)]


def _leads_on(link: str) -> bool:
    try:
        name = resolve(urlsplit(link).path).view_name
    except Resolver404:
        return False
    return name not in OWN | DEMONSTRATION


def _settled(path: str, answer: Answer) -> Answer:
    if resolve(urlsplit(path).path).view_name not in BY_THE_MOMENT:
        return answer
    return replace(answer, body=b"\n".join(sorted(answer.body.splitlines())))


def _named(answer: Answer, names: Names) -> Answer:
    headers = tuple((name, names.say(said.encode()).decode()) for name, said in answer.headers)
    return Answer(answer.status, headers, answer.cookies, names.say(answer.body))
