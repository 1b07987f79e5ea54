"""E-mail through a real mail server: at once for an escalation, a digest for the rest, and never a word of content."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from handrail.casework.actions import escalating
from handrail.directory.models import Account, Member
from handrail.gate import clock
from handrail.site.addresses import APP_ROLE
from handrail.upkeep.tasks import digest, sweep_all
from tests.acting import act_as
from tests.nominating import NAME, put_forward, release
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import NOW, World

NEXT_MORNING = datetime(2025, 6, 3, 8, 0, tzinfo=clock.LONDON)


class Mailbox:
    """What a mail server on this machine received."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.received.append(envelope)
        return "250 Accepted"

    def addresses(self) -> set[str]:
        return {address for envelope in self.received for address in envelope.rcpt_tos}

    def text(self) -> str:
        """The bodies of all messages."""
        return "\n".join(
            (envelope.original_content or b"").decode().partition("\r\n\r\n")[2] for envelope in self.received
        )


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server on loopback, which Django is told to use."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", port)
    yield box
    server.stop()


def work() -> None:
    """Run the jobs that wait, as the worker does, and stop when there are none."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def address(pilot: World, who: str) -> str:
    return Account.objects.get(pk=pilot.account(who)).email


def test_an_escalation_is_mailed_at_once_to_the_officers_who_can_take_it(pilot: World, mailbox: Mailbox) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note was found.", danger_now=True
    )
    work()
    officers = {address(pilot, who) for who in ("police_risk_owner@force", "second_risk_owner@force")}
    assert mailbox.addresses() == officers


def test_what_is_not_urgent_waits_for_the_digest(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", acknowledged=False)
    work()
    assert mailbox.received == []

    with clock.at(NEXT_MORNING):
        digest(0)
    assert address(pilot, "single_point_of_contact@school") in mailbox.addresses()
    assert address(pilot, "single_point_of_contact@housing") not in mailbox.addresses()


def test_a_digest_is_one_message_each_and_nobody_sees_who_else_was_told(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", "council", acknowledged=False)
    with clock.at(NEXT_MORNING):
        digest(0)
    told = [envelope.rcpt_tos for envelope in mailbox.received]
    assert all(len(addresses) == 1 for addresses in told)
    assert len({addresses[0] for addresses in told}) == len(told)


def test_no_digest_on_a_sunday(pilot: World, mailbox: Mailbox) -> None:
    disclosed(pilot, "school", acknowledged=False)
    with clock.at(datetime(2025, 6, 8, 8, 0, tzinfo=clock.LONDON)):
        digest(0)
    assert mailbox.received == []


def test_whoever_is_away_is_stood_in_for(pilot: World, mailbox: Mailbox) -> None:
    contact, cover = pilot.member("single_point_of_contact@school"), pilot.member("practitioner@school")
    with act_as(pilot, "administrator@school"):
        Member.objects.filter(pk=contact).update(status="away", cover_id=cover)
    disclosed_now = put_forward(pilot, recipients=("school",))
    release(pilot, disclosed_now)
    with clock.at(NEXT_MORNING):
        digest(0)
    assert address(pilot, "practitioner@school") in mailbox.addresses()
    assert address(pilot, "single_point_of_contact@school") not in mailbox.addresses()


def test_a_message_says_nothing_about_anybody(pilot: World, mailbox: Mailbox) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note was found.", danger_now=True
    )
    work()
    with clock.at(NOW + timedelta(days=1)):
        digest(0)
    text = mailbox.text()
    assert settings.HANDRAIL_ADDRESS in text
    for secret in (NAME, "Yusuf", "LDN-", str(given.person), "Metropolitan", "Camden", "note was found", "case"):
        assert secret not in text


def test_the_mail_of_an_escalation_is_queued_with_it_and_not_after(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    before = ProcrastinateJob.objects.filter(task_name="upkeep.urgent_mail").count()
    escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="A note was found.", danger_now=True
    )
    (job,) = ProcrastinateJob.objects.filter(task_name="upkeep.urgent_mail").order_by("id")[before:]
    assert set(job.args) == {"organisation", "role", "owner"}
    assert mail.outbox == []


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
