"""Faults of whole files, and all faults at once."""

from pathlib import Path

import pytest

from handrail import programme
from handrail.programme import ProgrammeFault
from handrail.programme.reading import SECTIONS
from handrail.programme.tables import MOST_BYTES
from tests.unit.programme.rulebooks import Rulebook


def test_the_rulebook_as_it_is_has_no_fault(rulebook: Rulebook) -> None:
    assert rulebook.faults() == []


def test_what_is_not_toml_is_refused_where_it_stops_being_toml(rulebook: Rulebook) -> None:
    rulebook.change("risk.toml", 'code = "homelessness"', "code = homelessness")
    line = rulebook.read("risk.toml").splitlines().index("code = homelessness") + 1
    assert [(fault.file, fault.line) for fault in rulebook.faults() if fault.rule == "not-toml"] == [
        ("risk.toml", line)
    ]


def test_a_file_that_breaks_off_is_refused_at_its_end(rulebook: Rulebook) -> None:
    rulebook.write("powers.toml", '[[powers]]\ncode = "own')
    assert ("powers.toml", 2, "not-toml") in [(fault.file, fault.line, fault.rule) for fault in rulebook.faults()]


def test_what_is_not_utf_8_is_refused_at_its_line(rulebook: Rulebook) -> None:
    path = rulebook.folder / "powers.toml"
    path.write_bytes(b"# one\n# two \xe9\n" + path.read_bytes())
    assert ("powers.toml", 2, "not-utf-8") in [(fault.file, fault.line, fault.rule) for fault in rulebook.faults()]


def test_a_file_too_large_is_not_parsed(rulebook: Rulebook) -> None:
    rulebook.write("powers.toml", "#" * (MOST_BYTES + 1))
    assert ("powers.toml", "file-too-large") in rulebook.found()


def test_an_empty_folder_says_what_it_lacks(tmp_path: Path) -> None:
    assert [fault.rule for fault in programme.check(tmp_path)] == ["no-rulebook"]


def test_the_head_of_a_programme_stands_once(rulebook: Rulebook) -> None:
    rulebook.write("powers.toml", "[programme]\n\n" + rulebook.read("powers.toml"))
    assert ("programme.toml", "section-twice") in rulebook.found()


def test_a_programme_without_its_head_is_refused(rulebook: Rulebook) -> None:
    rulebook.change("programme.toml", "[programme]", "[program]")
    assert {("programme.toml", "missing-section"), ("programme.toml", "unknown-section")} <= rulebook.found()


def test_a_head_that_is_no_table_is_refused(rulebook: Rulebook) -> None:
    rulebook.change("programme.toml", "[programme]", "[[programme]]")
    assert ("programme.toml", "wrong-type") in rulebook.found()


def test_a_section_stands_in_one_file(rulebook: Rulebook) -> None:
    entry = '[[powers]]\ncode = "another"\ntitle = "Another"\n'
    rulebook.write("zzz.toml", entry)
    found = rulebook.faults()
    assert ("zzz.toml", 1, "section-twice") in [(fault.file, fault.line, fault.rule) for fault in found]
    assert ("zzz.toml", 1, "missing-key") in [(fault.file, fault.line, fault.rule) for fault in found]


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_no_section_may_be_left_out(rulebook: Rulebook, section: str) -> None:
    for path in rulebook.folder.glob("*.toml"):
        rulebook.drop_section(path.name, section)
    assert any(section in fault.message for fault in rulebook.faults() if fault.rule == "missing-section")


def test_a_section_written_as_one_table_is_refused(rulebook: Rulebook) -> None:
    rulebook.drop_section("risk.toml", "escalation_outcomes")
    rulebook.write("zzz.toml", '[escalation_outcomes]\nmade_safe = "Everybody is safe"\n')
    assert ("zzz.toml", "wrong-type") in rulebook.found()


def test_every_fault_is_found_at_once_and_in_order(rulebook: Rulebook) -> None:
    rulebook.change("risk.toml", '"counter_terrorism_unit"', '"council"', within="terrorism_related")
    rulebook.change("risk.toml", "may_own", "may_won", within="homelessness")
    rulebook.change("time.toml", "amount = 3", "amount = 0", within="review_case")
    rulebook.change("roles.toml", '"sharing_decisions"', '"yoga"', within="authoriser")
    faults = rulebook.faults()
    assert [fault.rule for fault in faults] == [
        "terrorism-risk-owner",
        "missing-key",
        "unknown-key",
        "dangling-code",
        "not-positive",
    ]
    assert faults == sorted(faults)


def test_a_misspelling_is_answered_with_what_was_meant(rulebook: Rulebook) -> None:
    rulebook.change("roles.toml", "clearance =", "clearence =", within="authoriser")
    assert any('did you mean "clearance"?' in fault.message for fault in rulebook.faults())


def test_a_programme_that_cannot_be_used_says_every_fault() -> None:
    with pytest.raises(ProgrammeFault) as refused:
        programme.load("no-such-programme")
    assert refused.value.faults[0].rule == "no-rulebook"
    assert "mac" in str(refused.value)
