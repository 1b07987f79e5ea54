"""What no rulebook may say, whoever writes it. Each rule is one function over what could be read.

These are the house's promises as far as data can break them; the policies enforce the same promises on every act.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from handrail.programme.accesses import ACCESS_RULES
from handrail.programme.calendar_words import calendars_tell_of_nobody
from handrail.programme.catalogue_words import word_of_surveillance
from handrail.programme.draft import Draft
from handrail.programme.entries import (
    AccessReason,
    Category,
    Criterion,
    Entry,
    NotificationGround,
    Purpose,
    Reason,
    RequestedAction,
    RiskKind,
    Role,
    Rung,
    Severity,
    Stage,
    SupportAction,
    Timescale,
)
from handrail.programme.faults import Fault
from handrail.programme.house_codes import HOUSE_CODES
from handrail.programme.kinds import (
    COMPETENT_AUTHORITIES,
    IMMEDIATE_RISK_OWNERS,
    INTELLIGENCE,
    INTELLIGENCE_SERVICES,
    LAW_ENFORCEMENT,
    NEVER_RECIPIENTS,
    ORGANISATION_KINDS,
    POLICE,
)
from handrail.programme.matching import MATCHING_RULES
from handrail.programme.questions import QUESTION_RULES

CoreRule = Callable[[Draft], Iterator[Fault]]

#: The longest that telling a person may be put off before somebody looks again, in days (MISSION M11).
LONGEST_BEFORE_LOOKING_AGAIN: Final = 28

_SPEAKS_OF_TERRORISM: Final = re.compile(r"\b(?:terror|extremis|radicali[sz]|jihad|islamis)\w*", re.IGNORECASE)


def terrorism_risk_is_owned_by_the_police(draft: Draft) -> Iterator[Fault]:
    """A council, a school or a health service can never be given a terrorism risk (M10)."""
    for risk, place in draft.entries("risk_kinds", RiskKind):
        for kind in sorted(risk.may_own - POLICE) if risk.nature == "terrorism" else ():
            message = (
                f'risk_kinds "{risk.code}": {_title(kind)} can\'t own a terrorism risk. Only the police may: '
                "a police_force or a counter_terrorism_unit."
            )
            yield place.fault("terrorism-risk-owner", message, "may_own", element=kind)


def terrorism_risk_is_not_relabelled(draft: Draft) -> Iterator[Fault]:
    """Nor can it be given one under another name (M10). Reads words only: a second person reads the rest."""
    for risk, place in draft.entries("risk_kinds", RiskKind):
        if risk.nature == "terrorism":
            continue
        for key, text in (("title", risk.title), ("description", risk.description)):
            if found := _SPEAKS_OF_TERRORISM.search(text):
                message = f'risk_kinds "{risk.code}": {key} speaks of "{found[0]}", so its nature must be "terrorism".'
                yield place.fault("terrorism-risk-relabelled", message, key)


def immediate_risk_is_owned_by_a_force(draft: Draft) -> Iterator[Fault]:
    """Immediate danger is owned by a territorial police force, day and night (M6), and every programme has the kind."""
    kinds = list(draft.entries("risk_kinds", RiskKind))
    for risk, place in kinds:
        for kind in sorted(risk.may_own - IMMEDIATE_RISK_OWNERS) if risk.nature == "immediate" else ():
            message = f'risk_kinds "{risk.code}": {_title(kind)} can\'t own an immediate risk. Only a police_force may.'
            yield place.fault("immediate-risk-owner", message, "may_own", element=kind)
    if kinds and not any(risk.nature == "immediate" for risk, _ in kinds):
        message = 'There is no kind of risk whose nature is "immediate", so nothing could be escalated.'
        yield draft.place_of("risk_kinds").fault("no-immediate-risk", message)


def nothing_asks_for_watching(draft: Draft) -> Iterator[Fault]:
    """No catalogue of what may be asked or planned holds an act of surveillance (M14)."""
    for section in ("requested_actions", "questions", "support_actions", "needs", "protective_factors"):
        for entry, place in draft.entries(section, Entry):
            for key, text in (("title", entry.title), ("description", entry.description)):
                if word := word_of_surveillance(text):
                    message = (
                        f'{section} "{entry.code}": {key} says "{word}". Only help for the person can be asked for. '
                        "This check reads words: if you mean help, say it in other words."
                    )
                    yield place.fault("asks-for-watching", message, key)


def what_the_house_acts_on_is_there(draft: Draft) -> Iterator[Fault]:
    """Codes that the house acts on by name: the core prohibitions (M19), and roles and timescales of its own duties."""
    for section, codes in HOUSE_CODES.items():
        for code in sorted(codes - draft.codes.get(section, codes)):
            message = f'{section}: "{code}" is missing. Every programme has it: give it the words that suit yours.'
            yield draft.place_of(section).fault("house-code-missing", message)


def nobody_is_a_recipient_who_never_may_be(draft: Draft) -> Iterator[Fault]:
    """Agencies originate; representative, oversight and government bodies see no person. None is asked for anything."""
    receiving = (
        *(
            (category, category.recipients, "recipients", place)
            for category, place in draft.entries("categories", Category)
        ),
        *(
            (action, action.owners, "owners", place)
            for action, place in draft.entries("requested_actions", RequestedAction)
        ),
        *(
            (action, action.owners, "owners", place)
            for action, place in draft.entries("support_actions", SupportAction)
        ),
        *((risk, risk.may_own, "may_own", place) for risk, place in draft.entries("risk_kinds", RiskKind)),
    )
    for entry, kinds, key, place in receiving:
        for kind in sorted(kinds & NEVER_RECIPIENTS):
            message = (
                f'{place.path[0]} "{entry.code}": {_title(kind)} receives nothing about a person and owns nothing.'
            )
            yield place.fault("never-a-recipient", message, key, element=kind)


def community_bodies_get_the_least(draft: Draft) -> Iterator[Fault]:
    """Community bodies have a part, with the least of all: nothing that the law protects further (M18)."""
    for category, place in draft.entries("categories", Category):
        if category.sensitive and "community" in category.recipients:
            message = f'categories "{category.code}": it is sensitive, so a community body can\'t receive it.'
            yield place.fault("community-gets-least", message, "recipients", element="community")


def regimes_follow_the_law(draft: Draft) -> Iterator[Fault]:
    """Part 3 is for competent authorities, Part 4 for the services and for them always; support is never Part 3."""
    for purpose, place in draft.entries("purposes", Purpose):
        for kind, regime in purpose.regimes.items():
            if (regime == INTELLIGENCE) != (kind in INTELLIGENCE_SERVICES):
                message = (
                    f'purposes "{purpose.code}": {_title(kind)} can\'t be under "{regime}". The intelligence regime is '
                    "for intelligence agencies, and they are always under it."
                )
            elif regime == LAW_ENFORCEMENT and kind not in COMPETENT_AUTHORITIES:
                message = (
                    f'purposes "{purpose.code}": {_title(kind)} can\'t be under "{regime}": it isn\'t a competent '
                    "authority under the Data Protection Act 2018, section 30."
                )
            elif regime == LAW_ENFORCEMENT and purpose.code == "safeguarding_support":
                message = (
                    f'purposes "{purpose.code}": {_title(kind)} can\'t be under "{regime}" when it supports somebody: '
                    "support and pursuit are kept apart."
                )
            else:
                continue
            yield place.fault("regime", message, "regimes", regime, element=kind)


def roles_are_kept_apart_on_both_sides(draft: Draft) -> Iterator[Fault]:
    """If one role can't be held with another, the other says so too: whoever reads either learns it."""
    roles = {role.code: role for role, _ in draft.entries("roles", Role)}
    for role, place in draft.entries("roles", Role):
        for code in sorted(role.never_with):
            if code == role.code:
                message = f'roles "{role.code}": a role can\'t be kept apart from itself.'
                yield place.fault("role-apart-from-itself", message, "never_with", element=code)
            elif code in roles and role.code not in roles[code].never_with:
                message = f'roles "{role.code}": never_with names "{code}", which doesn\'t name "{role.code}" in turn.'
                yield place.fault("one-sided-separation", message, "never_with", element=code)


def escalations_run_through_the_night(draft: Draft) -> Iterator[Fault]:
    """What is urgent is timed by the clock and climbs; some severity escalates."""
    timescales = {timescale.code: (timescale, place) for timescale, place in draft.entries("timescales", Timescale)}
    severities = list(draft.entries("severities", Severity))
    for severity, _ in severities:
        timescale, place = timescales.get(severity.acknowledge_within or "", (None, None))
        if timescale is None or place is None:
            continue
        if not timescale.unit.startswith("clock_"):
            message = (
                f'timescales "{timescale.code}": an escalation is timed through nights: clock_minutes or clock_hours.'
            )
            yield place.fault("escalation-stops-at-night", message, "unit")
        if timescale.when_late != "climb":
            message = f'timescales "{timescale.code}": a late escalation must climb: when_late = "climb".'
            yield place.fault("escalation-does-not-climb", message, "when_late")
    if severities and not any(severity.acknowledge_within for severity, _ in severities):
        message = "No severity has acknowledge_within, so nothing could be escalated."
        yield draft.place_of("severities").fault("nothing-escalates", message)


def escalation_begins_with_the_police(draft: Draft) -> Iterator[Fault]:
    """The first who is told is a police officer; each rung's role can be held where the rung says."""
    roles = {role.code: role for role, _ in draft.entries("roles", Role)}
    for number, (rung, place) in enumerate(draft.entries("escalation", Rung)):
        if number == 0 and rung.held_in - IMMEDIATE_RISK_OWNERS:
            message = f'escalation "{rung.code}": the first rung is held in a police_force and nowhere else.'
            yield place.fault("escalation-not-to-police", message, "held_in")
        role = roles.get(rung.role)
        for kind in sorted(rung.held_in - role.held_in) if role else ():
            message = f'escalation "{rung.code}": the role "{rung.role}" can\'t be held in {_title(kind)}.'
            yield place.fault("rung-without-role", message, "held_in", element=kind)


def telling_the_person_is_looked_at_again(draft: Draft) -> Iterator[Fault]:
    """Telling the person is put off for a while and never as a rule (M11)."""
    for ground, place in draft.entries("notification_grounds", NotificationGround):
        if ground.max_days > LONGEST_BEFORE_LOOKING_AGAIN:
            message = (
                f'notification_grounds "{ground.code}": max_days is {ground.max_days}; somebody must look again '
                f"within {LONGEST_BEFORE_LOOKING_AGAIN} days."
            )
            yield place.fault("put-off-too-long", message, "max_days")


def reasons_rest_on_criteria(draft: Draft) -> Iterator[Fault]:
    """Something must hold before anybody is nominated (M7), and no published criterion is idle."""
    criteria = list(draft.entries("criteria", Criterion))
    used = frozenset[str]().union(*(reason.criteria for reason, _ in draft.entries("reasons", Reason)))
    if criteria and not any(criterion.required for criterion, _ in criteria):
        message = "No criterion is required, so anybody could be nominated."
        yield draft.place_of("criteria").fault("nothing-required", message)
    for criterion, place in criteria:
        if not criterion.required and criterion.code not in used:
            message = f'criteria "{criterion.code}": it is neither required nor used by a reason.'
            yield place.fault("idle-criterion", message)


def support_is_deconflicted(draft: Draft) -> Iterator[Fault]:
    """At some stage the police confirm that support may go ahead (M13)."""
    stages = list(draft.entries("stages", Stage))
    if stages and not any(stage.deconfliction for stage, _ in stages):
        message = "No stage has deconfliction = true, so support could cut across an inquiry."
        yield draft.place_of("stages").fault("never-deconflicted", message)


def every_purpose_can_be_shared_by_somebody(draft: Draft) -> Iterator[Fault]:
    """A purpose that a disclosure may carry has a kind of organisation that could receive it."""
    for purpose, place in draft.entries("purposes", Purpose):
        if purpose.may_be_shared_for and not purpose.regimes.keys() - NEVER_RECIPIENTS:
            message = f'purposes "{purpose.code}": may_be_shared_for is true, and nobody could receive for it.'
            yield place.fault("purpose-without-recipient", message, "may_be_shared_for")


def another_reason_needs_words(draft: Draft) -> Iterator[Fault]:
    """Whoever opens a record for a reason of their own says which."""
    reasons = list(draft.entries("access_reasons", AccessReason))
    if reasons and not any(reason.explain for reason, _ in reasons):
        message = "No access reason has explain = true, so a reader with another reason must give a false one."
        yield draft.place_of("access_reasons").fault("no-other-reason", message)


def _title(kind: str) -> str:
    """A kind of organisation within a sentence, by the code that the author wrote."""
    return f'"{kind}" ({ORGANISATION_KINDS[kind].title.lower()})'


CORE_RULES: Final[tuple[CoreRule, ...]] = (
    terrorism_risk_is_owned_by_the_police,
    terrorism_risk_is_not_relabelled,
    immediate_risk_is_owned_by_a_force,
    nothing_asks_for_watching,
    what_the_house_acts_on_is_there,
    nobody_is_a_recipient_who_never_may_be,
    community_bodies_get_the_least,
    regimes_follow_the_law,
    roles_are_kept_apart_on_both_sides,
    escalations_run_through_the_night,
    escalation_begins_with_the_police,
    telling_the_person_is_looked_at_again,
    reasons_rest_on_criteria,
    support_is_deconflicted,
    every_purpose_can_be_shared_by_somebody,
    another_reason_needs_words,
    calendars_tell_of_nobody,
    *ACCESS_RULES,
    *QUESTION_RULES,
    *MATCHING_RULES,
)
