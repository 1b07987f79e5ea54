"""The model is data: what is wrong with one is said, all at once."""

from pathlib import Path

import pytest

from handrail.matching.linkage import model as models
from handrail.matching.linkage.model import ModelFault, load, read

TEXT = (Path(models.__file__).parent / "duplicates-1.toml").read_text(encoding="utf-8")


def test_the_shipped_model_is_whole() -> None:
    model = load()
    assert model.name == "duplicates-1"
    for comparison in model.comparisons:
        assert sum(level.same for level in comparison.speaking) == pytest.approx(1, abs=0.02), comparison.name
        assert comparison.speaking[0].same > comparison.speaking[0].others
        assert comparison.speaking[-1].same < comparison.speaking[-1].others


def test_a_model_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ModelFault, match=r"no model other\. There are: duplicates-1"):
        load("other")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("model = ", "model ", "can't be read"),
        ("says = ", "speaks = ", '"speaks" isn\'t a key here'),
        ("likely = 7.0", "likely = 1.0", "a likely pair has at least the weight"),
        ("likely = 7.0", 'likely = "high"', '"likely" isn\'t of the kind float'),
        ('["nhs_number"],', '["passport"],', 'blocks 10: there is no column "passport"'),
        ('["nhs_number"],', "[],", "blocks 10: it names at least one column"),
        ('differ = "given"', 'differ = "taste"', 'no comparison "taste"'),
        ("found_by_sure = 0.6", "found_by_sure = 1.6", "found_by_sure is a part of the whole"),
        ("least_records = 2_000", "least_records = 1", "least_records is at least 2"),
        ("again_in_a_thousand = 20", "again_in_a_thousand = 1000", "again_in_a_thousand is above 0, and below 1000"),
        ("own = 20", "own = 0", "own is at least 1"),
        ("same = 0.8\n", "same = 1.0\n", "given, level 1: same is a part of the whole"),
        ('when = "exchanged"', 'when = "similar"', 'there is no "similar"'),
        ("at_most = 1", "at_most = 0", "at_most is at least 1"),
        ('by_rarity = "given"', 'by_rarity = "towns"', 'there is no column of text "towns"'),
        ('of = ["given_sounds"]', 'of = ["given"]', "is of a column of several, and given is of text"),
        ('of = ["given_heard", "family_heard"]', 'of = ["given_heard"]', '"exchanged" is of 2 columns'),
        ('when = "otherwise"', 'when = "same"\nof = ["given"]', "its last level, and no other"),
        ('name = "family"', 'name = "given"', 'the comparison "given" is there twice'),
    ],
)
def test_a_fault_is_said_with_its_place(before: str, after: str, why: str) -> None:
    assert before in TEXT
    with pytest.raises(ModelFault) as caught:
        read(TEXT.replace(before, after, 1))
    assert why in str(caught.value)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(ModelFault) as caught:
        read(TEXT.replace("own = 20", "own = 0").replace("likely = 7.0", "likely = 1.0"))
    assert len(str(caught.value).splitlines()) == 2
