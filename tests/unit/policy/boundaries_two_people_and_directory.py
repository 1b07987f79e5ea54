"""Two people, roles, agreements and the record."""

from tests.unit.policy.boundaries import Forbid, about, elsewhere
from tests.unit.policy.requests import (
    ADMINISTRATION,
    ADMINISTRATOR,
    AGREEMENT,
    APPROVE_ROLE,
    COLLEAGUE,
    CONTACT,
    COST,
    COUNCIL,
    CTU,
    DATA_PROTECTION,
    DECIDE,
    DUTY,
    INVITATION,
    ME,
    MEMBER,
    NOTIFICATION,
    OPEN_CASE,
    READ,
    RECORD,
    RELEASE,
    RIGHTS,
    SIGNATORY,
    UNSEALING,
    member,
)

OPENED = about(UNSEALING, DATA_PROTECTION, "unsealing.open", RIGHTS)
APPROVE_OPENING = OPENED.doing("unsealing.approve").what(state="asked")
TELL = about(NOTIFICATION, DATA_PROTECTION, "notification.approve", RIGHTS)
SIGN = about(AGREEMENT, SIGNATORY, "agreement.accept", ADMINISTRATION)
RESPOND = SIGN.doing("agreement.respond")
READ_RECORD = about(RECORD, member(COUNCIL, "auditor"), "record.open")
TAKE_RECEIPT = READ_RECORD.doing("record.see_receipt")
OWN_COSTS = about(COST, CONTACT, "cost.open")
#: What an administrator may be besides, and what gives somebody a part in a case.
NO_CASE = ("administrator", "role_approver", "agreement_signatory", "consultee")
CASE_ROLES = (
    "deconfliction_officer", "single_point_of_contact", "practitioner", "case_coordinator", "panel_chair",
    "police_risk_owner", "duty_officer", "centre_lead",
)  # fmt: skip
#: What somebody can be here for.
PURPOSES = (
    "safeguarding_support", "originating", "risk_management", "deconfliction", "individual_rights", "administration",
    "oversight",
)  # fmt: skip

FORBIDS = (
    Forbid(
        "two-different-people",
        tuple(
            each.what(**changed)
            for each in (DECIDE, DECIDE.doing("decision.decline"), DECIDE.doing("decision.send_back"))
            for changed in ({"proposed_by": ME}, {"authors": frozenset({ME, COLLEAGUE})})
        ),
        (DECIDE, DECIDE.doing("decision.decline"), DECIDE.doing("decision.send_back")),
    ),
    Forbid("two-different-people-release", (RELEASE.what(proposed_by=ME),), (RELEASE,)),
    Forbid("two-different-people-telling", (TELL.what(proposed_by=ME),), (TELL,)),
    Forbid("two-different-people-sealed-text", (APPROVE_OPENING.what(requested_by=ME),), (APPROVE_OPENING,)),
    Forbid(
        "one-is-the-data-protection-officer",
        (APPROVE_OPENING.what(requested_by_officer=False).who(roles=frozenset({"single_point_of_contact"})),),
        (
            APPROVE_OPENING.what(requested_by_officer=False),
            APPROVE_OPENING.who(roles=frozenset({"single_point_of_contact"})),
        ),
    ),
    Forbid(
        "only-the-two-open",
        (OPENED.what(decided_by=COLLEAGUE),),
        (OPENED, OPENED.what(requested_by=ME, decided_by=COLLEAGUE)),
    ),
    Forbid("opening-not-approved", (OPENED.what(state="asked"), OPENED.what(state="refused")), (OPENED,)),
    Forbid("two-different-people-role", (APPROVE_ROLE.what(requested_by=ME),), (APPROVE_ROLE,)),
    Forbid("nobody-grants-to-themselves", (APPROVE_ROLE.what(beneficiary=ME),), (APPROVE_ROLE,)),
    Forbid(
        "nobody-asks-for-themselves",
        (about(MEMBER, ADMINISTRATOR, "role.request", ADMINISTRATION).what(member=ME),),
        (about(MEMBER, ADMINISTRATOR, "role.request", ADMINISTRATION),),
    ),
    Forbid(
        "nobody-records-own-training",
        (about(MEMBER, ADMINISTRATOR, "member.record_training", ADMINISTRATION).what(member=ME),),
        (about(MEMBER, ADMINISTRATOR, "member.record_training", ADMINISTRATION),),
    ),
    Forbid(
        "nobody-resets-or-leaves-alone",
        tuple(
            about(MEMBER, ADMINISTRATOR, action, ADMINISTRATION).what(member=ME)
            for action in ("member.reset_sign_in", "member.leave")
        ),
        (about(MEMBER, ADMINISTRATOR, "member.leave", ADMINISTRATION),),
    ),
    Forbid(
        "administrator-holds-no-case-role",
        (
            APPROVE_ROLE.what(role="administrator"),
            APPROVE_ROLE.what(role="administrator", beneficiary_roles=frozenset({"consultee", "practitioner"})),
            APPROVE_ROLE.what(role="practitioner", beneficiary_roles=frozenset({"administrator"})),
        ),
        (
            APPROVE_ROLE,
            *(APPROVE_ROLE.what(role="administrator", beneficiary_roles=frozenset({role})) for role in NO_CASE),
            *(APPROVE_ROLE.what(role=role, beneficiary_roles=frozenset({"administrator"})) for role in NO_CASE),
        ),
    ),
    Forbid(
        "pursuit-role-and-case-role",
        (
            *(APPROVE_ROLE.what(role="pursuit_officer", beneficiary_roles=frozenset({role})) for role in CASE_ROLES),
            *(APPROVE_ROLE.what(role=role, beneficiary_roles=frozenset({"pursuit_officer"})) for role in CASE_ROLES),
        ),
        (
            APPROVE_ROLE,
            APPROVE_ROLE.what(role="pursuit_officer", beneficiary_roles=frozenset({"originating_officer"})),
            APPROVE_ROLE.what(role="originating_officer", beneficiary_roles=frozenset({"pursuit_officer"})),
        ),
    ),
    Forbid("parties-answer-for-themselves", (SIGN.what(parties=frozenset({CTU})),), (SIGN,)),
    Forbid("only-those-consulted-respond", (RESPOND.what(consulted=frozenset()),), (RESPOND,)),
    Forbid(
        "own-record-only",
        (elsewhere(READ_RECORD), elsewhere(READ_RECORD.doing("record.see"))),
        (READ_RECORD, elsewhere(READ_RECORD).who(organisation_kind="oversight")),
    ),
    Forbid(
        "own-receipts-only",
        (elsewhere(TAKE_RECEIPT).who(organisation_kind="oversight"),),
        (TAKE_RECEIPT, elsewhere(READ_RECORD).who(organisation_kind="oversight")),
    ),
    Forbid("own-costs-only", (elsewhere(OWN_COSTS),), (OWN_COSTS, OWN_COSTS.doing("cost.take_back"))),
    Forbid(
        "for-a-second-person",
        (
            about(DUTY, CONTACT, "duty.see").what(not_for=frozenset({ME})),
            about(DUTY, CONTACT, "duty.take").what(not_for=frozenset({ME, COLLEAGUE})),
        ),
        (about(DUTY, CONTACT, "duty.see").what(not_for=frozenset({COLLEAGUE})),),
    ),
    Forbid("own-duty-only", (elsewhere(about(DUTY, CONTACT, "duty.see")),), (about(DUTY, CONTACT, "duty.take"),)),
    Forbid(
        "own-members-only",
        (elsewhere(about(MEMBER, ADMINISTRATOR, "member.see", ADMINISTRATION)),),
        (about(MEMBER, ADMINISTRATOR, "member.edit", ADMINISTRATION),),
    ),
    Forbid("own-roles-only", (elsewhere(APPROVE_ROLE),), (APPROVE_ROLE,)),
    Forbid(
        "own-invitations-only",
        (elsewhere(about(INVITATION, ADMINISTRATOR, "invitation.cancel", ADMINISTRATION)),),
        (about(INVITATION, ADMINISTRATOR, "invitation.cancel", ADMINISTRATION),),
    ),
    Forbid(
        "mac-purposes",
        (READ.why(purpose="evaluation"), OPEN_CASE.why(purpose="curiosity")),
        (READ, OPEN_CASE, *(READ.why(purpose=code) for code in PURPOSES)),
    ),
    Forbid(
        "mac-only-proposed-is-decided",
        tuple(DECIDE.what(state=state) for state in ("draft", "sent_back", "released", "declined", "withdrawn")),
        (DECIDE,),
    ),
)
