"""People whom one side made up: the centre's fill every batch up to its size, the partner's stand in its register.

A register that claims to know one of the centre's has been stuffed with guesses; a centre that asks about one of the
partner's is trawling. Which people they are follows from a secret, so that nobody else can leave them out. Names are
common ones, of two origins each: a person who happens to be called so, was born that day and lives there is next to
impossible. A register stuffed with real people, say from an electoral roll, claims none; nor does one whose maker has
read this list and left such names out.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from handrail.matching.identity import Identity

#: How many there are for one secret. Each has a number, so that whoever looks into an alarm can make it again.
CANARIES: Final = 1024
SEED_SIZE: Final = 32
#: In a partner's register: one for so many records, and at least so many.
_RECORDS_EACH: Final = 2_000
_FEWEST: Final = 16

#: Given and family names that are common where they come from, by where that is.
_NAMES: Final = (
    ("Oliver Charlotte George Hannah Callum Megan Stuart Bethany", "Hughes Clarke Turner Bennett Fletcher Marsh"),
    ("Arjun Priya Rohan Kavita Imran Shabnam Naveed Rukhsana", "Patel Choudhury Malik Sandhu Rahman Qureshi"),
    ("Youssef Amina Khaled Samira Tariq Layla Hamza Noura", "Mansour Haddad Farouk Khalil Nasser Saleh"),
    ("Kwame Adaeze Chidi Folake Emeka Abena Tunde Efua", "Okonkwo Mensah Adeyemi Boateng Eze Owusu"),
    ("Abdirahman Hodan Mahad Ifrah Liban Sagal Yonis Ubah", "Warsame Farah Jama Abdullahi Guled Hersi"),
    ("Wei Mei Jun Linh Minh Hana Kenji Thuy", "Chen Nguyen Tanaka Wong Tran Cheung"),
    ("Piotr Agnieszka Andrei Ioana Tomasz Katarzyna Bogdan Elena", "Kowalczyk Popescu Nowak Ionescu Wojcik Dimitrov"),
)
#: How far apart in the list the two origins of a name are: up to this for one side, beyond it for the other.
_APART: Final = (len(_NAMES) - 1) // 2
_TOWNS: Final = (
    ("London", "E3 N15 SE15 SW9 NW10 W12 E17 SE18 N4 SW16"),
    ("Birmingham", "B8 B10 B19 B23 B29 B33"),
    ("Manchester", "M8 M11 M14 M16 M19 M22"),
    ("Bolton", "BL1 BL3 BL4"),
    ("Walsall", "WS1 WS2 WS3"),
)
#: The letters that the inward part of a postcode is made of.
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_FIRST_YEAR, _YEARS = 1948, 60

Choice = TypeVar("Choice")


def canaries_in(size: int) -> int:
    """How many the partner's register of this size holds beside its records."""
    return min(max(size // _RECORDS_EACH, _FEWEST), CANARIES)


@dataclass(frozen=True, slots=True, repr=False)
class Canaries:
    """One side's canaries. ``seed`` is secret, 32 bytes, and stays the same from request to request.

    A centre's and a partner's never have the same names, so that neither claims the other's by chance.
    """

    seed: bytes
    side: Literal["centre", "partner"] = "centre"

    def __post_init__(self) -> None:
        """Refuse a secret that is not one."""
        if len(self.seed) != SEED_SIZE:
            raise ValueError(f"The secret of the canaries has {SEED_SIZE} bytes.")

    def identity(self, number: int) -> Identity:
        """Who canary ``number``, below ``CANARIES``, is said to be."""
        draw = _Draw(self.seed, number)
        given_from = draw.below(len(_NAMES))
        apart = 1 + draw.below(_APART) + (_APART if self.side == "partner" else 0)
        family_from = (given_from + apart) % len(_NAMES)
        town, districts = draw.of(_TOWNS)
        inward = f"{draw.below(9) + 1}{draw.of(_INWARD)}{draw.of(_INWARD)}"
        return Identity(
            given=(draw.of(_NAMES[given_from][0].split()),),
            family=(draw.of(_NAMES[family_from][1].split()),),
            born=f"{_FIRST_YEAR + draw.below(_YEARS)}-{draw.below(12) + 1:02}-{draw.below(28) + 1:02}",
            postcodes=(f"{draw.of(districts.split())} {inward}",),
            places=(town,),
        )


class _Draw:
    """Choices that follow from a secret and a number, the same each time."""

    def __init__(self, seed: bytes, number: int) -> None:
        self._left = int.from_bytes(hmac.digest(seed, b"handrail canary\n%d" % number, "sha512"))

    def below(self, limit: int) -> int:
        self._left, found = divmod(self._left, limit)
        return found

    def of(self, choices: Sequence[Choice]) -> Choice:
        return choices[self.below(len(choices))]
