"""The page about synthetic registers says what the data say."""

import re
import tomllib
from pathlib import Path

from handrail.matching.synthetic import keeping
from handrail.matching.synthetic.mistakes import CHANGES, SLIPS
from handrail.matching.synthetic.origins import mixes, origins

PAGE = (Path(__file__).parents[4] / "docs" / "reference" / "matching-synthetic.md").read_text(encoding="utf-8")


def test_every_slip_stands_there_with_its_rates() -> None:
    rates = tomllib.loads(Path(keeping.__file__).with_name("rates.toml").read_text(encoding="utf-8"))
    rows = {
        row[0]: row[1:]
        for row in re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([\d.]*) ?\| ([\d.]*) ?\|$", PAGE, re.MULTILINE)
    }
    assert set(rows) == {*SLIPS, *CHANGES}
    for slip in SLIPS:
        assert [float(each) for each in rows[slip]] == [
            round(100 * rates[file]["slips"][slip], 6) for file in ("register", "queries")
        ]


def test_it_counts_the_strata_and_the_lists_right() -> None:
    assert len({origin.stratum for origin in origins().values()}) == 13
    assert len(origins()) == 17
    assert "Thirteen strata" in PAGE
    assert "seventeen lists" in PAGE
    assert all(f"`{mix}`" in PAGE for mix in mixes())
