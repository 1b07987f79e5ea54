"""Bringing a whole directory in: what it lists is listed here, what it leaves out has ended. All of it, or nothing.

A directory is public, and replaces the one that the same organisation brought in before. Services are compared one by
one by a digest of what is said of them, so that the same directory again writes nothing but its entry in the ledger.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from uuid import UUID

from handrail.gate import Act, Actor, Faults, RuleBroken, action, current, query
from handrail.services.models import LocalService, ServiceFeed
from handrail.services.rules import ENDED, LISTED, SERVICE
from handrail.services.values import Difference, Listing

#: Services written in one statement.
_AT_ONCE = 500

#: The columns that a directory decides.
_TOLD = (
    "name", "provider", "description", "topics", "url", "email", "phone", "minimum_age", "maximum_age", "eligibility",
    "fees", "how_to_apply", "areas", "area_names", "state", "digest", "changed_at",
)  # fmt: skip

#: Which step of the lifecycle leads to the state that a directory gives a service.
_STEP = {LISTED: "list", "closed_for_now": "close_for_now", ENDED: "end"}


@query("service.check_directory")
def check(*, by: Actor, purpose: str, services: Sequence[Listing], faults: Sequence[RuleBroken]) -> Difference:
    """What bringing the directory in would change. Raises Faults with all of ``faults`` if there are any."""
    act = current()
    if faults:
        raise Faults(tuple(faults))
    act.note(services=len(services))
    return _Comparison(act, services).difference


@action("service.bring_in_directory")
def bring_in(*, by: Actor, purpose: str, services: Sequence[Listing], faults: Sequence[RuleBroken]) -> Difference:
    """Make the organisation's directory what ``services`` say it is, and give what that changed.

    Raises Faults with all of ``faults``, which were found in the file, if there are any: the ledger says by which
    rules it was turned away. Raises Conflict where somebody brings in the same organisation's first one meanwhile.
    """
    act = current()
    if faults:
        raise Faults(tuple(faults))
    feed = ServiceFeed.objects.select_for_update(no_key=True).filter(organisation_id=act.organisation).first()
    digest = _digest_of_all(services)
    found = Difference(0, 0, 0, 0, unchanged=len(services))
    if feed is None or bytes(feed.digest) != digest:
        comparison = _Comparison(act, services)
        comparison.write()
        found = comparison.difference
    feed = feed or ServiceFeed(organisation_id=act.organisation)
    feed.digest, feed.services = digest, len(services)
    feed.brought_in_by, feed.brought_in_at = act.by.id, act.now
    feed.save()
    act.note(
        services=len(services), new=found.new, changed=found.changed, again=found.again, ended=found.ended,
        digest=feed.digest.hex(),
    )  # fmt: skip
    return found


class _Comparison:
    """A directory beside what its organisation has listed so far."""

    def __init__(self, act: Act, services: Sequence[Listing]) -> None:
        self._act = act
        known = {each.source_id: each for each in LocalService.objects.filter(organisation_id=act.organisation)}
        self._new: list[LocalService] = []
        self._written: list[LocalService] = []
        unchanged = again = changed = 0
        for service in services:
            digest = digest_of(service)
            row = known.pop(service.source_id, None)
            if row is None:
                self._new.append(self._told(LocalService(first_listed_at=act.now), service, digest))
            elif bytes(row.digest) == digest and row.state == service.state:
                unchanged += 1
            else:
                again += row.state == ENDED
                changed += row.state != ENDED
                self._written.append(self._told(row, service, digest))
        over = [row for row in known.values() if row.state != ENDED]
        for row in over:
            row.state, row.changed_at = SERVICE.next(row.state, "end"), act.now
        self._written += over
        self.difference = Difference(len(self._new), changed, again, len(over), unchanged)

    def write(self) -> None:
        """Write what differs."""
        LocalService.objects.bulk_create(
            [*self._new, *self._written],
            batch_size=_AT_ONCE,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_TOLD,
        )

    def _told(self, row: LocalService, service: Listing, digest: bytes) -> LocalService:
        row.organisation_id, row.source_id = self._act.organisation, service.source_id
        row.state = SERVICE.next(row.state, _STEP[service.state])
        row.digest, row.changed_at = digest, self._act.now
        for name, value in _columns(service).items():
            setattr(row, name, value)
        return row


def digest_of(service: Listing) -> bytes:
    """A digest of all that is said of a service: the same words, the same digest."""
    return sha256(json.dumps(asdict(service), sort_keys=True, default=str).encode()).digest()


def _digest_of_all(services: Iterable[Listing]) -> bytes:
    return sha256(b"".join(sorted(digest_of(each) for each in services))).digest()


def _columns(service: Listing) -> Mapping[str, str | int | UUID | list[str] | None]:
    return {
        "name": service.name,
        "provider": service.provider,
        "description": service.description,
        "topics": "\n".join(service.topics),
        "url": service.url,
        "email": service.email,
        "phone": service.phone,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "eligibility": service.eligibility,
        "fees": service.fees,
        "how_to_apply": service.how_to_apply,
        "areas": list(service.areas),
        "area_names": "\n".join(service.area_names),
    }
