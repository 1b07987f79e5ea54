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
        """The chain of exceptions, oldest last, without any exception's own text."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            sqlstate = getattr(error, "sqlstate", None)
            name = f"{type(error).__module__}.{type(error).__qualname__}"
            lines.append(f"{name} [{sqlstate}]" if sqlstate else name)
            lines += [
                f"  {frame.filename}:{frame.lineno} in {frame.name}"
                for frame in traceback.StackSummary.extract(
                    traceback.walk_tb(error.__traceback__), lookup_lines=False, capture_locals=False
                )
            ]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


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
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "code_only"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "handrail": {"level": "INFO"},
        # Django's own handlers mail errors to administrators, quoting the request: none of them here.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"filters": ["plain_paths"]},
        "procrastinate": {"level": "WARNING"},
    },
}
