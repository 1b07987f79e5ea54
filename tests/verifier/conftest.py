"""What the verifier's tests stand on: the published vectors, small exports, and the program itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handrail_verify.main import main
from tests.unit.ledger.conftest import vectors  # noqa: F401 - a fixture
from tests.verifier.writing import Log, history

Verify = Callable[..., "Outcome"]


class Outcome:
    """What the program said: its exit code, its report, and the codes of what is wrong or to be explained."""

    def __init__(self, exit_code: int, report: dict[str, Any]) -> None:
        self.exit_code, self.report = exit_code, report
        self.wrong: list[dict[str, Any]] = report["wrong"]
        self.explain: list[dict[str, Any]] = report["to_explain"]

    def names(self, code: str, *, file: str | None = None, entry: int | None = None) -> bool:
        """Whether it names this, in this file and at this entry if given."""
        return any(
            each["code"] == code and file in (None, each["file"]) and entry in (None, each["entry"])
            for each in [*self.wrong, *self.explain]
        )


@pytest.fixture
def verify(capsysbinary: pytest.CaptureFixture[bytes]) -> Verify:
    """Run the program as its user would, for JSON."""

    def run(path: Path, *options: str | Path) -> Outcome:
        capsysbinary.readouterr()
        exit_code = main([str(path), *map(str, options), "--json"])
        report = json.loads(capsysbinary.readouterr().out)
        assert exit_code == report["exit_code"] == (1 if report["wrong"] else 3 if report["to_explain"] else 0)
        return Outcome(exit_code, report)

    return run


@pytest.fixture
def log() -> Log:
    """A log of two bundles, the second not full."""
    return Log(history(300))
