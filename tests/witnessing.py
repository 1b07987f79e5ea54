"""A real witness that answers over HTTP, for tests of whoever asks it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from handrail.ledger import key_file, witnesses
from handrail.witness import Server, Witness, trust


@contextmanager
def served(witness: Witness, now: Callable[[], datetime], **limits: float) -> Iterator[str]:
    """The witness's address, at which it answers inside the block."""
    with Server(witness, "127.0.0.1", 0, now=now, **limits) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def listed(witness: Witness, url: str, keys: Path, *, needed: int = 0, told: bool = True) -> None:
    """Put it in the list of the log whose keys are in this folder; it watches that log, if it is told to."""
    if told:
        trust(witness, str(key_file.load_verification_key(keys)))
    one = witnesses.Witness(witness.key.witness_key, url)
    witnesses.save(keys, witnesses.load(keys).with_one(one).needing(needed))
