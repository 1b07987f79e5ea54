"""The journey is worked on a database with the settings of production, logs included."""

from tests.fault.conftest import durable  # noqa: F401
