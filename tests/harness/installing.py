"""Handrail's wheel, and an empty environment that it is installed into as somebody outside would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = ROOT / ".tools" / "bin" / "uv"


def build_wheel(folder: Path) -> Path:
    """Build the product's wheel into ``folder``."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def install(wheel: Path, folder: Path, *extras: str) -> Path:
    """Make an environment with the wheel, its extras and the versions of the lock; give the folder of its programs."""
    if not UV.exists():
        if "CI" in os.environ:
            pytest.fail(f"{UV} is missing: `make test` makes it.")
        pytest.skip("`make test` makes .tools/bin/uv")
    environment, requirements = folder / "environment", folder / "requirements.txt"
    chosen = [word for extra in extras for word in ("--extra", extra)]
    for arguments in (
        ["export", "--quiet", "--frozen", "--no-dev", *chosen, "--no-emit-project", "--output-file", str(requirements)],
        ["venv", "--quiet", "--python", sys.executable, str(environment)],
        ["pip", "install", "--quiet", "--python", str(environment), "--requirement", str(requirements)],
        ["pip", "install", "--quiet", "--python", str(environment), "--no-deps", str(wheel)],
        ["pip", "check", "--quiet", "--python", str(environment)],
    ):
        subprocess.run([str(UV), *arguments], cwd=ROOT, check=True, capture_output=True)
    return environment / "bin"


def packages(programs: Path) -> set[str]:
    """The names of the packages that are installed there."""
    listed = [str(UV), "pip", "list", "--format", "freeze", "--python", str(programs.parent)]
    done = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True)
    return {line.partition("==")[0] for line in done.stdout.splitlines()}
