"""How some colleagues read records: late in the evening, early in the morning, or without a part in the case.

So that a data protection officer has something to look at twice, and has looked at some of it.
"""

from datetime import datetime, time, timedelta

from handrail.casework.queries.cases import cases
from handrail.demo.pilot import RIGHTS, SUPPORT, House, Pilot
from handrail.demo.timeline import Life
from handrail.gate import clock
from handrail.oversight.actions.looking import mark_looked_at
from handrail.oversight.queries.unusual import unusual_accesses
from handrail.sharing.queries.people import PersonRow, open_person, people

#: Where it happens.
_HOUSE = "camden"
_LATE, _EARLY = time(21, 20), time(6, 10)


def begin(pilot: Pilot) -> None:
    """Put it on the timeline."""
    house, last = pilot.houses[_HOUSE], pilot.diary.end.date()
    late, early = (
        datetime.combine(last - timedelta(days=days), at, clock.LONDON) for days, at in ((12, _LATE), (5, _EARLY))
    )
    pilot.timeline.add(late, _late_and_looked_at(pilot, house))
    pilot.timeline.add(early, _early(house))
    pilot.timeline.add(pilot.diary.end - timedelta(hours=4), _not_on_the_case(house))


def _late_and_looked_at(pilot: Pilot, house: House) -> Life:
    """The contact was covering for somebody, as the officer found on asking."""
    _read(house, _known(house)[:2])
    yield pilot.diary.later(0.5, 1)
    officer = house.by("data_protection")
    for each in unusual_accesses(by=officer, purpose=RIGHTS):
        mark_looked_at(by=officer, purpose=RIGHTS, rule=each.rule, entry=each.entry, finding="covering")


def _early(house: House) -> Life:
    _read(house, _known(house)[:1])
    yield clock.now()


def _not_on_the_case(house: House) -> Life:
    """The contact reads about somebody on whose case the coordinator works."""
    working_on = {case.person for case in cases(by=house.by("coordinator"), purpose=SUPPORT)}
    _read(house, [row for row in _known(house) if row.person in working_on][:1])
    yield clock.now()


def _known(house: House) -> list[PersonRow]:
    return list(people(by=house.by("contact"), purpose=SUPPORT).rows)


def _read(house: House, rows: list[PersonRow]) -> None:
    for row in rows:
        open_person(by=house.by("contact"), purpose=SUPPORT, person=row.id)
