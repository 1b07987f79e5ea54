"""Who recognises a person by which number. Nobody else has a use for it, so nobody else is proposed it."""

from collections.abc import Mapping

#: Kind of number → the kinds of organisation that know people by it.
KNOWN_BY: Mapping[str, frozenset[str]] = {
    "nhs_number": frozenset({"nhs", "council"}),
    "upn": frozenset({"school", "council"}),
    "uln": frozenset({"school"}),
    "pnc_id": frozenset({"police_force", "counter_terrorism_unit", "probation"}),
    "prison_number": frozenset({"police_force", "counter_terrorism_unit", "probation"}),
    "crn": frozenset({"police_force", "counter_terrorism_unit", "probation"}),
}
