"""E-mail through a real mail server: at once for an escalation, a digest for the rest, and never a word of content."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from smtplib import SMTPException
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from handrail.casework.actions import escalating
from handrail.directory.actions.mail import choose_mail
from handrail.directory.actions.members import leave, set_away
from handrail.directory.models import Account
from handrail.duties import pass_on, raise_duty, waiting_for
from handrail.duties.counting import Counts
from handrail.gate import clock
from handrail.site.addresses import APP_ROLE
from handrail.upkeep import mail as messages
from handrail.upkeep.tasks import climb, digest, sweep_all
from tests.acting import act_as
from tests.at_once import held
from tests.harness.databases import Databases
from tests.mailing import Mailbox, mail_server
from tests.nominating import NAME
from tests.recorded import recorded
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import NOW, World

NEXT_MORNING = datetime(2025, 6, 3, 8, 0, tzinfo=clock.LONDON)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server on loopback, which Django is told to use."""
    box = Mailbox()
    with mail_server(box) as port:
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", port)
        yield box


def work() -> None:
    """Run the jobs that wait, as the worker does, and stop when there are none.

    What is due by the machine's own clock (a sweep each minute, a digest each hour) stays out of it.
    """
    with (
        app.replace_connector(app.connector.get_worker_connector()) as worker,  # type: ignore[attr-defined]
        patch.object(worker.periodic_registry, "periodic_tasks", {}),
    ):
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def address(pilot: World, who: str) -> str:
    return Account.objects.get(pk=pilot.account(who)).email


def escalated(pilot: World) -> UUID:
    """A case in which somebody has just said that there is danger now."""
    case = opened(pilot, disclosed(pilot, "council")["council"])
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note was found.", danger_now=True
    )
    return case


def chooses(pilot: World, who: str, choice: str, hour: int = 8) -> None:
    by = pilot.actor(who)
    choose_mail(by=by, purpose="administration", member=by.id, mail=choice, mail_hour=hour)


def to(mailbox: Mailbox, pilot: World, who: str) -> list[str]:
    """The messages that somebody was sent, as they read them."""
    mine = address(pilot, who)
    return [each for to_, each in mailbox.messages() if to_ == mine]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in June 2025, London time. The 2nd is a Monday."""
    return datetime(2025, 6, day, hour, minute, tzinfo=clock.LONDON)


def digest_at(moment: datetime) -> None:
    with clock.at(moment):
        digest(0)


def officers(pilot: World) -> list[str]:
    return sorted(address(pilot, who) for who in ("police_risk_owner@force", "second_risk_owner@force"))


# --- What is urgent ----------------------------------------------------------------------------------------------


def test_an_escalation_is_mailed_at_once_to_the_officers_who_can_take_it(pilot: World, mailbox: Mailbox) -> None:
    escalated(pilot)
    work()
    assert mailbox.urgent() == officers(pilot)


def test_an_escalation_cannot_be_silenced(pilot: World, mailbox: Mailbox) -> None:
    chooses(pilot, "police_risk_owner@force", "urgent")
    chooses(pilot, "second_risk_owner@force", "weekly")
    escalated(pilot)
    work()
    assert mailbox.urgent() == officers(pilot)


def test_a_ladder_goes_on_telling_whoever_silenced_the_rest(pilot: World, mailbox: Mailbox) -> None:
    chooses(pilot, "duty_officer@force", "urgent")
    escalated(pilot)
    work()
    for minutes in (20, 40):
        with clock.at(NOW + timedelta(minutes=minutes)):
            climb(0)
            work()
    assert address(pilot, "duty_officer@force") in mailbox.urgent()


def test_the_address_of_one_officer_that_fails_holds_up_no_other_s(pilot: World, mailbox: Mailbox) -> None:
    mailbox.refuses = address(pilot, "police_risk_owner@force")
    escalated(pilot)
    work()
    assert mailbox.urgent() == [address(pilot, "second_risk_owner@force")]
    assert ProcrastinateJob.objects.filter(task_name="upkeep.urgent_mail", status="todo").count() == 1
    work()
    assert mailbox.urgent() == [address(pilot, "second_risk_owner@force")]


def test_the_mail_of_an_escalation_is_queued_with_it_and_not_after(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    before = ProcrastinateJob.objects.filter(task_name="upkeep.urgent_mail").count()
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note was found.", danger_now=True
    )
    queued = list(ProcrastinateJob.objects.filter(task_name="upkeep.urgent_mail").order_by("id")[before:])
    told = {pilot.member("police_risk_owner@force"), pilot.member("second_risk_owner@force")}
    assert sorted(job.args["member"] for job in queued) == sorted(map(str, told))
    assert all(set(job.args) == {"member"} for job in queued)
    assert mail.outbox == []


# --- The digest --------------------------------------------------------------------------------------------------


def test_what_is_not_urgent_waits_for_the_digest(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", acknowledged=False)
    work()
    assert mailbox.received == []

    digest_at(NEXT_MORNING)
    assert len(to(mailbox, pilot, "single_point_of_contact@school")) == 1
    assert to(mailbox, pilot, "single_point_of_contact@housing") == []


def test_a_digest_is_one_message_each_and_nobody_sees_who_else_was_told(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", "council", acknowledged=False)
    digest_at(NEXT_MORNING)
    told = [envelope.rcpt_tos for envelope in mailbox.received]
    assert all(len(addresses) == 1 for addresses in told)
    assert len({addresses[0] for addresses in told}) == len(told)


def test_a_digest_counts_what_the_member_s_own_list_shows(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", "council", acknowledged=False)
    digest_at(at(4, 18))
    for who in ("single_point_of_contact@school", "single_point_of_contact@council"):
        with clock.at(at(4, 18)):
            waiting = waiting_for(by=pilot.actor(who), purpose=SUPPORT)
        late = sum(due.late for due in waiting.today_and_late.duties)
        groups = {
            "Late": late,
            "Due today": waiting.today_and_late.count - late,
            "Due this week": waiting.this_week.count,
        }
        (message,) = to(mailbox, pilot, who)
        assert late
        for title, count in groups.items():
            assert (f"{title}: {count}" in message) == (count > 0)


def test_nobody_is_told_of_nothing(pilot: World, mailbox: Mailbox) -> None:
    digest_at(NEXT_MORNING)
    assert mailbox.received == []


def test_who_is_told_of_what_is_far_off_isn_t_told_of_it_every_day(pilot: World, mailbox: Mailbox) -> None:
    with act_as(pilot, "single_point_of_contact@school") as act:
        raise_duty(
            act, organisation=act.organisation, programme="mac", kind="respond_to_request",
            role="single_point_of_contact", subject=("Disclosure", uuid4()), due_at=at(26, 17),
        )  # fmt: skip
    said = []
    for day in range(3, 27):
        mailbox.received.clear()
        digest_at(at(day, 8))
        said += [day] if to(mailbox, pilot, "single_point_of_contact@school") else []
    assert said == [3, 23, 24, 25, 26]  # new; then that week: Monday to Thursday


@pytest.mark.parametrize("day", [date(2025, 6, 8), date(2025, 8, 25), date(2025, 12, 25)])
def test_no_digest_on_a_sunday_or_a_bank_holiday(pilot: World, mailbox: Mailbox, day: date) -> None:
    disclosed(pilot, "school", acknowledged=False)
    digest_at(datetime.combine(day, time(9), clock.LONDON))
    assert mailbox.received == []


def test_the_digest_comes_at_the_hour_that_was_chosen(pilot: World, mailbox: Mailbox) -> None:
    who = "single_point_of_contact@school"
    chooses(pilot, who, "daily", hour=14)
    disclosed(pilot, "school", acknowledged=False)
    digest_at(at(3, 13, 59))
    assert to(mailbox, pilot, who) == []
    digest_at(at(3, 14))
    assert len(to(mailbox, pilot, who)) == 1


def test_who_wants_each_at_once_is_told_within_minutes_and_once(pilot: World, mailbox: Mailbox) -> None:
    who = "single_point_of_contact@school"
    chooses(pilot, who, "each")
    digest_at(NOW)
    disclosed(pilot, "school", acknowledged=False)
    for minute in (1, 2, 3, 30):
        digest_at(NOW + timedelta(minutes=minute, seconds=1))
    assert len(to(mailbox, pilot, who)) == 1
    assert to(mailbox, pilot, "second_contact@school") == []


def test_who_wants_each_at_once_is_told_of_what_a_colleague_passes_on(pilot: World, mailbox: Mailbox) -> None:
    who = "second_contact@school"
    disclosed(pilot, "school", acknowledged=False)
    chooses(pilot, who, "each")
    digest_at(at(2, 14))
    mailbox.received.clear()
    with clock.at(at(2, 15)):
        contact = pilot.actor("single_point_of_contact@school")
        due = waiting_for(by=contact, purpose=SUPPORT).this_week.duties[0]
        pass_on(by=contact, purpose=SUPPORT, duty=due.id, to=pilot.member(who))
    digest_at(at(2, 15, 2))
    assert len(to(mailbox, pilot, who)) == 1


def test_who_wants_it_weekly_is_told_on_the_first_working_day(pilot: World, mailbox: Mailbox) -> None:
    who = "single_point_of_contact@school"
    chooses(pilot, who, "weekly")
    digest_at(at(2, 12))
    with act_as(pilot, who) as act:
        raise_duty(
            act, organisation=act.organisation, programme="mac", kind="decide_known", role="single_point_of_contact",
            subject=("Statement", uuid4()), due_at=at(13, 17),
        )  # fmt: skip
    said = []
    for day in range(3, 14):
        mailbox.received.clear()
        digest_at(at(day, 8))
        said += [day] if to(mailbox, pilot, who) else []
    assert said == [9, 11]  # Monday; and two working days before it is due, as the rulebook says


def test_who_wants_only_what_is_urgent_gets_no_digest(pilot: World, mailbox: Mailbox) -> None:
    chooses(pilot, "single_point_of_contact@school", "urgent")
    disclosed(pilot, "school", acknowledged=False)
    digest_at(at(4, 18))
    assert to(mailbox, pilot, "single_point_of_contact@school") == []
    assert len(to(mailbox, pilot, "second_contact@school")) == 1


def test_whoever_has_left_or_lapsed_is_told_nothing(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "council", "school", acknowledged=False)
    leave(
        by=pilot.actor("administrator@school"),
        purpose="administration",
        member=pilot.member("single_point_of_contact@school"),
    )
    digest_at(NEXT_MORNING)
    assert to(mailbox, pilot, "lapsed_contact@council") == []
    assert to(mailbox, pilot, "single_point_of_contact@school") == []
    assert len(to(mailbox, pilot, "second_contact@school")) == 1


def test_whoever_is_away_is_stood_in_for(pilot: World, mailbox: Mailbox) -> None:
    away, cover = pilot.actor("single_point_of_contact@school"), pilot.member("second_contact@school")
    set_away(by=away, purpose="administration", member=away.id, cover=cover)
    with act_as(pilot, "single_point_of_contact@school") as act:
        raise_duty(
            act, organisation=act.organisation, programme="mac", kind="decide_known", role="single_point_of_contact",
            subject=("Statement", uuid4()), owner=away.id,
        )  # fmt: skip
    digest_at(NEXT_MORNING)
    assert mailbox.addresses() == {address(pilot, "second_contact@school")}


def test_a_message_says_nothing_about_anybody(pilot: World, mailbox: Mailbox) -> None:
    escalated(pilot)
    work()
    digest_at(NOW + timedelta(days=1))
    assert len(mailbox.received) > 2
    text = mailbox.text()
    assert settings.HANDRAIL_ADDRESS in text
    for secret in (NAME, "Yusuf", "LDN-", "Metropolitan", "Camden", "note was found", "case", "scalat"):
        assert secret not in text


# --- Twice, killed, refused --------------------------------------------------------------------------------------


def test_a_digest_that_is_run_again_tells_nobody_twice(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", acknowledged=False)
    for minute in range(5):
        digest_at(at(3, 8, minute))
    assert len(to(mailbox, pilot, "single_point_of_contact@school")) == 1


def test_two_workers_at_once_send_one_message(pilot: World, mailbox: Mailbox, databases: Databases) -> None:
    who = "single_point_of_contact@school"
    disclosed(pilot, "school", acknowledged=False)
    with held(databases, "SELECT 1 FROM directory_member WHERE id = %s FOR UPDATE", pilot.member(who)) as hold:
        hold.race(lambda: digest_at(NEXT_MORNING), lambda: digest_at(NEXT_MORNING))
    assert len(to(mailbox, pilot, who)) == 1


class _Killed(BaseException):
    """The worker is gone."""


def test_a_message_whose_worker_was_killed_is_sent_once_its_claim_is_over(
    pilot: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also to whoever wants one message a week, who would else hear of it in the next."""
    who = "single_point_of_contact@school"
    chooses(pilot, who, "weekly")
    disclosed(pilot, "school", acknowledged=False)

    def killed(connection: BaseEmailBackend, to_: str, counts: Counts) -> None:
        if to_ == address(pilot, who):
            raise _Killed
        sent(connection, to_, counts)

    sent = messages.waiting

    with monkeypatch.context() as dying:
        dying.setattr(messages, "waiting", killed)
        with pytest.raises(_Killed):
            digest_at(at(9, 8))
    digest_at(at(9, 8, 14))
    assert to(mailbox, pilot, who) == []
    for minute in (16, 17, 40):
        digest_at(at(9, 8, minute))
    assert len(to(mailbox, pilot, who)) == 1


def test_a_mail_server_that_is_away_costs_nobody_their_message(
    pilot: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    disclosed(pilot, "school", acknowledged=False)
    with monkeypatch.context() as away, socket.create_server(("127.0.0.1", 0)) as probe:
        away.setattr(settings, "EMAIL_PORT", probe.getsockname()[1])
        probe.close()
        with pytest.raises(OSError, match="refused"):
            digest_at(NEXT_MORNING)
    assert recorded(action="member.tell") == []
    digest_at(at(3, 8, 5))
    assert len(to(mailbox, pilot, "single_point_of_contact@school")) == 1


def test_an_address_that_is_refused_holds_up_nobody_else_and_the_duty_stays(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", acknowledged=False)
    who = "single_point_of_contact@school"
    mailbox.refuses = address(pilot, who)
    digest_at(NEXT_MORNING)
    assert to(mailbox, pilot, who) == []
    assert len(to(mailbox, pilot, "second_contact@school")) == 1
    with clock.at(NEXT_MORNING):
        assert waiting_for(by=pilot.actor(who), purpose=SUPPORT).count > 0
    mailbox.refuses = ""
    digest_at(at(4, 8))
    assert len(to(mailbox, pilot, who)) == 1


def test_one_message_that_is_put_off_holds_up_no_other_and_is_sent_later(pilot: World, mailbox: Mailbox) -> None:
    who, other = "second_contact@school", "single_point_of_contact@school"
    disclosed(pilot, "school", acknowledged=False)
    mailbox.puts_off = address(pilot, who)
    with pytest.raises(SMTPException, match="later"):
        digest_at(NEXT_MORNING)
    mailbox.puts_off = ""
    assert (len(to(mailbox, pilot, other)), to(mailbox, pilot, who)) == (1, [])
    digest_at(at(3, 8, 5))
    assert (len(to(mailbox, pilot, other)), len(to(mailbox, pilot, who))) == (1, 1)


def test_a_server_that_breaks_off_is_given_the_message_again(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", acknowledged=False)
    mailbox.breaks_off = True
    with pytest.raises(SMTPException):
        digest_at(NEXT_MORNING)
    mailbox.breaks_off = False
    digest_at(at(3, 8, 5))
    assert {len(to(mailbox, pilot, who)) for who in ("single_point_of_contact@school", "second_contact@school")} == {1}


def jobs() -> int:
    return ProcrastinateJob.objects.count()


class Undone(Exception):
    """What an act ends with that is taken back."""


def test_a_job_of_an_act_that_is_rolled_back_is_not_queued(pilot: World) -> None:
    before = jobs()
    with suppress(Undone), act_as(pilot, COORDINATOR):
        sweep_all.configure().defer(timestamp=0)
        assert jobs() == before + 1
        raise Undone
    assert jobs() == before
    with act_as(pilot, COORDINATOR):
        sweep_all.configure().defer(timestamp=0)
    assert jobs() == before + 1


def test_an_escalation_that_is_rolled_back_mails_nobody(pilot: World, mailbox: Mailbox) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    before = jobs()
    # The ledger entry is the last thing that an act writes: without it nothing of the act has happened.
    with without_a_ledger(), pytest.raises(DatabaseError, match="ledger_payload"):
        escalating.escalate(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note.", danger_now=True
        )
    assert jobs() == before
    work()
    assert mailbox.received == []


@contextmanager
def without_a_ledger() -> Iterator[None]:
    """Inside the block no entry can be written."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"REVOKE INSERT ON ledger_payload FROM {APP_ROLE}")
        yield
        cursor.execute(f"GRANT INSERT ON ledger_payload TO {APP_ROLE}")
