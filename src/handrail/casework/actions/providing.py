"""Who gives a support action, what it is expected to cost, and who pays. Choosing a service tells nobody anything."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail import duties, gate
from handrail.casework import history
from handrail.casework.models import Case, SupportAction
from handrail.casework.resources import SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.casework.rules import DateNotPast, NotInCatalogue
from handrail.casework.words import write
from handrail.directory.funding import lines_of_centre
from handrail.directory.models import FundingLine
from handrail.gate import Act, Actor, RuleBroken, action
from handrail.programme import load
from handrail.services.models import LocalService
from handrail.services.rules import LISTED, NotListed

#: What a support action may be expected to cost at the most, in pence: a million pounds is a slip of the keyboard.
MOST_PENCE = 10_000_000


@dataclass(frozen=True, slots=True)
class Provision:
    """Who gives the support (a service of the directory, or a provider by name), its cost in pence, and who pays."""

    service: UUID | None = None
    provider: str = ""
    estimate_pence: int | None = None
    funded_by: UUID | None = None


#: Nothing said yet of who gives it, what it costs and who pays.
NOT_SAID = Provision()


class TwoProviders(RuleBroken):
    """A support action has one provider."""

    def __init__(self) -> None:
        super().__init__("one-provider", "Choose a service or name another provider, not both.", field="provider")


class TooMuch(RuleBroken):
    """An estimate that can't be meant."""

    def __init__(self) -> None:
        super().__init__("estimate", f"The estimate must be £{MOST_PENCE // 100:,} or less.", field="estimate_pence")


def provide(act: Act, case: Case, record: SupportAction, wanted: Provision) -> None:
    """Put provider, estimate and payer into a support action that is not saved here."""
    _name_provider(act, case, record, service=wanted.service, provider=wanted.provider)
    _cost(case, record, estimate_pence=wanted.estimate_pence, funded_by=wanted.funded_by)


@action("support.choose_provider", resource=SUPPORT_ACTION)
def choose_provider(
    *, by: Actor, purpose: str, support_action: UUID, service: UUID | None = None, provider: str = ""
) -> None:
    """Say who gives the support: a service of the directory, or another provider by name. None: the owner itself."""
    act = gate.current()
    record = _open(act, "provide")
    _name_provider(act, record.case, record, service=service, provider=provider)
    record.provider_declined_on, record.provider_declined_because = None, ""
    record.save(update_fields=("service", "provider_sealed", "provider_declined_on", "provider_declined_because"))
    history.record(act, record.case, "provider_chosen", record.action)
    act.note(support=record.action, service=service, named=bool(provider.strip()))


@action("support.provider_declined", resource=SUPPORT_ACTION)
def provider_declined(*, by: Actor, purpose: str, support_action: UUID, on: date, reason: str) -> None:
    """Record that the provider said no, when, and why (a code of the rulebook). The action stays; it needs another."""
    act = gate.current()
    record = _open(act, "provide")
    if record.service_id is None and not record.provider_sealed:
        raise RuleBroken("no-provider", "Nobody was chosen to give this support, so nobody has said no.")
    if on > act.today:
        raise DateNotPast("on")
    if reason not in load(record.case.programme).cannot_do_reasons:
        raise NotInCatalogue("reason")
    record.provider_declined_on, record.provider_declined_because = on, reason
    record.save(update_fields=("provider_declined_on", "provider_declined_because"))
    history.record(act, record.case, "provider_declined", reason)
    act.note(support=record.action, on=on, reason=reason)


@action("support.estimate", resource=SUPPORT_ACTION)
def estimate(
    *, by: Actor, purpose: str, support_action: UUID, estimate_pence: int | None, funded_by: UUID | None
) -> None:
    """Say what the support is expected to cost in all, and which funding line is to pay; None where nobody does."""
    act = gate.current()
    record = _open(act, "provide")
    _cost(record.case, record, estimate_pence=estimate_pence, funded_by=funded_by)
    record.funding_flagged_at = None
    record.save(update_fields=("estimate_pence", "funded_by", "funding_flagged_at"))
    settled(act, record)
    history.record(act, record.case, "support_costed", record.action)
    act.note(support=record.action, estimate_pence=estimate_pence, line=funded_by)


def settled(act: Act, record: SupportAction) -> None:
    """Who pays has been decided, or there is nothing left to pay for: neither organisation is asked any more."""
    for organisation in {record.owner_id, record.case.organisation_id}:
        with act.deliver_to(organisation):
            duties.complete(act, subject=("SupportAction", record.id), kind="settle_funding")


def _open(act: Act, step: str) -> SupportAction:
    record = act.resource(SUPPORT_ACTION)
    act.about(record.case.person_id)
    STATES.next(record.state, step)
    return record


def _name_provider(act: Act, case: Case, record: SupportAction, *, service: UUID | None, provider: str) -> None:
    if service and provider.strip():
        raise TwoProviders
    chosen = LocalService.objects.filter(pk=service).first() if service else None
    if service and (chosen is None or chosen.state != LISTED):
        raise NotListed("service")
    record.service = chosen
    record.provider_sealed = b""
    if provider.strip():
        write(act, case.organisation_id, case.person_id, record, provider=provider.strip())


def _cost(case: Case, record: SupportAction, *, estimate_pence: int | None, funded_by: UUID | None) -> None:
    if estimate_pence is not None and not 0 <= estimate_pence <= MOST_PENCE:
        raise TooMuch
    line: FundingLine | None = lines_of_centre(case.centre_id).filter(pk=funded_by).first() if funded_by else None
    if funded_by and (line is None or line.payee_id not in case.partners):
        raise NotInCatalogue("funded_by")
    record.estimate_pence, record.funded_by = estimate_pence, line
