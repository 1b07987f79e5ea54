"""Kinds of organisation, and the few things about them that no programme may change.

A kind says what an organisation is by law and by trade. Rulebooks, policy and the directory all speak of kinds, so
the list is closed here; a new kind is a change to the product, with its policy and its proofs.
"""

from dataclasses import dataclass
from typing import Final

GENERAL: Final = "general"
LAW_ENFORCEMENT: Final = "law_enforcement"
INTELLIGENCE: Final = "intelligence"

REGIMES: Final = {
    GENERAL: "General processing: UK GDPR and Data Protection Act 2018, Part 2",
    LAW_ENFORCEMENT: "Law enforcement processing: Data Protection Act 2018, Part 3",
    INTELLIGENCE: "Intelligence services processing: Data Protection Act 2018, Part 4",
}


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    """What sort of body a controller is. `title` is for pages."""

    code: str
    title: str


ORGANISATION_KINDS: Final = {
    kind.code: kind
    for kind in (
        OrganisationKind("counter_terrorism_unit", "Counter-terrorism policing unit"),
        OrganisationKind("police_force", "Territorial police force"),
        OrganisationKind("intelligence_agency", "Security or intelligence agency"),
        OrganisationKind("council", "Council"),
        OrganisationKind("nhs", "NHS organisation"),
        OrganisationKind("school", "School, college or university"),
        OrganisationKind("probation", "Probation service"),
        OrganisationKind("housing", "Housing provider"),
        OrganisationKind("voluntary", "Voluntary organisation"),
        OrganisationKind("provider", "Intervention or support provider"),
        OrganisationKind("community", "Community body"),
        OrganisationKind("representative", "Representative body"),
        OrganisationKind("oversight", "Oversight body"),
        OrganisationKind("government", "Government department"),
    )
}

#: The police, in either form. Only they may own a risk of terrorism (MISSION M10).
POLICE: Final = frozenset({"police_force", "counter_terrorism_unit"})

#: Only a territorial force answers for immediate danger, at any hour (MISSION M6).
IMMEDIATE_RISK_OWNERS: Final = frozenset({"police_force"})

#: Bodies that consult, oversee, fund or originate: nothing about a person is ever released to them.
NEVER_RECIPIENTS: Final = frozenset({"intelligence_agency", "representative", "oversight", "government"})

#: Competent authorities that may process for law enforcement (Data Protection Act 2018, section 30 and Schedule 7).
COMPETENT_AUTHORITIES: Final = frozenset({"police_force", "counter_terrorism_unit", "probation"})

#: The only kinds governed by Part 4, and always so (Data Protection Act 2018, section 82).
INTELLIGENCE_SERVICES: Final = frozenset({"intelligence_agency"})
