"""The status of the proofs as it was when they were last made, kept beside the text that they are about.

The proofs take seconds and a solver, so that no page makes them. They are made when Handrail is built, and in a home
when a programme is installed there; what came of it is written down with the digest of what was proved.

python -m handrail.policy.proved > src/handrail/policy/proved.json
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from handrail.folders import PROGRAMMES, home_path, shipped_folders
from handrail.policy.promises import promise_texts
from handrail.policy.release import Release, last_release, widening_texts
from handrail.policy.texts import Text, policy_texts, schema_texts

if TYPE_CHECKING:
    from handrail.policy.proofs import Proofs

_FILE = "proved.json"

#: What no proof shows, and who or what answers for it.
NOT_PROVED = (
    "What is written. Rules see what is recorded about a form of words and not the words: two people judge each one.",
    "Honesty. A false purpose, or a role for the wrong person, is a matter for managers: the record shows who did it.",
    "The facts that rules are given: which organisation holds a record, whether somebody agreed. These are tested.",
    "The way from the text to the decision, the filter of a list and the proofs. Tests hold all of them to be equal.",
    "What isn’t asked of Handrail: somebody who looks over a shoulder, or passes on what they rightly read.",
)


@dataclass(frozen=True, slots=True)
class Promised:
    """What was shown of one promise: the sentence, where it comes from and stands, and whether it was shown to hold.

    ``kinds`` of request it is about: those named in ``about``, if any are, without the actions and kinds of record that
    are its ``exceptions``; ``by_the_core``: it holds whatever any programme may permit.
    """

    id: str
    says: str
    source: str
    line: str
    kinds: int
    about: tuple[str, ...]
    exceptions: tuple[str, ...]
    holds: bool
    by_the_core: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What was shown of the rules with this ``digest``.

    ``in_reserve``: refusals without which no decision of today would change, and which a programme can't get round.
    """

    digest: str
    promises: tuple[Promised, ...]
    rules: int
    kinds: int
    in_reserve: tuple[str, ...]
    release: str
    faults: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether it is about the rules that are installed now."""
        return self.digest == _installed(home_path())

    @property
    def proved(self) -> bool:
        """Whether all of it was shown."""
        return not self.faults


def digest(
    schema: Sequence[Text],
    policies: Sequence[Text],
    *,
    widenings: Sequence[Text] | None = None,
    release: Release | None = None,
) -> str:
    """SHA-256 of the rules and of what they are held to, in whatever order.

    That is what is promised, the last release, and what was declared to be permitted besides; Handrail's own widenings
    and last release, unless others are given.
    """
    before = last_release() if release is None else release
    declared = widening_texts() if widenings is None else widenings
    held_to = (promise_texts(), declared, before.schema, before.policies)
    texts = [
        sorted((each.file, each.source, each.programmes) for each in together)
        for together in ((*schema, *policies), *held_to)
    ]
    return hashlib.sha256(json.dumps([before.version, texts]).encode()).hexdigest()


@lru_cache(maxsize=2)
def _installed(_home: Path) -> str:
    """The digest of the rules that this process goes by: what is installed meanwhile holds after a restart."""
    return digest(schema_texts(), policy_texts())


def status(proofs: "Proofs", schema: Sequence[Text], policies: Sequence[Text]) -> Status:
    """What to write down of proofs that were made of these texts."""
    return Status(
        digest=digest(schema, policies),
        promises=tuple(each.promised for each in proofs.promises),
        rules=proofs.rules,
        kinds=proofs.kinds,
        in_reserve=tuple(each.rule.id for each in proofs.redundancy.idle if each.in_reserve),
        release=proofs.comparison.version,
        faults=tuple(map(str, proofs.faults)),
    )


def recorded() -> Status:
    """The status of the rules that are installed, or else of those that came with this version.

    Ask ``current`` which of the two it is.
    """
    shipped = _read(files("handrail.policy") / _FILE)
    installed = home_path() / PROGRAMMES / _FILE
    if shipped.current or not installed.is_file():
        return shipped
    try:
        here = _read(installed)
    except (ValueError, TypeError, LookupError):  # half written, or by a Handrail that wrote down something else
        return shipped
    return here if here.current else shipped


def record(found: Status, home: Path) -> None:
    """Write down in a home what was shown of the rules that are installed there."""
    (home / PROGRAMMES / _FILE).write_text(_written(found), encoding="utf-8")


def _written(found: Status) -> str:
    return json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n"


def _read(path: Traversable) -> Status:
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["promises"] = tuple(
        Promised(**each | {name: tuple(each[name]) for name in ("about", "exceptions")}) for each in kept["promises"]
    )
    return Status(**kept | {name: tuple(kept[name]) for name in ("in_reserve", "faults")})


if __name__ == "__main__":
    from handrail.policy.proofs import prove

    texts = schema_texts(), policy_texts(shipped_folders())
    print(_written(status(prove(*texts), *texts)), end="")  # noqa: T201
