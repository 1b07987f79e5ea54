"""The policy texts, cut into policies that know their file and line.

Cedar's parser gives no positions, so the text is cut here at the semicolons that end its policies, and each policy is
handed to Cedar by itself: whatever Cedar says about it, the file and line are known.
"""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from handrail.policy.faults import Place

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


def schema_texts() -> tuple[Text, ...]:
    """The fragments that together are the schema."""
    folder = files("handrail.policy") / "schema"
    found = sorted(
        (each for each in folder.iterdir() if each.name.endswith(".cedarschema")), key=lambda each: each.name
    )
    return tuple(Text(f"policy/schema/{each.name}", each.read_text(encoding="utf-8")) for each in found)


def policy_texts() -> tuple[Text, ...]:
    """The rules: the core that nothing loosens, the house's own, then each programme's."""
    house = files("handrail.policy")
    texts = [
        Text(f"policy/{name}", (house / name).read_text(encoding="utf-8")) for name in ("core.cedar", "house.cedar")
    ]
    # By path, not by import: the ground floor does not know the rulebook's code, only where its rules lie.
    texts += _of_programmes()
    return tuple(texts)


def _of_programmes() -> Iterator[Text]:
    """Each programme's rules. Those of a programme that others are based on hold for these too."""
    folders = sorted((files("handrail") / "programme").iterdir(), key=lambda each: each.name)
    installed = [folder for folder in folders if (folder / "programme.toml").is_file()]
    on: defaultdict[str, list[str]] = defaultdict(list)
    for folder in installed:
        if not (folder / "policy.cedar").is_file():
            header = tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8"))["programme"]
            on[str(header["based_on"])].append(folder.name)
    for folder in installed:
        rules = folder / "policy.cedar"
        if rules.is_file():
            holds_for = (folder.name, *on[folder.name])
            source = rules.read_text(encoding="utf-8")
            if len(holds_for) > 1:
                among = f"{json.dumps(holds_for)}.contains(resource.programme)"
                source = source.replace(f'resource.programme == "{folder.name}"', among)
            yield Text(f"programme/{folder.name}/policy.cedar", source, holds_for)
