"""One register of a search: the request that it is sent, and what its answer comes to. Called inside acts.

What undoes the blinding of a request over the network stays in the process that asks. Should that be killed between
sending and reading, the next one asks anew, with the same token: the partner takes it, or has taken it and says so, and
another token is then used. Of a request that is carried by hand, it is kept sealed beside the request.
"""

import base64
import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from django.db.models import Q

from handrail import duties
from handrail.directory.agreements import in_agreement_with
from handrail.directory.models import Organisation
from handrail.gate import Act
from handrail.ledger.models import LedgerPayload
from handrail.matching import checking, rules, tables, whom
from handrail.matching.actions.searching import CARRY, is_about, own
from handrail.matching.asker import asker
from handrail.matching.asking import Found, Mandate, NotKept, Question, TooMany, begin, size_for, tokens_of
from handrail.matching.asking import Register as Opened
from handrail.matching.asking.batches import Tokens
from handrail.matching.asking.carried import begin_carried, finish_carried
from handrail.matching.messages import Refusal, Refused
from handrail.matching.models import Candidate, QuotaToken, Register, RegisterState, Result, ResultState, Search
from handrail.matching.resources import REGISTER
from handrail.matching.rules import faults
from handrail.matching.spending import spend
from handrail.programme import load
from handrail.sharing.sealed import Copy, seal, unseal

#: How long a request is good for that is carried by hand.
BY_HAND = timedelta(days=7)

#: How often a register is tried that can't be reached, or has lost what it was told.
MOST_TRIES = 40

#: Why a register wasn't asked, beside the protocol's own refusals.
NO_QUOTA, TOO_MUCH, NOT_REACHED, NOT_OFFERED = "no-quota-left", "too-many-names", "not-reached", "not-offered-any-more"
CHANGED, NOT_AGREED = "nomination-changed", "no-agreement"

Made = TypeVar("Made")

#: Why it came to nothing here, whatever the partner did: what was kept of the request can't be read, or anything else.
NOT_KEPT, FAILED_HERE = "not-kept", "failed-here"

#: The partner has had this request, or its token, before: a worker was killed between sending it and reading.
_HAD_BEFORE = frozenset({Refusal.REPLAYED, Refusal.QUOTA_TOKEN_SPENT})


#: By nobody who has the partner's key, or to another question: it says nothing of what was asked.
_ANOTHERS = frozenset({Refusal.BAD_ANSWER, Refusal.WRONG_REQUEST})


class CannotAsk(Exception):
    """The register isn't asked. ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def question(act: Act, search: Search, result: Result) -> Question | None:
    """What is sent for ``result`` over the network, and reads the answer. None if it isn't asked (any more)."""
    result.tries += 1
    return _unless_refused(act, search, result, _question)


def request(act: Act, search: Search, result: Result) -> bytes | None:
    """The request for ``result`` that is carried by hand: as it was prepared before, or a new one. None if it isn't."""
    result.tries += 1
    return _unless_refused(act, search, result, _request)


def read(act: Act, search: Search, result: Result, question: Question, answer: bytes) -> None:
    """Take in what the partner answered. What it found, or the code by which it came to nothing, stands afterwards."""
    _read(act, search, result, lambda opened: question.finish(answer, opened))


def read_chosen(act: Act, search: Search, result: Result, answer: bytes) -> None:
    """As :func:`read`, of an answer that was carried back. Where somebody has chosen a file that is not the partner's
    answer to this, nothing is ended: they choose again.
    """
    _, kept = _kept(search, result)
    if not kept:
        raise faults.TakeOutAnew
    try:
        _read(act, search, result, lambda opened: finish_carried(kept, answer, opened), chosen=True)
    except NotKept:
        refuse(act, search, result, NOT_KEPT)


def give_up(act: Act, search: Search, result: Result) -> None:
    """It can't be asked, or its answer can't be read, by a fault of our own: it isn't asked again."""
    if result.state in rules.OPEN_RESULTS:
        refuse(act, search, result, FAILED_HERE)


def refuse(act: Act, search: Search, result: Result, code: str, *, said: str = "") -> None:
    """It came to nothing: recorded by its name, and nothing was looked up. A register that claims who isn't, stops."""
    _end(act, result, "refuse", code=str(said or code))
    act.also(
        "search.refused",
        organisation=search.organisation_id,
        subject=("Search", search.id),
        register=result.register_id,
        refusal=str(code),
        said=str(said) or None,
    )
    if code == Refusal.CANARY_CLAIMED:
        suspend(act, search, result.register)
    settle(act, search)


def suspend(act: Act, search: Search, register: Register) -> None:
    """Nobody asks ``register`` any more, and the data protection officers of both sides look at it."""
    if register.state != RegisterState.ACCEPTED:
        return
    act.require("register.suspend", REGISTER, register)
    register.state = rules.REGISTER.next(register.state, "suspend")
    register.why_suspended = Refusal.CANARY_CLAIMED.value
    register.ended_at = act.now
    with act.deliver_to(register.organisation_id):
        register.save(update_fields=("state", "why_suspended", "ended_at"))
    checking.alarm(act, register, search.organisation_id)
    with checking.about(act, None):
        act.also(
            "register.suspended",
            organisation=register.organisation_id,
            subject=("Register", register.id),
            refusal=register.why_suspended,
        )


def settle(act: Act, search: Search) -> None:
    """A search whose registers have all answered is done; what had to be carried may be before."""
    if not search.results.filter(state__in=rules.OPEN_RESULTS, register__address="").exists():
        duties.complete(act, subject=("Search", search.id), kind=CARRY)
    if search.results.filter(state__in=rules.OPEN_RESULTS).exists():
        return
    search.state = rules.SEARCH.next(search.state, "finish")
    search.ended_at = act.now
    search.save(update_fields=("state", "ended_at"))


def _read(act: Act, search: Search, result: Result, finish: Callable[[Opened], Found], *, chosen: bool = False) -> None:
    if result.state != ResultState.ASKED:
        return  # it was taken back meanwhile, or two workers were at it and the other was sooner
    if result.register.state != RegisterState.ACCEPTED:
        refuse(act, search, result, NOT_OFFERED)
        return
    try:
        with tables.opened(result.register) as opened:
            found = finish(opened)
    except Refused as refused:
        if chosen and refused.code in _ANOTHERS:
            raise faults.NotTheAnswer(refused.code) from None
        if chosen and refused.said == Refusal.REPLAYED:
            # What reads the first answer is kept: that one may still be brought in.
            raise faults.AnsweredBefore from None
        if refused.said in _HAD_BEFORE and result.tries > 1:
            _begin_anew(act, result)
        else:
            refuse(act, search, result, refused.code, said=refused.said or "")
        return
    _found(act, search, result, found)


def _refuse_to_ask(act: Act, search: Search, result: Result) -> None:
    """Raises :class:`CannotAsk` where the register isn't asked (any more)."""
    if result.tries > MOST_TRIES:
        raise CannotAsk(NOT_REACHED)
    if result.register.state != RegisterState.ACCEPTED:
        raise CannotAsk(NOT_OFFERED)
    agreed = in_agreement_with(search.organisation_id, centre=search.centre_id, on=act.today)
    if result.register.organisation_id not in agreed:
        raise CannotAsk(NOT_AGREED)


def _unless_refused(
    act: Act, search: Search, result: Result, make: Callable[[Act, Search, Result], Made]
) -> Made | None:
    """What ``make`` makes for a register that may be asked; of another, its result says why it isn't."""
    if result.state not in rules.OPEN_RESULTS:
        return None
    try:
        _refuse_to_ask(act, search, result)
        return make(act, search, result)
    except Refused as refused:
        refuse(act, search, result, refused.code)
    except CannotAsk as cannot:
        refuse(act, search, result, cannot.code)
    return None


def _question(act: Act, search: Search, result: Result) -> Question:
    with tables.opened(result.register) as opened:
        tokens, mandate = _about(act, search, result, opened)
        made = begin([tokens], opened, asker(), mandate, at=act.now, randomness=secrets.token_bytes)
    _asked(act, result)
    result.save()
    return made


def _request(act: Act, search: Search, result: Result) -> bytes:
    request, _ = _kept(search, result)
    if request and act.now < result.asked_at + BY_HAND:
        result.save(update_fields=("tries",))
        return request
    with tables.opened(result.register) as opened:
        tokens, mandate = _about(act, search, result, opened)
        carried = begin_carried(
            [tokens], opened, asker(), mandate, at=act.now, randomness=secrets.token_bytes, lasts=BY_HAND
        )
    _asked(act, result)
    seal(own(search), result, request=_text(carried.message), kept=_text(carried.kept))
    result.save()
    return carried.message


def _about(act: Act, search: Search, result: Result, opened: Opened) -> tuple[Tokens, Mandate]:
    """The tokens of the person whom the search is about, and what entitles to ask about them."""
    identity = whom.identity_of(whom.known_of(search.decision))
    if not is_about(search, identity):
        raise CannotAsk(CHANGED)
    tokens = tokens_of(identity, opened.schema)
    quota = _token(act, result, tokens)
    return tokens, Mandate(decision=search.id, about=search.decision_id, quota=quota, commitment=_commitment(search))


def _asked(act: Act, result: Result) -> None:
    result.state = rules.RESULT.next(result.state, "ask" if result.state == ResultState.WAITING else "ask_again")
    result.asked_at = act.now


def _token(act: Act, result: Result, tokens: Tokens) -> str:
    """A token for a request into which the person fits: the one that the result has, or another, which it then has."""
    try:
        size = size_for([tokens])
    except TooMany:
        raise CannotAsk(TOO_MUCH) from None
    register = result.register
    with act.deliver_to(register.organisation_id):
        free = Q(result__isnull=True) | Q(result=result.id)
        found = (
            QuotaToken.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(free, register=register, size__gte=size, until__gte=act.today)
            .exclude(token_sealed=b"")
            .order_by("result", "size", "until", "id")
            .first()
        )
        if found is None:
            raise CannotAsk(NO_QUOTA)
        (token,) = unseal(Copy(register.organisation_id, register.id), found, "token")
        found.result = result.id
        found.save(update_fields=("result",))
    result.token = found.id
    return token


def _begin_anew(act: Act, result: Result) -> None:
    """The partner had the request and its answer was lost: it is asked again, with another token."""
    spend(act, result)
    result.token, result.claimed_until = None, act.now
    result.request_sealed = result.kept_sealed = b""
    result.save(update_fields=("token", "claimed_until", "request_sealed", "kept_sealed"))
    act.note(register=result.register_id, again=True)


def _found(act: Act, search: Search, result: Result, found: Found) -> None:
    """Take down the strongest candidates, as the two words that people see; the rest are chance."""
    (candidates,) = found.candidates
    limit = load(search.programme).ceilings["candidates_per_register"].limit
    rows = []
    for each in candidates[:limit]:
        row = Candidate(
            id=uuid4(),
            organisation_id=search.organisation_id,
            result=result,
            partner=Organisation(pk=result.register.organisation_id),
            decision=search.decision,
            person_id=search.person_id,
            reference=search.reference,
            centre=search.centre,
            programme=search.programme,
            evidence=each.evidence,
            found_at=act.now,
        )
        seal(own(search), row, pseudonym=each.pseudonym.hex(), keys=json.dumps(sorted(each.keys)))
        rows.append(row)
    Candidate.objects.bulk_create(rows)
    if rows:
        # At once: another register of the search may take a week to answer, or never do.
        duties.raise_about(
            act,
            search,
            organisation=search.organisation_id,
            kind="review_candidates",
            role="originating_officer",
            subject=("Search", search.id),
        )
    _end(act, result, "find" if rows else "find_nothing")
    act.note(
        register=result.register_id,
        strong=sum(row.evidence == "strong" for row in rows),
        weak=sum(row.evidence == "weak" for row in rows),
        log_size=found.log_size,
        log_root=found.log_root.hex(),
    )
    settle(act, search)


def _end(act: Act, result: Result, step: str, *, code: str = "") -> None:
    spend(act, result)
    result.state = rules.RESULT.next(result.state, step)
    result.code, result.ended_at = code, act.now
    result.request_sealed = result.kept_sealed = b""
    result.save()


def _commitment(search: Search) -> bytes:
    """The ledger's commitment to the decision by which the register is asked."""
    entry = LedgerPayload.objects.select_related("entry").get(
        organisation_id=search.organisation_id, action="search.authorise", subject_id=search.id, outcome="done"
    )
    return bytes(entry.entry.commitment)


def _kept(search: Search, result: Result) -> tuple[bytes, bytes]:
    request, kept = unseal(own(search), result, "request", "kept")
    return base64.b64decode(request), base64.b64decode(kept)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
