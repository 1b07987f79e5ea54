"""What the floors above register agrees with the schema, and their lists can be filtered by the rules."""

from typing import Any

import pytest

from handrail.gate import ResourceType
from handrail.policy import engine
from handrail.site.programmes import resource_types
from tests.declared import passages

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
