"""One disclosure from end to end, told in the pages that each person meets, for whichever hands work through them.

The address bar is used once by each person, to come to the front page; from there on it is links and buttons.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from handrail.gate import clock
from handrail.upkeep.sweep import sweep
from tests.browser.conftest import PATIENCE_MS, looking_at, signing_in
from tests.browser.hands import Hands
from tests.browser.served import served
from tests.harness.databases import Databases
from tests.worlds import NOW, World, build_small_pilot

OFFICER, AUTHORISER = "originating_officer@ctu", "authoriser@ctu"
CONTACT, SECOND_CONTACT = "single_point_of_contact@council", "second_contact@council"
NURSE, TEACHER = "single_point_of_contact@nhs", "single_point_of_contact@school"
COORDINATOR, POLICE = "case_coordinator@council", "police_risk_owner@force"
AUDITOR = "auditor@oversight"

NAME = "Amina Yusuf"
ALONE = "She has become isolated since leaving work."
HOME = "She lives with a friend and may have to leave this summer."

WHY_HELPING = "I am helping this person, or arranging help for them"
WHY_SHARING = "I am preparing or deciding what to share"
WHY_RISK = "I am managing a risk that the police own"
WHY_RIGHTS = "I am answering the person's own request or complaint"

BETWEEN_TURNS, BETWEEN_PAGES = timedelta(minutes=3), timedelta(seconds=2)


@dataclass
class Hours:
    """What time it is in the journey, where no two things happen at once."""

    now: datetime = NOW

    def next_page(self) -> datetime:
        """The moment at which the next page is answered."""
        self.now += BETWEEN_PAGES
        return self.now


@dataclass
class Journey:
    """Whose turn it is, where and when.

    ``look`` keeps a picture of a step. ``under_way`` stays true where a step did not come to its end, so that the steps
    after it aren't tried.
    """

    pilot: World
    hands: Hands
    sign_in: Callable[[str], None]
    look: Callable[[str], None]
    address: str
    hours: Hours
    under_way: bool = False

    def tell(self, step: Callable[["Journey"], None]) -> None:
        """Tell one step."""
        if self.under_way:
            pytest.skip("A step before this one failed.")
        self.under_way = True
        step(self)
        self.under_way = False

    @property
    def page(self) -> Page:
        return self.hands.page

    def turn_of(self, who: str) -> None:
        """A while later somebody else sits down, signs in and comes to the front page."""
        self.hours.now += BETWEEN_TURNS
        self.page.context.clear_cookies()
        self.sign_in(who)
        self.page.goto(self.address)
        expect(self.page.get_by_role("heading", name="Waiting for you")).to_be_visible()

    def wait_until(self, moment: datetime) -> None:
        """Let time pass, and what happens by itself in it."""
        self.hours.now = moment
        with clock.at(moment):
            sweep()

    def duty(self, text: str, why: str = "") -> None:
        """Turn to what is waiting; ``why`` answers why the record is opened."""
        self.hands.follow(text)
        if why:
            self.say_why(why)

    def person(self, why: str) -> None:
        """Go to the one person in the list of people."""
        self.hands.follow("People", within=self.page.get_by_role("navigation", name="Main"))
        self.hands.follow("LDN-")
        self.say_why(why)

    def say_why(self, why: str) -> None:
        self.hands.choose(why)
        self.hands.press("Continue")

    def reads(self, words: str) -> Locator:
        """Expect ``words`` on the page."""
        found = self.page.get_by_text(words).first
        expect(found).to_be_visible()
        return found

    def reads_nowhere(self, words: str) -> None:
        """Expect ``words`` nowhere on the page."""
        expect(self.page.get_by_text(words)).to_have_count(0)


@contextmanager
def begun(
    databases: Databases, browser: Browser, hands: Callable[[Page], Hands], *, scripts: bool, pictures: str
) -> Iterator[Journey]:
    """A journey at its beginning: the small pilot, served, and a browser; ``pictures`` begins their names."""
    hours = Hours()
    with (
        databases.fresh("pilot", build_small_pilot) as (_, pilot),
        browser.new_context(java_script_enabled=scripts) as context,
        served(hours.next_page) as address,
    ):
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        look, sign_in = looking_at(page, scripts=scripts), signing_in(context, address, pilot)
        yield Journey(pilot, hands(page), sign_in, lambda name: look(f"{pictures}-{name}"), address, hours)
