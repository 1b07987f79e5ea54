"""The figures of docs/reference/leak-suite.md: how much there is of each dimension."""

from tests.leak.http_knowing import KNOWN, READ, one_of_each
from tests.leak.http_readers import RELATIONS, everybody
from tests.leak.http_routes import ABOUT_RECORDS, DEMONSTRATION, LISTS, OPEN_TO_ALL, OWN, ROUTES
from tests.leak.http_world import RECORDS, STATES
from tests.worlds import World


def figures(pilot: World) -> str:
    """The table, as it stands on the page."""
    readers = everybody(pilot)
    rows = {
        "Addresses, each word in them counted": len(ROUTES),
        "of these naming records that not everybody may know of": len(ABOUT_RECORDS),
        "of these lists, searches and counts, walked in two worlds": len(
            [each for each in ROUTES if each.name in LISTS]
        ),
        "of these open to all, each with its reason": len([each for each in ROUTES if each.name in OPEN_TO_ALL]),
        "of these pages of one's own, and the way in": len(
            [each for each in ROUTES if each.name in OWN | DEMONSTRATION]
        ),
        "Kinds of record of the victim": len(RECORDS),
        "Records with a line that says whose they are to know of": len(KNOWN),
        "Fields with a line that says whose they are to read": len(READ),
        "States of the victim": len(STATES),
        "Relations": len(set(RELATIONS.values())),
        "Roles": len({each.role for each in readers}),
        "Members who try": len(readers),
        "of these asked for every address, while the case is live": len(one_of_each(readers, "live")),
    }
    return "\n".join(["| | |", "|---|---:|", *(f"| {what} | {many} |" for what, many in rows.items())])
