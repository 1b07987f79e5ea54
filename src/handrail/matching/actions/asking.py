"""Asking the registers of a search that was authorised: by the matcher over the network, or carried by hand."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from handrail import gate
from handrail.gate import Act, Actor, NotFound, action, listing
from handrail.matching import questioning
from handrail.matching.asking import Question
from handrail.matching.messages import MESSAGE_LIMIT
from handrail.matching.models import Result, ResultState, Search, SearchState
from handrail.matching.resources import SEARCH
from handrail.matching.rules import OPEN_RESULTS, faults

#: How long a worker has a register for itself at the least. A killed worker's is tried again after that.
LEASE = timedelta(minutes=2)
LONGEST_LEASE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ToRun:
    """A register that a search has still to ask, and where it answers."""

    search: UUID
    result: UUID
    address: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back to a question."""

    question: Question
    answer: bytes


@dataclass(frozen=True, slots=True)
class FailedHere:
    """What comes of a question by a fault of our own, which nobody foresaw: nothing, and it is asked no more."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A request that somebody carries to the partner, as the file that it is."""

    name: str
    message: bytes


@listing("search.list_to_run")
def to_run(*, by: Actor, purpose: str) -> tuple[ToRun, ...]:
    """The registers that searches of the service's organisation have still to ask over the network."""
    act = gate.current()
    searches = act.visible(SEARCH).filter(organisation_id=act.organisation, state=SearchState.AUTHORISED)
    found = Result.objects.filter(
        search__in=searches.values("pk"), state__in=OPEN_RESULTS, claimed_until__lte=act.now
    ).exclude(register__address="")
    rows = list(found.order_by("search__decided_at", "id").values_list("search_id", "id", "register__address"))
    act.listed(result for _, result, _ in rows)
    return tuple(ToRun(*row) for row in rows)


@action("search.ask_register", resource=SEARCH)
def ask_register(*, by: Actor, purpose: str, search: UUID, result: UUID) -> Question | None:
    """Take one register of a search on: the question, whose message is sent, and that reads the answer. It stays in
    this process, as what undoes the blinding does. None if somebody else has the register, or it is over.
    """
    act = gate.current()
    record = act.resource(SEARCH)
    row = _result(record, result)
    act.note(register=row.register_id)
    if row.claimed_until > act.now or not row.register.address:
        return None
    row.claimed_until = act.now + min(LEASE * 2 ** min(row.tries, 10), LONGEST_LEASE)
    question = questioning.question(act, record, row)
    act.note(tries=row.tries)
    return question


@action("search.take_answer", resource=SEARCH)
def take_answer(*, by: Actor, purpose: str, search: UUID, result: UUID, outcome: Answered | FailedHere) -> None:
    """Read what a partner answered: what it found, or the name of the refusal. Or say that it is asked no more."""
    act = gate.current()
    record = act.resource(SEARCH)
    row = _result(record, result)
    match outcome:
        case Answered(question, answer):
            questioning.read(act, record, row, question, answer)
        case FailedHere():
            questioning.give_up(act, record, row)
    _note(act, row)


@action("search.take_out", resource=SEARCH)
def take_out(*, by: Actor, purpose: str, search: UUID, result: UUID) -> Carried | None:
    """The request to a register that isn't reached over the network, to be carried there. It names nobody.

    None where the register can't be asked: the search then says why.
    """
    act = gate.current()
    record = act.resource(SEARCH)
    row = _result(record, result)
    if row.register.address or row.state not in OPEN_RESULTS:
        raise faults.NotCarried
    message = questioning.request(act, record, row)
    act.note(register=row.register_id, taken=message is not None)
    # Not by the nomination's reference: told about the person later, the partner would know whom it was asked about.
    return Carried(f"{row.register.name}-{str(row.id)[:8]}.ask", message) if message else None


@action("search.bring_in", resource=SEARCH)
def bring_in(*, by: Actor, purpose: str, search: UUID, result: UUID, answer: bytes) -> None:
    """Bring in the answer that was carried back. Another file than that is refused, and can be chosen again."""
    act = gate.current()
    record = act.resource(SEARCH)
    row = _result(record, result)
    if row.register.address or row.state != ResultState.ASKED:
        raise faults.NotCarried
    questioning.read_chosen(act, record, row, answer[: MESSAGE_LIMIT + 1])
    _note(act, row)


def _note(act: Act, row: Result) -> None:
    act.note(register=row.register_id, result=row.state, refusal=row.code or None)


def _result(search: Search, result: UUID) -> Result:
    found = search.results.select_related("register__organisation", "register__centre").filter(pk=result).first()
    if found is None:
        raise NotFound
    return found
