"""What one nomination of a file says, once it is in form; and everything that the rules have against it."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handrail import vault
from handrail.exchange.form import not_a_day
from handrail.exchange.ground import Ground, Recipient
from handrail.exchange.identity import KNOWN_BY
from handrail.exchange.nominated import Nominated, Numbered, Proposed, Telling
from handrail.exchange.reading import place_of
from handrail.gate import Faults, RuleBroken
from handrail.programme.kinds import ORGANISATION_KINDS
from handrail.sharing import statements
from handrail.sharing.models import Marking, NotificationState
from handrail.sharing.rules import items as item_rules
from handrail.sharing.rules import recipients as recipient_rules
from handrail.sharing.rules.telling import faults_of as telling_faults
from handrail.sharing.statements import Grading, Statement
from handrail.sharing.wording import refuse_above_official

MARKINGS = {"OFFICIAL": Marking.OFFICIAL, "OFFICIAL-SENSITIVE": Marking.OFFICIAL_SENSITIVE}

#: What an identity is marked and graded when the file doesn't say.
USUAL_MARKING = Marking.OFFICIAL_SENSITIVE
USUAL_GRADING = Grading(source="1", information="A")

#: Categories that have a place of their own in the file, in parts that can be matched and corrected.
_UNDER_IDENTITY = (statements.NAME, statements.DATE_OF_BIRTH, statements.ADDRESS, statements.IDENTIFIER)

#: Rules whose sentence on a page tells its reader what to choose there: in a file there is nothing to choose from.
_IN_A_FILE = {
    "unknown-category": "This is not a category of the rulebook",
    "unknown-grading": "This is not a code of the grading scheme",
    "not-in-catalogue": "This can’t be asked of this recipient: it isn’t in the rulebook’s catalogue for its kind",
    "purpose-not-shared-for": "This is not a purpose that information may be shared for",
    "ground-not-open": "This is not a ground that your organisation may rely on",
}


def read(nomination: Mapping[str, Any], index: int, ground: Ground) -> Nominated:
    """The nomination at ``index``, which is in form; raises :class:`Faults` with everything else that is wrong."""
    reader = _Reader(index, ground)
    items = reader.items(nomination["items"])
    identity = _numbered(reader.identity(nomination["identity"]), after=max(item.number for item in items))
    # What is wrong with an item isn't said again of each of its recipients.
    recipients = () if reader.faults else reader.recipients(nomination["recipients"], items, identity)
    reader.reason(nomination["reason"])
    decision = nomination["decision"]
    reader.decision(decision)
    telling = reader.telling(nomination["notification"])
    if reader.faults:
        raise Faults(tuple(reader.faults))
    return Nominated(
        reference=nomination["reference"],
        digest=digest_of(nomination, ground),
        reason=nomination["reason"],
        statements=(*items, *identity),
        recipients=recipients,
        power=decision["power"],
        necessity=decision["necessity"],
        proportionality=decision["proportionality"],
        alternatives=decision["alternatives"],
        telling=telling,
    )


def faults_of_parts(
    nomination: Mapping[str, Any], index: int, ground: Ground, *, out_of_form: Collection[str | int]
) -> tuple[RuleBroken, ...]:
    """What is wrong besides with a nomination of which these parts are out of form, as far as can be told."""
    reader = _Reader(index, ground)
    checks: dict[str, Callable[[Any], object]] = {
        "reason": reader.reason,
        "items": reader.items,
        "identity": reader.identity,
        "decision": reader.decision,
        "notification": reader.telling,
    }
    for part, check in checks.items():
        if part in nomination and part not in out_of_form:
            check(nomination[part])
    return tuple(reader.faults)


def digest_of(nomination: Mapping[str, Any], ground: Ground) -> bytes:
    """What tells a nomination from a changed one of the same reference; it can't be guessed from its content."""
    said = {"programme": ground.programme, "centre": str(ground.centre), "nomination": nomination}
    data = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return vault.keyed_digest(organisation=ground.organisation, label="nomination", data=data)


def _numbered(identity: Iterable[tuple[Statement, frozenset[str]]], *, after: int) -> tuple[Numbered, ...]:
    """Names, dates, addresses and numbers, numbered after the items, whose numbers are the sender's own."""
    return tuple(
        Numbered(number, statement, known_by) for number, (statement, known_by) in enumerate(identity, start=after + 1)
    )


class _Reader:
    """Reads one nomination part by part, gathering faults by their places."""

    def __init__(self, index: int, ground: Ground) -> None:
        self._index = index
        self._ground = ground
        self._rulebook = ground.rulebook
        self.faults: list[RuleBroken] = []

    def reason(self, code: str) -> None:
        """Why the person is listed."""
        if code not in self._rulebook.reasons:
            self._fault("unknown-reason", "This is not a reason of the rulebook", "reason")

    def items(self, given: Sequence[Mapping[str, Any]]) -> tuple[Numbered, ...]:
        """The numbered statements."""
        numbers: set[int] = set()
        for place, item in enumerate(given):
            if item["number"] in numbers:
                self._fault("number-twice", "Another item has this number", "items", place, "number")
            numbers.add(item["number"])
        return tuple(Numbered(item["number"], self._item(item, place)) for place, item in enumerate(given))

    def identity(self, given: Mapping[str, Any]) -> list[tuple[Statement, frozenset[str]]]:
        """What identifies the person, each with the kinds of organisation that have a use for it."""
        marking = MARKINGS[given["marking"]] if "marking" in given else USUAL_MARKING
        grading = _grading(given["grading"]) if "grading" in given else USUAL_GRADING
        everybody = frozenset(ORGANISATION_KINDS)
        found: list[tuple[Statement, frozenset[str]]] = []

        def add(statement: Statement, known_by: frozenset[str], *place: str | int) -> None:
            statement = replace(statement, conditions=given.get("conditions", ""))
            found.append((self._checked(statement, "identity", *place), known_by))

        for place, each in enumerate(given["names"]):
            name = statements.name(
                each.get("given", ""), each.get("family", ""), each["kind"], marking=marking, grading=grading
            )
            add(name, everybody, "names", place)
        if "date_of_birth" in given and (birth := self._birth(given["date_of_birth"], marking, grading)):
            add(birth, everybody, "date_of_birth")
        for place, each in enumerate(given.get("addresses", ())):
            lines, kind = "\n".join(each["lines"]), each.get("kind", "current")
            address = statements.address(lines, each.get("postcode", ""), kind, marking=marking, grading=grading)
            add(address, everybody, "addresses", place)
        for place, each in enumerate(given.get("identifiers", ())):
            identifier = statements.identifier(each["kind"], each["value"], marking=marking, grading=grading)
            add(identifier, KNOWN_BY[each["kind"]], "identifiers", place)
        return found

    def recipients(
        self, given: Sequence[Mapping[str, Any]], items: Sequence[Numbered], identity: Sequence[Numbered]
    ) -> tuple[Proposed, ...]:
        """What is proposed for each organisation."""
        by_number = {item.number: item for item in items}
        proposed: list[Proposed] = []
        for place, each in enumerate(given):
            recipient = self._ground.recipient_by_slug.get(each["organisation"])
            if recipient is None:
                self._fault(
                    "unknown-recipient", "There is no other organisation of this name",
                    "recipients", place, "organisation",
                )  # fmt: skip
            elif any(recipient.id == other.organisation for other in proposed):
                self._fault(
                    "recipient-twice", "This organisation stands here twice", "recipients", place, "organisation"
                )
            else:
                proposed.append(self._proposed(each, recipient, by_number, identity, place))
        return tuple(proposed)

    def decision(self, given: Mapping[str, str]) -> None:
        """The legal power, and the reasons in the sender's own words."""
        power = self._rulebook.powers.get(given["power"])
        if power is None or self._ground.organisation_kind not in power.held_by:
            self._fault("power-not-held", "This is not a power that your organisation has", "decision", "power")
        for part in ("necessity", "proportionality", "alternatives"):
            try:
                refuse_above_official(given[part], field=part)
            except RuleBroken as fault:
                self._fault(fault.rule, fault.sentence, "decision", part)

    def telling(self, given: Mapping[str, str]) -> Telling:
        """Whether the person knows."""
        deferred = given["state"] == NotificationState.DEFERRED
        day = "look_again_on" if deferred else "on"
        telling = Telling(
            state=given["state"],
            on=date.fromisoformat(given[day]),
            ground=given.get("ground", ""),
            approver=self._ground.approver_by_address.get(given.get("approver", "").casefold()),
        )
        if deferred and telling.approver is None:
            self._fault(
                "unknown-approver",
                "Nobody in your organisation who may approve this, other than you, has this address",
                "notification", "approver",
            )  # fmt: skip
        for fault in telling_faults(
            telling.state,
            telling.ground,
            telling.on,
            regime=self._ground.regime,
            rulebook=self._rulebook,
            today=self._ground.today,
        ):
            self._rule(fault, "notification", day if fault.field == "on" else str(fault.field))
        return telling

    # --- one of them ------------------------------------------------------------------------------------------

    def _item(self, given: Mapping[str, Any], place: int) -> Statement:
        if given["category"] in _UNDER_IDENTITY:
            self._fault("under-identity", "Put this under identity, in its parts", "items", place, "category")
        statement = Statement(
            category=given["category"],
            words=given["form_of_words"],
            marking=MARKINGS[given["marking"]],
            grading=_grading(given["grading"]),
            conditions=given.get("conditions", ""),
            original=given["original"],
        )
        for fault in item_rules.faults_of(statement, self._rulebook):
            self._rule(fault, "items", place, *_KEYS_OF_AN_ITEM[str(fault.field)])
        return statement

    def _checked(self, statement: Statement, *place: str | int) -> Statement:
        for fault in item_rules.faults_of(statement, self._rulebook):
            self._rule(fault, *place)
        return statement

    def _birth(self, value: str, marking: int, grading: Grading) -> Statement | None:
        try:
            statement = statements.birth(value, marking=marking, grading=grading)
        except ValueError:
            self._fault("not-a-date", not_a_day(value), "identity", "date_of_birth")
            return None
        if value > self._ground.today.isoformat()[: len(value)]:
            self._fault("not-born-yet", "This is in the future", "identity", "date_of_birth")
        return statement

    def _proposed(
        self,
        given: Mapping[str, Any],
        recipient: Recipient,
        by_number: Mapping[int, Numbered],
        identity: Sequence[Numbered],
        place: int,
    ) -> Proposed:
        purpose, chosen = given["purpose"], []
        for at, number in enumerate(given["items"]):
            if number in by_number:
                chosen.append(by_number[number])
            else:
                self._fault("unknown-item", "No item has this number", "recipients", place, "items", at)
        chosen += [item for item in identity if self._recognises_by(recipient, item, purpose)]
        until = date.fromisoformat(given["until"])
        for fault in recipient_rules.faults_of(
            chosen,
            kind=recipient.kind,
            ceiling=recipient.ceiling,
            purpose=purpose,
            requested_action=given["requested_action"],
            until=until,
            rulebook=self._rulebook,
            today=self._ground.today,
        ):
            self._rule(fault, "recipients", place, str(fault.field))
        numbers = tuple(item.number for item in chosen)
        return Proposed(recipient.id, numbers, purpose, given["requested_action"], until)

    def _recognises_by(self, recipient: Recipient, item: Numbered, purpose: str) -> bool:
        """Whether the recipient may have, and has a use for, this part of the person's identity."""
        return recipient.kind in item.known_by and not recipient_rules.why_withheld(
            item, kind=recipient.kind, ceiling=recipient.ceiling, purpose=purpose, rulebook=self._rulebook
        )

    # --- faults -----------------------------------------------------------------------------------------------

    def _rule(self, fault: RuleBroken, *place: str | int) -> None:
        self._fault(fault.rule, _IN_A_FILE.get(fault.rule, fault.sentence), *place)

    def _fault(self, rule: str, sentence: str, *place: str | int) -> None:
        self.faults.append(RuleBroken(rule, sentence, field=place_of(("nominations", self._index, *place))))


#: Where the file says what the rules of an item call by another name.
_KEYS_OF_AN_ITEM: Mapping[str, tuple[str, ...]] = {
    "category": ("category",),
    "words": ("form_of_words",),
    "marking": ("marking",),
    "conditions": ("conditions",),
    "original": ("original",),
    "scheme": ("grading", "scheme"),
    "source": ("grading", "source"),
    "information": ("grading", "information"),
    "handling": ("grading", "handling"),
    "action": ("grading", "action"),
    "sanitisation": ("grading", "sanitisation"),
}


def _grading(given: Mapping[str, str]) -> Grading:
    return Grading(**given)
