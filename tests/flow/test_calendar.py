"""What is due, in a calendar outside Handrail: fetched over the web and read back as a calendar program reads it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from handrail.casework.actions import escalating
from handrail.directory.actions import mail
from handrail.directory.actions.members import leave, reset_second_step
from handrail.directory.actions.roles import end_role
from handrail.directory.models import CalendarAddress, Member, RoleGrant
from handrail.directory.queries.mail import open_mail
from handrail.directory.rules import NoCalendar, NotOffered
from handrail.directory.secret_links import SecretLink
from handrail.duties.queries import waiting_for
from handrail.gate import NotFound, Refused, clock
from handrail.meetings.actions import calling
from tests.acting import act_as
from tests.nominating import NAME
from tests.recorded import recorded
from tests.sitting import CHAIR, NURSE, POLICE, STARTS_AT, asked, called, on_agenda
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import NOW, World

ADMINISTRATION = "administration"
CONTACT = "single_point_of_contact@school"


def made(pilot: World, who: str, form: str = "counts") -> str:
    """The address of somebody's calendar, as they are shown it once."""
    by = pilot.actor(who)
    return mail.make_calendar(by=by, purpose=ADMINISTRATION, member=by.id, form=form).token


def path(token: str) -> str:
    return reverse("calendar", args=[token])


def fetch(token: str, **headers: str) -> "tuple[int, bytes, str]":
    """What a calendar program gets: status, text, ETag."""
    answer = Client().get(path(token), headers=headers)
    return answer.status_code, answer.content, answer.headers.get("ETag", "")


def events(token: str) -> list[Event]:
    """The events of a calendar, as the library reads them."""
    status, text, _ = fetch(token)
    assert status == 200
    return Calendar.from_ical(text).events


def words(found: Sequence[Event]) -> list[str]:
    return [str(each["SUMMARY"]) for each in found]


# --- Addresses that are none -------------------------------------------------------------------------------------


def no_page() -> "tuple[int, bytes, str]":
    return fetch(SecretLink.new(uuid4(), uuid4()).token)


def test_a_wrong_address_and_an_absent_page_are_the_same_answer(pilot: World) -> None:
    right = made(pilot, CONTACT)
    forged = SecretLink.new(pilot.organisation("school"), pilot.member(CONTACT)).token
    absent = Client().get("/there-is-no-such-page")
    for token in (forged, "", "0" * 86, "x", right[:-4], SecretLink.new(uuid4(), uuid4()).token):
        answer = Client().get(f"/calendar/{token}.ics")
        assert (answer.status_code, answer.content) == (404, absent.content)
        assert dict(answer.headers) | {"X-Request-Id": ""} == dict(absent.headers) | {"X-Request-Id": ""}


def test_an_address_that_was_stopped_is_no_page(pilot: World) -> None:
    token, by = made(pilot, CONTACT), pilot.actor(CONTACT)
    mail.stop_calendar(by=by, purpose=ADMINISTRATION, member=by.id)
    assert fetch(token) == no_page()
    with pytest.raises(NoCalendar):
        mail.stop_calendar(by=by, purpose=ADMINISTRATION, member=by.id)


def test_a_new_address_ends_the_one_before(pilot: World) -> None:
    before, after = made(pilot, CONTACT), made(pilot, CONTACT)
    assert fetch(before) == no_page()
    assert fetch(after)[0] == 200


def test_whoever_leaves_has_no_calendar_any_more(pilot: World) -> None:
    token = made(pilot, CONTACT)
    leave(by=pilot.actor("administrator@school"), purpose=ADMINISTRATION, member=pilot.member(CONTACT))
    assert fetch(token) == no_page()


def test_whose_account_is_closed_has_no_calendar_any_more(pilot: World) -> None:
    token = made(pilot, CONTACT)
    with act_as(pilot, "administrator@school"):
        account = Member.objects.get(pk=pilot.member(CONTACT)).account
        account.is_active = False
        account.save()
    assert fetch(token) == no_page()


def test_whose_last_role_ends_has_no_calendar_any_more(pilot: World) -> None:
    token = made(pilot, CONTACT)
    with act_as(pilot, "administrator@school"):
        held = RoleGrant.objects.filter(member=pilot.member(CONTACT), state="granted")
        grants = list(held.values_list("id", flat=True))
    for grant in grants:
        end_role(by=pilot.actor("administrator@school"), purpose=ADMINISTRATION, grant=grant)
    assert fetch(token) == no_page()


def test_a_lost_telephone_takes_the_calendar_with_it(pilot: World) -> None:
    token = made(pilot, CONTACT)
    reset_second_step(by=pilot.actor("administrator@school"), purpose=ADMINISTRATION, member=pilot.member(CONTACT))
    assert fetch(token) == no_page()


def test_nobody_makes_or_stops_a_colleague_s_calendar(pilot: World) -> None:
    made(pilot, CONTACT)
    by = pilot.actor("administrator@school")
    for act in (
        lambda: mail.make_calendar(by=by, purpose=ADMINISTRATION, member=pilot.member(CONTACT), form="counts"),
        lambda: mail.stop_calendar(by=by, purpose=ADMINISTRATION, member=pilot.member(CONTACT)),
        lambda: open_mail(by=by, purpose=ADMINISTRATION, member=pilot.member(CONTACT)),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotFound):
        open_mail(by=pilot.actor(NURSE), purpose=ADMINISTRATION, member=pilot.member(CONTACT))


def test_only_the_safe_forms_can_be_chosen(pilot: World) -> None:
    by = pilot.actor(CONTACT)
    with pytest.raises(NotOffered):
        mail.make_calendar(by=by, purpose=ADMINISTRATION, member=by.id, form="everything")
    with pytest.raises(NoCalendar):
        mail.change_calendar(by=by, purpose=ADMINISTRATION, member=by.id, form="tasks")


def test_of_the_secret_only_a_digest_is_kept(pilot: World) -> None:
    token = made(pilot, CONTACT)
    link = SecretLink.read(token)
    assert link is not None
    with act_as(pilot, CONTACT):
        kept = CalendarAddress.objects.get()
    assert bytes(kept.digest) == link.digest
    assert link.secret not in bytes(kept.digest)


def test_another_organisation_doesn_t_see_that_there_is_an_address(pilot: World) -> None:
    made(pilot, CONTACT)
    with act_as(pilot, NURSE):
        assert not CalendarAddress.objects.exists()


# --- What it says ------------------------------------------------------------------------------------------------


def test_a_calendar_without_anything_due_is_an_empty_one(pilot: World) -> None:
    assert events(made(pilot, CONTACT)) == []


def test_things_are_counted_by_the_day_in_london_on_which_they_are_due(pilot: World) -> None:
    disclosed(pilot, "school", acknowledged=False)
    found = events(made(pilot, CONTACT))
    by_day: dict[date, int] = {}
    waiting = waiting_for(by=pilot.actor(CONTACT), purpose=SUPPORT)
    for due in (*waiting.today_and_late.duties, *waiting.this_week.duties, *waiting.later.duties):
        day = due.due_at.astimezone(clock.LONDON).date()
        by_day[day] = by_day.get(day, 0) + 1
    assert by_day
    assert {each.start: str(each["SUMMARY"]) for each in found} == {
        day: f"{many} {'thing' if many == 1 else 'things'} due" for day, many in by_day.items()
    }


def test_a_task_is_called_what_the_rulebook_lets_calendars_call_it_at_the_time_it_is_due(pilot: World) -> None:
    disclosed(pilot, "school", acknowledged=False)
    found = events(made(pilot, CONTACT, "tasks"))
    due = {each.what: each.due_at for each in waiting_for(by=pilot.actor(CONTACT), purpose=SUPPORT).this_week.duties}
    acknowledge = next(each for each in found if each["SUMMARY"] == "Acknowledge what was shared")
    assert acknowledge.start == due["Acknowledge a disclosure"]


def test_what_is_late_is_one_number_on_today(pilot: World) -> None:
    disclosed(pilot, "school", acknowledged=False)
    token = made(pilot, CONTACT, "tasks")
    with clock.at(NOW + timedelta(days=60)):
        found = events(token)
    assert {each.start for each in found} == {(NOW + timedelta(days=60)).date()}
    assert words(found)[0].endswith("late")


def test_an_escalation_is_never_called_one(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note was found.", danger_now=True
    )
    assert "Something is due" in words(events(made(pilot, POLICE, "tasks")))
    assert "scalat" not in fetch(made(pilot, POLICE, "tasks"))[1].decode()


def meeting_of(token: str) -> Event:
    (meeting,) = (each for each in events(token) if each["SUMMARY"] == "Meeting")
    return meeting


def met(pilot: World) -> UUID:
    case = opened(pilot, disclosed(pilot, "council", "nhs")["council"], partners=("nhs",))
    meeting = called(pilot, case)
    asked(pilot, on_agenda(pilot, meeting), NURSE)
    return meeting


def test_a_meeting_stands_at_its_time_and_nowhere(pilot: World) -> None:
    met(pilot)
    meeting = meeting_of(made(pilot, NURSE))
    assert (meeting.start, meeting.end) == (STARTS_AT, STARTS_AT + timedelta(hours=1))
    assert (meeting["STATUS"], meeting["SEQUENCE"], "LOCATION" in meeting) == ("CONFIRMED", 0, False)


def test_a_meeting_that_moves_keeps_its_id_and_counts_its_changes(pilot: World) -> None:
    meeting, token = met(pilot), made(pilot, NURSE)
    before, later = meeting_of(token), STARTS_AT + timedelta(days=1)
    with clock.at(NOW + timedelta(hours=1)):
        calling.postpone(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting, starts_at=later, place="Room 3",
            reason="people_missing",
        )  # fmt: skip
        after = meeting_of(token)
    assert (after["UID"], after["SEQUENCE"], after.start) == (before["UID"], 1, later)
    moments = (before.LAST_MODIFIED, after.LAST_MODIFIED)
    assert moments == (NOW, NOW + timedelta(hours=1))
    assert after.DTSTAMP == after.LAST_MODIFIED


def test_a_cancelled_meeting_says_so(pilot: World) -> None:
    meeting, token = met(pilot), made(pilot, NURSE)
    meeting_of(token)
    calling.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting, reason="people_missing")
    assert (meeting_of(token)["STATUS"], meeting_of(token)["SEQUENCE"]) == ("CANCELLED", 1)


def test_whose_training_has_lapsed_sees_no_meeting(pilot: World) -> None:
    met(pilot)
    token = made(pilot, NURSE)
    with clock.at(NOW + timedelta(days=5 * 366)):
        assert "Meeting" not in words(events(token))


def test_two_members_calendars_have_no_id_in_common(pilot: World) -> None:
    met(pilot)
    ids = [
        {str(each["UID"]) for each in events(made(pilot, who, "tasks"))} for who in (NURSE, POLICE, COORDINATOR, CHAIR)
    ]
    assert all(ids)
    assert len(set().union(*ids)) == sum(map(len, ids))


def test_a_calendar_names_nobody(pilot: World) -> None:
    given = disclosed(pilot, "council", "nhs")
    case = opened(pilot, given["council"], partners=("nhs",))
    meeting = called(pilot, case)
    asked(pilot, on_agenda(pilot, meeting), NURSE)
    for who in (NURSE, POLICE, COORDINATOR, CHAIR):
        for form in ("counts", "tasks"):
            text = fetch(made(pilot, who, form))[1].decode()
            for secret in (
                NAME,
                *NAME.split(),
                "LDN-",
                "Town Hall",
                str(given["council"].person),
                str(case),
                str(meeting),
            ):
                assert secret not in text


# --- Fetched again and again -------------------------------------------------------------------------------------


def test_what_has_not_changed_is_the_same_to_the_byte_and_not_sent_again(pilot: World) -> None:
    disclosed(pilot, "school", acknowledged=False)
    token = made(pilot, CONTACT)
    _, text, etag = fetch(token)
    with clock.at(NOW + timedelta(minutes=5)):
        assert fetch(token) == (200, text, etag)
        assert fetch(token, if_none_match=etag) == (304, b"", etag)
    with clock.at(NOW + timedelta(minutes=6)):
        disclosed(pilot, "school", acknowledged=False, person="Samir Costa")
        status, other, changed = fetch(token, if_none_match=etag)
    assert (status, changed != etag, other != text) == (200, True, True)


def test_the_ledger_says_each_thing_that_was_given_and_once_a_day_how_often(pilot: World) -> None:
    disclosed(pilot, "school", acknowledged=False)
    token = made(pilot, CONTACT)
    for minute in range(0, 50, 5):
        with clock.at(NOW + timedelta(minutes=minute)):
            fetch(token)
    assert fetches() == [1]
    with clock.at(NOW + timedelta(days=1)):
        fetch(token)
        fetch(token)
    assert fetches() == [1, 10]


def fetches() -> list[object]:
    return [entry.facts["fetches"] for entry in recorded(action="member.read_calendar")]


def test_a_wrong_address_is_in_the_record_of_whoever_it_was_tried_on(pilot: World) -> None:
    made(pilot, CONTACT)
    fetch(SecretLink.new(pilot.organisation("school"), pilot.member(CONTACT)).token)
    (entry,) = recorded(action="member.read_calendar")
    assert entry.outcome == "refused"


def test_its_owner_sees_when_it_was_last_fetched(pilot: World) -> None:
    token, by = made(pilot, CONTACT), pilot.actor(CONTACT)
    assert open_mail(by=by, purpose=ADMINISTRATION, member=by.id).fetched_at is None
    with clock.at(NOW + timedelta(minutes=5)):
        fetch(token)
    assert open_mail(by=by, purpose=ADMINISTRATION, member=by.id).fetched_at == NOW + timedelta(minutes=5)


def test_whoever_fetches_too_often_is_held_up(pilot: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HANDRAIL_RATE_LIMITS", {"calendar": "3/m/ip"})
    token = made(pilot, CONTACT)
    assert [fetch(token)[0] for _ in range(4)] == [200, 200, 200, 429]


def test_a_calendar_can_be_read_and_nothing_else(pilot: World) -> None:
    assert Client(enforce_csrf_checks=True).post(path(made(pilot, CONTACT))).status_code in (403, 405)
    answer = Client().get(path(made(pilot, CONTACT)))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer.headers["Cache-Control"], answer.cookies.output()) == ("private, no-cache", "")


def test_all_times_are_utc(pilot: World) -> None:
    met(pilot)
    for event in events(made(pilot, NURSE, "tasks")):
        assert not isinstance(event.start, datetime) or event.start.utcoffset() == timedelta(0)
