"""A copy of this process that ends itself, as the kernel would, before a statement or around a commit of its work."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connections

from tests.fault.conftest import Site
from tests.forked import KILLED, in_a_child, kill_me


class Fuse:
    """Ends this process at the ``at``-th point: a point lies before each statement, and around each commit."""

    def __init__(self, at: int) -> None:
        self.left = at

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            kill_me()

    def before_a_statement(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.burn()
        return execute(*arguments)

    def around(self, commit: Callable[[], None]) -> None:
        self.burn()
        commit()
        self.burn()


def killed_at(point: int, work: Callable[[], object], *, statements: bool = True) -> bool:
    """Do ``work`` in a child that ends at this point; False when the work was done before it came to that.

    Without ``statements``, the points are those around commits alone.
    """

    def in_the_child() -> None:
        connection, fuse = connections["default"], Fuse(point)
        connection._commit = partial(fuse.around, connection._commit)  # type: ignore[attr-defined]
        if statements:
            with connection.execute_wrapper(fuse.before_a_statement):
                work()
        else:
            work()

    ended = in_a_child(in_the_child)
    assert ended in (0, KILLED)
    return ended == KILLED


def nobody_is_left(site: Site) -> bool:
    """Whether the server has noticed that the killed process is gone, and undone what it had begun."""
    return site.read("SELECT count(*) FROM pg_stat_activity WHERE usename = 'handrail_app'") == [(0,)]
