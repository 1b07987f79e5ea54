"""A programme that is based on another: its own sections stand, the rest is the other's, and slips are told."""

from pathlib import Path

import pytest

from handrail import programme
from tests.unit.programme.rulebooks import Rulebook, head

STAGE = """
[[stages]]
code = "only"
title = "The only stage"
description = "Everything happens here."
deconfliction = true
"""


@pytest.fixture
def own(tmp_path: Path) -> Rulebook:
    """A programme that says nothing of its own but who it is."""
    (tmp_path / "own").mkdir()
    rulebook = Rulebook(tmp_path / "own")
    rulebook.write("programme.toml", head("own"))
    return rulebook


def test_a_head_is_a_programme(own: Rulebook) -> None:
    assert own.faults() == []


def test_its_own_section_stands_in_place_of_the_other(own: Rulebook) -> None:
    own.write("stages.toml", STAGE)
    assert own.found() == {("stages.toml", "house-code-missing")}
    own.write("stages.toml", STAGE.replace("deconfliction = true", "deconfliction = false"))
    assert own.found() == {("stages.toml", "house-code-missing"), ("stages.toml", "never-deconflicted")}


def test_entries_are_added_where_the_head_says_so(own: Rulebook) -> None:
    added = '\n[[timescales]]\ncode = "review_case"\ntitle = "Look again"\ndescription = "Each month."\namount = 1\n'
    own.write("time.toml", added + 'unit = "months"\nowed_by = ["case_coordinator"]\nwhen_late = "remind"\n')
    assert "house-code-missing" in {rule for _, rule in own.found()}
    own.write("programme.toml", head("own", adds_to='"timescales"'))
    assert own.faults() == []


@pytest.mark.parametrize("base", ["elsewhere", "channel", "own", "../mac"])
def test_it_is_based_on_a_programme_that_comes_with_handrail_and_is_based_on_none(own: Rulebook, base: str) -> None:
    own.write("programme.toml", head("own", based_on=base))
    (fault,) = [fault for fault in own.faults() if fault.rule == "no-base"]
    assert "based_on" in own.read("programme.toml").splitlines()[fault.line - 1]


@pytest.mark.parametrize("section", ["needs", "nonsense"])
def test_nothing_is_added_to_a_section_that_is_not_there(own: Rulebook, section: str) -> None:
    own.write("programme.toml", head("own", adds_to=f'"{section}"'))
    (fault,) = own.faults()
    assert (fault.rule, section in fault.message) == ("adds-to-nothing", True)


def test_a_slip_in_its_own_section_is_told_at_its_line(own: Rulebook) -> None:
    own.write("stages.toml", STAGE.replace("deconfliction", "deconfliktion"))
    assert ("stages.toml", "unknown-key") in own.found()


def test_every_programme_that_comes_with_handrail_is_whole() -> None:
    assert {each.slug: programme.check(programme.folder_of(each.slug)) for each in programme.installed()} == {
        "channel": [],
        "mac": [],
        "safeguarding-hub": [],
    }
