"""The operating-system account that PostgreSQL runs as. PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DATABASE_ACCOUNT = "handrail-db"
COMMAND_TIMEOUT_SECONDS = 120


class CommandFailed(Exception):
    """One of PostgreSQL's programs ended with an error; the text is what it said."""


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL: ourselves, or the system account `handrail-db` where we are root."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether it is the account of this very process."""
        return self.uid == os.geteuid()

    def run(
        self, command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, in `/`, with what it creates closed to everyone else.

        Raises CommandFailed with the program's own words when it doesn't end with 0.
        """
        as_account = {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": ()}
        finished = subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            umask=0o077,
            timeout=COMMAND_TIMEOUT_SECONDS,
            start_new_session=True,  # Ctrl-C in the terminal is for us to answer, not for a half-done initdb
            check=False,
            **as_account,  # type: ignore[call-overload]
        )
        if finished.returncode != 0:
            raise CommandFailed(f"{Path(command[0]).name} said: {finished.stdout.strip() or 'nothing'}")
        return finished  # type: ignore[no-any-return]

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through `folder` and every folder above it, as their modes stand."""
        return all(self._may(stat.S_IXOTH, part) for part in (folder, *folder.parents) if part.exists())

    def _may(self, other_bit: int, path: Path) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & other_bit << 6)
        if status.st_gid == self.gid:
            return bool(status.st_mode & other_bit << 3)
        return bool(status.st_mode & other_bit)

    def own_folder(self, folder: Path) -> None:
        """Make `folder` for this account alone, or check that it is; raises PermissionError if someone else's."""
        make_passable(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() != self.uid:
            os.chown(folder, self.uid, self.gid)
            status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != self.uid or stat.S_IMODE(status.st_mode) & 0o077:
            raise PermissionError(f"{folder} must be a folder that only {self.name} can open.")

    @property
    def name(self) -> str:
        """The account's name, or its number where it has no name."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)


def make_passable(folder: Path) -> None:
    """Make a folder, and those above it, that every account can enter. One that exists stays as it is."""
    before = os.umask(0o022)
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    finally:
        os.umask(before)


def database_account() -> Account:
    """The account to run PostgreSQL as: this process's own or, for root, `handrail-db`, made when it is missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(DATABASE_ACCOUNT)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
        if useradd is None:
            raise CommandFailed(
                f"PostgreSQL won't run as root, and there is no `useradd` to make the account {DATABASE_ACCOUNT}. "
                "Make that system account by hand, or run Handrail as an ordinary user."
            ) from None
        shell = shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin") or "/bin/false"
        nowhere = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", shell)
        command = [useradd, "--system", "--user-group", *nowhere, DATABASE_ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except subprocess.CalledProcessError as error:
            raise CommandFailed(f"The account {DATABASE_ACCOUNT} can't be made: {error.stderr.strip()}") from None
        entry = pwd.getpwnam(DATABASE_ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)
