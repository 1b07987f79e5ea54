"""The records of a register's file, checked as they are read: all that is wrong is said, and nothing repaired."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from handrail.matching.identity import RegisterRow
from handrail.matching.identity.columns import COLUMNS, read
from handrail.matching.partner.register import CsvRegister, Fault, UnreadableRegister

#: Faults that are kept to be shown; of the others, only how many there are.
MOST_FAULTS: Final = 100


class BadRegister(ValueError):
    """The file can't be linked. The text says everything that is wrong with it, a fault a line."""

    def __init__(self, faults: list[Fault], count: int) -> None:
        more = [f"and {count - len(faults):,} more"] if count > len(faults) else []
        super().__init__("\n".join([*map(str, faults), *more]))
        self.faults = tuple(faults)
        self.count = count


def records(path: Path) -> Iterator[RegisterRow]:
    """Each record of a register's CSV file. Raises BadRegister: in the end, when all of it was looked at."""
    faults: list[Fault] = []
    count = read_so_far = 0
    try:
        for row in CsvRegister(path).rows():
            read_so_far += 1
            identity, problems = read(dict(zip(COLUMNS, row.values, strict=True)))
            wrong = [Fault(row.number, *problem) for problem in problems]
            if row.fault:
                wrong = [Fault(row.number, "", row.fault)]
            if not wrong:
                yield RegisterRow(record_id=row.values[0].strip(), identity=identity)
            count += len(wrong)
            faults.extend(wrong[: MOST_FAULTS - len(faults)])
    except UnreadableRegister as error:
        raise BadRegister([Fault(0, "", str(error))], 1) from None
    if count:
        raise BadRegister(faults, count)
    if read_so_far < 2:
        has = "one record" if read_so_far else "no records"
        raise BadRegister([Fault(0, "", f"{path} has {has}: there is nothing to compare")], 1)


def twice(ids: list[str]) -> BadRegister:
    """What is wrong where several records have one of these ids."""
    return BadRegister([Fault(0, "record_id", f"{each} is there more than once") for each in ids], len(ids))
