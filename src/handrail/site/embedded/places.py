"""Where the embedded database of a home lies, and what it runs as."""

import hashlib
import os
import tempfile
from pathlib import Path

from handrail.site.embedded.account import Account, database_account
from handrail.site.embedded.binaries import SYSTEM_FOLDER, programs_for
from handrail.site.embedded.cluster import Cluster
from handrail.site.home import Home

SYSTEM_RUNTIME_FOLDER = Path("/run")


def cluster_of(home: Home) -> Cluster:
    """The cluster of `home`, made or not yet."""
    account = database_account()
    return Cluster(
        folder=data_folder(home, account),
        socket=socket_folder(home, account),
        programs=programs_for(account),
        account=account,
    )


def data_folder(home: Home, account: Account) -> Path:
    """Below the home, or in /var/lib/handrail where the account can't enter the home as its folders' modes stand."""
    if account.is_ours or account.can_enter(home.path):
        return home.database
    return SYSTEM_FOLDER / _digest(home)


def socket_folder(home: Home, account: Account) -> Path:
    """A short folder for the socket, different for each home and the same at each start."""
    if not account.is_ours and os.access(SYSTEM_RUNTIME_FOLDER, os.W_OK):
        return SYSTEM_RUNTIME_FOLDER / "handrail" / _digest(home)
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if account.is_ours and runtime and os.access(runtime, os.W_OK):
        return Path(runtime, f"handrail-{_digest(home)}")
    return Path(tempfile.gettempdir(), f"handrail-{account.uid}-{_digest(home)}")


def _digest(home: Home) -> str:
    return hashlib.sha256(os.fsencode(home.path.resolve())).hexdigest()[:12]
