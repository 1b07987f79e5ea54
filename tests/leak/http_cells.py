"""A cell of the table: one member, in a world with the victim, asks for one address about the victim in one way."""

from http import HTTPStatus
from uuid import UUID, uuid4

from tests.leak.http_asking import ID, Answer, Asker
from tests.leak.http_knowing import may_read
from tests.leak.http_readers import Reader
from tests.leak.http_routes import Route
from tests.leak.http_world import Site
from tests.plaintext.canaries import STEM

#: Pages that answer before they look for the record: a form to fill in, the way to a list, or that the reader isn't
#: one of those who do this at all. They answer the same for hidden and absent, though not with "not found".
LOOKS_LATER = {
    "work:flag_disclosure", "work:meetings_of", "work:questions_about", "work:case_of", "work:judgement",
    "work:open_case", "admin:send_again", "admin:cancel_invitation", "oversee:look",
}  # fmt: skip


class Attempt:
    """A member at their browser, in a world with the victim."""

    def __init__(self, site: Site, reader: Reader) -> None:
        self.site, self.reader = site, reader
        self._nobody = uuid4()
        self._not_found: dict[tuple[str, str], Answer] = {}
        people = dict.fromkeys((site.ids["person"], self._nobody), reader.reason)
        #: Their browser, in which they have said why they open the record, whether or not there is one.
        self.asker = Asker(site.pilot, reader.who, people)

    def _misspelt(self, route: Route, method: str) -> Answer:
        """What is answered to an address that isn't one, in the same part of the site."""
        filled_in = dict(route.words).values()
        names = route.filled({}).split("/")[1:3]
        part = "/".join(each for each in names if each not in filled_in and not ID.fullmatch(each))
        if (part, method) not in self._not_found:
            self._not_found[part, method] = self.asker.ask(method, f"/{part}/nowhere/")
        return self._not_found[part, method]

    def about_victim(self, route: Route, method: str = "GET") -> Answer:
        """What is answered about the victim's record."""
        return self._ask(route, method, dict(self.site.ids))

    def about_nobody(self, route: Route, method: str = "GET") -> Answer:
        """What is answered where no such record ever was. What isn't a record of anybody's stays what it is."""
        shared = {name: found for name, found in self.site.ids.items() if name in ("organisation", "guest")}
        return self._ask(route, method, shared | {"person": self._nobody})

    def tells(self, route: Route, method: str = "GET") -> str:
        """What tells this member that there is a record which they may not know of; "" if nothing does."""
        hidden = self.about_victim(route, method)
        if hidden == self._misspelt(route, method) and hidden.status == HTTPStatus.NOT_FOUND:
            return ""
        absent = self.about_nobody(route, method)
        if hidden != absent:
            return f"{hidden.status} where it is hidden, {absent.status} where there is none"
        asks_why = "/purpose/" in dict(hidden.headers).get("Location", "")
        never_looks = asks_why or hidden.status == HTTPStatus.METHOD_NOT_ALLOWED
        return "" if never_looks or route.name in LOOKS_LATER else f"{hidden.status} without looking"

    def _ask(self, route: Route, method: str, ids: dict[str, UUID]) -> Answer:
        path = route.filled(ids)
        return self.asker.ask(method, path).less(path)


def too_much(site: Site, reader: Reader, answer: Answer) -> list[str]:
    """What was said of the victim and stands in an answer to somebody who may not read it, by field."""
    words = answer.words.lower()
    if STEM.lower().encode() not in words:
        return []
    found = [field for field, text in site.said.made.items() if text.split()[0].lower().encode() in words]
    return [field for field in found if not may_read(reader, field)]
