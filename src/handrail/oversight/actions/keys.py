"""Handing the ledger over to a new key: one member prepares it, another one agrees."""

import json

from handrail.gate import Actor, RuleBroken, action, current
from handrail.ledger.models import LedgerPayload

PREPARE = "ledger.prepare_key"


@action(PREPARE)
def prepare_key(*, by: Actor, purpose: str, key: str) -> None:
    """Record that ``by`` prepared the key with that id to sign the ledger next."""
    current().note(key=key)


@action("ledger.key_handed_over")
def hand_key_over(*, by: Actor, purpose: str, key: str, after: str) -> None:
    """Record that ``by`` hands the ledger over to ``key``, which a colleague prepared, from the key ``after``.

    The command line calls this, and changes the files after it: what is recorded and not done is done again. Raises
    RuleBroken unless another member of the same organisation prepared this very key.
    """
    act = current()
    prepared_by = _prepared_by(key)
    if not prepared_by:
        raise RuleBroken("key-prepared", "Nobody in your organisation prepared this key. Begin with preparing one.")
    if prepared_by <= {act.by.id}:
        raise RuleBroken("two-people", "You prepared this key yourself. A colleague has to hand the ledger over to it.")
    act.note(key=key, after=after)


def _prepared_by(key: str) -> set[object]:
    """Who prepared the key, as the acting organisation's own record says: row security shows no other."""
    entries = LedgerPayload.objects.filter(action=PREPARE, outcome="done", payload__isnull=False)
    return {each.actor for each in entries if json.loads(bytes(each.payload or b""))["facts"].get("key") == key}
