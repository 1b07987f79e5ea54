"""What somebody who has recorded bytes could try on them: every name, and every digest of one that needs no key."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator

from handrail.matching.asking import tokens_of
from handrail.matching.identity import Identity
from handrail.matching.keys import KeySchema, match_keys

_DIGESTS = ("md5", "sha1", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
#: As many bytes of a digest are enough to find it; a tag of a table is as long.
_PREFIX = 8


def found_in(data: bytes, people: Iterable[Identity], schema: KeySchema, public: Iterable[bytes]) -> set[str]:
    """What of these people can be found in ``data``: in which form. ``public`` is all that anybody could take for a
    key: ids, names, public keys.
    """
    keys = tuple(public)
    windows = {size: {data[at : at + size] for at in range(len(data) - size + 1)} for size in (_PREFIX, 2 * _PREFIX)}
    return {
        what
        for identity in people
        for text in set(_texts(identity, schema))
        for what, needle in _forms(text, keys)
        if needle in windows.get(len(needle), data)
    }


def _texts(identity: Identity, schema: KeySchema) -> Iterator[bytes]:
    words = [*identity.given, *identity.family, *identity.also_known_as, *identity.postcodes]
    words += [f"{given} {family}" for given in identity.given for family in identity.family]
    words += [identity.born, identity.born.replace("-", ""), identity.nhs_number, identity.upn]
    words += [f"{identity.given[0]}{identity.family[0]}{identity.born}"] if identity.given and identity.family else []
    # Two letters stand by chance in any bytes.
    for word in {word for word in words if len(word) > 3}:
        for form in {word, word.upper(), word.lower(), word.replace(" ", ""), word.lower().replace(" ", "")}:
            yield form.encode()
    yield from (key.value.encode() for key in match_keys(identity, schema))
    yield from tokens_of(identity, schema)


def _forms(text: bytes, keys: tuple[bytes, ...]) -> Iterator[tuple[str, bytes]]:
    yield from _writings("as it is", text)
    for name in _DIGESTS:
        yield from _writings(name, hashlib.new(name, text).digest()[:_PREFIX])
        for key in keys:
            if name in ("sha256", "sha512"):
                yield from _writings(f"{name} with a public key", hmac.digest(key, text, name)[:_PREFIX])
                yield from _writings(f"{name} after a public key", hashlib.new(name, key + text).digest()[:_PREFIX])


def _writings(what: str, value: bytes) -> Iterator[tuple[str, bytes]]:
    yield what, value
    yield f"{what}, hex", value.hex().encode()
    yield f"{what}, HEX", value.hex().upper().encode()
    # Without the last group, which depends on what follows.
    whole = len(value) // 3 * 3
    yield f"{what}, base64", base64.b64encode(value[:whole])
    yield f"{what}, base64url", base64.urlsafe_b64encode(value[:whole])
