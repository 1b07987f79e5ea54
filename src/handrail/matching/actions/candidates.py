"""What a search found: asked about, with a second person where little points to it; or set aside."""

from uuid import UUID

from handrail import duties, gate
from handrail.gate import Act, Actor, RuleBroken, action
from handrail.matching import checking, rules
from handrail.matching.actions.searching import own
from handrail.matching.models import Candidate, CandidateState, Evidence
from handrail.matching.resources import CANDIDATE
from handrail.matching.rules import faults
from handrail.programme import load
from handrail.programme.catalogue_words import word_of_surveillance
from handrail.sharing.sealed import seal
from handrail.sharing.wording import refuse_above_official

#: Who agrees, or not, that somebody is asked on weak evidence.
SECONDS = ("authoriser", "originating_officer")


@action("candidate.ask", resource=CANDIDATE)
def ask(*, by: Actor, purpose: str, candidate: UUID, words: str) -> bool:
    """Ask the partner whether it is the same person, and say why. Whether a colleague has to agree first is given back.

    Until then the partner learns nothing.
    """
    act = gate.current()
    record = act.resource(CANDIDATE)
    _check_words(record, words)
    checking.to_show(act, record)
    seal(own(record.result.search), record, words=words)
    record.asked_by = act.by.id
    waits = record.evidence != Evidence.STRONG
    if waits:
        record.state = rules.CANDIDATE.next(record.state, "want")
        record.save()
        for role in SECONDS:
            duties.raise_about(
                act,
                record,
                organisation=act.organisation,
                kind="second_candidate",
                role=role,
                subject=("Candidate", record.id),
                not_for=[act.by.id],
            )
    else:
        checking.put(act, record, "ask")
    _looked_at(act, record)
    act.note(waits=waits)
    return waits


@action("candidate.second", resource=CANDIDATE)
def second(*, by: Actor, purpose: str, candidate: UUID) -> None:
    """Agree that the partner is asked although little points to its record: it is asked now."""
    act = gate.current()
    record = act.resource(CANDIDATE)
    record.second_by = act.by.id
    checking.put(act, record, "second")
    duties.complete(act, subject=("Candidate", record.id), kind="second_candidate")


@action("candidate.set_aside", resource=CANDIDATE)
def set_aside(*, by: Actor, purpose: str, candidate: UUID, reason: str, words: str = "") -> None:
    """Ask nobody about it. The partner never learns that anything was found."""
    act = gate.current()
    record = act.resource(CANDIDATE)
    if reason not in load(record.programme).set_aside_reasons:
        raise faults.ReasonMissing
    _check_words(record, words, missing="")
    record.state = rules.CANDIDATE.next(record.state, "set_aside")
    _end(act, record, reason=reason, words=words)
    duties.cancel(act, subject=("Candidate", record.id))
    _looked_at(act, record)
    act.note(reason=reason)


@action("candidate.take_back", resource=CANDIDATE)
def take_back(*, by: Actor, purpose: str, candidate: UUID, reason: str) -> None:
    """Take the identity check back. At the partner everything of it is destroyed but that there was one."""
    act = gate.current()
    record = act.resource(CANDIDATE)
    if reason not in load(record.programme).set_aside_reasons:
        raise faults.ReasonMissing
    record.state = rules.CANDIDATE.next(record.state, "take_back")
    end_check(act, record)
    _end(act, record, reason=reason)
    act.note(reason=reason)


@action("candidate.mark_read", resource=CANDIDATE)
def mark_read(*, by: Actor, purpose: str, candidate: UUID) -> None:
    """Say that one has seen what became of the identity check."""
    act = gate.current()
    record = act.resource(CANDIDATE)
    if record.state in (CandidateState.FOUND, CandidateState.WANTED, CandidateState.ASKED):
        raise faults.NotOver
    duties.complete(act, subject=("Candidate", record.id), kind="read_check")


def end_check(act: Act, record: Candidate) -> None:
    """End the identity check of a candidate that nobody asks about any more."""
    check = checking.check_of(record)
    if check.state == "asked":
        checking.close(act, check, "take_back")
        with checking.about(act, check.person_id):
            act.also("check.taken_back", organisation=check.asked_of_id, subject=("Check", check.id))


def _end(act: Act, record: Candidate, *, reason: str, words: str = "") -> None:
    record.reason, record.ended_at = reason, act.now
    record.pseudonym_sealed = b""
    seal(own(record.result.search), record, words=words)
    record.save()


def _looked_at(act: Act, record: Candidate) -> None:
    """Once each of a search's candidates was asked about or set aside, nothing of it waits for its officer."""
    search = record.result.search
    if not Candidate.objects.filter(result__search=search, state=CandidateState.FOUND).exists():
        duties.complete(act, subject=("Search", search.id), kind="review_candidates")


def _check_words(record: Candidate, words: str, *, missing: str = "Say why you ask them") -> None:
    if missing and not words.strip():
        raise RuleBroken("words-missing", missing, field="words")
    limit = load(record.programme).ceilings["characters_per_question"].limit
    if len(words) > limit:
        raise RuleBroken("too-long", f"Use {limit} characters or fewer", field="words")
    refuse_above_official(words, field="words")
    if word := word_of_surveillance(words):
        raise faults.AsksToWatch(word, field="words")
