"""Who may act at all, for what, and whose a record is."""

from tests.unit.policy.boundaries import Forbid, about, elsewhere
from tests.unit.policy.requests import (
    ADMINISTRATION,
    ADMINISTRATOR,
    AGREEMENT,
    CASE,
    CHALLENGE,
    CONCERN,
    CONTACT,
    COORDINATOR,
    COUNCIL,
    CTU,
    DATA_PROTECTION,
    DECIDE,
    DECISION,
    DISCLOSURE,
    ESCALATION,
    FORCE,
    GUARDIAN,
    HOUSE,
    ME,
    MEMBER,
    NEW_RISK,
    NHS,
    NOTICE,
    NOTIFICATION,
    OFFICER,
    OPEN_CASE,
    OPEN_DISCLOSURE,
    ORIGINATING,
    PERSON,
    READ,
    RECALL,
    RELEASE,
    RIGHTS,
    RISK_OWNER,
    SIGNATORY,
    START_SUPPORT,
    STATEMENT,
    TODAY,
    TRANSFER,
    UNSEALING,
    Request,
    service,
)


def _for(purpose: str) -> Request:
    """A release for a purpose that an agreement was bent to cover."""
    return RELEASE.what(purpose=purpose, agreement_purposes=frozenset({purpose}))


LIST = about(HOUSE, CONTACT, "person.find")
WHO_SAW = about(PERSON, DATA_PROTECTION, "person.see_accesses", RIGHTS)
LOOK_TWICE = about(HOUSE, DATA_PROTECTION, "access.list_unusual", RIGHTS)
ESCALATE = about(CASE, CONTACT, "case.escalate")
END_DRAFT = about(DECISION, service("sweep", CTU), "decision.end_retention", ADMINISTRATION).what(state="draft")
OPENED = about(UNSEALING, DATA_PROTECTION, "unsealing.open", RIGHTS)
SAY_KNOWN = about(STATEMENT, GUARDIAN, "statement.make")
HEAR_KNOWN = about(STATEMENT, OFFICER, "statement.see").what(state="made")
TELL = about(NOTIFICATION, DATA_PROTECTION, "notification.approve", RIGHTS)
SEE_SUPPORT = START_SUPPORT.doing("support.see")
ANSWER_DANGER = about(ESCALATION, RISK_OWNER, "escalation.acknowledge")
FOLLOW_DANGER = ANSWER_DANGER.doing("escalation.open")
READ_CONCERN = about(CONCERN, RISK_OWNER, "concern.open")
READ_TRANSFER = about(TRANSFER, COORDINATOR, "transfer.open")
ASKED_TRANSFER = READ_TRANSFER.what(lead=NHS, receiver=COUNCIL)
LET_GO = about(TRANSFER, CONTACT, "transfer.let_go").what(state="written")
ACCEPT_CASE = ASKED_TRANSFER.doing("transfer.accept")
REFUSE_CASE = ASKED_TRANSFER.doing("transfer.refuse")
SIGN = about(AGREEMENT, SIGNATORY, "agreement.accept", ADMINISTRATION)
ENFORCEMENT = ("immigration", "benefits", "tenancy", "admissions", "employment")

FORBIDS = (
    Forbid("left-organisation", (READ.who(active=False), SIGN.who(active=False)), (READ, SIGN)),
    Forbid(
        "training-lapsed",
        (
            READ.why(today=TODAY).who(training_until=TODAY - 1),
            *(each.who(training_until=TODAY - 1) for each in (LIST, WHO_SAW, LOOK_TWICE)),
        ),
        (
            *(READ, LIST),
            *(each.who(training_until=TODAY) for each in (LIST, WHO_SAW, LOOK_TWICE)),
            *(each.who(training_until=0) for each in (READ.doing("holding.see"), ESCALATE)),
        ),
    ),
    Forbid(
        "administrator-sees-no-case",
        tuple(
            each.who(roles=frozenset({"administrator", "single_point_of_contact", "case_coordinator"}))
            for each in (READ, READ.doing("holding.see"), OPEN_CASE, ESCALATE, LIST)
        ),
        (READ, about(MEMBER, ADMINISTRATOR, "member.edit", ADMINISTRATION)),
    ),
    Forbid(
        "never-for-enforcement",
        (*(LIST.why(purpose=code) for code in ENFORCEMENT), READ.why(purpose="benefits")),
        (LIST, READ),
    ),
    Forbid("never-shared-for-enforcement", tuple(_for(code) for code in ENFORCEMENT), (RELEASE,)),
    Forbid("not-for-pursuit", (READ.why(purpose="pursuit"), LIST.why(purpose="pursuit")), (READ, LIST)),
    Forbid("not-shared-for-pursuit", (_for("pursuit"),), (RELEASE,)),
    Forbid(
        "purpose-without-regime",
        (READ.why(regime="none"), READ.why(regime="")),
        (READ, READ.why(regime="law_enforcement"), READ.why(regime="intelligence")),
    ),
    Forbid(
        "recipient-without-regime",
        (RELEASE.what(recipient_regime=""),),
        (RELEASE, *(RELEASE.what(recipient_regime=regime) for regime in ("law_enforcement", "intelligence"))),
    ),
    Forbid("recipient-only", (elsewhere(READ), elsewhere(READ.doing("holding.see"))), (READ,)),
    Forbid(
        "own-person-record-only",
        (elsewhere(about(PERSON, CONTACT, "person.see")), elsewhere(WHO_SAW)),
        (about(PERSON, CONTACT, "person.open"), WHO_SAW),
    ),
    Forbid(
        "own-decision-only",
        (elsewhere(DECIDE), elsewhere(DECIDE.doing("decision.see")), elsewhere(END_DRAFT)),
        (DECIDE, END_DRAFT),
    ),
    Forbid("own-release-only", (elsewhere(RELEASE),), (RELEASE,)),
    Forbid(
        "own-item-only",
        (elsewhere(RECALL), RECALL.what(originator=NHS), RECALL.what(organisation=NHS)),
        (RECALL,),
    ),
    Forbid(
        "two-parties-only",
        (elsewhere(OPEN_DISCLOSURE), elsewhere(OPEN_DISCLOSURE.doing("disclosure.see"))),
        (OPEN_DISCLOSURE, about(DISCLOSURE, OFFICER, "disclosure.open", ORIGINATING)),
    ),
    Forbid(
        "notice-parties-only",
        (elsewhere(about(NOTICE, CONTACT, "notice.see")),),
        (about(NOTICE, CONTACT, "notice.acknowledge"), about(NOTICE, OFFICER, "notice.open", ORIGINATING)),
    ),
    Forbid(
        "challenge-parties-only",
        (elsewhere(about(CHALLENGE, CONTACT, "challenge.see")),),
        (about(CHALLENGE, CONTACT, "challenge.open"), about(CHALLENGE, OFFICER, "challenge.open", ORIGINATING)),
    ),
    Forbid(
        "own-statement-only",
        (elsewhere(HEAR_KNOWN), HEAR_KNOWN.what(state="waiting")),
        (SAY_KNOWN, HEAR_KNOWN, SAY_KNOWN.doing("statement.see")),
    ),
    Forbid(
        "own-statement-to-decide",
        (HEAR_KNOWN.doing("statement.make").who(roles=frozenset({"caldicott_guardian"})),),
        (SAY_KNOWN, HEAR_KNOWN),
    ),
    Forbid("own-sealed-text-only", (elsewhere(OPENED),), (OPENED,)),
    Forbid("own-notification-only", (elsewhere(TELL),), (TELL,)),
    Forbid(
        "case-partners-only",
        (elsewhere(OPEN_CASE), elsewhere(OPEN_CASE.doing("case.see"))),
        (OPEN_CASE, OPEN_CASE.what(lead=NHS, partners=frozenset({COUNCIL}))),
    ),
    Forbid("support-partners-only", (elsewhere(SEE_SUPPORT), elsewhere(START_SUPPORT)), (SEE_SUPPORT, START_SUPPORT)),
    Forbid("risk-partners-only", (elsewhere(NEW_RISK),), (NEW_RISK,)),
    Forbid(
        "concern-is-for-the-police-it-was-told-to",
        (elsewhere(READ_CONCERN), READ_CONCERN.what(owner=NHS, sender=FORCE)),
        (READ_CONCERN, READ_CONCERN.doing("concern.mark_read")),
    ),
    Forbid(
        "transfer-two-parties-only",
        (elsewhere(READ_TRANSFER), *(ASKED_TRANSFER.what(state=state) for state in ("written", "declined", "dropped"))),
        (READ_TRANSFER, READ_TRANSFER.what(state="written"), ASKED_TRANSFER, ASKED_TRANSFER.what(state="withdrawn")),
    ),
    Forbid(
        "transfer-each-its-own-part",
        tuple(ASKED_TRANSFER.doing(f"transfer.{step}") for step in ("let_go", "decline", "withdraw")),
        (LET_GO, LET_GO.doing("transfer.decline"), READ_TRANSFER.doing("transfer.withdraw"), ASKED_TRANSFER),
    ),
    Forbid(
        "transfer-receiver-answers",
        (ACCEPT_CASE.what(receiver=NHS, lead=COUNCIL), REFUSE_CASE.what(receiver=NHS, lead=COUNCIL)),
        (ACCEPT_CASE, REFUSE_CASE),
    ),
    Forbid(
        "two-different-people-transfer",
        (LET_GO.what(written_by=ME), LET_GO.doing("transfer.decline").what(written_by=ME)),
        (LET_GO, READ_TRANSFER.doing("transfer.withdraw").what(written_by=ME)),
    ),
    Forbid(
        "escalation-parties-only",
        (elsewhere(FOLLOW_DANGER), FOLLOW_DANGER.what(owner=NHS, partners=frozenset({CTU}))),
        (FOLLOW_DANGER, ANSWER_DANGER.what(partners=frozenset())),
    ),
)
