"""The drawing of a pair says what its weights say: each bar begins where the last one ended."""

from itertools import pairwise

import pytest

from handrail.matching.identity import Identity
from handrail.matching.linkage.columns import row
from handrail.matching.linkage.learnt import unlearnt
from handrail.matching.linkage.model import load
from handrail.matching.linkage.pairs import Pair, running
from handrail.matching.linkage.scoring import weigh
from handrail.matching.linkage.waterfall import BESIDE, WIDTH, signed, waterfall

MODEL = load()
ONE = Identity(given=("Samira",), family=("Haidari",), born="1994-06-02", postcodes=("SW9 8QT",))
OTHER = Identity(given=("Samirah",), family=("Haidari",), born="1994-06-02", postcodes=("N4 1ZZ",))


def pair(one: Identity, other: Identity) -> Pair:
    return weigh(row("1", one), row("2", other), MODEL, unlearnt(MODEL, 500))


def test_the_steps_lead_from_the_beginning_to_the_weight() -> None:
    found = pair(ONE, OTHER)
    ends = list(running(found))
    assert ends[0][0] == found.prior
    assert ends[-1][1] == pytest.approx(found.weight)


def test_each_bar_begins_where_the_last_one_ended() -> None:
    drawing = waterfall(pair(ONE, OTHER), likely=MODEL.likely)
    bars = drawing.bars
    assert [bar.label for bar in bars] == [
        "Before anything is compared", "Given name", "Family name", "Date of birth", "Address", "All together",
    ]  # fmt: skip
    assert [bar.side for bar in bars] == ["against", "for", "for", "for", "against", "whole"]
    for before, after in pairwise(bars[:-1]):
        begins = after.left if after.side == "for" else after.left + after.length
        assert begins == pytest.approx(before.end, abs=0.2)
    assert bars[-1].end == bars[-2].end


def test_everything_is_drawn_within_the_picture() -> None:
    for one, other in ((ONE, OTHER), (ONE, ONE), (Identity(family=("Haidari",)), Identity(family=("Lee",)))):
        drawing = waterfall(pair(one, other), likely=MODEL.likely)
        for bar in drawing.bars:
            assert 0 <= bar.left <= bar.left + bar.length <= WIDTH - BESIDE + 1
        assert 0 < drawing.even < drawing.likely < WIDTH - BESIDE


def test_a_figure_has_its_sign() -> None:
    assert (signed(7.26), signed(-2.0)) == ("+7.3", "\N{MINUS SIGN}2.0")
