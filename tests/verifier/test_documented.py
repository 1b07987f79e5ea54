"""The reference page names every finding and every part of the report that there is, and no other."""

import ast
import re
from pathlib import Path

from tests.verifier.conftest import Verify
from tests.verifier.test_receipt import proof_of
from tests.verifier.writing import Log, kept

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "ledger-export.md"


def documented(heading: str) -> set[str]:
    """The names in the first column of the table below a heading."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def codes() -> set[str]:
    """The first argument of each finding that the program makes."""
    found = set()
    for module in (ROOT / "verifier" / "src" / "handrail_verify").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Wrong"), args=[ast.Constant(value=str(code)), *_]):
                    found.add(code)
    return found


def test_every_finding_is_on_the_page_and_nothing_else() -> None:
    assert documented("What a finding means") == codes()


def test_every_part_of_the_report_is_on_the_page_and_nothing_else(tmp_path: Path, log: Log, verify: Verify) -> None:
    export = verify(log.export(tmp_path / "export"), "--key", log.vkey)
    receipt = verify(kept(tmp_path / "receipt", proof_of(log, 7)), "--key", log.vkey)
    assert documented("The report as JSON") == set(export.report) | set(receipt.report)
