"""Checking a nomination file: everything that is wrong with it, and what bringing it in would do."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handrail.exchange import form
from handrail.exchange.ground import Ground, ground_of, named_in
from handrail.exchange.meaning import digest_of, faults_of_parts, read
from handrail.exchange.nominated import Nominated
from handrail.exchange.reading import MAX_BYTES, place_of
from handrail.exchange.reading import read as read_document
from handrail.gate import Actor, Faults, RuleBroken

#: Faults told at once. A file that has more is the wrong file, or has one mistake everywhere.
MOST_FAULTS = 5_000

#: Told how far it is: done, of how many, and what is being done.
Progress = Callable[[int, int, str], None]

#: Stands for the place of the head, before all nominations.
_HEAD = -1

#: Progress is told each time that so many nominations were looked at.
_EVERY = 250


@dataclass(frozen=True, slots=True)
class Checked:
    """A file in which nothing is wrong: the nominations that it would bring in, and how many are there already."""

    ground: Ground
    new: tuple[Nominated, ...]
    unchanged: int


def unseen(done: int, total: int, what: str) -> None:
    """Progress that nobody is told of."""


def check(data: bytes, *, by: Actor, purpose: str, progress: Progress = unseen, largest: int = MAX_BYTES) -> Checked:
    """Check ``data``; nothing is written but that a file was checked.

    Raises :class:`Faults` with everything that is wrong, each with its place in the file as its field, and Refused for
    a member who can't bring files in.
    """
    document = read_document(data, largest=largest)
    checking = _Checking(document, progress)
    checking.look_at_form()
    return checking.look_at_meaning(_ground(document, checking.faults, by, purpose))


def _ground(document: Mapping[str, Any], faults: tuple[RuleBroken, ...], by: Actor, purpose: str) -> Ground:
    """The ground under the file; raises Faults where its head doesn't tell which that is."""
    if any("[" not in str(fault.field) for fault in faults):
        raise Faults(faults)
    try:
        return ground_of(by=by, purpose=purpose, named=named_in(document))
    except Faults as head:
        raise Faults((*head.faults, *faults)) from None


class _Checking:
    """The faults of one file, gathered in two passes over its nominations."""

    def __init__(self, document: Mapping[str, Any], progress: Progress) -> None:
        self._document = document
        given = document.get("nominations")
        self._nominations: list[Any] = given if isinstance(given, list) else []
        self._progress = progress
        self._out_of_form: defaultdict[int, set[str | int]] = defaultdict(set)
        self._found: list[tuple[int, RuleBroken]] = []

    @property
    def faults(self) -> tuple[RuleBroken, ...]:
        """What was found so far, in the order of the file."""
        return tuple(fault for _, fault in sorted(self._found, key=lambda found: found[0]))

    def look_at_form(self) -> None:
        """Everything that the schema has against it."""
        self._gather(_HEAD, form.faults_of_the_whole(self._document))
        for index, nomination in enumerate(self._nominations):
            self._tell(index)
            for path, fault in form.faults_of(nomination, index):
                self._out_of_form[index].add(path[0] if path else "")
                self._gather(index, [fault])

    def look_at_meaning(self, ground: Ground) -> Checked:
        """Everything that the rules have against it; raises Faults unless nothing is wrong at all."""
        new: list[Nominated] = []
        unchanged = 0
        seen: set[str] = set()
        for index, nomination in enumerate(self._nominations):
            self._tell(len(self._nominations) + index)
            if index in self._out_of_form:
                if isinstance(nomination, dict):
                    out_of_form = self._out_of_form[index]
                    self._gather(index, faults_of_parts(nomination, index, ground, out_of_form=out_of_form))
                continue
            reference = nomination["reference"]
            if reference in seen:
                self._fault("reference-twice", "Another nomination in this file has this reference", index)
            elif reference in ground.digest_by_reference:
                unchanged += 1
                if ground.digest_by_reference[reference] != digest_of(nomination, ground):
                    self._fault("reference-taken", "This reference was brought in before, with other content", index)
            else:
                new.extend(self._read(nomination, index, ground))
            seen.add(reference)
        if self._found:
            raise Faults(self.faults)
        return Checked(ground, tuple(new), unchanged)

    def _read(self, nomination: Mapping[str, Any], index: int, ground: Ground) -> list[Nominated]:
        try:
            return [read(nomination, index, ground)]
        except Faults as faults:
            self._gather(index, faults.faults)
            return []

    def _fault(self, rule: str, sentence: str, index: int) -> None:
        self._gather(index, [RuleBroken(rule, sentence, field=place_of(("nominations", index, "reference")))])

    def _gather(self, index: int, faults: Iterable[RuleBroken]) -> None:
        self._found.extend((index, fault) for fault in faults)
        if len(self._found) > MOST_FAULTS:
            more = RuleBroken("more-faults", f"There is more wrong than the {MOST_FAULTS:,} faults listed", field="")
            raise Faults((*self.faults[:MOST_FAULTS], more))

    def _tell(self, looked_at: int) -> None:
        if looked_at % _EVERY == 0:
            self._progress(looked_at, 2 * len(self._nominations), "Checking")
