"""What a case cost stays when its record is let go; whose case it was goes."""

from handrail.casework.models import Case, CasePartner
from handrail.costs.models import CostEntry
from handrail.gate import Act


def case_let_go(act: Act, case: Case) -> None:
    """Every organisation that ever was in the team keeps its hours and money, as spent for the centre."""
    teams = CasePartner.objects.filter(case=case).values_list("organisation_id", flat=True)
    for organisation in sorted(set(teams)):
        with act.deliver_to(organisation):
            CostEntry.objects.filter(organisation_id=organisation, case=case).update(case=None, support_action=None)
