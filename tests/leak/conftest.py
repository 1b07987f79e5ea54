"""What the strangers of these tests have no part in."""

from tests.leak.story import story  # noqa: F401
