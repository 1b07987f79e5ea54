"""`python -m benchmarks.statements HOME`: the SQL that pages ask for, written down while each page is made once.

Reads {"cookies": …, "paths": […]} and writes the statements of each path, as the server gets them, both in JSON. It
runs beside the web server, in a process of its own: the pages that are timed are not slowed down by it.
"""

import json
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from handrail.cli.home import open_site
from handrail.site.home import Home


def written_down(cookies: dict[str, str], paths: list[str]) -> list[list[str]]:
    """The statements of each page, in order."""
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    for name, value in cookies.items():
        client.cookies[name] = value
    found: list[list[str]] = []

    def write_down(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        found[-1].append(connection.ops.last_executed_query(context["cursor"], sql, params))
        return result

    for path in paths:
        client.get(path)  # what a process reads once and keeps is not counted
        found.append([])
        with connection.execute_wrapper(write_down):
            answer = client.get(path)
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(f"{path} answered {answer.status_code}.")
    return found


if __name__ == "__main__":
    open_site(Home(Path(sys.argv[1])))
    asked = json.load(sys.stdin)
    json.dump(written_down(asked["cookies"], asked["paths"]), sys.stdout)
