"""One disclosure from end to end, in steps that a newcomer can do: who signs in, where they begin, about whom.

For each step somebody waits who has just come that far, so that the steps can be done in any order, or one alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from handrail.demo import nominating, receiving
from handrail.demo.courses import Course, deciding, knowing
from handrail.demo.names import SyntheticName
from handrail.demo.organisations import entries
from handrail.demo.story import Story
from handrail.demo.timeline import Life

#: Where the journey takes place.
CENTRE: Final = "london"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journey: what happens, what to do, who does it (their e-mail address), and where they start."""

    title: str
    text: str
    email: str
    view: str

    @property
    def link(self) -> str:
        """The address of the page where they begin."""
        return reverse(self.view)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose story has just come as far as a step. The steps name them, so their names are always the same."""

    name: SyntheticName
    course: Course
    council: str


def _email(post: str, slug: str) -> str:
    return next(entry for entry in entries() if entry.slug == slug).email(post)


OFFICER, AUTHORISER = _email("officer", "ctu-london"), _email("authoriser", "ctu-london")
CONTACT, COORDINATOR = _email("contact", "camden"), _email("coordinator", "camden")

STEPS: Final = (
    Step(
        "Nominate",
        "An originating officer proposes to share about a person: who they are, why, in which words, with whom. Start "
        "a nomination; or finish the draft about Quentin Underhill (Q. U.), which lacks only how the person is told.",
        OFFICER,
        "originate:nominations",
    ),
    Step(
        "Authorise",
        "A second person sees it as each recipient would, and tests it with five questions. Decide on the nomination "
        "of Ursula Ximenes (U. X.): release it, send it back, or decline. Each is recorded as fully as the others.",
        AUTHORISER,
        "work:waiting",
    ),
    Step(
        "Receive",
        "The council’s single point of contact finds what waits: a disclosure about Vilma Quispe (V. Q.). Acknowledge "
        "it, read what you hold and what you may do with it, decide whether to say that you know her, and add what you "
        "know yourself.",
        CONTACT,
        "work:waiting",
    ),
    Step(
        "Support",
        "The case coordinator opens a case about Xenia Vlahos (X. V.). The police own the risk that somebody may draw "
        "her back; you write down what she needs, and plan help from the closed list, each with an owner and a date.",
        COORDINATOR,
        "work:people",
    ),
    Step(
        "Recall or correct",
        "The officer takes back a statement about Yusuf Quarshie, or corrects it: search for his name. At once the "
        "words are gone from every page of every holder, and you see who has not acknowledged that yet.",
        OFFICER,
        "work:people",
    ),
    Step(
        "Run out",
        "A disclosure lasts as long as it says. One has run out: find “Acknowledge an expiry”, see what is left of it, "
        "and acknowledge. Its sealed text opens only for two people, one of them the data protection officer.",
        CONTACT,
        "work:waiting",
    ),
    Step(
        "“This asks me to watch someone”",
        "Nobody can be asked to watch a person. Open the disclosure about Uma Quigley (U. Q.), press the button, and "
        "the request stops until both data protection officers have looked at it.",
        _email("contact", "lewisham"),
        "work:waiting",
    ),
    Step(
        "Audit",
        "An auditor of the oversight body reads what happened in every organisation, without a word of its content, "
        "and verifies that nothing in the record was changed.",
        _email("auditor", "oversight"),
        "oversee:home",
    ),
)


def _told_and_acknowledged(story: Story) -> Life:
    yield from nominating.released(story, told=True)
    yield from receiving.acknowledged_by_all(story)


def _just_ran_out(story: Story) -> Life:
    yield from nominating.released(story, held_for=20)
    yield from receiving.acknowledged_by_all(story)
    yield story.pilot.diary.later(20.5, 21)
    for received in story.received.values():
        receiving.run_out(received)


def _waiting(
    name: str, live: Callable[[Story], Life], began: int, council: str, reason: str, *, records: int = 0
) -> Waiting:
    given, family = name.split()
    known_as = SyntheticName(given, family, variants=(), origin="journey", woman=given.endswith("a"))
    return Waiting(known_as, Course(live, (began, began), 1, reason, on_pages=True, records=records), council)


#: Who waits, by step: nobody for the last.
SUBJECTS: Final = (
    _waiting("Quentin Underhill", knowing.almost_written, 0, "camden", "isolation", records=1),
    _waiting("Ursula Ximenes", deciding.proposed, 3, "camden", "mental_health_need"),
    _waiting("Vilma Quispe", deciding.just_released, 8, "camden", "unsettled_housing"),
    _waiting("Xenia Vlahos", _told_and_acknowledged, 14, "camden", "family_strain"),
    _waiting("Yusuf Quarshie", _told_and_acknowledged, 15, "lewisham", "substance_use"),
    _waiting("Zoran Vasic", _just_ran_out, 34, "camden", "out_of_work_or_study"),
    _waiting("Uma Quigley", deciding.just_released, 9, "lewisham", "isolation"),
)
