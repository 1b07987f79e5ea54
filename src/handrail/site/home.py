"""The home folder: where one installation keeps its keys, its secrets and its embedded database."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.folders import PROGRAMMES, home_path, put_whole

KEYS_VARIABLE = "HANDRAIL_KEY_DIR"


@dataclass(frozen=True)
class Home:
    """One installation's folder. Nothing in it is readable by anyone but the user that runs Handrail."""

    path: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Home":
        """The home named by HANDRAIL_HOME, or `handrail-home` in the current folder."""
        return cls(home_path(environment))

    @property
    def keys(self) -> Path:
        """Organisation keys and the ledger's signing key. Back it up apart from the database.

        It may lie elsewhere, in a mounted secret for example: HANDRAIL_KEY_DIR names it.
        """
        return self.path / (os.environ.get(KEYS_VARIABLE) or "keys")

    @property
    def database(self) -> Path:
        """The embedded database's own folder, when it may lie below the home."""
        return self.path / "database"

    @property
    def database_access(self) -> Path:
        """How to reach the embedded database: its socket folder and the passwords of its roles."""
        return self.path / "database-access.json"

    @property
    def database_lock(self) -> Path:
        """Held by the process that is starting the embedded database. It says nothing."""
        return self.path / "database.lock"

    @property
    def secret_key(self) -> Path:
        """The key that signs cookies and one-time links."""
        return self.path / "secret-key"

    @property
    def log(self) -> Path:
        """What the worker and the web server say while `handrail demo` shows a progress bar."""
        return self.path / "log"

    @property
    def demo_marker(self) -> Path:
        """Present in a home made by `handrail demo`: synthetic people only, sign-in by picking a role."""
        return self.path / "demo"

    @property
    def demo_address(self) -> Path:
        """In a demo: where its pages were served last, for the commands that are given beside it."""
        return self.path / "demo-address"

    @property
    def demo_partners(self) -> Path:
        """In a demo: what partners keep on machines of their own, their registers' keys. Nobody in them exists."""
        return self.path / "demo-partners"

    @property
    def registers(self) -> Path:
        """The tables of the registers that partners offer to be asked: marks, and nobody's name."""
        return self.path / "registers"

    @property
    def programmes(self) -> Path:
        """The programmes that were installed here, besides those that come with Handrail."""
        return self.path / PROGRAMMES

    @property
    def unfinished_restore(self) -> Path:
        """Present while a backup is being restored here: what else is in the home is not to be used yet."""
        return self.path / "unfinished-restore"

    @property
    def in_use(self) -> bool:
        """Whether an installation was begun here, wherever its database and its keys lie."""
        has_keys = self.keys.exists() and any(self.keys.iterdir())
        return self.database_access.exists() or self.secret_key.exists() or has_keys

    def create(self) -> None:
        """Make the folders and the secret key; what is already there stays as it is."""
        self.create_folder()
        self.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.secret_key.exists():
            write_private(self.secret_key, secrets.token_urlsafe(64))

    def create_folder(self) -> None:
        """Make the folder itself, with nothing in it.

        Root's home can be passed through, not listed, by others: PostgreSQL runs as an account of its own there, and
        its folder lies in the home. Every folder and file inside is closed by itself.
        """
        self.path.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step."""
    put_whole(path, text)
