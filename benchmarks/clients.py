"""Clients at work at the same time, each a process of its own with a connection of its own."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from django.db import connections

#: Copies of this process: a client begins with everything imported, and with the caller's clock.
FORK = multiprocessing.get_context("fork")

#: For a client to have done its work once, however busy the machine.
PATIENCE_SECONDS = 60


def transactions(work: Callable[[], object], *, clients: int, seconds: float) -> float:
    """How often a second ``work`` was done by so many clients together, from when all of them had done it once."""
    connections.close_all()
    ready = FORK.Barrier(clients)
    pipes = [FORK.Pipe(duplex=False) for _ in range(clients)]
    children = [FORK.Process(target=_client, args=(work, ready, seconds, sending)) for _, sending in pipes]
    for child in children:
        child.start()
    for _, sending in pipes:
        sending.close()  # so that a client that ended too soon is an error here, and no wait without end
    done: list[tuple[int, float]] = [receiving.recv() for receiving, _ in pipes]
    for child in children:
        child.join()
    return sum(each / taken for each, taken in done)


def _client(work: Callable[[], object], ready: Barrier, seconds: float, told: Connection) -> None:
    work()
    ready.wait(PATIENCE_SECONDS)
    began = time.perf_counter()
    done = 0
    while (taken := time.perf_counter() - began) < seconds:
        work()
        done += 1
    told.send((done, taken))
    connections.close_all()
