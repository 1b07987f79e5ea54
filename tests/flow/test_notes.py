"""Two people who write about the same thing lose nothing."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from handrail.gate import clock
from handrail.meetings.actions import noting
from handrail.meetings.comparing import compared
from handrail.meetings.models import Note
from handrail.meetings.rules import lands
from handrail.meetings.values import Point
from tests.acting import act_as
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.sitting import CHAIR, LANDLORD, NURSE, POLICE, begun, finish, first_point, note, seen
from tests.working import COORDINATOR, Given, disclosed, opened
from tests.worlds import World

HERS, HIS = "She sees her sister on Sundays.", "He says that the flat is damp."


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def item(pilot: World, given: Given) -> UUID:
    _, (item,) = begun(pilot, opened(pilot, given, partners=("nhs", "housing")))
    return item


def point(pilot: World, item: UUID, who: str = COORDINATOR) -> Point:
    return seen(pilot, who, item).points[0]


def test_the_second_to_save_sees_what_the_first_wrote_and_keeps_their_own(pilot: World, item: UUID) -> None:
    assert note(pilot, COORDINATOR, item, HERS).kept
    second = note(pilot, NURSE, item, HIS)
    assert (second.kept, second.version) == (False, 1)
    shown = point(pilot, item, NURSE)
    assert shown.note is not None
    assert (shown.note.words, [text.words for text in shown.aside]) == (HERS, [HIS])


def test_what_is_typed_on_after_a_conflict_is_kept_too_and_merged_once(pilot: World, item: UUID) -> None:
    note(pilot, COORDINATOR, item, HERS)
    note(pilot, NURSE, item, HIS)
    note(pilot, NURSE, item, f"{HIS} And cold.")
    (aside,) = point(pilot, item, NURSE).aside
    assert aside.words == f"{HIS} And cold."
    merged = note(pilot, NURSE, item, f"{HERS}\n\n{aside.words}", version=1, merges=aside.id)
    assert (merged.kept, merged.version) == (True, 2)
    shown = point(pilot, item)
    assert shown.note is not None
    assert (shown.note.words, shown.aside) == (f"{HERS}\n\n{HIS} And cold.", ())
    assert {text.words for text in shown.earlier} == {HERS, f"{HIS} And cold."}


def test_a_merge_that_comes_too_late_is_kept_aside_again(pilot: World, item: UUID) -> None:
    note(pilot, COORDINATOR, item, HERS)
    note(pilot, NURSE, item, HIS)
    (aside,) = point(pilot, item, NURSE).aside
    note(pilot, COORDINATOR, item, f"{HERS} Always.", version=1)
    again = note(pilot, NURSE, item, f"{HERS} {HIS}", version=1, merges=aside.id)
    assert again.kept is False
    shown = point(pilot, item, NURSE)
    assert [text.words for text in shown.aside] == [f"{HERS} {HIS}"]


def test_who_saves_again_and_again_changes_their_own_text(pilot: World, item: UUID) -> None:
    for version, text in enumerate(("S", "Sh", "She")):
        assert note(pilot, COORDINATOR, item, text, version=version).version == version + 1
    shown = point(pilot, item)
    assert (shown.note.words if shown.note else "", shown.earlier) == ("She", ())


def test_nobody_writes_over_words_that_they_may_not_read(pilot: World, item: UUID, given: Given) -> None:
    """The trust was not given the item that the note rests on: what it writes stands beside, until somebody merges."""
    note(pilot, COORDINATOR, item, HERS, draws_on=given.items[1:2])
    shown = point(pilot, item, NURSE)
    assert shown.note is not None
    assert shown.note.words is None
    assert note(pilot, NURSE, item, HIS, version=shown.version).kept is False
    assert point(pilot, item, NURSE).aside[0].words == HIS
    assert [text.words for text in point(pilot, item).aside] == [HIS]


def test_whoever_still_types_when_the_meeting_ends_loses_nothing(pilot: World, given: Given) -> None:
    meeting, (item,) = begun(pilot, opened(pilot, given, partners=("nhs", "housing")))
    finish(pilot, meeting)
    assert note(pilot, NURSE, item, HIS).kept


def test_two_at_the_same_instant(databases: Databases, pilot: World, item: UUID) -> None:
    """Both are brought to the same row and let go together: one is the note, the other is kept aside."""
    first_point(pilot, item)
    with held(databases, row("meetings_agendacase"), item) as hold:
        answers = hold.race(lambda: note(pilot, COORDINATOR, item, HERS), lambda: note(pilot, NURSE, item, HIS))
    assert answers == [noting.Written(True, 1), noting.Written(False, 1)]
    shown = point(pilot, item)
    assert shown.note is not None
    assert (shown.note.words, [text.words for text in shown.aside]) == (HERS, [HIS])


def test_a_room_full_of_people_who_all_write_at_once(pilot: World, item: UUID) -> None:
    """Five people save twenty times each, as their scripts do: the newest version that each has seen, then on.

    Afterwards whatever somebody typed last is there: as the note, as an earlier text, or aside, waiting to be merged.
    """
    who = (COORDINATOR, CHAIR, NURSE, LANDLORD, POLICE)
    here = first_point(pilot, item)
    last: dict[str, str] = {}

    def types(writer: str) -> None:
        try:
            version = 0
            for number in range(20):
                last[writer] = f"{writer} typed {number}"
                written = noting.write_note(
                    by=pilot.actor(writer), purpose="safeguarding_support", agenda_case=item, point=here,
                    text=last[writer], version=version,
                )  # fmt: skip
                version = written.version if written.kept else version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(who)) as pool:
        for running in [pool.submit(copy_context().run, types, writer) for writer in who]:
            running.result(timeout=120)
    shown = point(pilot, item)
    assert shown.note is not None
    kept = {shown.note.words, *(text.words for text in (*shown.aside, *shown.earlier))}
    assert set(last.values()) <= kept
    with act_as(pilot, COORDINATOR):
        assert Note.objects.filter(point_id=here, state="current").count() == 1


# --- What is true of any number of writers, in any order --------------------------------------------------------------

#: A save: who, and how many versions behind what is there their page is.
SAVES = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 3)), max_size=30)


@drawn(saves=SAVES)
@settings(max_examples=300)
def test_no_order_of_saves_loses_what_somebody_typed_last(saves: list[tuple[str, int]]) -> None:
    """The rule alone, without a database: a text is replaced only by who wrote it, or by who had it before them."""
    version, current, kept, aside = 0, None, [], {}
    for number, (writer, behind) in enumerate(saves):
        text, based_on = f"{writer}{number}", max(version - behind, 0)
        if not lands(version, based_on, nothing_there=current is None):
            aside[writer] = text
            continue
        if current is not None and current[0] != writer:
            kept.append(current)
        current, version = (writer, text), version + 1
        assert based_on == version - 1 or version == 1
    there = {text for _, text in kept} | set(aside.values()) | ({current[1]} if current else set())
    assert {text for _, text in kept if text not in there} == set()
    lasts = {writer: f"{writer}{number}" for number, (writer, _) in enumerate(saves)}
    assert set(lasts.values()) <= there


TEXTS = st.lists(st.sampled_from(["home", "sister", "the", "clinic,", "\n", "is", "far"]), max_size=12).map(" ".join)


@drawn(theirs=TEXTS, mine=TEXTS)
def test_what_is_compared_gives_both_texts_again(theirs: str, mine: str) -> None:
    stretches = compared(theirs, mine)
    assert "".join(each.words for each in stretches if each.whose != "mine") == theirs
    assert "".join(each.words for each in stretches if each.whose != "theirs") == mine
    assert all(first.whose != second.whose for first, second in itertools.pairwise(stretches))


def test_a_note_is_dated_by_when_it_was_saved(pilot: World, item: UUID) -> None:
    with clock.at(clock.now() + timedelta(minutes=5)):
        note(pilot, COORDINATOR, item, HERS)
        shown = point(pilot, item)
        assert shown.note is not None
        assert shown.note.at == clock.now()
