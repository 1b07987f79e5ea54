"""Files on the centre's end of a question from the command line: queries, quota tokens, requests and answers."""

import base64
import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from handrail.folders import put_whole
from handrail.ledger.canonical import canonical
from handrail.matching.asking.asks import NO_LEDGER, Found, Mandate
from handrail.matching.asking.batches import Randomness, portions, tokens_of
from handrail.matching.asking.candidates import Candidate
from handrail.matching.asking.carried import NotKept, begin_carried, finish_carried
from handrail.matching.asking.centre import Centre
from handrail.matching.asking.registers import Register
from handrail.matching.identity import Identity
from handrail.matching.identity.columns import read
from handrail.matching.messages import MESSAGE_LIMIT, SIZES

#: How the three files of one question end: what goes to the partner, what comes back, and what stays and is secret.
ASK, ANSWER, KEPT = ".ask", ".answer", ".kept"


class BadQueries(Exception):
    """The file of queries is not used. The text says every reason, with its row."""


class NoTokens(Exception):
    """The quota tokens are too few, or of several kinds. The text says what there is."""


@dataclass(frozen=True, slots=True)
class Query:
    """Somebody to ask about, and what the file calls the row."""

    id: str
    identity: Identity


def read_queries(path: Path) -> list[Query]:
    """The people to ask about. The columns are a register's; others are passed over. Raises :class:`BadQueries`."""
    found, wrong = [], []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if None in row or None in row.values():
                    wrong.append(f"row {number}: it has not as many fields as the header")
                    continue
                identity, problems = read({key: value for key, value in row.items() if isinstance(key, str)})
                wrong += [f"row {number}, {problem}" for problem in problems]
                found.append(Query(row.get("record_id") or "", identity))
    except UnicodeDecodeError:
        raise BadQueries(f"{path} is not in UTF-8. Save it so and try again.") from None
    except (OSError, csv.Error) as error:
        raise BadQueries(f"{path} can’t be read: {error}.") from None
    if wrong:
        raise BadQueries("\n".join(wrong))
    return found


class Tokens:
    """A file of quota tokens, one a line. What is taken out is used up, whatever becomes of the request."""

    def __init__(self, path: Path) -> None:
        """Raises :class:`NoTokens` where they are of several sizes, or not tokens."""
        self._path = path
        try:
            self._left = path.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError):
            self._left = []
        kinds = {token.rpartition(".")[0] for token in self._left}
        size, _, kind = min(kinds, default="").partition(".")
        if len(kinds) != 1 or size not in map(str, SIZES):
            raise NoTokens(f"{path} holds no quota tokens, or tokens of several kinds: one kind in each file.")
        self.size = int(size)
        self.benchmark = kind == "benchmark"

    def take(self, count: int) -> list[str]:
        """So many tokens; raises :class:`NoTokens`."""
        if len(self._left) < count:
            raise NoTokens(f"{self._path} has {len(self._left)} quota tokens, and {count} more are needed.")
        taken, self._left = self._left[:count], self._left[count:]
        put_whole(self._path, "".join(f"{token}\n" for token in self._left))
        return taken


def askable(query: Query, register: Register) -> None:
    """Raises :class:`BadQueries` where too little is known of a person: a token would be lost for nothing."""
    if not tokens_of(query.identity, register.schema):
        raise BadQueries("Too little is known of this person: give a name, and a date of birth or a postcode.")


def write_asks(
    folder: Path,
    queries: Sequence[Query],
    tokens: Tokens,
    register: Register,
    centre: Centre,
    *,
    decision: UUID,
    about: UUID,
    at: datetime,
    lasts: timedelta,
    randomness: Randomness,
) -> list[Path]:
    """Write the requests about these people into ``folder``, to be carried to the partner."""
    divided = list(portions((tokens_of(each.identity, register.schema) for each in queries), tokens.size))
    left = iter(queries)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for portion, quota in zip(divided, tokens.take(len(divided)), strict=True):
        mandate = Mandate(decision=decision, about=about, quota=quota, commitment=NO_LEDGER)
        carried = begin_carried(portion, register, centre, mandate, at=at, randomness=randomness, lasts=lasts)
        kept = {"kept": base64.b64encode(carried.kept).decode(), "queries": [next(left).id for _ in portion]}
        put_whole(folder / f"{carried.id}{KEPT}", canonical(kept).decode())
        path = folder / f"{carried.id}{ASK}"
        path.write_bytes(carried.message)
        made.append(path)
    return made


def answers_in(folder: Path) -> list[Path]:
    """The answers that were carried back and not read yet."""
    return [path for path in sorted(folder.glob(f"*{ANSWER}")) if path.with_suffix(KEPT).exists()]


def read_answer_file(answer: Path, register: Register) -> list[tuple[str, tuple[Candidate, ...]]]:
    """What an answer comes to, for each person by the id in the file of queries. Have it on disk, then :func:`forget`.

    Raises Refused and :class:`handrail.matching.asking.NotKept`.
    """
    path = answer.with_suffix(KEPT)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        kept, queries = base64.b64decode(found["kept"], validate=True), [str(each) for each in found["queries"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise NotKept(f"{path} can’t be read: this answer can’t be opened any more.") from None
    with answer.open("rb") as file:
        read_found: Found = finish_carried(kept, file.read(MESSAGE_LIMIT + 1), register)
    return list(zip(queries, read_found.candidates, strict=True))


def forget(answer: Path) -> None:
    """Destroy what undoes the blinding: the answer was read, or can't come any more."""
    answer.with_suffix(KEPT).unlink()
