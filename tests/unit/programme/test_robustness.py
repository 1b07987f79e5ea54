"""However a rulebook is spoilt, the check answers with faults and never with an exception."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.programme import check, folder_of

FILES = {path.name: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder_of("mac").glob("*.toml"))}
_value = st.sampled_from(
    [
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "[1]",
        "[true]",
        "0",
        "-1",
        "1.5",
        "nan",
        "true",
        '""',
        '"x"',
        "2029-03-31",
        "07:32:00",
    ]
)


@st.composite
def _spoilt(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the rulebook with a line or two spoilt, still TOML more often than not."""
    name = draw(st.sampled_from(sorted(FILES)))
    lines = list(FILES[name])
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[at].partition("=")
        match draw(st.sampled_from(["value", "drop", "double", "header", "any"])):
            case "value" if equals:
                lines[at] = f"{key}= {draw(_value)}"
            case "drop":
                lines[at] = ""
            case "double":
                lines.insert(at, lines[at])
            case "header":
                lines.insert(at, draw(st.sampled_from(["[x]", "[[x]]", "[[roles]]", "[roles.x]", "[programme.slug]"])))
            case _:
                lines[at] = draw(st.text(max_size=20))
    return name, "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(_spoilt())
def test_no_spoilt_rulebook_breaks_the_check(spoilt: tuple[str, str]) -> None:
    name, text = spoilt
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(folder_of("mac"), Path(folder) / "mac"))
        (copy / name).write_text(text, encoding="utf-8", newline="\n")
        length = text.count("\n") + 1
        for fault in check(copy):
            assert fault.message.endswith("."), fault
            if fault.file == name:
                assert 1 <= fault.line <= length, fault
