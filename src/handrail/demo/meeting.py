"""A meeting in a person's story: called, held, minuted; two people who write at once; dissent and the way forward."""

from datetime import datetime, timedelta
from uuid import UUID

from handrail.demo import wording
from handrail.demo.pilot import RISK, SUPPORT, House
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life
from handrail.gate import Actor, clock
from handrail.meetings.actions import calling, deciding, following, inviting, minuting, noting
from handrail.meetings.queries.agenda import meetings_of, open_agenda

#: A note that nobody has written yet is at this version.
_BLANK = 0


class Panel:
    """A meeting about one case, in the hands of its coordinator; the helper is asked to it as well."""

    def __init__(self, case: Case, starts_at: datetime) -> None:
        """Call it."""
        self.case, self.words = case, wording.meetings()
        self.starts_at = starts_at
        self.left: list[UUID] = []
        self.id = calling.call(
            by=case.coordinator,
            purpose=SUPPORT,
            cases=(case.id,),
            starts_at=starts_at,
            place=self.words["place"],
            chair=case.lead.staff["chair"],
        )
        held = meetings_of(by=case.coordinator, purpose=SUPPORT, case=case.id)
        self.item = next(each.agenda_case for each in held if each.agenda_case and each.starts_at == starts_at)
        inviting.invite(
            by=case.coordinator, purpose=SUPPORT, agenda_case=self.item, members=(case.helper.staff["contact"],),
            why="gives_support",
        )  # fmt: skip

    @property
    def helper(self) -> Actor:
        """Who comes from the helper."""
        return self.case.helper.by("contact")

    @property
    def force(self) -> House:
        """The police force of the case, whose risk owner is asked because they own a risk."""
        return self.case.story.force

    def answer(self) -> None:
        """The helper comes, the police send apologies."""
        calling.answer(by=self.helper, purpose=SUPPORT, meeting=self.id, step="come")
        calling.answer(by=self.force.by("risk_owner"), purpose=RISK, meeting=self.id, step="apologise")

    def move(self, starts_at: datetime) -> None:
        """Move it to another day."""
        self.starts_at = starts_at
        calling.postpone(
            by=self.case.coordinator, purpose=SUPPORT, meeting=self.id, starts_at=starts_at,
            place=self.words["place"], reason="people_missing",
        )  # fmt: skip

    def call_off(self) -> None:
        """Cancel it."""
        calling.cancel(by=self.case.coordinator, purpose=SUPPORT, meeting=self.id, reason="nothing_due")

    def begin(self) -> None:
        """Begin it, with a point that the helper brings."""
        noting.add_point(by=self.helper, purpose=SUPPORT, agenda_case=self.item, words=self.words["point"])
        calling.begin(by=self.case.coordinator, purpose=SUPPORT, meeting=self.id)
        present = (
            self.case.lead.staff["coordinator"],
            self.case.lead.staff["chair"],
            self.case.helper.staff["contact"],
        )
        calling.record_attendance(by=self.case.coordinator, purpose=SUPPORT, meeting=self.id, present=present)

    def write(self, *, merge: bool) -> None:
        """Two write at once about the first point; the helper makes one text of the two, or has yet to."""
        point = self._first_point()
        for by, words in ((self.case.coordinator, "note"), (self.helper, "second_note")):
            noting.write_note(
                by=by, purpose=SUPPORT, agenda_case=self.item, point=point, text=self.words[words], version=_BLANK
            )
        if merge:
            shown = open_agenda(by=self.helper, purpose=SUPPORT, agenda_case=self.item).points[0]
            noting.write_note(
                by=self.helper, purpose=SUPPORT, agenda_case=self.item, point=point, text=self.words["merged"],
                version=shown.version, merges=shown.aside[0].id,
            )  # fmt: skip

    def propose(self, which: str = "") -> UUID:
        """Put a decision before the meeting."""
        return deciding.propose(
            by=self.case.coordinator, purpose=SUPPORT, agenda_case=self.item, point=self._first_point(),
            decision=self.words[f"{which}decision"], reason=self.words[f"{which}reason"],
        )  # fmt: skip

    def dissent(self, decision: UUID, which: str = "") -> UUID:
        """The helper disagrees."""
        return deciding.dissent(
            by=self.helper, purpose=SUPPORT, agenda_case=self.item, decision=decision,
            why=self.words[f"{which}dissent"],
        )  # fmt: skip

    def decide(self) -> None:
        """Three decisions: one with dissent and a way forward, one from which dissent was withdrawn, one not made."""
        chair = self.case.lead.by("chair")
        first = self.propose()
        settled = self.dissent(first)
        deciding.settle_dissent(
            by=chair, purpose=SUPPORT, agenda_case=self.item, dissent=settled, way_forward=self.words["way_forward"]
        )
        second = self.propose("second_")
        withdrawn = self.dissent(second, "second_")
        deciding.withdraw_dissent(by=self.helper, purpose=SUPPORT, agenda_case=self.item, dissent=withdrawn)
        for decision in (first, second):
            deciding.record_decision(by=chair, purpose=SUPPORT, agenda_case=self.item, decision=decision)
        third = self.propose("third_")
        deciding.drop_decision(by=chair, purpose=SUPPORT, agenda_case=self.item, decision=third)
        self.left = [self._leave(words, first) for words in ("action", "second_action")]

    def finish(self) -> None:
        """Finish it."""
        calling.finish(by=self.case.coordinator, purpose=SUPPORT, meeting=self.id)

    def minute(self) -> UUID:
        """The coordinator drafts the minutes, and the chair approves them."""
        paper = minuting.draft_minutes(by=self.case.coordinator, purpose=SUPPORT, agenda_case=self.item)
        minuting.approve(by=self.case.lead.by("chair"), purpose=SUPPORT, paper=paper, version=1)
        return paper

    def sum_up(self) -> None:
        """The coordinator drafts a summary, which waits for the chair."""
        minuting.draft_summary(
            by=self.case.coordinator, purpose=SUPPORT, agenda_case=self.item, words=self.words["summary"]
        )

    def release(self, paper: UUID) -> None:
        """The helper and the police are given the minutes; the helper has read them."""
        to = (self.case.helper.id, self.force.id)
        minuting.release(by=self.case.coordinator, purpose=SUPPORT, paper=paper, to=to)
        minuting.acknowledge(by=self.helper, purpose=SUPPORT, paper=paper)

    def follow_up(self) -> None:
        """The helper did what it was left, and the other action is not needed any more."""
        done, needless = self.left
        following.complete(by=self.helper, purpose=SUPPORT, meeting_action=done, outcome=self.words["outcome"])
        following.cancel(by=self.case.coordinator, purpose=SUPPORT, meeting_action=needless)

    def _leave(self, words: str, decision: UUID) -> UUID:
        return following.add_action(
            by=self.case.coordinator, purpose=SUPPORT, agenda_case=self.item, words=self.words[words],
            owner=self.case.helper.id, due_on=clock.today() + timedelta(days=21), decision=decision,
        )  # fmt: skip

    def _first_point(self) -> UUID:
        return open_agenda(by=self.case.coordinator, purpose=SUPPORT, agenda_case=self.item).points[0].id


def held(case: Case) -> Life:
    """A meeting that was moved once, held and minuted; what it left to do was done."""
    diary = case.story.pilot.diary
    panel = Panel(case, diary.later(5, 7))
    yield diary.later(1, 2)
    panel.move(diary.later(6, 9))
    yield diary.later(0.5, 1)
    panel.answer()
    yield panel.starts_at
    panel.begin()
    panel.write(merge=True)
    panel.decide()
    yield diary.soon()
    panel.finish()
    yield diary.later(0.5, 1.5)
    paper = panel.minute()
    panel.sum_up()
    yield diary.later(0.5, 1)
    panel.release(paper)
    yield diary.later(3, 9)
    panel.follow_up()


def minutes_wait(case: Case) -> Life:
    """A meeting was held. Its minutes are approved, and nobody has been given them yet."""
    diary = case.story.pilot.diary
    panel = Panel(case, diary.later(5, 7))
    yield panel.starts_at
    panel.begin()
    panel.write(merge=True)
    panel.decide()
    panel.finish()
    yield diary.later(0.5, 1.5)
    panel.minute()


def under_way(case: Case) -> Life:
    """A meeting is going on: two texts to merge, and a dissent that has no way forward yet."""
    diary = case.story.pilot.diary
    panel = Panel(case, diary.end)
    yield diary.end
    panel.begin()
    panel.write(merge=False)
    panel.dissent(panel.propose())
    panel.propose("second_")


def to_come(case: Case) -> Life:
    """A meeting next week: some have answered."""
    diary = case.story.pilot.diary
    yield diary.end - timedelta(hours=2)
    panel = Panel(case, diary.end + timedelta(days=8))
    panel.answer()


def called_off(case: Case) -> Life:
    """A meeting that was not needed in the end."""
    diary = case.story.pilot.diary
    panel = Panel(case, diary.later(5, 7))
    yield diary.later(1, 2)
    panel.call_off()
