"""What may be read, and what may leave to whom."""

from tests.unit.policy.boundaries import Forbid, about
from tests.unit.policy.boundaries_deconfliction import INITIALS
from tests.unit.policy.requests import (
    ACKNOWLEDGE,
    COORDINATOR,
    COUNCIL,
    CTU,
    DECIDE,
    DISCLOSURE,
    FORCE,
    MEETING_ACTION,
    NHS,
    OFFICER,
    OPEN_CASE,
    OPEN_DISCLOSURE,
    ORIGINATING,
    PLAN,
    READ,
    RELEASE,
    TODAY,
    UNSEALING,
    member,
    service,
)

TAKE_OUT = READ.doing("holding.take_out")
BRING_TO_CASE = READ.doing("holding.bring_to_case").who(roles=frozenset({"case_coordinator"}))
SUPPORTED = READ.what(originator=NHS, contributed_for="support")
POLICE_READ = SUPPORTED.what(organisation=FORCE).who(organisation=FORCE, organisation_kind="police_force")
LOOK = about(UNSEALING, member(COUNCIL, "authoriser"), "unsealing.look")
READ_SEALED = about(UNSEALING, member(COUNCIL, "authoriser"), "unsealing.open")
LEFT_TO_DO = about(MEETING_ACTION, member(NHS, "practitioner"), "meeting_action.open")
TAKE_RECEIPT = OPEN_DISCLOSURE.doing("disclosure.see_receipt")
CONTRIBUTE = ACKNOWLEDGE.doing("disclosure.contribute")
HAND_IN = ACKNOWLEDGE.doing("disclosure.hand_in")
NO_CASE = about(DISCLOSURE, COORDINATOR, "disclosure.decide_no_case")
NOT_TOLD = ("intelligence_agency", "representative", "oversight", "government")
OFFICERS = ("individual_rights", "administration", "oversight")
WITHOUT_CASE = about(DISCLOSURE, service("sweep", COUNCIL), "disclosure.end_retention")
EXPIRE = about(DISCLOSURE, service("sweep", COUNCIL), "disclosure.expire").what(until=TODAY - 1)

FORBIDS = (
    Forbid(
        "marking-above-clearance",
        (
            READ.who(clearance=1),
            OPEN_CASE.who(clearance=1),
            *(each.who(clearance=1) for each in (OPEN_DISCLOSURE, TAKE_RECEIPT)),
            *(each.who(clearance=1) for each in (LOOK, READ_SEALED, LEFT_TO_DO)),
        ),
        (
            READ,
            *(each.who(clearance=1).what(marking=1) for each in (LOOK, READ_SEALED, LEFT_TO_DO)),
            LEFT_TO_DO.doing("meeting_action.complete").who(clearance=1),
            READ.who(clearance=1).what(marking=1),
            READ.who(clearance=3),
            READ.doing("holding.open").who(clearance=1),
        ),
    ),
    Forbid(
        "expired-or-recalled",
        (
            READ.what(expires_on=TODAY - 1),
            *(READ.what(state=state) for state in ("recalled", "superseded", "expired", "discarded", "destroyed")),
            TAKE_OUT.what(state="recalled"),
            BRING_TO_CASE.what(expires_on=TODAY - 1),
            INITIALS.what(state="recalled"),
        ),
        (
            READ,
            TAKE_OUT,
            BRING_TO_CASE,
            READ.what(expires_on=TODAY + 1),
            READ.what(state="draft"),
            READ.doing("holding.open").what(state="recalled"),
        ),
    ),
    Forbid(
        "purpose-not-shared-for",
        (READ.why(purpose="risk_management"), READ.what(purpose="risk_management")),
        (
            READ,
            READ.what(originator=COUNCIL, purpose="risk_management"),
            *(READ.why(purpose=code) for code in OFFICERS),
        ),
    ),
    Forbid(
        "disclosed-for-another-purpose",
        (OPEN_DISCLOSURE.what(purpose="risk_management"), TAKE_RECEIPT.what(purpose="risk_management")),
        (
            OPEN_DISCLOSURE,
            about(DISCLOSURE, OFFICER, "disclosure.open", ORIGINATING),
            TAKE_RECEIPT,
            *(OPEN_DISCLOSURE.why(purpose=code) for code in OFFICERS),
        ),
    ),
    Forbid(
        "officers-purpose",
        tuple(
            each.why(purpose=code) for each in (READ, LOOK, READ_SEALED, LEFT_TO_DO, TAKE_RECEIPT) for code in OFFICERS
        ),
        (
            READ,
            LOOK,
            READ_SEALED,
            LEFT_TO_DO,
            *(
                READ.why(purpose="individual_rights").who(roles=frozenset({role}))
                for role in ("data_protection_officer", "caldicott_guardian")
            ),
        ),
    ),
    Forbid(
        "support-not-for-pursuit",
        (
            POLICE_READ.why(regime="law_enforcement"),
            POLICE_READ.why(regime="intelligence"),
            SUPPORTED.who(roles=frozenset({"pursuit_officer", "single_point_of_contact"})),
            BRING_TO_CASE.what(originator=NHS, contributed_for="support").why(regime="law_enforcement"),
        ),
        (
            POLICE_READ,
            SUPPORTED,
            POLICE_READ.why(regime="law_enforcement").what(contributed_for="law_enforcement"),
            POLICE_READ.why(regime="law_enforcement").what(originator=FORCE),
        ),
    ),
    Forbid(
        "export-beyond-conditions",
        (TAKE_OUT.what(handling_action="A1"), TAKE_OUT.what(handling_action="A2")),
        (TAKE_OUT, TAKE_OUT.what(handling_action="A1", originator=COUNCIL), READ.what(handling_action="A1")),
    ),
    Forbid(
        "originator-control",
        (
            RELEASE.what(other_originators=frozenset({NHS})),
            RELEASE.what(other_originators=frozenset({NHS, FORCE}), originators_who_agreed=frozenset({NHS})),
        ),
        (RELEASE, RELEASE.what(other_originators=frozenset({NHS}), originators_who_agreed=frozenset({NHS}))),
    ),
    Forbid(
        "support-not-passed-to-law-enforcement",
        tuple(
            RELEASE.what(
                recipient_regime=regime,
                contributed_for=frozenset({"support"}),
                other_originators=frozenset({NHS}),
                originators_who_agreed=frozenset({NHS}),
            )
            for regime in ("law_enforcement", "intelligence")
        ),
        (
            RELEASE,
            RELEASE.what(recipient_regime="law_enforcement", contributed_for=frozenset({"support"})),
            RELEASE.what(
                recipient_regime="law_enforcement",
                other_originators=frozenset({NHS}),
                originators_who_agreed=frozenset({NHS}),
            ),
            RELEASE.what(
                contributed_for=frozenset({"support"}),
                other_originators=frozenset({NHS}),
                originators_who_agreed=frozenset({NHS}),
            ),
        ),
    ),
    Forbid(
        "marking-above-ceiling",
        (RELEASE.what(recipient_ceiling=1),),
        (RELEASE, RELEASE.what(recipient_ceiling=3), RELEASE.what(recipient_ceiling=1, marking=1)),
    ),
    Forbid(
        "covert-handling-leaves-law-enforcement",
        (RELEASE.what(handling_actions=frozenset({"A2"})), RELEASE.what(handling_actions=frozenset({"none", "A2"}))),
        (
            RELEASE.what(handling_actions=frozenset({"A1"})),
            RELEASE.what(handling_actions=frozenset({"A2"}), recipient_regime="law_enforcement"),
        ),
    ),
    Forbid("nothing-abroad", (RELEASE.what(abroad=True),), (RELEASE,)),
    Forbid("never-a-recipient", tuple(RELEASE.what(recipient_kind=kind) for kind in NOT_TOLD), (RELEASE,)),
    Forbid("not-to-yourself", (RELEASE.what(recipient=CTU),), (RELEASE,)),
    Forbid(
        "agreement-not-accepted",
        (RELEASE.what(agreement_accepted=False), RELEASE.what(agreement_ends=TODAY - 1)),
        (RELEASE, RELEASE.what(agreement_ends=TODAY + 1)),
    ),
    Forbid("purpose-outside-agreement", (RELEASE.what(agreement_purposes=frozenset({"risk_management"})),), (RELEASE,)),
    Forbid(
        "category-not-permitted",
        (RELEASE.what(categories=frozenset({"name", "health"})), RELEASE.what(permitted_categories=frozenset())),
        (RELEASE, RELEASE.what(categories=frozenset())),
    ),
    Forbid(
        "name-ceiling",
        (RELEASE.what(names_used=60), RELEASE.what(names_used=61)),
        (RELEASE, RELEASE.what(names_used=60, name_ceiling=61)),
    ),
    Forbid(
        "until-out-of-bounds",
        (
            RELEASE.what(until=TODAY - 1),
            RELEASE.what(until=TODAY + 1),
            *(
                RELEASE.what(
                    **{
                        "until": TODAY + 2,
                        "agreement_ends": TODAY + 2,
                        "programme_ends": TODAY + 2,
                        "centre_ends": TODAY + 2,
                        end: TODAY + 1,
                    }
                )
                for end in ("agreement_ends", "programme_ends", "centre_ends")
            ),
        ),
        (
            RELEASE,
            RELEASE.what(until=TODAY + 2, agreement_ends=TODAY + 2, programme_ends=TODAY + 2, centre_ends=TODAY + 2),
        ),
    ),
    Forbid(
        "programme-ended",
        tuple(each.what(programme_ends=TODAY - 1) for each in (RELEASE, DECIDE, CONTRIBUTE, PLAN, BRING_TO_CASE)),
        (
            RELEASE,
            DECIDE,
            CONTRIBUTE,
            PLAN,
            BRING_TO_CASE,
            READ.what(programme_ends=TODAY - 1),
            OPEN_CASE.what(programme_ends=TODAY - 1),
        ),
    ),
    Forbid(
        "centre-ended",
        tuple(each.what(centre_ends=TODAY - 1) for each in (RELEASE, DECIDE, CONTRIBUTE, PLAN, BRING_TO_CASE)),
        (RELEASE, DECIDE, CONTRIBUTE, PLAN, BRING_TO_CASE, READ.what(centre_ends=TODAY - 1)),
    ),
    Forbid(
        "disclosure-over",
        (
            ACKNOWLEDGE.what(state="withdrawn"),
            ACKNOWLEDGE.what(state="expired"),
            ACKNOWLEDGE.what(until=TODAY - 1),
            CONTRIBUTE.what(state="withdrawn"),
            HAND_IN.what(state="withdrawn"),
            HAND_IN.what(until=TODAY - 1),
            NO_CASE.what(state="expired"),
        ),
        (
            ACKNOWLEDGE,
            ACKNOWLEDGE.what(state="challenged"),
            CONTRIBUTE,
            HAND_IN,
            NO_CASE,
            OPEN_DISCLOSURE.what(state="withdrawn"),
            HAND_IN.doing("disclosure.take_back_hand_in").what(state="withdrawn"),
        ),
    ),
    Forbid(
        "expires-when-over",
        (EXPIRE.what(until=TODAY), EXPIRE.what(recipient=NHS, originator=COUNCIL)),
        (EXPIRE, EXPIRE.what(until=TODAY - 2)),
    ),
    Forbid(
        "ends-where-it-is-held",
        (WITHOUT_CASE.what(recipient=NHS, originator=COUNCIL),),
        (WITHOUT_CASE, WITHOUT_CASE.what(until=TODAY + 1)),
    ),
    Forbid("no-tasking-to-monitor", (RELEASE.what(in_catalogue=False),), (RELEASE,)),
)
