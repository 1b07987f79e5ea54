"""What entries say was done, in words."""

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from django.urls import get_resolver

from handrail.gate import passages
from handrail.web.what_was_done import BROUGHT_ABOUT, actions, kind_said, kinds, said


@pytest.fixture(autouse=True)
def _everything_is_imported() -> None:
    assert get_resolver().url_patterns


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("person.open", "Opened this person’s record"),
        ("disclosure.acknowledge", "Acknowledged this disclosure"),
        ("case.see", "Opened this case"),
        ("case.record_told", "Recorded that the person was told"),
        ("support.cannot_do", "Said that they can’t give this support"),
        ("question.asks_to_watch", "Said that this asks them to watch someone"),
        ("member.not_told", "An e-mail to a member could not be sent"),
        ("disclosure.received", "A disclosure arrived"),
    ],
)
def test_an_entry_says_what_somebody_did(action: str, words: str) -> None:
    assert said(action) == words


def test_what_is_done_by_a_command_can_be_found_on_the_page_as_well() -> None:
    """In a process that has imported what pages need, and nothing else: a server of pages knows no more."""
    program = """
import importlib, pkgutil, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from handrail.web.what_was_done import actions
offered = {option.code for option in actions()}
import handrail
from handrail.gate import passages
for module in pkgutil.walk_packages(handrail.__path__, "handrail."):
    if not module.name.startswith("handrail.cli.") and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sorted(passages.keys() - offered))
"""
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_whatever_is_recorded_beside_an_action_can_be_found() -> None:
    """Every kind that is written out where a further entry is made: ``act.also("…"``, and what hands one on to it."""
    source = Path(str(files("handrail")))
    text = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py") if "migrations" not in path.parts)
    kinds_of_more = set(re.findall(r'\b(?:also|also_each|tell|told|_take_step)\([^()"]*"([a-z_]+\.[a-z_]+)"', text))
    assert {"duty.remind", "disclosure.hand_in_refused", "disclosure.received"} <= kinds_of_more
    assert kinds_of_more <= {option.code for option in actions()}


def test_nothing_that_somebody_did_speaks_to_the_reader() -> None:
    assert [action for action in sorted(passages) if re.search(r"\byou\b", said(action))] == []


def test_everything_that_can_be_recorded_can_be_chosen_once_and_told_apart() -> None:
    offered = list(actions())
    assert {option.code for option in offered} == {*passages, *BROUGHT_ABOUT}
    words = [(option.group, option.title) for option in offered]
    assert len(set(words)) == len(words)
    groups = [option.group for option in offered]
    assert groups == sorted(groups)


def test_every_kind_of_record_has_its_word() -> None:
    assert {option.code for option in kinds()} == {each.resource.name for each in passages.values() if each.resource}
    assert (kind_said("Case"), kind_said("Escalation"), kind_said("")) == ("A case", "An escalation", "")
