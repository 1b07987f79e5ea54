"""What keeps a draft from being put forward: what its pages lack, and what policy has against each recipient."""

from collections.abc import Iterator

from handrail.gate import Act
from handrail.policy import explain
from handrail.sharing.ceilings import CENTRE_FULL, centre_is_full
from handrail.sharing.dossier import Dossier
from handrail.sharing.proposals import weigh
from handrail.sharing.rules.readiness import Lack, Task, lacks


def still_lacking(act: Act, dossier: Dossier) -> tuple[Lack, ...]:
    """Everything at once, in the order of the pages. A recipient whose page is at fault isn't weighed as well."""
    found = lacks(dossier, regime=act.principal.regime_for(act.purpose), today=act.today)
    if centre_is_full(act, dossier.decision):
        found = (*found, Lack(Task.RECIPIENTS, "centre-ceiling", CENTRE_FULL))
    at_fault = {lack.recipient for lack in found}
    return (*found, *(lack for lack in _refusals(act, dossier) if lack.recipient not in at_fault))


def _refusals(act: Act, dossier: Dossier) -> Iterator[Lack]:
    for row in dossier.recipients:
        decision = weigh(act, dossier.part(row), "disclosure.propose")
        for rule in () if decision.allowed else decision.rules:
            sentence = f"{row.recipient.name}: {explain(rule).sentence}"
            yield Lack(Task.RECIPIENTS, rule, sentence, row.recipient_id)
