"""A room full of people at one meeting, each at a browser of their own, who write about the same point at once.

room = gathered(pilot, many=10)
with processes.web(around) as web:
    seats = seated(room, web.port)
    write_at_once(seats, room.points[0])
assert lost(room, seats) == []
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.urls import reverse

from handrail.gate import clock
from handrail.meetings.actions import inviting, noting
from tests.sitting import begin, called, on_agenda, seen
from tests.visiting import Page, Visitor
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import World, joined_by

ROLE = "single_point_of_contact"
#: The organisations that the people come from; the council leads the case.
FROM = ("council", "nhs", "housing", "school", "probation")

#: What the page says to whoever was first, and to everybody else.
SAVED, TWO_TEXTS = "The note was saved.", "Two texts to merge"


@dataclass(frozen=True)
class Room:
    """A case at a meeting that has begun, its points, and the people who were asked to it."""

    pilot: World
    person: UUID
    item: UUID
    points: tuple[UUID, ...]
    people: tuple[str, ...]


def gathered(pilot: World, *, many: int, points: int = 1) -> Room:
    """``many`` people from five organisations, asked to one case, which has ``points`` to talk about."""
    given = disclosed(pilot, FROM[0])[FROM[0]]
    case = opened(pilot, given, partners=FROM[1:])
    people: list[str] = []
    for number, key in enumerate(FROM):
        share = len(range(number, many, len(FROM)))
        pilot = joined_by(pilot, key, ROLE, many=share)
        people += [f"{ROLE}_{each}@{key}" for each in range(1, share + 1)]
    meeting = called(pilot, case)
    item = on_agenda(pilot, meeting)
    by, members = pilot.actor(COORDINATOR), tuple(pilot.member(who) for who in people)
    inviting.invite(by=by, purpose=SUPPORT, agenda_case=item, members=members, why="gives_support")
    added = [
        noting.add_point(by=by, purpose=SUPPORT, agenda_case=item, words=f"What about {number}?")
        for number in range(points)
    ]
    begin(pilot, meeting)
    return Room(pilot, given.person, item, tuple(added), tuple(people))


class Seat:
    """Where one of them sits: what they wrote that was accepted, and how long each answer took, by what it was for."""

    def __init__(self, room: Room, port: int, who: str) -> None:
        self.who = who
        self.accepted: list[tuple[UUID, str]] = []
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.merging = False
        self._room, self._visitor = room, Visitor(port, room.pilot, who)
        self._page = self._visitor.fill(reverse("work:agenda_case", args=[room.person, room.item]), reason="helping")

    def open(self, point: UUID) -> None:
        """Open a point: whatever is saved from here builds on what it says now."""
        self._page = self._get("open", self._address("point", point))

    def save(self, point: UUID) -> None:
        """Write about it, save, and look at what comes back."""
        self._save(point, f"{self.who} wrote this about {point}.")

    def merge(self, point: UUID) -> None:
        """Save the box as it is, which holds both texts, until it is what the point says."""
        while self.merging:
            self._save(point, self._page.fields["text"][0])

    def decide(self, point: UUID) -> None:
        """Put a decision before the meeting."""
        words = f"{self.who} would decide this about {point}."
        asked = self._get("open the form", self._address("propose_decision", point))
        self._post("decide", asked, decision=words, reason="Because.")
        self.accepted.append((point, words))

    def _save(self, point: UUID, words: str) -> None:
        answer = self._post("save", self._page, text=words)
        self.accepted.append((point, words))
        self._page = self._get("see what became of it", answer.location)
        self.merging = SAVED not in self._page.words
        if self.merging:
            # Whoever was not first sees both: what stands there now, and every word of theirs.
            assert TWO_TEXTS in self._page.words, self._page.words
            assert words in self._page.fields["text"][0], self._page.words

    def _address(self, view: str, point: UUID) -> str:
        return reverse(f"work:{view}", args=[self._room.person, self._room.item, point])

    def _get(self, what: str, path: str) -> Page:
        page = self._visitor.get(path)
        assert page.status == HTTPStatus.OK, f"{path}: {page.status}: {page.words}"
        self.seconds[what].append(page.seconds)
        return page

    def _post(self, what: str, page: Page, **fields: str) -> Page:
        answer = self._visitor.post(page.path, {**page.fields, **fields})
        assert answer.status == HTTPStatus.SEE_OTHER, f"{page.path}: {answer.status}: {answer.words}"
        self.seconds[what].append(answer.seconds)
        return answer


def seated(room: Room, port: int) -> list[Seat]:
    """Everybody in the room, signed in, having said why they open the record."""
    return [Seat(room, port, who) for who in room.people]


def write_at_once(seats: Sequence[Seat], point: UUID, *, mergers: int = 3) -> int:
    """Everybody opens the point, then everybody saves, then everybody decides; gives how many were not the first.

    Of those, ``mergers`` go on at the same time, until what the point says has their words in it too.
    """
    for step in (Seat.open, Seat.save):
        _at_once(seats, step, point)
    second = [seat for seat in seats if seat.merging]
    _at_once(seats, Seat.decide, point)
    _at_once(second[:mergers], Seat.merge, point)
    return len(second)


def lost(room: Room, seats: Sequence[Seat]) -> list[str]:
    """What was accepted and is not in the record, whoever looks for it: the coordinator does."""
    with clock.at(room.pilot.now):
        shown = seen(room.pilot, COORDINATOR, room.item)
    record: dict[UUID, str] = {}
    for point in shown.points:
        notes = (point.note, *point.aside, *point.earlier)
        words = [note.words or "" for note in notes if note] + [card.decision or "" for card in point.decisions]
        record[point.id] = "\n".join(words)
    return [words for seat in seats for point, words in seat.accepted if words not in record[point]]


def _at_once(seats: Sequence[Seat], step: Callable[[Seat, UUID], None], point: UUID) -> None:
    """Everybody takes the step, each in a thread of their own; it is over when the last of them has."""
    with ThreadPoolExecutor(max(1, len(seats))) as pool:
        for running in [pool.submit(copy_context().run, step, seat, point) for seat in seats]:
            running.result()
