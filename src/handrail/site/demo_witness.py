"""The demo's witness: what another organisation would run on a machine of its own, here beside the demo."""

import shutil
import socket
from pathlib import Path

from handrail.ledger import load_verification_key, witnesses
from handrail.ledger.witnesses import Witnesses
from handrail.site.home import Home
from handrail.witness import Witness, trust
from handrail.witness.folder import SIGNING_KEY

NAME = "witness.demo.example/w1"


def folder_of(home: Home) -> Path:
    """The witness's folder: apart from the keys, as what it knows must not come and go with them."""
    return home.path / "witness"


def ready(home: Home) -> list[str]:
    """Have a witness that watches the demo's ledger, and one cosignature needed; return the command that serves it.

    It answers at a port that is free now, so the list of witnesses is written at each start.
    """
    folder = folder_of(home)
    if (folder / SIGNING_KEY).exists():
        witness = Witness.open(folder)
    else:
        forget(home)
        witness = Witness.create(folder, NAME)
    trust(witness, str(load_verification_key(home.keys)))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    listed = witnesses.Witness(witness.key.witness_key, f"http://{address}")
    witnesses.save(home.keys, Witnesses((listed,), needed=1))
    return ["witness", "serve", str(folder), "--bind", address]


def forget(home: Home) -> None:
    """Throw the witness away, with a demo whose ledger begins anew."""
    shutil.rmtree(folder_of(home), ignore_errors=True)
