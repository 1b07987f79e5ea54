"""One PostgreSQL cluster: made, started and stopped through the programs of the wheel."""

import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import make_conninfo

from handrail.site.embedded.account import Account, CommandFailed

PORT = 5432
SOCKET_PATH_LIMIT = 107
START_SECONDS = 60

# What a production server would have. A statement, a parameter or a quoted row never reaches the log: errors are
# the caller's to report (log_min_messages = log leaves out every ERROR), and what is logged is logged tersely.
PRODUCTION: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "idle_in_transaction_session_timeout": "5min",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_file_mode": "0600",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_connections": "",
    "log_disconnections": "off",
}
DATABASE_LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


@dataclass(frozen=True)
class Cluster:
    """A cluster below `folder` (its data in `folder/data`), reached through a Unix socket in `socket`, no TCP."""

    folder: Path
    socket: Path
    programs: Path
    account: Account
    settings: Mapping[str, str] = field(default_factory=lambda: PRODUCTION)

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    def exists(self) -> bool:
        """Whether the cluster has been made; one that was interrupted half-way has not."""
        return (self.data / "PG_VERSION").exists() and (self.data / "handrail.conf").exists()

    def create(self, superuser: str, password: str) -> None:
        """Make the cluster with one superuser. Password authentication for everyone, on the socket only."""
        self.account.own_folder(self.folder)
        if self.data.exists():
            self.data.rename(self.folder / f"unfinished-{secrets.token_hex(4)}")
        password_file = self.folder / ".password"
        try:
            with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                os.fchown(file.fileno(), self.account.uid, self.account.gid)
                file.write(password)
            self.account.run(
                [
                    self.programs / "initdb",
                    f"--pgdata={self.data}",
                    f"--username={superuser}",
                    f"--pwfile={password_file}",
                    "--auth-local=scram-sha-256",
                    "--auth-host=reject",
                    *DATABASE_LOCALE,
                ]
            )
        finally:
            password_file.unlink(missing_ok=True)
        self._append(self.data / "postgresql.conf", "include 'handrail.conf'\n")
        self._write_settings()

    def start(self) -> None:
        """Start it and wait until it answers. One that is running, or just being started, is left alone.

        After a crash the processes of the old server may need a moment to notice: those are waited for.
        """
        if len(os.fsencode(self._socket_file)) > SOCKET_PATH_LIMIT:
            raise CommandFailed(f"The socket path {self._socket_file} is longer than {SOCKET_PATH_LIMIT} bytes.")
        patience = time.monotonic() + START_SECONDS
        while not self.is_running() and self._has_processes() and time.monotonic() < patience:
            time.sleep(0.1)
        if self.is_running():
            return
        self.account.own_folder(self.socket)
        self._write_settings()
        self._forget_stale_locks()
        self._control("start", "--wait", f"--timeout={START_SECONDS}", f"--log={self.folder / 'start.log'}")

    def stop(self) -> None:
        """Stop it, ending open connections; returns when every process of it has gone."""
        if (self.data / "postmaster.pid").exists():
            self._control("stop", "--mode=fast", "--wait", f"--timeout={START_SECONDS}")
        with suppress(OSError):  # somebody else's file in it, or gone already
            self.socket.rmdir()

    def is_running(self) -> bool:
        """Whether a server answers on the socket; one that is still starting or recovering doesn't yet."""
        ping = pq.PGconn.ping(make_conninfo(host=str(self.socket), port=PORT).encode())
        return ping == pq.Ping.OK

    @property
    def _socket_file(self) -> Path:
        return self.socket / f".s.PGSQL.{PORT}"

    def _control(self, *arguments: str) -> None:
        self.account.run([self.programs / "pg_ctl", f"--pgdata={self.data}", "--silent", *arguments])

    def _write_settings(self) -> None:
        wanted = {**self.settings, "port": str(PORT), "unix_socket_directories": str(self.socket)}
        wanted["unix_socket_permissions"] = "0700"
        path = self.data / "handrail.conf"
        path.unlink(missing_ok=True)
        self._append(path, "".join(f"{name} = '{value}'\n" for name, value in wanted.items()))

    def _append(self, path: Path, text: str) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as file:
            os.fchown(file.fileno(), self.account.uid, self.account.gid)
            file.write(text)

    def _forget_stale_locks(self) -> None:
        """Remove the locks of a server that crashed, once no process at all works in the data directory.

        PostgreSQL does so itself where the process number in its locks is free. It would refuse to start where that
        belongs to another program by now (a container was restarted), or to its own remains that nobody collects.
        """
        if Path("/proc/self").exists() and not self._has_processes():
            for lock in (self.data / "postmaster.pid", Path(f"{self._socket_file}.lock")):
                lock.unlink(missing_ok=True)

    def _has_processes(self) -> bool:
        """Whether any process works in the data directory (every process of PostgreSQL does, and nothing else)."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").readlink() == self.data:
                    return True
            except OSError:
                continue  # it ended meanwhile, or belongs to somebody whose processes we may not look at
        return False
