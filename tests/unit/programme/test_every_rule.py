"""Every rule that can refuse a rulebook is provoked by some test."""

import re
from pathlib import Path

from handrail.programme import loader

_RULE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')


def test_every_rule_is_provoked() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(loader.__file__).parent.glob("*.py")]
    rules = {rule for source in sources for rule in _RULE.findall(source)}
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(rules) > 40
    assert {rule for rule in rules if f'"{rule}"' not in tests} == set()
