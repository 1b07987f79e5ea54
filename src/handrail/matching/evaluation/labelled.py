"""Labelled files: records that say who they are of, so that a match can be told from a mistake."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from handrail.matching.evaluation.layouts import FEBRL, REGISTER
from handrail.matching.identity import Identity
from handrail.matching.synthetic import MARK

#: Of one file. Larger registers are measured by a sample of them.
MOST_ROWS: Final = 2_000_000
#: Faults that are listed; the others are counted.
LISTED: Final = 100

Progress = Callable[[int, int], None]  # records so far, and in all


class BadFiles(ValueError):
    """Files can't be measured. ``faults`` are all the reasons, in the order of the files and their rows."""

    def __init__(self, faults: Sequence[str]) -> None:
        listed = list(faults[:LISTED])
        if len(faults) > LISTED:
            listed.append(f"and {len(faults) - LISTED:,} more")
        super().__init__("\n".join(listed))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One record and who it is of. Of synthetic records the name origin is known, and what went wrong in them."""

    record_id: str
    identity: Identity
    person: str
    origin: str = ""
    slips: frozenset[str] | None = None  # None: the file doesn't say


class LabelledFile:
    """A labelled CSV file, read anew each time it is gone through: it needs no more memory than one row."""

    def __init__(self, path: Path, *, truth: str = "", leave_out: Sequence[str] = ()) -> None:
        """``truth``: the column that says who a record is of; ``leave_out``: columns that are taken for empty."""
        self.path = path
        self.faults: list[str] = []
        self.synthetic = True
        self._leave_out = frozenset(leave_out)
        self._size = 0
        self._header: tuple[str, ...] = ()
        self.layout, self._truth = REGISTER, truth
        try:
            self._check()
        except UnicodeDecodeError as error:
            self._fault(f"it isn't UTF-8 text (byte {error.start:,})")
        except csv.Error as error:
            self._fault(f"it isn't a CSV file: {error}")
        except OSError as error:
            self._fault(f"it can't be read: {error.strerror or error}")

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Labelled]:
        has_slips = "errors" in self._header
        for _, row in self._rows():
            identity, _ = self.layout.read(row)
            yield Labelled(
                record_id=row[self.layout.id_column],
                identity=identity,
                person=self._person(row),
                origin=row.get("origin", "").strip(),
                slips=frozenset(filter(None, row["errors"].split(";"))) if has_slips else None,
            )

    @property
    def strata(self) -> bool:
        """Whether its records state a name origin."""
        return "origin" in self._header

    def _check(self) -> None:
        """Go through the file once and note everything that is wrong with it."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            self._header = tuple(
                name.strip() for name in next(csv.reader(file, skipinitialspace=True, strict=True), ())
            )
        if not self._header:
            self._fault("it is empty")
            return
        self.layout = FEBRL if FEBRL.id_column in self._header else REGISTER
        self._truth = self._truth or self.layout.truth
        self._check_header()
        if self.faults:
            return
        seen: dict[str, int] = {}
        for number, row in self._rows():
            self._check_row(number, row, seen)
        self._size = len(seen)
        if not seen and not self.faults:
            self._fault("it has no records")

    def _check_header(self) -> None:
        known = (*self.layout.columns, self._truth)
        for name in sorted({each for each in self._header if self._header.count(each) > 1}):
            self._fault(f"the column {name} is there more than once")
        for name in self._header:
            if name not in known:
                self._fault(f"there is no column {name} in the layout {self.layout.name}")
        if self.layout.id_column not in self._header:
            self._fault(f"the column {self.layout.id_column} is missing")
        if self._truth not in self._header:
            self._fault(f"no column says who a record is of: there is no {self._truth}. Name it with --truth")
        for name in sorted(self._leave_out - set(self._header)):
            self._fault(f"there is no column {name} to leave out")

    def _check_row(self, number: int, row: Mapping[str, str], seen: dict[str, int]) -> None:
        where = f"row {number}"
        if number > MOST_ROWS:
            if number == MOST_ROWS + 1:
                self._fault(f"it has more than {MOST_ROWS:,} records")
            return
        if None in row or None in row.values():
            self._fault(f"{where}: it has another number of fields than the header has")
            return
        record_id = row[self.layout.id_column]
        if record_id in seen:
            self._fault(f"{where}, {self.layout.id_column}: row {seen[record_id]} has the same")
        seen[record_id] = number
        self.synthetic = self.synthetic and record_id.startswith(MARK)
        if not self._person(row):
            self._fault(f"{where}, {self._truth}: it doesn't say who the record is of")
        _, problems = self.layout.read(row)
        for problem in problems:
            self._fault(f"{where}, {problem}")

    def _person(self, row: Mapping[str, str]) -> str:
        said = row[self._truth]
        return self.layout.person(said) if self._truth == self.layout.truth else said.strip()

    def _rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its number: the header is row 1, as a spreadsheet counts."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, fieldnames=self._header, skipinitialspace=True, strict=True)
            for number, row in enumerate(reader, start=1):
                if number > 1:
                    for column in self._leave_out:
                        row[column] = ""
                    yield number, row

    def _fault(self, says: str) -> None:
        self.faults.append(f"{self.path.name}: {says}")


def opened(
    queries: Path, register: Path, *, truth: str = "", leave_out: Sequence[str] = ()
) -> tuple[LabelledFile, ...]:
    """Both files, or BadFiles with everything that is wrong with either."""
    files = tuple(LabelledFile(path, truth=truth, leave_out=leave_out) for path in (queries, register))
    faults = [fault for file in files for fault in file.faults]
    if not faults and files[0].layout is not files[1].layout:
        faults.append(f"{queries.name} has the layout {files[0].layout.name}, {register.name} {files[1].layout.name}")
    if not faults:
        faults += [
            f"{file.path.name}: the column origin is for synthetic records alone (their record_id begins with {MARK}). "
            "Nobody's name origin is inferred or measured. Take the column out"
            for file in files
            if file.strata and not file.synthetic
        ]
    if faults:
        raise BadFiles(faults)
    return files
