"""A piece of work in a process of its own, which a test can kill at any point without ending itself."""

import os
import signal
import traceback
import warnings
from collections.abc import Callable

from tests.harness.databases import close_connections

KILLED = -signal.SIGKILL


def in_a_child(work: Callable[[], object]) -> int:
    """Do ``work`` in a copy of this process, with connections of its own; gives how that ended.

    0 when the work was done, 1 when it raised (what, is written to standard error), and -9 when it was killed.
    """
    return ended(child(work))


def child(work: Callable[[], object]) -> int:
    """Begin ``work`` in such a copy, and go on meanwhile; gives its process id, to be killed and waited for."""
    close_connections()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: other threads are not copied, on purpose
        process = os.fork()
    if process == 0:
        _do(work)
    return process


def ended(process: int) -> int:
    """Wait for a child to end; gives how it did."""
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


def kill(process: int) -> None:
    """kill -9 of a child, whether or not it has ended by itself."""
    os.kill(process, signal.SIGKILL)
    ended(process)


def kill_me() -> None:
    """End this very process as the kernel would: nothing is cleaned up, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def _do(work: Callable[[], object]) -> None:
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)  # not through pytest, whose process this is a copy of
