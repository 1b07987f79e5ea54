"""What a calendar outside Handrail may call a task: words of the rulebook that tell of nobody, and of no danger.

Calendars are copied to telephones and to other people's servers, and shown to whoever looks over a shoulder. So what is
urgent, or would tell what somebody is thought to be, has no words there. Like `catalogue_words` this reads words only.
"""

import re
from collections.abc import Iterator
from typing import Final

from handrail.programme.catalogue_words import word_of_surveillance
from handrail.programme.draft import Draft
from handrail.programme.entries import Timescale
from handrail.programme.faults import Fault

_TELLS_TOO_MUCH: Final = re.compile(
    r"\b(?:terror|extremis|radicali[sz]|jihad|islamis|danger|risk|escalat|polic|threat|recall|seal|consent|told)\w*",
    re.IGNORECASE,
)


def calendars_tell_of_nobody(draft: Draft) -> Iterator[Fault]:
    """What is timed by the clock has no words in a calendar, and no words there speak of danger or of the police."""
    for timescale, place in draft.entries("timescales", Timescale):
        if not timescale.in_calendar:
            continue
        if timescale.unit.startswith("clock_"):
            message = f'timescales "{timescale.code}": it is urgent, so a calendar may only say that something is due.'
            yield place.fault("urgent-in-calendar", message, "in_calendar")
        found = _TELLS_TOO_MUCH.search(timescale.in_calendar)
        if word := word_of_surveillance(timescale.in_calendar) or (found and found[0]):
            message = f'timescales "{timescale.code}": in_calendar says "{word}", and calendars are read elsewhere.'
            yield place.fault("tells-in-calendar", message, "in_calendar")
