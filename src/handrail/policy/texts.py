"""The policy texts, cut into policies that know their file and line.

Cedar's parser gives no positions, so the text is cut here at the semicolons that end its policies, and each policy is
handed to Cedar by itself: whatever Cedar says about it, the file and line are known.
"""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from handrail.folders import ProgrammeFolder, programme_folders
from handrail.policy.faults import Place, PolicyFault

#: The file of what no programme can loosen.
CORE = "policy/core.cedar"

#: The file of a programme's rules, in its folder.
RULES = "policy.cedar"

#: Strings, comments and policy ends: what decides where one policy stops and the next begins.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|;', re.DOTALL)
#: Where the scope of a policy ends and its conditions begin.
_CONDITIONS = re.compile(r"^(?:when|unless)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """One file of policies or of schema.

    ``programmes`` are the slugs of the programmes that it speaks of, its own first; none for the house.
    """

    file: str
    source: str
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of one policy, with the line its first word is on."""

    text: Text
    source: str
    line: int

    def place(self, needle: str = "") -> Place:
        """Where ``needle`` stands: in the conditions, or else above them; where the policy begins if it is nowhere."""
        conditions = _CONDITIONS.search(self.source)
        found = self.source.find(needle, conditions.start() if conditions else 0)
        offset = found if found >= 0 else max(self.source.find(needle), 0)
        return Place(self.text.file, self.line + self.source.count("\n", 0, offset if needle else 0))


def statements(text: Text) -> Iterator[Statement]:
    """The policies of a file, in order."""
    start = 0
    for token in _TOKEN.finditer(text.source):
        if token.group() == ";":
            yield from _statement(text, start, token.end())
            start = token.end()
    yield from _statement(text, start, len(text.source))


def _statement(text: Text, start: int, end: int) -> Iterator[Statement]:
    """The policy between two offsets, without what is blank or comment above it; nothing if that is all."""
    offset = start
    while above := re.compile(r"\s+|//[^\n]*").match(text.source, offset, end):
        offset = above.end()
    if offset < end:
        yield Statement(text, text.source[offset:end], text.source.count("\n", 0, offset) + 1)


def own_text(name: str) -> Text:
    """One file of this package, such as ``core.cedar``."""
    return Text(f"policy/{name}", (files("handrail.policy") / name).read_text(encoding="utf-8"))


def schema_texts() -> tuple[Text, ...]:
    """The fragments that together are the schema."""
    folder = files("handrail.policy") / "schema"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".cedarschema"))
    return tuple(own_text(f"schema/{name}") for name in names)


def policy_texts(folders: Sequence[ProgrammeFolder] | None = None) -> tuple[Text, ...]:
    """The rules: the core that nothing loosens, the house's own, then those of each programme.

    ``folders`` are the programmes, if others than the installed ones are meant. Raises PolicyFault for a programme that
    has no rules and says of none that they hold for it.
    """
    of_programmes = _of_programmes(programme_folders() if folders is None else folders)
    return (own_text("core.cedar"), own_text("house.cedar"), *of_programmes)


def _of_programmes(folders: Sequence[ProgrammeFolder]) -> Iterator[Text]:
    """Each programme's rules. Those of a programme that others are based on hold for these too."""
    on: defaultdict[str, list[str]] = defaultdict(list)
    for folder in folders:
        if not (folder.path / RULES).is_file():
            on[_base(folder)].append(folder.slug)
    for folder in folders:
        rules = folder.path / RULES
        if rules.is_file():
            holds_for = (folder.slug, *on[folder.slug])
            source = rules.read_text(encoding="utf-8")
            if len(holds_for) > 1:
                among = f"{json.dumps(holds_for)}.contains(resource.programme)"
                source = source.replace(f'resource.programme == "{folder.slug}"', among)
            yield Text(f"{folder.name}/{RULES}", source, holds_for)


def _base(folder: ProgrammeFolder) -> str:
    # By path, not by import: the ground floor does not know the rulebook's code, only where its rules lie.
    header = tomllib.loads((folder.path / "programme.toml").read_text(encoding="utf-8")).get("programme", {})
    if "based_on" not in header:
        raise PolicyFault("a programme has rules of its own, or is based on one", Place(f"{folder.name}/{RULES}", 1))
    return str(header["based_on"])
