"""The layouts of labelled files: that of a register, and that of FEBRL's own data sets."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from handrail.matching.identity import Identity, columns
from handrail.matching.identity.columns import Problem
from handrail.matching.synthetic import TRUTH


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns a file may have, how a row becomes an identity, and under which key schema it is compared."""

    name: str
    schema: str
    columns: tuple[str, ...]
    id_column: str
    truth: str  # the column that says who a record is of, unless another is named
    read: Callable[[Mapping[str, str]], tuple[Identity, tuple[Problem, ...]]]
    person: Callable[[str], str]  # from what that column says


_FEBRL_ID: Final = re.compile(r"\s*(rec-\d+)-(?:org|dup-\d+)\s*")
_FEBRL_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")


def _febrl(row: Mapping[str, str]) -> tuple[Identity, tuple[Problem, ...]]:
    """FEBRL plants its errors in every column: a date that is none is one of them, and no fault of the file."""
    said = {column: value.strip() for column, value in row.items()}
    date = _FEBRL_DATE.fullmatch(said["date_of_birth"])
    identity = Identity(
        given=_one(said["given_name"]),
        family=_one(said["surname"]),
        born="-".join(date.groups()) if date else "",
        postcodes=_one(said["postcode"]),
        places=_one(said["suburb"]),
        streets=_one(f"{said['street_number']} {said['address_1']}".strip()) + _one(said["address_2"]),
        other_number=said["soc_sec_id"],
    )
    return identity, ()


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _febrl_person(record_id: str) -> str:
    """``rec-1070-org`` and ``rec-1070-dup-0`` are of one person; nobody where the id is of another form."""
    found = _FEBRL_ID.fullmatch(record_id)
    return found[1] if found else ""


REGISTER: Final = Layout(
    name="of a register",
    schema="uk-1",
    columns=(*columns.COLUMNS, *TRUTH),
    id_column="record_id",
    truth=TRUTH[0],
    read=columns.read,
    person=str.strip,
)
FEBRL: Final = Layout(
    name="of FEBRL",
    schema="febrl-1",
    columns=(
        "rec_id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
        "date_of_birth", "soc_sec_id",
    ),
    id_column="rec_id",
    truth="rec_id",
    read=_febrl,
    person=_febrl_person,
)  # fmt: skip
