"""What may stand in a log: when, where and what kind; never a person's data.

A log is read by people whom no policy let see a record. So a line has no query string and no body, and an
exception is written as its type and the lines of code it passed: its own text can quote a row (PostgreSQL's
"Key (name)=(…) already exists" does).
"""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

type_and_value = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

FRAMES = 25

_PLAIN_SEGMENT = re.compile(r"[a-z-]{1,40}")


def plain_path(path: str) -> str:
    """The path of a page with everything that isn't a plain word of ours (an id, a one-time key) become `*`."""
    return "/".join(part if not part or _PLAIN_SEGMENT.fullmatch(part) else "*" for part in path.split("/"))


class PlainPaths(logging.Filter):
    """Lets a record of Django's about a request pass, with the plain path only."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Called by logging for each record."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                plain_path(given) if isinstance(given, str) and given.startswith("/") else given
                for given in record.args
            )
        return True


class CodeOnlyFormatter(logging.Formatter):
    """Formats a record; of an exception it keeps the types, the SQLSTATE and the places in the code."""

    def formatException(self, ei: type_and_value) -> str:  # noqa: N802, name set by logging
        """The exception and the first cause of it, without the text of either."""
        error = ei[1]
        if error is None:
            return ""
        first = error
        while (cause := first.__cause__ or first.__context__) is not None:
            first = cause
        return _places(error) if first is error else f"{_places(error)}\nfirst of all:\n{_places(first)}"


def _places(error: BaseException) -> str:
    """The type of an exception, its SQLSTATE if it has one, and the last places in the code that it passed."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    sqlstate = getattr(error, "sqlstate", None)
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames[-FRAMES:]]
    return "\n".join([f"{name} [{sqlstate}]" if sqlstate else name, *places])


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "code_only": {
            "()": "handrail.site.log_format.CodeOnlyFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"plain_paths": {"()": "handrail.site.log_format.PlainPaths"}},
    # The filter stands at the one way out, so that it doesn't matter which part of Django says something of a page.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "code_only", "filters": ["plain_paths"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "handrail": {"level": "INFO"},
        # Django's own handlers mail errors to administrators, quoting the request: none of them here.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}
