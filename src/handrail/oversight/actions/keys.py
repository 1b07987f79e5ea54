"""Handing the ledger over to a new key: one member prepares it, another one agrees."""

import json
from uuid import UUID

from django.conf import settings

from handrail import ledger, vault
from handrail.gate import Actor, RuleBroken, action, current
from handrail.ledger import VerificationKey
from handrail.ledger.models import LedgerPayload

PREPARE = "ledger.prepare_key"


@action(PREPARE)
def prepare_key(*, by: Actor, purpose: str) -> str:
    """Make the key that is to sign the ledger next, unless there is one, and record who did. Its fingerprint."""
    key = ledger.prepare_next_key(settings.HANDRAIL_KEY_DIR)
    current().note(key=_code(key))
    return key.fingerprint


@action("ledger.key_handed_over")
def _agreed(*, by: Actor, purpose: str, fingerprint: str) -> None:
    """Record that ``by`` hands the ledger over to the key that a colleague prepared."""
    act = current()
    key = ledger.load_next_key(settings.HANDRAIL_KEY_DIR).verification_key
    if "".join(fingerprint.split()) != _code(key):
        raise RuleBroken("another-key", f"Another key was prepared: its fingerprint is {key.fingerprint}.")
    prepared_by = _who_prepared(_code(key))
    if not prepared_by:
        raise RuleBroken("key-prepared", "Nobody in your organisation prepared this key. Begin with preparing one.")
    if prepared_by <= {act.by.id}:
        raise RuleBroken("two-people", "You prepared this key yourself. A colleague has to hand the ledger over to it.")
    act.note(key=_code(key), after=_code(ledger.load_verification_key(settings.HANDRAIL_KEY_DIR)))


def hand_key_over(*, by: Actor, purpose: str, fingerprint: str) -> None:
    """Hand the ledger over to the key with this fingerprint, which another member of the organisation prepared.

    Recorded first: what is recorded and not done, because this was killed, is done again. Its entry is the first that
    the new key signs. Raises Refused, RuleBroken, NotPublished for an empty ledger.
    """
    # A backup copies the database first and the keys last: between the two nothing may be handed over.
    with vault.versions_thrown_away(), ledger.nothing_signed() as head:
        if head is None:
            raise ledger.NotPublished("Nothing is signed yet, so nothing can be handed over. Start the worker first.")
        _agreed(by=by, purpose=purpose, fingerprint=fingerprint)
        ledger.hand_over(settings.HANDRAIL_KEY_DIR, head.size, head.root)


def _who_prepared(key: str) -> set[UUID]:
    """Whom the acting organisation's own record names: row security shows no other."""
    entries = LedgerPayload.objects.filter(action=PREPARE, outcome="done", payload__isnull=False)
    return {each.actor for each in entries if json.loads(bytes(each.payload or b""))["facts"]["key"] == key}


def _code(key: VerificationKey) -> str:
    """The fingerprint without the spaces that help people to compare it."""
    return "".join(key.fingerprint.split())
