"""One HTTP request to a witness: with a time limit, no redirects, and no more of the answer than an answer has."""

import http.client
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

ANSWER_SECONDS = 5
ANSWER_LIMIT = 64 * 1024

_SIZE_TYPE = "text/x.tlog.size"
_SIZE = re.compile(r"(0|[1-9][0-9]{0,18})\n")


class Unreachable(Exception):
    """No answer came. The text says why."""


@dataclass(frozen=True)
class Reply:
    """The status code of an answer, its type, and its text."""

    status: int
    content_type: str
    body: str

    @property
    def size(self) -> int | None:
        """The size that a conflict names; None where it names none."""
        found = _SIZE.fullmatch(self.body)
        is_size = self.status == HTTPStatus.CONFLICT and self.content_type == _SIZE_TYPE and found
        return int(found[1]) if is_size and found else None


class _AsAnswered(urllib.request.HTTPErrorProcessor):
    """Takes each status code as an answer. A redirect is not followed: a witness answers where it is said to be."""

    def http_response(self, request: Any, response: Any) -> Any:
        """Called by urllib for each answer."""
        return response

    https_response = http_response


_opener = urllib.request.build_opener(_AsAnswered)


def ask(url: str, body: bytes) -> Reply:
    """Post ``body`` to the witness whose submission prefix is ``url``. Raises :class:`Unreachable`."""
    request = urllib.request.Request(  # noqa: S310  # the list of witnesses takes http and https only
        f"{url.rstrip('/')}/add-checkpoint",
        data=body,
        headers={"Content-Type": "text/plain; charset=utf-8", "User-Agent": "handrail"},
    )
    try:
        with _opener.open(request, timeout=ANSWER_SECONDS) as answer:
            text = answer.read(ANSWER_LIMIT).decode("utf-8", errors="replace")
            return Reply(answer.status, answer.headers.get_content_type(), text)
    except urllib.error.URLError as error:
        raise Unreachable(f"No answer: {error.reason}") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"No answer: {error}") from None
