"""One question put to the database again and again, from a connection of its own, while something else is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, LiteralString

import psycopg


@contextmanager
def watched(
    superuser: str, question: LiteralString, note: Callable[[float, tuple[Any, ...]], None], *, every: float
) -> Iterator[None]:
    """Inside the block, hand ``note`` the time (of ``perf_counter``) and the row of each answer.

    ``every`` is in seconds. An answer that is under way at the block's end is noted before this returns.
    """
    done = Event()

    def watch() -> None:
        with psycopg.connect(superuser, autocommit=True) as watching:
            while not done.wait(every):
                if row := watching.execute(question).fetchone():
                    note(time.perf_counter(), row)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
