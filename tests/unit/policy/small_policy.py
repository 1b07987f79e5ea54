"""A policy small enough to prove in no time: copies that are read, of two markings, and notes of the house."""

from datetime import date

from handrail.policy.proofs import Proofs, prove
from handrail.policy.release import Release
from handrail.policy.texts import CORE, Text

SCHEMA = """
entity Member = { id: String, organisation: String, roles: Set<String>, clearance: Long };
entity Copy = { organisation: String, programme: String, marking: Long, authors: Set<String> };
entity Note = { organisation: String };
type Circumstances = { purpose: String, today: Long };
action "reads";
action "copy.see" appliesTo { principal: [Member], resource: [Copy], context: Circumstances };
action "copy.read" in ["reads"] appliesTo { principal: [Member], resource: [Copy], context: Circumstances };
action "copy.print" in ["reads"] appliesTo { principal: [Member], resource: [Copy], context: Circumstances };
action "note.read" appliesTo { principal: [Member], resource: [Note], context: Circumstances };
"""

OWN = """
@id("own-only") @says("This copy belongs to another organisation.") @source("M13") @ask("originator")
forbid (principal, action, resource is Copy) when { resource.organisation != principal.organisation };
"""

CLEARED = """
@id("above-clearance") @says("This is marked above what you are cleared for.") @source("M2") @ask("administrator")
forbid (principal, action in Action::"reads", resource is Copy) when { resource.marking > principal.clearance };
"""

HOUSE = """
@id("read-notes") @says("Contacts read notes.") @source("M8") @ask("administrator")
permit (principal, action == Action::"note.read", resource is Note)
when { principal.roles.contains("contact") && resource.organisation == principal.organisation };
"""

HUB = """
@id("hub-read") @says("Contacts read copies.") @source("M8") @ask("administrator")
permit (principal, action, resource is Copy)
when { resource.programme == "hub" && principal.roles.contains("contact") };
"""

NARROW = HUB.replace("hub-read", "hub-print").replace("action,", 'action == Action::"copy.print",')

#: Permits nothing that the core would have to refuse for its marking.
CAREFUL = HUB.replace("hub-read", "hub-see").replace("action,", 'action == Action::"copy.see",') + HUB.replace(
    "action,", 'action in Action::"reads",'
).replace('"contact")', '"contact") && resource.marking <= principal.clearance')

PROMISES = """
@id("no-pool") @says("Nobody reads what another organisation holds.") @source("M13")
forbid (principal, action, resource) when { resource.organisation != principal.organisation };

@id("cleared") @says("Nobody reads what is marked above their clearance.") @source("M2")
@except("copy.see")
forbid (principal, action, resource) when { resource.marking > principal.clearance };
"""


def texts(*, core: str = OWN + CLEARED, house: str = HOUSE, hub: str = HUB) -> tuple[Text, ...]:
    """The rules, some of them otherwise."""
    return Text(CORE, core), Text("policy/house.cedar", house), Text("programme/hub/policy.cedar", hub, ("hub",))


def schema(text: str = SCHEMA) -> tuple[Text, ...]:
    """The schema, or another."""
    return (Text("policy/schema/small.cedarschema", text),)


#: What was released, if nothing else is said.
RELEASED = Release("1.0.0", date(2026, 11, 22), schema(), texts())


def proved(
    policies: tuple[Text, ...] | None = None,
    *,
    promises: str = PROMISES,
    kinds: str = SCHEMA,
    release: Release | None = None,
) -> Proofs:
    """What is shown of these rules. They are compared with themselves unless a release is given."""
    rules = texts() if policies is None else policies
    before = release or Release("1.0.0", date(2026, 11, 22), schema(kinds), rules)
    return prove(schema(kinds), rules, (Text("policy/promises.cedar", promises),), before)


def faults(found: Proofs) -> str:
    """Everything that is wrong, as it is printed."""
    return "\n".join(map(str, found.faults))
