"""`handrail policy prove` says what is proved and what isn't; what is broken, by a request in words."""

import pytest

from handrail.cli.proving import as_json, say
from tests.unit.cli.conftest import run_handrail
from tests.unit.policy.small_policy import CAREFUL, OWN, RELEASED, proved, texts


def test_everything_that_ships_is_proved_without_a_home() -> None:
    ran = run_handrail("policy", "prove", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["ok"] is True
    assert len(ran.json["promises"]) > 90
    assert all(each["holds"] and each["whatever_a_programme_permits"] for each in ran.json["promises"])
    assert ran.json["seconds"] > 0


def test_each_promise_is_read_with_where_it_comes_from_and_what_stays_open(capsys: pytest.CaptureFixture[str]) -> None:
    say(proved())
    told = capsys.readouterr().out
    assert "kept   Nobody reads what is marked above their clearance." in told
    assert "cleared. M2. 2 kinds of request, whatever a programme permits" in told
    assert "Not about: copy.see" in told
    assert "Compared with release 1.0.0 of 2026-11-22" in told
    assert "Not proved" in told
    assert "All of it holds." in told


def test_a_broken_promise_is_told_with_the_request_that_breaks_it(capsys: pytest.CaptureFixture[str]) -> None:
    broken = proved(texts(core=OWN), release=RELEASED)
    say(broken)
    told = capsys.readouterr().out
    assert "BROKEN Nobody reads what is marked above their clearance." in told
    assert "A member could do copy.print on a copy if" in told
    assert "Faults: 2." in told
    assert [fault["place"] for fault in as_json(broken)["faults"]] == [
        "policy/promises.cedar:5",
        "programme/hub/policy.cedar:2",
    ]


def test_a_rule_in_reserve_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    say(proved(texts(hub=CAREFUL)))
    assert "In reserve: above-clearance." in capsys.readouterr().out
