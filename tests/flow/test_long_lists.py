"""What an organisation has much of is listed a page at a time: only what is on the page is opened, and recorded."""

from handrail.sharing.queries.nominations import nominations
from handrail.sharing.queries.people import PAGE, people
from tests.filing import OFFICER, PURPOSE, bring, nomination_file
from tests.recorded import recorded
from tests.worlds import World


def test_people_are_listed_fifty_at_a_time_each_on_one_page(pilot: World) -> None:
    bring(pilot, nomination_file(PAGE + 1))
    officer = pilot.actor(OFFICER)

    first, second = (people(by=officer, purpose=PURPOSE, page=page) for page in (1, 2))

    assert (len(first.rows), len(second.rows)) == (PAGE, 1)
    assert first.total == second.total == PAGE + 1 == len({*first.rows, *second.rows})
    assert people(by=officer, purpose=PURPOSE, page=9) == second
    assert [entry.facts["results"] for entry in recorded(action="person.list")] == [PAGE, 1, 1]


def test_nominations_are_counted_whole_on_every_page(pilot: World) -> None:
    bring(pilot, nomination_file(PAGE + 1))
    officer = pilot.actor(OFFICER)

    for state in ("", "draft"):
        found = nominations(by=officer, purpose=PURPOSE, state=state, page=2)
        assert (found.total, dict(found.counts)) == (PAGE + 1, {"draft": PAGE + 1})
    assert nominations(by=officer, purpose=PURPOSE, state="declined").total == 0
