"""What partners are asked in a person's story, and what each makes of it: answered, unsaid, flagged, taken back."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from handrail.demo import receiving, wording
from handrail.demo.pilot import ADMINISTRATION, SUPPORT, House
from handrail.demo.story import Story
from handrail.demo.timeline import Life
from handrail.gate import clock
from handrail.questions.actions import answering, asking, challenging
from handrail.questions.actions.answering import Answer
from handrail.questions.actions.lapsing import lapse
from handrail.questions.models import Silence
from handrail.sharing.actions import authorising
from handrail.sharing.actions.receiving import acknowledge

if TYPE_CHECKING:
    from handrail.demo.supporting import Case

#: The version that a decision has once it was put forward.
_PUT_FORWARD = 2


def answered(story: Story, case: "Case") -> Life:
    """The helper says that a worker of theirs is there already, and the council acknowledges that."""
    question = _ask(case, case.helper, "worker_already")
    yield story.pilot.diary.later(1, 3)
    decision = _write(case.helper, question, "yes")
    yield story.pilot.diary.later(0.2, 1)
    released = authorising.release(
        by=case.helper.by("deputy"),
        purpose=SUPPORT,
        decision=decision,
        version=_PUT_FORWARD,
        answers=receiving.ANSWERED,
    )
    yield story.pilot.diary.later(0.2, 1)
    (given,) = released.recipients
    acknowledge(by=case.lead.by("contact"), purpose=SUPPORT, disclosure=given.disclosure)


def waits(story: Story, case: "Case") -> Life:
    """One question is before the helper now, and another has an answer that waits for its second person."""
    yield story.pilot.diary.ago(4)
    _ask(case, case.helper, "communication")
    question = _ask(case, case.helper, "helped_before")
    yield story.pilot.diary.later(0.5, 2)
    _write(case.helper, question, wording.questions()["helped_before"])


def silent(story: Story, case: "Case") -> Life:
    """One says nothing, and its time runs out; where silences are told apart, the other says that it holds nothing."""
    withheld = _ask(case, case.helper, "wishes")
    nothing = _ask(case, case.helper, "housing_help_open")
    yield story.pilot.diary.later(0.5, 3)
    for question, silence in ((withheld, Silence.WITHHELD), (nothing, Silence.NOTHING_HELD)):
        answering.cannot_answer(by=case.helper.by("contact"), purpose=SUPPORT, question=question, silence=silence)
    yield clock.now() + timedelta(days=16)
    lapse(by=case.lead.service("sweep"), purpose=ADMINISTRATION, question=withheld)


def flagged(story: Story, case: "Case", *, concluded: bool) -> Life:
    """A question asks to watch somebody; where ``concluded``, both officers say that it does."""
    question = _ask(case, case.helper, "helped_before")
    yield story.pilot.diary.later(0.5, 2)
    words = story.random.choice(wording.casework().challenges)
    challenge = challenging.asks_to_watch(by=case.helper.by("contact"), purpose=SUPPORT, question=question, words=words)
    if concluded:
        for house in (case.helper, case.lead):
            yield story.pilot.diary.later(0.5, 2)
            receiving.conclude(house.by(receiving.data_protection_at(house)), challenge, "withdrawn")


def taken_back(story: Story, case: "Case") -> Life:
    """The coordinator found out from the person themselves."""
    question = _ask(case, case.helper, "worker_already")
    yield story.pilot.diary.later(0.5, 2)
    asking.withdraw(by=case.coordinator, purpose=SUPPORT, question=question)


def own_words(case: "Case", *, turn_down: bool) -> None:
    """A question in the coordinator's own words: nobody has approved it yet, or the chair will not put it."""
    question = _ask(case, case.helper, "own_words", text=wording.questions()["own_question"])
    if turn_down:
        asking.turn_down(by=case.lead.by("chair"), purpose=SUPPORT, question=question)


def _ask(case: "Case", house: House, code: str, *, text: str = "") -> UUID:
    necessity = wording.questions()["necessity"]
    return asking.ask(
        by=case.coordinator,
        purpose=SUPPORT,
        case=case.id,
        asked_of=house.id,
        code=code,
        necessity=necessity,
        text=text,
    ).question


def _write(house: House, question: UUID, value: str) -> UUID:
    words = wording.questions()
    answer = Answer(
        value=value,
        marking=1,
        information="A",
        power="own_objects",
        necessity=words["answer_necessity"],
        proportionality=words["answer_proportionality"],
        alternatives=words["answer_alternatives"],
        telling="told",
        on=clock.today(),
    )
    return answering.answer(by=house.by("contact"), purpose=SUPPORT, question=question, answer=answer)
