"""What the house acts on by name is what every rulebook must have."""

import re
from pathlib import Path

import handrail
from handrail.programme.house_codes import HOUSE_CODES
from handrail.programme.reading import SECTIONS

SOURCE = Path(handrail.__file__).parent


def test_every_code_taken_by_name_from_a_catalogue_is_asked_of_every_rulebook() -> None:
    by_name = re.compile(rf'\.({"|".join(SECTIONS)})\["([a-z_]+)"\]')
    taken = {
        (section, code)
        for path in SOURCE.rglob("*.py")
        for section, code in by_name.findall(path.read_text(encoding="utf-8"))
    }
    assert taken, "the pattern no longer finds what the source does"
    assert {(section, code) for section, code in taken if code not in HOUSE_CODES.get(section, ())} == set()
