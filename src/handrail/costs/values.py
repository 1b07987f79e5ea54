"""Time and cost as values. Time is in minutes, money in pence."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.funding import Payer


@dataclass(frozen=True, slots=True)
class Amount:
    """Time and money together."""

    minutes: int
    pence: int

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.minutes + other.minutes, self.pence + other.pence)


NOTHING = Amount(0, 0)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry. ``cover`` is who bears it as things stand now; ``payer`` is "" where no line was named.

    ``taken_back`` is whether it was, ``takes_back`` whether it is itself such a correction.
    """

    id: UUID
    on: date
    kind: str
    organisation: str
    case: UUID | None
    reference: str
    support: str
    amount: Amount
    payer: str
    cover: str
    taken_back: bool
    takes_back: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A case that the member works on."""

    case: UUID
    reference: str
    programme: str


@dataclass(frozen=True, slots=True)
class MyTime:
    """What a member recorded lately, the cases and the centre that they might record more for, and who could pay."""

    entries: tuple[EntryLine, ...]
    cases: tuple[RecentCase, ...]
    payers: tuple[Payer, ...]
    centre: UUID
    centre_name: str
    programme: str


@dataclass(frozen=True, slots=True)
class CaseCosts:
    """What a case has taken, for those on it: in all, by who bears it, entry by entry; and who could pay for more."""

    total: Amount
    paid: Amount
    promised: Amount
    nobody: Amount
    entries: tuple[EntryLine, ...]
    payers: tuple[Payer, ...]


@dataclass(frozen=True, slots=True)
class PayerTotal:
    """What one line bears, or what nobody does (``payer`` is then ""). ``amount`` is None where it is too few."""

    payer: str
    covers: str
    cover: str
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class OrganisationTotal:
    """What one organisation spent, and how much of that nobody funds; None where too few people stand behind it."""

    organisation: str
    spent: Amount | None
    unfunded: Amount | None


@dataclass(frozen=True, slots=True)
class CentreCosts:
    """What a centre took until ``until``: in all, by who bears it, by payer, by organisation and by kind of work.

    Amounts are None where too few people stand behind them, or where they would give such an amount away.
    """

    centre: str
    programme: str
    until: date
    entries: int
    total: Amount | None
    covers: tuple[tuple[str, Amount | None], ...]
    payers: tuple[PayerTotal, ...]
    organisations: tuple[OrganisationTotal, ...]
    kinds: tuple[tuple[str, Amount | None], ...]

    @property
    def unfunded(self) -> Amount | None:
        """What nobody funds; None where that may not be said."""
        return dict(self.covers).get("nobody", NOTHING) if self.total else None

    @property
    def hidden(self) -> int:
        """How many of the amounts are hidden."""
        amounts = [amount for _, amount in (*self.covers, *self.kinds)]
        amounts += [each.amount for each in self.payers]
        amounts += [amount for each in self.organisations for amount in (each.spent, each.unfunded)]
        return sum(amount is None for amount in amounts)
