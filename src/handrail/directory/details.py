"""What must hold of a member's details, when they are invited and whenever they are changed."""

from collections.abc import Iterator
from uuid import UUID

from handrail.directory.models import Centre
from handrail.gate import RuleBroken

OFFICIAL, OFFICIAL_SENSITIVE = 1, 2


def faults_of(*, name: str, clearance: int, ceiling: int, centre: UUID | None) -> Iterator[RuleBroken]:
    """What is wrong with a member's details; ``ceiling`` is the highest marking that their organisation may hold."""
    if not name.strip():
        yield RuleBroken("name", "Enter their name.", field="name")
    if not OFFICIAL <= clearance <= min(ceiling, OFFICIAL_SENSITIVE):
        sentence = "Select a marking that your organisation may hold."
        yield RuleBroken("clearance-above-ceiling", sentence, field="clearance")
    if centre is not None and not Centre.objects.filter(pk=centre).exists():
        yield RuleBroken("centre", "Select a centre from the list.", field="centre")
