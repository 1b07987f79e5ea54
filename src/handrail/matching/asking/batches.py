"""What one request asks about: the tokens of some people, filled up with those of canaries to a fixed size."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handrail.matching.asking.canaries import CANARIES, Canaries
from handrail.matching.identity import Identity
from handrail.matching.keys import KeySchema, match_keys, token
from handrail.matching.messages import SIZES

#: Tokens of canaries in every batch, at the least.
LEAST_PADDING: Final = 2

#: Gives so many random bytes.
Randomness = Callable[[int], bytes]
#: The tokens of one person, and the key that each is by.
Tokens = Mapping[bytes, str]


class TooMany(ValueError):
    """The tokens do not fit into a batch of this size."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a token is: the place of a person among those asked about, or a canary's number; and by which key."""

    number: int
    is_canary: bool
    key: str


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """Tokens with their owners, as many as a request has elements. To be kept as secret as the names."""

    tokens: tuple[bytes, ...]
    owners: tuple[Owner, ...]
    people: int
    canary_keys: frozenset[str]  # by which a canary can be asked about, whether there was room for all or not


def tokens_of(identity: Identity, schema: KeySchema) -> Tokens:
    """The tokens of one person under the schema as it is used with the register."""
    return {token(schema, key): key.key for key in match_keys(identity, schema)}


def size_for(people: Sequence[Tokens]) -> int:
    """The smallest size of request that these people fit into: the quota token has to be for it.

    Raises :class:`TooMany` where none is large enough.
    """
    count = sum(map(len, people)) + LEAST_PADDING
    for size in SIZES:
        if count <= size:
            return size
    raise TooMany(f"{count} tokens do not fit into one request.")


def portions(people: Iterable[Tokens], size: int) -> Iterator[list[Tokens]]:
    """Divide many people into batches of ``size``, in their order. For measurements: a decision is about one person."""
    portion: list[Tokens] = []
    count = LEAST_PADDING
    for each in people:
        if portion and count + len(each) > size:
            yield portion
            portion, count = [], LEAST_PADDING
        portion.append(each)
        count += len(each)
    if portion:
        yield portion


def batch(people: Sequence[Tokens], schema: KeySchema, size: int, canaries: Canaries, randomness: Randomness) -> Batch:
    """The tokens of these people, filled up. Raises :class:`TooMany` where they leave no room for canaries."""
    tokens = [value for each in people for value in each]
    owners = [Owner(place, False, key) for place, each in enumerate(people) for key in each.values()]
    if len(tokens) + LEAST_PADDING > size:
        raise TooMany(f"{len(tokens)} tokens do not fit into a request of {size}.")
    canary_keys: set[str] = set()
    while len(tokens) < size:
        number = int.from_bytes(randomness(2)) % CANARIES
        padding = tokens_of(canaries.identity(number), schema)
        if not padding:
            raise ValueError(f"The schema {schema.name} has no key by which a canary could be asked about.")
        canary_keys.update(padding.values())
        for value, key in list(padding.items())[: size - len(tokens)]:
            tokens.append(value)
            owners.append(Owner(number, True, key))
    return Batch(tuple(tokens), tuple(owners), len(people), frozenset(canary_keys))
