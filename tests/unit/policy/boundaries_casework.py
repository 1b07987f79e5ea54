"""Cases, support, risks and danger."""

from tests.unit.policy.boundaries import Forbid, about
from tests.unit.policy.requests import (
    ADD_SUPPORT,
    ASSESSMENT,
    COLLEAGUE,
    CONTACT,
    COUNCIL,
    CTU,
    ESCALATION,
    FORCE,
    GUARDIAN,
    KINDS,
    ME,
    NEW_RISK,
    NHS,
    OFFER_RISK,
    OPEN_CASE,
    RISK,
    RISK_OWNER,
    START_SUPPORT,
    STATEMENT,
    because,
    member,
)

SAY_KNOWN = about(STATEMENT, GUARDIAN, "statement.make")
ACCEPT_RISK = OFFER_RISK.doing("risk.accept").who(organisation=CTU, organisation_kind=KINDS[CTU])
SIGN_KIND = about(RISK, RISK_OWNER, "risk.sign_kind", because("risk_management", "law_enforcement")).what(
    kind_proposed_by=COLLEAGUE
)
REVIEW_KIND = about(RISK, member(COUNCIL, "panel_chair"), "risk.review_kind").what(
    kind_proposed_by=COLLEAGUE, kind_signed_by="00000000-0000-4000-8000-000000000003", kind_signed_for=FORCE
)
SEE_ASSESSMENT = about(ASSESSMENT, CONTACT, "assessment.see")
TELL_THE_POLICE = OPEN_CASE.doing("case.volunteer_concern")
SEE_SUPPORT = START_SUPPORT.doing("support.see")
RECORD_CONTACT = START_SUPPORT.doing("support.record_contact")
ANSWER_DANGER = about(ESCALATION, RISK_OWNER, "escalation.acknowledge")
OWNERS_STEPS = ("close", "judge", "confirm", "withdraw_offer", "propose_kind", "withdraw_kind")
FOLLOW_DANGER = ANSWER_DANGER.doing("escalation.open")

FORBIDS = (
    Forbid(
        "police-record-a-risk-instead",
        (TELL_THE_POLICE.who(organisation=FORCE, organisation_kind=KINDS[FORCE]),),
        (TELL_THE_POLICE,),
    ),
    Forbid(
        "no-support-outside-the-catalogue",
        tuple(each.what(in_catalogue=False) for each in (START_SUPPORT, ADD_SUPPORT, RECORD_CONTACT)),
        (START_SUPPORT, ADD_SUPPORT, RECORD_CONTACT, ADD_SUPPORT.doing("support.cancel").what(in_catalogue=False)),
    ),
    Forbid(
        "pursuit-staff-no-case-role",
        (
            OPEN_CASE.who(roles=frozenset({"pursuit_officer", "case_coordinator"})),
            OPEN_CASE.doing("case.see").who(roles=frozenset({"pursuit_officer", "case_coordinator"})),
        ),
        (OPEN_CASE,),
    ),
    Forbid(
        "case-not-for-counter-terrorism-risk",
        tuple(
            OPEN_CASE.who(organisation=CTU, organisation_kind=kind, roles=frozenset({"police_risk_owner"})).why(
                purpose="risk_management", regime=regime
            )
            for kind, regime in (("counter_terrorism_unit", "law_enforcement"), ("intelligence_agency", "intelligence"))
        ),
        (
            OPEN_CASE.who(organisation=CTU, organisation_kind=KINDS[CTU], roles=frozenset({"police_risk_owner"})),
            OPEN_CASE.who(
                organisation=FORCE, organisation_kind=KINDS[FORCE], roles=frozenset({"police_risk_owner"})
            ).why(purpose="risk_management", regime="law_enforcement"),
        ),
    ),
    Forbid(
        "assessment-not-for-counter-terrorism-risk",
        (SEE_ASSESSMENT.who(organisation=CTU, organisation_kind=KINDS[CTU]).why(regime="law_enforcement"),),
        (
            SEE_ASSESSMENT.who(organisation=CTU, organisation_kind=KINDS[CTU]),
            SEE_ASSESSMENT.who(organisation=FORCE, organisation_kind=KINDS[FORCE]).why(regime="law_enforcement"),
        ),
    ),
    Forbid(
        "support-not-for-counter-terrorism-risk",
        tuple(
            SEE_SUPPORT.who(organisation=CTU, organisation_kind=kind).why(regime=regime)
            for kind, regime in (("counter_terrorism_unit", "law_enforcement"), ("intelligence_agency", "intelligence"))
        ),
        (
            SEE_SUPPORT,
            SEE_SUPPORT.why(regime="law_enforcement"),
            START_SUPPORT.what(owner=CTU).who(organisation=CTU, organisation_kind=KINDS[CTU]),
        ),
    ),
    Forbid(
        "no-contact-before-told",
        tuple(
            each.what(notified=False) for each in (START_SUPPORT, START_SUPPORT.doing("support.complete"), ADD_SUPPORT)
        ),
        (START_SUPPORT, START_SUPPORT.what(notified=False, programme_contact=False), ADD_SUPPORT),
    ),
    Forbid(
        "contacts-for-giver-and-lead",
        (
            RECORD_CONTACT.what(owner=FORCE, lead=NHS, partners=frozenset({COUNCIL})),
            RECORD_CONTACT.doing("support.read_contacts").what(owner=NHS, lead=FORCE, partners=frozenset({COUNCIL})),
        ),
        (
            RECORD_CONTACT.what(lead=NHS, partners=frozenset({COUNCIL})),
            RECORD_CONTACT.what(owner=NHS),
            RECORD_CONTACT.doing("support.read_contacts"),
        ),
    ),
    Forbid(
        "police-lead",
        (START_SUPPORT.what(police_lead=True),),
        (START_SUPPORT, START_SUPPORT.doing("support.complete").what(police_lead=True)),
    ),
    Forbid(
        "support-needs-consent",
        (START_SUPPORT.what(consented=False),),
        (START_SUPPORT.what(consented=False, programme_contact=False), ADD_SUPPORT.what(consented=False)),
    ),
    Forbid(
        "health-needs-caldicott",
        (SAY_KNOWN.who(roles=frozenset({"single_point_of_contact"})),),
        (
            SAY_KNOWN,
            SAY_KNOWN.who(roles=frozenset({"single_point_of_contact"})).what(organisation_kind="council"),
        ),
    ),
    Forbid(
        "council-cannot-own-terrorism-risk",
        (
            NEW_RISK.what(owner=COUNCIL, owner_kind="council"),
            OFFER_RISK.what(offered_to=COUNCIL, offered_to_kind="council"),
            ACCEPT_RISK.what(offered_to_kind="nhs"),
        ),
        (
            NEW_RISK,
            NEW_RISK.what(owner=COUNCIL, owner_kind="council", kind="safeguarding"),
            NEW_RISK.what(owner=CTU, owner_kind="counter_terrorism_unit"),
            OFFER_RISK,
            ACCEPT_RISK,
        ),
    ),
    Forbid(
        "police-own-immediate-risk",
        (
            NEW_RISK.what(kind="immediate", owner_kind="counter_terrorism_unit"),
            OFFER_RISK.what(kind="immediate"),
        ),
        (NEW_RISK.what(kind="immediate"), OFFER_RISK.what(kind="immediate", offered_to_kind="police_force")),
    ),
    Forbid(
        "risk-only-police-or-your-own",
        (NEW_RISK.what(owner=NHS, owner_kind="nhs", kind="safeguarding"),),
        (NEW_RISK, NEW_RISK.what(owner=COUNCIL, owner_kind="council", kind="safeguarding")),
    ),
    Forbid(
        "handover-needs-both",
        (ACCEPT_RISK.what(offered_to=NHS), ACCEPT_RISK.doing("risk.refuse").what(offered_to="")),
        (ACCEPT_RISK, ACCEPT_RISK.doing("risk.refuse")),
    ),
    Forbid(
        "only-the-owner-offers",
        (
            OFFER_RISK.what(owner=CTU, owner_kind=KINDS[CTU]),
            *(OFFER_RISK.doing(f"risk.{step}").what(owner=NHS) for step in OWNERS_STEPS),
        ),
        (OFFER_RISK, *(OFFER_RISK.doing(f"risk.{step}") for step in OWNERS_STEPS)),
    ),
    Forbid(
        "handover-to-the-one-named",
        (ACCEPT_RISK.what(offered_to_member=COLLEAGUE), ACCEPT_RISK.doing("risk.refuse").what(offered_to_member="x")),
        (ACCEPT_RISK.what(offered_to_member=ME), ACCEPT_RISK, ACCEPT_RISK.doing("risk.refuse")),
    ),
    Forbid(
        "two-different-people-risk",
        (
            ACCEPT_RISK.what(offered_by=ME),
            SIGN_KIND.what(kind_proposed_by=ME),
            REVIEW_KIND.what(kind_proposed_by=ME),
            REVIEW_KIND.what(kind_signed_by=ME),
        ),
        (ACCEPT_RISK.what(offered_by=COLLEAGUE), SIGN_KIND, REVIEW_KIND),
    ),
    Forbid(
        "police-sign-another-kind",
        (SIGN_KIND.who(organisation=CTU, organisation_kind=KINDS[CTU]),),
        (SIGN_KIND,),
    ),
    Forbid(
        "independent-review-of-another-kind",
        (
            REVIEW_KIND.what(kind_signed_for=""),
            REVIEW_KIND.what(kind_signed_for=COUNCIL),
            REVIEW_KIND.what(kind="safeguarding", owner=COUNCIL, owner_kind="council"),
        ),
        (REVIEW_KIND, REVIEW_KIND.what(kind="safeguarding", owner=NHS, owner_kind="nhs")),
    ),
    Forbid(
        "police-answer-danger",
        (ANSWER_DANGER.who(organisation=CTU), ANSWER_DANGER.doing("escalation.close").who(organisation=CTU)),
        (ANSWER_DANGER, ANSWER_DANGER.doing("escalation.close"), FOLLOW_DANGER.who(organisation=CTU)),
    ),
    Forbid(
        "support-owner-only",
        (START_SUPPORT.what(owner=NHS), START_SUPPORT.doing("support.cannot_do").what(owner=NHS)),
        (START_SUPPORT, START_SUPPORT.doing("support.open").what(owner=NHS)),
    ),
    Forbid(
        "support-owner-in-the-case",
        (ADD_SUPPORT.what(owner="eeeeeeee-0000-4000-8000-000000000000"),),
        (ADD_SUPPORT, ADD_SUPPORT.what(owner=NHS)),
    ),
)
