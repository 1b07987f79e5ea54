"""The pages' own tests run against specimen pages (``specimens``) in addition to the product's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings

SPECIMENS = "tests.unit.web.specimens"


@pytest.fixture
def specimens() -> Iterator[None]:
    """The specimen pages beside those of the product."""
    jinja, django = settings.TEMPLATES
    with_specimens = jinja | {"DIRS": [*jinja["DIRS"], Path(__file__).parent / "templates"]}
    with override_settings(ROOT_URLCONF=SPECIMENS, TEMPLATES=[with_specimens, django]):
        yield


@pytest.fixture(autouse=True)
def _no_mail_yet() -> None:
    """Each test starts with an empty box."""
    mail.outbox = []
