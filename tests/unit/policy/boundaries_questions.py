"""Questions to partners, and their answers."""

from tests.unit.policy.boundaries import Forbid, about, elsewhere
from tests.unit.policy.requests import (
    CASE,
    CONTACT,
    COORDINATOR,
    COUNCIL,
    DECISION,
    FORCE,
    GUARDIAN,
    ME,
    NHS,
    QUESTION,
    because,
    member,
)

CHAIR = member(COUNCIL, "panel_chair")
NURSE = member(NHS, "single_point_of_contact")

SEE = about(QUESTION, CONTACT, "question.see")
ASK = about(CASE, COORDINATOR, "question.ask")
PUT = about(QUESTION, COORDINATOR, "question.put")
APPROVE = about(QUESTION, CHAIR, "question.approve")
WITHDRAW = about(QUESTION, COORDINATOR, "question.withdraw")
SEEN = WITHDRAW.doing("question.mark_read")
ANSWER = about(QUESTION, NURSE, "question.answer")
GIVE = about(QUESTION, GUARDIAN, "question.give")
FLAG = about(QUESTION, NURSE, "question.asks_to_watch")
POLICE = because("risk_management", "law_enforcement")
CHANGE_ANSWER = about(DECISION, CONTACT, "decision.edit").what(organisation=COUNCIL, kind="answer", proposed_by=ME)

FORBIDS = (
    Forbid("question-parties-only", (elsewhere(SEE), elsewhere(ANSWER.doing("question.open"))), (SEE, ANSWER)),
    Forbid(
        "question-not-put",
        (SEE.who(organisation=NHS, organisation_kind="nhs").what(put=False), FLAG.what(put=False)),
        (SEE.what(put=False), SEE.who(organisation=NHS, organisation_kind="nhs")),
    ),
    Forbid(
        "asker-decides-on-asking",
        tuple(
            each.who(organisation=NHS, organisation_kind="nhs")
            for each in (
                PUT,
                APPROVE,
                APPROVE.doing("question.turn_down"),
                WITHDRAW,
                WITHDRAW.doing("question.mark_read"),
            )
        ),
        (PUT, APPROVE, WITHDRAW),
    ),
    Forbid(
        "asked-decides-on-answering",
        tuple(
            each.who(organisation=COUNCIL, organisation_kind="council")
            for each in (ANSWER, ANSWER.doing("question.cannot_answer"), GIVE)
        ),
        (ANSWER, GIVE, FLAG),
    ),
    Forbid("no-question-outside-the-catalogue", (PUT.what(in_catalogue=False),), (PUT,)),
    Forbid(
        "own-words-need-a-second-person",
        (PUT.what(needs_second=True),),
        (PUT, PUT.what(needs_second=True, approved=True)),
    ),
    Forbid(
        "two-different-people-question",
        (APPROVE.what(asked_by=ME), APPROVE.doing("question.turn_down").what(asked_by=ME)),
        (APPROVE,),
    ),
    Forbid(
        "questions-are-for-support",
        tuple(
            each.why(regime="law_enforcement")
            for each in (ASK, PUT, ANSWER, APPROVE, GIVE, ANSWER.doing("question.open"))
        ),
        (ASK, PUT, ANSWER, WITHDRAW.why(regime="law_enforcement")),
    ),
    Forbid(
        "health-answers-need-caldicott",
        (
            GIVE.who(roles=frozenset({"single_point_of_contact"})),
            GIVE.who(organisation=COUNCIL, organisation_kind="council", roles=frozenset({"centre_lead"})).what(
                asker=NHS, asked_of=COUNCIL, asked_of_kind="council"
            ),
            GIVE.who(roles=frozenset({"single_point_of_contact"})).what(needs_guardian=False),
        ),
        (
            GIVE,
            GIVE.who(organisation=COUNCIL, organisation_kind="council", roles=frozenset({"centre_lead"})).what(
                asker=NHS, asked_of=COUNCIL, asked_of_kind="council", needs_guardian=False
            ),
        ),
    ),
    Forbid(
        "an-answer-and-no-more",
        (CHANGE_ANSWER,),
        (CHANGE_ANSWER.what(kind="contribution"),),
    ),
    Forbid(
        "mac-police-do-not-ask",
        tuple(
            ASK.doing(f"question.{verb}").who(
                organisation=FORCE, organisation_kind=kind, roles=frozenset({"single_point_of_contact"})
            )
            for verb in ("ask", "partners", "offers")
            for kind in ("police_force", "counter_terrorism_unit", "intelligence_agency")
        ),
        (ASK, ASK.who(roles=frozenset({"single_point_of_contact"}))),
    ),
)
