"""An authoriser decides on what somebody else put forward."""

from tests.nominating import put_forward, release
from tests.worlds import World


def test_it_works(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))

    released = release(pilot, written)

    assert [each.name for each in released.recipients] == ["Camden Council", "Northside Mental Health Trust"]
