"""Only frozen values leave the gate."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from handrail.gate import register_unchanging
from handrail.gate.frozen import assert_frozen


@dataclass(frozen=True)
class Row:
    names: tuple[str, ...]


@dataclass
class Open:
    name: str


@dataclass(frozen=True)
class Leaky:
    rows: list[str]


def test_frozen_values_all_the_way_down_may_leave() -> None:
    assert_frozen((Row(("a", "b")), uuid4(), None, 3, frozenset({"x"})))


@pytest.mark.parametrize("value", [["a"], {"a": 1}, Open("a"), Leaky(["a"]), (Row(("a",)), {"b"}), object(), Row])
def test_what_could_change_may_not(value: object) -> None:
    with pytest.raises(TypeError, match="frozen values only"):
        assert_frozen(value)


class Foreign:
    """A library's."""


def test_a_library_s_object_that_never_changes_may_leave_once_that_was_said_of_its_kind() -> None:
    with pytest.raises(TypeError, match="Foreign"):
        assert_frozen((Foreign(),))
    register_unchanging(Foreign)
    assert_frozen((Foreign(),))

    class Another(Foreign):
        pass

    with pytest.raises(TypeError, match="Another"):
        assert_frozen(Another())
