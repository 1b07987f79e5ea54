"""Who gives each support action of a plan, what it is expected to cost and who pays, as the reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.casework.models import Case, SupportAction
from handrail.casework.resources import SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.casework.words import read
from handrail.directory.funding import is_over
from handrail.gate import Act


@dataclass(frozen=True, slots=True)
class Provided:
    """The provider and the money of one support action.

    ``provider`` is the name of one that is in no directory: None for who may not read the action's words. Where the
    provider said no, ``declined_because`` is a code of the rulebook. ``estimate_pence`` is None where nobody has
    estimated it. ``payer`` says which funding line is to pay ("" for none), ``funding`` how sure it is, and with
    ``funding_over`` it pays for nothing from now on. ``for_need`` is the need that the support answers, if one.
    """

    service: UUID | None
    service_name: str
    service_state: str
    provider: str | None
    declined_on: date | None
    declined_because: str
    estimate_pence: int | None
    line: UUID | None
    payer: str
    funding: str
    funding_ends_on: date | None
    funding_over: bool
    when_it_ends: str
    for_need: str
    may_provide: bool


def provided(
    act: Act, case: Case, records: Sequence[SupportAction], readable: Sequence[UUID]
) -> Mapping[UUID, Provided]:
    """What is known of each, by its id; the names of providers only for those that are ``readable``."""
    named = [record for record in records if record.provider_sealed and record.id in readable]
    texts = read(act, case.organisation_id, case.person_id, list(named), "provider")
    names = {record.id: name for record, (name,) in zip(named, texts, strict=True)}
    return {record.id: _provided(act, record, names.get(record.id)) for record in records}


def _provided(act: Act, record: SupportAction, name: str | None) -> Provided:
    service, line = record.service, record.funded_by
    unfinished = "provide" in STATES.transitions[record.state]
    return Provided(
        service=service.id if service else None,
        service_name=service.name if service else "",
        service_state=service.state if service else "",
        provider=name if record.provider_sealed else "",
        declined_on=record.provider_declined_on,
        declined_because=record.provider_declined_because,
        estimate_pence=record.estimate_pence,
        line=line.id if line else None,
        payer=f"{line.payer}: {line.covers}" if line else "",
        funding=line.state if line else "",
        funding_ends_on=line.ends_on if line else None,
        funding_over=line is not None and is_over(line.state, line.ends_on, on=act.today),
        when_it_ends=line.when_it_ends if line else "",
        for_need=record.need.kind if record.need else "",
        may_provide=unfinished and act.allows("support.choose_provider", SUPPORT_ACTION, record),
    )
