"""Who a person is, as somebody wrote it down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a record says about who a person is, as written: nothing is normalised here, and any field may be empty."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    also_known_as: tuple[str, ...] = ()  # whole names
    born: str = ""  # an ISO date, or the part of it that is known: "1984", "1984-05"
    postcodes: tuple[str, ...] = ()  # of now, then of before
    places: tuple[str, ...] = ()  # towns, districts or suburbs
    streets: tuple[str, ...] = ()  # number and street
    nhs_number: str = ""
    upn: str = ""
    other_number: str = ""  # a number that only some registers share, such as FEBRL's soc_sec_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A record of a register: the register's own id for it, and whom it is about."""

    record_id: str
    identity: Identity
