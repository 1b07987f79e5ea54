"""Files are wrong about people in every way that is named, about as often as stated, and say so in their truth."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from math import sqrt
from random import Random

import pytest

from handrail.matching.synthetic import Row, slips
from handrail.matching.synthetic.entry import Entry
from handrail.matching.synthetic.keeping import RATES
from handrail.matching.synthetic.mistakes import CHANGES, SLIPS
from handrail.matching.synthetic.origins import Name, Written, origins
from handrail.matching.synthetic.people import Home, Person
from handrail.matching.synthetic.writing import QUERIES, REGISTER

#: Slips that can happen to whoever has a name, a whole date or a postcode, at one rate for everybody.
TO_EVERYBODY = (
    "given-missing", "family-missing", "typing", "wrong-digit", "year-off", "date-missing", "postcode-slip",
    "postcode-missing",
)  # fmt: skip


def written(text: str, *spellings: str, short: tuple[str, ...] = ()) -> Written:
    return Written(text, Name(text, spellings, short))


def entry(**changed: object) -> Entry:
    """Catherine Ann Hughes-Featherstonehaugh, as a file has her that nothing has happened to yet."""
    given = [written("Catherine", "Katherine", short=("Kate",)), written("Ann", "Anne")]
    family = written("Hughes-Featherstonehaugh")
    person = Person(
        number=1, origin=origins()["british"], woman=True, given=tuple(given), used=0, family=family,
        born=date(1984, 5, 12), homes=(Home(3.0, "B5 4QQ", "Birmingham"),), nhs_number="", upn="",
    )  # fmt: skip
    fresh = Entry(
        person=person, given=given, family=[family], known_as=[], born="1984-05-12", postcode="B5 4QQ", previous=[],
        town="Birmingham", nhs_number="", upn="", slips=[],
    )  # fmt: skip
    for field, value in changed.items():
        setattr(fresh, field, value)
    return fresh


def columns(kept: Entry) -> dict[str, str]:
    names = ("given", "family", "known_as", "born", "postcode", "previous", "town", "nhs_number", "upn")
    return dict(zip(names, kept.columns(), strict=True))


@pytest.mark.parametrize(
    ("slip", "column", "becomes"),
    [
        ("nickname", "given", {"Kate Ann"}),
        ("initial-only", "given", {"C A"}),
        ("given-missing", "given", {""}),
        ("family-missing", "family", {""}),
        ("respelled", "given", {"Katherine Ann", "Catherine Anne"}),
        ("part-missing", "family", {"Hughes", "Featherstonehaugh"}),
        ("joined", "family", {"HughesFeatherstonehaugh", "Hughes Featherstonehaugh"}),
        ("cut-short", "family", {"Hughes-F"}),
        ("names-swapped", "family", {"Catherine Ann"}),
        ("part-chosen", "family", {"Ann"}),
        ("january-first", "born", {"1984-01-01"}),
        ("day-month-swapped", "born", {"1984-12-05"}),
        ("year-only", "born", {"1984"}),
        ("date-missing", "born", {""}),
        ("year-off", "born", {"1974-05-12", "1982-05-12", "1983-05-12", "1985-05-12", "1986-05-12", "1994-05-12"}),
        ("postcode-part", "postcode", {"B5"}),
        ("postcode-missing", "postcode", {""}),
    ],
)
def test_a_slip_does_what_its_name_says_and_nothing_else(slip: str, column: str, becomes: set[str]) -> None:
    before = columns(entry())
    for seed in range(20):
        kept = entry()
        assert SLIPS[slip](kept, Random(seed))
        after = columns(kept)
        assert after[column] in becomes
        untouched = set(before) - {column, "given" if slip in ("names-swapped", "part-chosen") else column}
        assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}


@pytest.mark.parametrize("slip", ["typing", "hearing", "scanning"])
def test_a_slip_of_hand_ear_or_eye_changes_one_name(slip: str) -> None:
    for seed in range(30):
        kept = entry()
        slipped = SLIPS[slip](kept, Random(seed))
        names = [*kept.given, *kept.family]
        changed = [one for one, was in zip(names, [*entry().given, *entry().family], strict=True) if one != was]
        assert len(changed) == (1 if slipped else 0)


def test_a_wrong_digit_leaves_a_date() -> None:
    for seed in range(50):
        kept = entry()
        assert SLIPS["wrong-digit"](kept, Random(seed))
        assert date.fromisoformat(kept.born) != date(1984, 5, 12)
        assert sum(one != other for one, other in zip(kept.born, "1984-05-12", strict=True)) == 1


@pytest.mark.parametrize(
    ("slip", "without"),
    [
        ("nickname", {"given": [written("Ann")]}),
        ("respelled", {"given": [written("Ann")], "family": [written("Hughes")]}),
        ("part-missing", {"family": [written("Hughes")]}),
        ("joined", {"family": [written("Hughes")]}),
        ("cut-short", {"family": [written("Hughes")]}),
        ("part-chosen", {"given": [written("Ann")]}),
        ("names-swapped", {"given": []}),
        ("initial-only", {"given": []}),
        ("day-month-swapped", {"born": "1984-05-31"}),
        ("wrong-digit", {"born": "1984"}),
        ("january-first", {"born": ""}),
        ("postcode-slip", {"postcode": ""}),
        ("postcode-part", {"postcode": "B5"}),
    ],
)
def test_what_cannot_happen_does_not_and_is_not_said_to(slip: str, without: Mapping[str, object]) -> None:
    kept = entry(**without)
    before = columns(kept)
    assert not SLIPS[slip](kept, Random(1))
    assert columns(kept) == before


def test_every_kind_of_slip_occurs_in_both_files(drawn: tuple[Row, ...]) -> None:
    for file in (REGISTER, QUERIES):
        found = Counter(slip for row in drawn if row.file == file for slip in row.truth[2].split(";") if slip)
        assert set(found) == {*SLIPS, *CHANGES}


@pytest.mark.parametrize("slip", TO_EVERYBODY)
@pytest.mark.parametrize("file", [REGISTER, QUERIES])
def test_slips_occur_at_their_rates(file: str, slip: str, drawn: tuple[Row, ...]) -> None:
    rate = RATES[file]["slips"][slip]
    records = [row.truth[2].split(";") for row in drawn if row.file == file]
    found = sum(slip in each for each in records) / len(records)
    # A twentieth less often, as an earlier slip may have taken what it would happen to.
    spread = 4 * sqrt(rate / len(records))
    assert 0.93 * rate - spread < found < rate + spread


@pytest.mark.parametrize(("stratum", "slip"), [("somali", "respelled"), ("east-asian", "names-swapped")])
def test_an_origin_has_rates_of_its_own(stratum: str, slip: str, drawn: tuple[Row, ...]) -> None:
    of = {
        each: [slip in row.truth[2].split(";") for row in drawn if row.truth[1] == each]
        for each in (stratum, "british")
    }
    assert sum(of[stratum]) / len(of[stratum]) > 1.5 * sum(of["british"]) / len(of["british"])


def test_without_a_slip_only_what_has_changed_differs(drawn: tuple[Row, ...]) -> None:
    """Two records of one person to which nothing happened say the same date of birth and the same name in use."""
    clean = [row for row in drawn if not row.truth[2]]
    register = {row.truth[0]: row for row in clean if row.file == REGISTER}
    both = [(register[row.truth[0]], row) for row in clean if row.file == QUERIES and row.truth[0] in register]
    assert len(both) > 500
    for one, other in both:
        assert one.columns[4] == other.columns[4]
        assert one.columns[2] == other.columns[2]
        assert {*one.columns[1].split()} & {*other.columns[1].split()}


@pytest.mark.parametrize("word", ["Smith", "O'Neill", "Łukasz", "Ng", "A", ""])
def test_a_slip_in_a_word_leaves_a_word(word: str) -> None:
    for seed in range(40):
        for slip in (slips.typing, slips.hearing, slips.scanning):
            assert abs(len(slip(word, Random(seed))) - len(word)) <= 2
