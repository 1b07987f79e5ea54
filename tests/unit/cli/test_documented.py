"""The page about the command line names every command there is, and no other; each says what it does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from handrail.cli.main import app

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "command-line.md"


def commands(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command by its words; a group too, where it does something by itself."""
    for name, command in group.commands.items():
        words = (*above, name)
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield words, command
        if hasattr(command, "commands"):
            yield from commands(command, words)


COMMANDS = dict(commands(typer.main.get_command(app)))


def documented() -> set[tuple[str, ...]]:
    """The commands in the first column of the page's table; ``database start``, ``stop`` stands for two."""
    found = set()
    for cell in re.findall(r"^\| (`.*?`) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        group: tuple[str, ...] = ()
        for each in re.findall(r"`([^`]+)`", cell):
            words = tuple(word for word in each.split() if re.fullmatch(r"[a-z][a-z-]+", word))
            group = words[:-1] if len(words) > 1 else group
            found.add(words if len(words) > 1 else (*group, *words))
    return found


def test_every_command_is_on_the_page_and_nothing_else() -> None:
    assert documented() == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=[" ".join(name) for name in COMMANDS])
def test_every_command_and_every_option_says_what_it_is_for(command: Any) -> None:
    assert command.help
    assert [each.name for each in command.params if not getattr(each, "help", None)] == []
