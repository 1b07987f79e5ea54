"""A rulebook doesn't change what holds under the others that are installed beside it."""

from pathlib import Path

import pytest

from handrail import programme
from handrail.folders import shipped_folders
from handrail.programme import Fault, contents
from tests.unit.programme.rulebooks import Rulebook, head

CHAIR = """
[[roles]]
code = "panel_chair"
title = "Chair of our hub"
description = "Calls the meeting and records what it decides."
held_in = ["council"]
training = []
clearance = "official_sensitive"
never_with = {apart}
"""

HELPING = """
[[purposes]]
code = "safeguarding_support"
title = "Helping somebody"
description = "Support that somebody may take or leave."
may_be_shared_for = true

[purposes.regimes]
general = ["council", "nhs", "police_force"]
"""


@pytest.fixture
def own(tmp_path: Path) -> Rulebook:
    (tmp_path / "our-hub").mkdir()
    rulebook = Rulebook(tmp_path / "our-hub")
    rulebook.write("programme.toml", head("our-hub"))
    return rulebook


def _add(rulebook: Rulebook, section: str, entries: str) -> None:
    rulebook.write("programme.toml", head("our-hub", adds_to=f'"{section}"'))
    rulebook.write(f"{section}.toml", entries)


def _beside(rulebook: Rulebook) -> list[Fault]:
    return programme.check_beside(rulebook.folder, rulebook.folder.name, shipped_folders())


def _chair(apart: str = "") -> str:
    listed = apart or str(sorted(programme.load("mac").roles["panel_chair"].never_with)).replace("'", '"')
    return CHAIR.format(apart=listed)


def test_what_a_role_is_called_is_its_own_affair(own: Rulebook) -> None:
    _add(own, "roles", _chair())
    assert _beside(own) == []


def test_a_role_is_held_in_no_other_kind_of_organisation(own: Rulebook) -> None:
    _add(own, "roles", _chair().replace('["council"]', '["council", "community"]'))
    (fault,) = [each for each in _beside(own) if each.rule == "role-held-wider"]
    assert fault.file == "roles.toml"
    assert '"community"' in own.read("roles.toml").splitlines()[fault.line - 1]


@pytest.mark.parametrize(
    "chair", [_chair(apart="[]"), _chair().replace('"official_sensitive"', '"official"')], ids=["together", "uncleared"]
)
def test_no_less_is_asked_of_whoever_holds_a_role(own: Rulebook, chair: str) -> None:
    _add(own, "roles", chair)
    assert "role-asks-less" in {fault.rule for fault in _beside(own)}


COURSE = """
[[training]]
code = "hub_course"
title = "What our hub teaches"
description = "How to chair our hub."
valid_months = 12
"""


def test_no_training_is_asked_for_that_would_lock_out_who_works_under_other_programmes(own: Rulebook) -> None:
    """From the next start nobody who holds the role, under whichever programme, could open a record."""
    own.write("programme.toml", head("our-hub", adds_to='"roles", "training"'))
    own.write("roles.toml", COURSE + _chair().replace("training = []", 'training = ["hub_course"]'))
    (fault,) = _beside(own)
    assert fault.rule == "role-asks-more"
    assert '"hub_course"' in own.read("roles.toml").splitlines()[fault.line - 1]
    assert fault.line > len(COURSE.splitlines())


def test_an_organisation_is_under_one_part_of_the_law_whatever_the_programme(own: Rulebook) -> None:
    _add(own, "purposes", HELPING.replace("safeguarding_support", "risk_management"))
    faults = _beside(own)
    assert {fault.rule for fault in faults} == {"regime-differs"}
    assert any('"police_force"' in fault.message and "law_enforcement" in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("section", "entries"),
    [
        ("roles", _chair(apart="[]").replace("panel_chair", "hub_helper")),
        ("purposes", HELPING.replace("safeguarding_support", "hub_support")),
    ],
)
def test_a_role_and_a_purpose_of_its_own_change_nothing_for_others(own: Rulebook, section: str, entries: str) -> None:
    _add(own, section, entries)
    assert _beside(own) == []


def test_the_same_files_have_the_same_digest_wherever_they_lie(own: Rulebook, tmp_path: Path) -> None:
    before = contents.digest(contents.contents(own.folder))
    own.write("notes.txt", "No part of the programme.")
    assert contents.digest(contents.contents(own.folder)) == before
    _add(own, "roles", _chair())
    assert contents.digest(contents.contents(own.folder)) != before


def test_a_link_is_no_file_of_a_programme(own: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("", encoding="utf-8")
    (own.folder / "time.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(contents.NotPlainFiles) as refused:
        contents.contents(own.folder)
    assert [(fault.file, fault.rule) for fault in refused.value.faults] == [("time.toml", "not-a-file")]
