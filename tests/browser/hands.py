"""Two pairs of hands for one journey: the same words on the page, reached by pointing or by keyboard alone.

What is asked for is found as a person finds it, by the words on it. Every step that leaves a page waits for the next.
"""

from abc import ABC, abstractmethod
from datetime import date
from http import HTTPStatus

from playwright.sync_api import Locator, Page, Response

#: More stops than anybody should need from the start of a page's content to the thing they came for.
MOST_TABS = 90

#: GOV.UK's focus colour, #ffdd00. Radios and checkboxes wear it on the mark before their label.
_YELLOW = "rgb(255, 221, 0)"

#: Where the focus is, for the one element that is wanted.
_WHERE = """
(wanted, yellow) => {
  const here = document.activeElement;
  const outside = !here || here === document.body || here === document.documentElement;
  const radios = here.type === "radio" && wanted.type === "radio";
  const group = radios && here.name === wanted.name && here.form === wanted.form;
  const looks = (style) => [style.outlineColor, style.boxShadow, style.backgroundColor, style.borderTopColor].join();
  const shown = looks(getComputedStyle(here)) + looks(getComputedStyle(here.nextElementSibling ?? here, "::before"));
  const box = here.getBoundingClientRect();
  const below = Boolean(here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING);
  return {
    arrived: here === wanted || group,
    exactly: here === wanted,
    outside,
    forward: outside || below || here.contains(wanted),
    seen: outside || (shown.includes(yellow) && box.bottom > 0 && box.top < innerHeight),
    html: here.outerHTML.slice(0, 120),
  };
}
"""

#: Ends once the address names no place within the page.
_FORGOTTEN = """
() => new Promise((done) => {
  const look = () => (location.hash ? setTimeout(look) : done());
  setTimeout(look);
})
"""


def _arrived(answer: Response | None, *, refused: bool = False) -> None:
    assert answer is not None
    wanted = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY if refused else answer.ok
    assert wanted, f"{answer.url} answered {answer.status}"


class Hands(ABC):
    """Whoever works through the pages."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Follow the first link that reads ``name``."""
        _arrived(self._enter((within or self.page).get_by_role("link", name=name, exact=exact).first))

    def press(self, name: str, *, refused: bool = False) -> None:
        """Press the first button that reads ``name``; ``refused`` where the form comes back with what is wrong."""
        _arrived(self._enter(self.page.get_by_role("button", name=name).first), refused=refused)

    def unfold(self, name: str) -> None:
        """Show what is folded away under ``name``."""
        self._unfold(self.page.locator("summary", has_text=name))

    def choose(self, label: str, *, group: str = "", exact: bool = False) -> None:
        """Choose an answer, or tick a box, in the question ``group`` where its words are on the page more than once."""
        question = self.page.get_by_role("group", name=group) if group else self.page
        self._tick(question.get_by_label(label, exact=exact).first)

    def tick_all(self, name: str) -> None:
        """Tick every box of the question with this field name."""
        for box in self.page.locator(f"input[name={name}]").all():
            self._tick(box)

    def untick(self, label: str) -> None:
        """Take the tick out of a box."""
        self._untick(self.page.get_by_role("checkbox", name=label))

    def write(self, label: str, words: str) -> None:
        """Write in the field with this label."""
        self._type(self.page.get_by_label(label, exact=True), words)

    def write_date(self, day: date) -> None:
        """Write a date in the page's one date question."""
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.write(part, str(number))

    def pick(self, label: str, option: str) -> None:
        """Pick from a list that drops down."""
        self._pick(self.page.get_by_label(label), option)

    @abstractmethod
    def _enter(self, target: Locator) -> Response | None:
        """Follow a link or press a button, and wait for the answer that it leads to."""

    @abstractmethod
    def _unfold(self, target: Locator) -> None:
        """Press what unfolds."""

    @abstractmethod
    def _tick(self, target: Locator) -> None:
        """Choose an answer or tick a box."""

    @abstractmethod
    def _untick(self, target: Locator) -> None:
        """Take a tick out."""

    @abstractmethod
    def _type(self, target: Locator, words: str) -> None:
        """Replace what a field holds."""

    @abstractmethod
    def _pick(self, target: Locator, option: str) -> None:
        """Pick an option."""


class Pointing(Hands):
    """With a mouse or a finger."""

    def _enter(self, target: Locator) -> Response | None:
        with self.page.expect_navigation() as arrival:
            target.click()
        return arrival.value

    def _unfold(self, target: Locator) -> None:
        target.click()

    def _tick(self, target: Locator) -> None:
        target.check()

    def _untick(self, target: Locator) -> None:
        target.uncheck()

    def _type(self, target: Locator, words: str) -> None:
        target.fill(words)

    def _pick(self, target: Locator, option: str) -> None:
        target.select_option(label=option)


class Typing(Hands):
    """With a keyboard alone: Tab, Enter, the space bar, the arrows, and letters in a field.

    Fails where something can't be reached in :data:`MOST_TABS` stops, or where a stop on the way doesn't show that
    the focus is there.
    """

    def _enter(self, target: Locator) -> Response | None:
        self._reach(target)
        with self.page.expect_navigation() as arrival:
            self.page.keyboard.press("Enter")
        return arrival.value

    def _unfold(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _tick(self, target: Locator) -> None:
        self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked()

    def _untick(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Space")
        assert not target.is_checked()

    def _type(self, target: Locator, words: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)
        assert target.input_value() == words

    def _pick(self, target: Locator, option: str) -> None:
        self._reach(target)
        for _ in range(target.locator("option").count()):
            if target.evaluate("list => list.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} can't be picked by keyboard")

    def _reach(self, target: Locator) -> None:
        """Tab to ``target``, in a group of radio buttons with the arrows, past the header by the skip link."""
        wanted = target.element_handle()
        where = wanted.evaluate(_WHERE, _YELLOW)
        if where["outside"] and wanted.evaluate("target => Boolean(target.closest('main'))"):
            self._skip_to_content()
            where = wanted.evaluate(_WHERE, _YELLOW)
        for _ in range(MOST_TABS):
            if where["arrived"]:
                break
            self.page.keyboard.press("Tab" if where["forward"] else "Shift+Tab")
            where = wanted.evaluate(_WHERE, _YELLOW)
            assert where["seen"], f"The focus can't be seen on {where['html']}"
        assert where["arrived"], f"{target} can't be reached by keyboard in {MOST_TABS} stops"
        for _ in range(MOST_TABS):
            if where["exactly"]:
                return
            self.page.keyboard.press("ArrowDown")
            where = wanted.evaluate(_WHERE, _YELLOW)
            assert where["seen"], f"The focus can't be seen on {where['html']}"
        raise AssertionError(f"{target} can't be reached with the arrows")

    def _skip_to_content(self) -> None:
        self.page.keyboard.press("Tab")
        if "govuk-skip-link" in self.page.evaluate("document.activeElement.className"):
            self.page.keyboard.press("Enter")
            # A script forgets a moment later where that led. Nothing is pressed before, as nobody is so quick: it would
            # be taken for the arrival of the next page.
            self.page.evaluate(_FORGOTTEN)
