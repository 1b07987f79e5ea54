"""Handing a risk over, as a rulebook says it: why it may be offered, within an organisation and between two."""

from dataclasses import dataclass
from typing import Annotated

from handrail.programme.entries import Entry, Yes
from handrail.programme.values import CodeOf


@dataclass(frozen=True, slots=True)
class HandoverReason(Entry):
    """Why a risk is offered. `within` and `between` say to whom; once accepted, `ownership` is why it has its owner."""

    within: Yes
    between: Yes
    ownership: Annotated[str, CodeOf("ownership_reasons")]
