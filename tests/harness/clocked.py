"""The product as gunicorn and the worker run it, at the moment that HANDRAIL_TEST_CLOCK names.

gunicorn tests.harness.clocked:application …
python -m tests.harness.clocked            (the worker)
"""

import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any

CLOCK_VARIABLE = "HANDRAIL_TEST_CLOCK"


def moment() -> datetime:
    """The moment that the process lives at."""
    return datetime.fromisoformat(os.environ[CLOCK_VARIABLE])


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The product's own WSGI application."""
    from handrail.gate import clock
    from handrail.site.wsgi import application as product

    with clock.at(moment()):
        answer: Iterable[bytes] = product(environ, start_response)
    return answer


def work() -> None:
    """The product's own worker."""
    import django

    django.setup()
    from handrail.gate import clock
    from handrail.site.working import work as product

    with clock.at(moment()):
        product()


if __name__ == "__main__":
    work()
