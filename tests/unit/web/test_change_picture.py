"""The picture of what changed: every row in its place, nothing above another, nothing told by colour or by size."""

from itertools import pairwise

from handrail.assessments.values import CHANGES, Change
from handrail.programme import load
from handrail.web.work.change_picture import BOX_HEIGHT, WIDTH, picture

FORM = load("mac").instruments.version("vulnerability_framework", "1.0.0")


def change(place: int, before: str | None, after: str | None, how: str) -> Change:
    return Change(FORM.factors[place].code, before, after, how)


SOME = (
    change(0, "present", "partly", "moved"),
    change(1, "partly", "partly", "unchanged"),
    change(2, None, "not_known", "new"),
    change(3, "not_seen", None, "gone"),
    change(4, None, None, "not_given"),
)


def test_each_change_has_its_row_under_its_heading_and_what_was_not_given_has_none() -> None:
    drawn = picture(SOME, FORM)
    assert [(band.heading, [row.how for row in band.rows]) for band in drawn.bands] == [
        ("Changed", ["moved"]),
        ("Judged for the first time", ["new"]),
        ("Not judged this time", ["gone"]),
        ("The same as before", ["unchanged"]),
    ]


def test_rows_stand_below_each_other_and_inside_the_picture() -> None:
    everything = tuple(change(place, "present", "partly", "moved") for place in range(len(FORM.factors)))
    drawn = picture(everything, FORM)
    rows = [row for band in drawn.bands for row in band.rows]
    assert len(rows) == len(FORM.factors)
    assert all(above.box_y + BOX_HEIGHT < below.y for above, below in pairwise(rows))
    assert rows[-1].box_y + BOX_HEIGHT < drawn.height
    assert all(len(line) * 8 < WIDTH for row in rows for line in row.title)


def test_it_is_told_in_words_as_well() -> None:
    told = picture(SOME, FORM).told
    assert "A sense of grievance or injustice: from present to partly." in told
    assert "Feels threatened: partly, as before." in told
    assert "not known, judged for the first time." in told
    assert "Wants standing: not seen before, not judged this time." in told
    assert FORM.factors[4].title not in told


def test_where_a_row_stands_does_not_depend_on_what_was_judged() -> None:
    """No answer is above or beside another: only what became of a factor decides its heading."""
    other = (change(0, "not_known", "not_seen", "moved"), *SOME[1:])
    places = [
        [(band.y, row.y, row.box_y) for band in picture(changes, FORM).bands for row in band.rows]
        for changes in (SOME, other)
    ]
    assert places[0] == places[1]


def test_every_change_has_words() -> None:
    assert set(CHANGES) == {each.how for each in SOME}


def test_nothing_changed_is_an_empty_picture() -> None:
    assert picture((), FORM).bands == ()
