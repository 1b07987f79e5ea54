"""What the floors above register agrees with the schema, and their lists can be filtered by the rules."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import handrail
from handrail.gate import ResourceType
from handrail.policy import engine
from tests.declared import passages


def resource_types() -> Iterator[ResourceType[Any]]:
    for package in pkgutil.iter_modules(handrail.__path__):
        name = f"handrail.{package.name}.resources"
        if package.ispkg and package.name != "gate" and importlib.util.find_spec(name):
            for value in vars(importlib.import_module(name)).values():
                if isinstance(value, ResourceType):
                    yield value


RESOURCES = {resource.name: resource for resource in resource_types()}


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_a_record_gives_policy_the_attributes_of_the_schema(resource: ResourceType[Any]) -> None:
    assert resource.attributes.keys() == engine().schema.entities[resource.name].keys()


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_a_list_of_it_can_be_filtered_by_who_may_know(resource: ResourceType[Any]) -> None:
    """Every attribute that the rules read has a column, of the right kind, that is never NULL."""
    resource.check_lists(engine())


def test_whatever_passes_the_gate_is_an_action_of_the_schema() -> None:
    assert passages
    assert passages.keys() <= engine().schema.actions.keys()
