"""Whether other organisations countersign the ledger, and what the witnesses have against it."""

from collections.abc import Iterator
from datetime import datetime

from handrail.ledger.cosigned import PATIENCE, Cosigned, WitnessStanding, cosigned
from handrail.site.doctor.findings import Finding, fail, ok, warn

PART = "witnesses"


def witnesses(at: datetime) -> Iterator[Finding]:
    """One finding for what is published, and one for each witness."""
    found = cosigned(at)
    if not found.witnesses:
        yield warn(
            PART,
            "Nobody outside countersigns the ledger: whoever has the database and the key could rewrite it unseen.",
            "Ask another organisation to run a witness: see docs/how-to/run-a-witness.md.",
        )
        return
    yield _published(found)
    for each in found.witnesses:
        yield _one(each, found, at)


def _published(found: Cosigned) -> Finding:
    what = f"{found.published} of {found.size} entries are published; countersignatures needed: {found.needed}."
    if not found.needed:
        return warn(PART, what, "Have one needed at least: `handrail ledger witness need 1`.")
    if found.waiting > PATIENCE:
        return fail(PART, what, "No receipt or export holds what came later. See what the witnesses say below.")
    return ok(PART, what)


def _one(each: WitnessStanding, found: Cosigned, at: datetime) -> Finding:
    refusal = each.refusal
    behind = found.size - each.size
    if refusal and refusal.alarming:
        return fail(
            PART,
            f"{each.name}: {refusal.words} Recorded: {refusal.what}",
            "Change nothing. Call whoever runs that witness, and your data protection officer: both notes are kept "
            "there. Then run `handrail ledger verify`.",
        )
    if refusal and at - refusal.at > PATIENCE:
        since = f"since {refusal.at:%Y-%m-%d %H:%M} UTC"
        return warn(
            PART, f"{each.name}: {refusal.words} ({since}, {behind} entries behind)", f"Recorded: {refusal.what}"
        )
    return ok(PART, f"{each.name}: {behind} entries behind.")
