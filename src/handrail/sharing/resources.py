"""What policy sees of the records of sharing (the attributes are those of ``policy/schema/sharing.cedarschema``)."""

from handrail.directory.resources import ends
from handrail.gate import Computed, ResourceType, day, flag, many, number, text
from handrail.sharing.models import (
    Challenge,
    Disclosure,
    Holding,
    KnowsStatement,
    NotificationDecision,
    PersonRecord,
    RecallNotice,
    SharingDecision,
    UnsealRequest,
)

PERSON = ResourceType(
    name="Person",
    model=PersonRecord,
    key="person",
    see="person.see",
    attributes={"organisation": text("organisation_id"), "programme": text("programme")},
    related=("centre",),
)

DECISION = ResourceType(
    name="Decision",
    model=SharingDecision,
    key="decision",
    see="decision.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "kind": text("kind"),
        "state": text("state"),
        "proposed_by": text("proposed_by"),
        "authors": many("authors"),
        "marking": number("marking"),
        **ends("centre"),
    },
    related=("centre", "organisation"),
)

DISCLOSURE = ResourceType(
    name="Disclosure",
    model=Disclosure,
    key="disclosure",
    see="disclosure.see",
    lists=("disclosure.expire",),
    attributes={
        "originator": text("originator_id"),
        "recipient": text("recipient_id"),
        "programme": text("programme"),
        "kind": text("kind"),
        "state": text("state"),
        "purpose": text("purpose"),
        "marking": number("marking"),
        "until": day("until"),
        **ends("centre"),
    },
    related=("centre", "originator", "recipient"),
)

#: Any organisation's copy of an item, in the hands of that organisation.
HOLDING = ResourceType(
    name="Holding",
    model=Holding,
    key="holding",
    see="holding.see",
    lists=("holding.read", "holding.take_out", "holding.bring_to_case", "holding.initials"),
    attributes={
        "organisation": text("organisation_id"),
        "originator": text("originator_id"),
        "programme": text("programme"),
        "state": text("state"),
        "purpose": text("purpose"),
        "contributed_for": text("contributed_for"),
        "marking": number("marking"),
        "handling_action": text("handling_action"),
        "audience": many("audience"),
        "team": many("team"),
        "expires_on": day("expires_on"),
        **ends("centre"),
    },
    related=("centre", "originator"),
)

#: An item in its originator's register, to be corrected or recalled. It is the originator's own copy, whose id is the
#: item's. A copy of somebody else's item is no entry in this register: there the two organisations differ.
ITEM = ResourceType(
    name="Item",
    model=Holding,
    key="item",
    see="item.see",
    attributes={
        "organisation": text("organisation_id"),
        "originator": text("originator_id"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
    },
    related=("centre",),
)

NOTICE = ResourceType(
    name="Notice",
    model=RecallNotice,
    key="notice",
    see="notice.see",
    attributes={
        "originator": text("originator_id"),
        "holder": text("holder_id"),
        "programme": text("programme"),
        "state": text("state"),
    },
    related=("originator", "holder"),
)

CHALLENGE = ResourceType(
    name="Challenge",
    model=Challenge,
    key="challenge",
    see="challenge.see",
    attributes={
        "raised_by": text("raised_by_organisation_id"),
        "answered_by": text("answered_by_organisation_id"),
        "programme": text("programme"),
        "state": text("state"),
    },
    related=("raised_by_organisation", "answered_by_organisation"),
)

STATEMENT = ResourceType(
    name="Statement",
    model=KnowsStatement,
    key="statement",
    see="statement.see",
    attributes={
        "organisation": text("organisation_id"),
        "organisation_kind": text("organisation__kind"),
        "originator": text("originator_id"),
        "programme": text("programme"),
        "state": text("state"),
    },
    related=("organisation", "originator", "disclosure"),
)

NOTIFICATION = ResourceType(
    name="Notification",
    model=NotificationDecision,
    key="notification",
    see="notification.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "state": text("state"),
        "proposed_by": text("proposed_by"),
    },
)

UNSEALING = ResourceType(
    name="Unsealing",
    model=UnsealRequest,
    key="unsealing",
    see="unsealing.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("holding__marking"),
        "requested_by": text("requested_by"),
        "requested_by_officer": flag("requested_by_officer"),
        "decided_by": Computed(lambda opening: str(opening.decided_by or "")),
    },
    related=("holding",),
)
