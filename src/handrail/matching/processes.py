"""Processes beside this one, for what takes all of a core."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any


def pool(processes: int, begin: Callable[..., None], *given: Any) -> ProcessPoolExecutor:
    """So many processes, started when they are first needed; each begins with ``begin(*given)``.

    They end with this process, also when it is killed. What they are given never stands on a command line.
    """
    return ProcessPoolExecutor(
        processes,
        # A fork would copy the locks of threads that it does not have.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(begin, given),
    )


def _begin(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever gives the work
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    begin(*given)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
