"""The verifier stays what it promises: alone, and in an order that can be read."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "verifier"
MODULES = sorted((PACKAGE / "src" / "handrail_verify").glob("*.py"))

LINES = 800


def imported(module: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_it_imports_the_standard_library_and_cryptography_and_nothing_else(module: Path) -> None:
    assert imported(module) <= sys.stdlib_module_names | {"cryptography", "handrail_verify"}


def test_it_can_be_read_in_an_hour() -> None:
    """Every line counts: of code, of comment, and empty."""
    assert sum(len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES) < LINES


def test_it_depends_on_cryptography_alone() -> None:
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [each.partition(">")[0] for each in project["dependencies"]] == ["cryptography"]
    assert project["requires-python"] == ">=3.11"


def test_each_module_uses_only_those_that_its_readme_puts_before_it() -> None:
    readme = (PACKAGE / "README.md").read_text(encoding="utf-8").partition("## The order of reading")[2]
    names = [module.stem for module in MODULES if module.stem != "__init__"]
    assert all(f"`{name}.py`" in readme for name in names)
    order = sorted(names, key=lambda name: readme.index(f"`{name}.py`"))
    for module in (each for each in MODULES if each.stem in names):
        before = set(order[: order.index(module.stem)])
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handrail_verify"):
                _, _, inner = (node.module or "").partition(".")
                assert ({inner} if inner else {each.name for each in node.names}) <= before, module.name


@pytest.mark.slow
def test_its_wheel_holds_all_of_it_and_nothing_else(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=PACKAGE, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [scripts] = [archive.read(name).decode() for name in names if name.endswith("entry_points.txt")]
    modules = {name for name in names if ".dist-info/" not in name}
    assert modules == {f"handrail_verify/{module.name}" for module in MODULES} | {"handrail_verify/py.typed"}
    assert "handrail-verify = handrail_verify.main:main" in scripts
