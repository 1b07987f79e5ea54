"""Questions put to a partner and answered, for tests that start somewhere along the way.

case = case_with(pilot, "housing")
question = put(pilot, case, "housing", "home_settled")
answered(pilot, question, "housing")
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from handrail.questions.actions import answering, asking
from handrail.questions.actions.answering import Answer
from handrail.questions.models import Question, Reply
from handrail.questions.queries.questions import open_question
from handrail.questions.values import QuestionPage
from handrail.sharing.actions import authorising
from handrail.sharing.actions.authorising import Released
from handrail.sharing.models import SharingDecision
from tests.nominating import ANSWERS, OFFICER, acting_for, propose, recipient, release, write
from tests.working import COORDINATOR, SUPPORT, given_to, opened
from tests.worlds import World

WHY = "She may lose her home in the autumn, and help with that takes months."
AGAIN = "Six weeks have gone by and her rent has changed."

#: An answer that nothing is wrong with, unless what is put in its place makes it so.
ANSWER = Answer(
    value="yes",
    marking=1,
    information="A",
    power="care_act",
    necessity="Help with housing depends on it.",
    proportionality="One word about her home.",
    alternatives="Asking her; the coordinator does that too.",
    telling="told",
    on=date(2025, 5, 30),
)

#: Partners that are told about a home, and not why somebody is concerned: the rulebook gives them no more.
HOUSERS = ("housing", "voluntary")

#: The powers that some kinds of partner rely on.
POWERS = {"school": "children_act", "nhs": "health_service", "voluntary": "own_objects"}


def case_with(pilot: World, *partners: str, told: tuple[str, ...] = ()) -> UUID:
    """A case led by the council with these in its team; ``told`` hold something about the person."""
    written = write(pilot)
    for key in told:
        items = ("name", "home") if key in HOUSERS else ("name", "concern")
        written = written.edited(pilot.actor(OFFICER), recipient(pilot, written, key, items=items))
    release(pilot, propose(pilot, written))
    given = given_to(pilot, "council", written.id)
    for key in told:
        given_to(pilot, key, written.id)
    return opened(pilot, given, partners=partners)


def put(
    pilot: World, case: UUID, key: str, code: str, *, by: str = COORDINATOR, text: str = "", again: str = ""
) -> UUID:
    """A question to the organisation called ``key``."""
    return asking.ask(
        by=pilot.actor(by),
        purpose=SUPPORT,
        case=case,
        asked_of=pilot.organisation(key),
        code=code,
        necessity=WHY,
        text=text,
        again=again,
    ).question


def approve(pilot: World, question: UUID, *, by: str = "panel_chair@council") -> None:
    asking.approve(by=pilot.actor(by), purpose=SUPPORT, question=question)


def write_answer(pilot: World, question: UUID, key: str, **changed: object) -> UUID:
    """An answer that waits for its second person; gives the sharing decision."""
    answer = replace(ANSWER, **{"power": POWERS.get(key, ANSWER.power), **changed})  # type: ignore[arg-type]
    contact = pilot.actor(f"single_point_of_contact@{key}")
    return answering.answer(by=contact, purpose=SUPPORT, question=question, answer=answer)


def release_answer(pilot: World, decision: UUID, by: str) -> Released:
    """The second person lets the answer go."""
    with acting_for(pilot.organisation(by.partition("@")[2])):
        version = SharingDecision.objects.get(pk=decision).version
    return authorising.release(by=pilot.actor(by), purpose=SUPPORT, decision=decision, version=version, answers=ANSWERS)


def decline_answer(pilot: World, decision: UUID, by: str) -> None:
    """The second person decides that nothing is said."""
    with acting_for(pilot.organisation(by.partition("@")[2])):
        version = SharingDecision.objects.get(pk=decision).version
    authorising.decline(
        by=pilot.actor(by), purpose=SUPPORT, decision=decision, version=version, answers=ANSWERS,
        reason="not_necessary",
    )  # fmt: skip


def answered(pilot: World, question: UUID, key: str, *, by: str = "", **changed: object) -> Released:
    """Written by the contact, released by a second one (the guardian, in a health organisation)."""
    second = "caldicott_guardian" if key == "nhs" else "second_contact"
    return release_answer(pilot, write_answer(pilot, question, key, **changed), by or f"{second}@{key}")


def say_nothing(pilot: World, question: UUID, key: str, silence: str) -> None:
    """The contact closes it for their organisation, without an answer."""
    contact = pilot.actor(f"single_point_of_contact@{key}")
    answering.cannot_answer(by=contact, purpose=SUPPORT, question=question, silence=silence)


def page(pilot: World, question: UUID, who: str = COORDINATOR) -> QuestionPage:
    """The question as this member sees it."""
    return open_question(by=pilot.actor(who), purpose=SUPPORT, question=question)


def reply(pilot: World, question: UUID, key: str) -> Reply | None:
    """What the organisation that is asked has on record."""
    with acting_for(pilot.organisation(key)):
        return Reply.objects.filter(question=question).first()


def row(pilot: World, question: UUID, key: str = "council") -> Question:
    """The question's row, as that organisation's session reads it."""
    with acting_for(pilot.organisation(key)):
        return Question.objects.get(pk=question)
