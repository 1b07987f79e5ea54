"""A worker that is killed while it sends e-mail: whoever it was telling is told once its claim is over, and not before;
everybody else still gets theirs."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from procrastinate.exceptions import AlreadyEnqueued

from handrail.directory.models import Account
from handrail.site.addresses import SUPERUSER
from handrail.site.tasks import take_up_again
from handrail.upkeep.tasks import digest
from tests.fault.books import assert_sound
from tests.fault.conftest import Site
from tests.harness.processes import sending_to, surroundings, worker
from tests.mailing import Mailbox, mail_server
from tests.waiting import until
from tests.working import disclosed

CONTACTS = ("single_point_of_contact@school", "second_contact@school", "single_point_of_contact@nhs")
UNSENT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'upkeep.digest' AND status IN ('doing', 'todo')"


@pytest.mark.slow
def test_worker_killed_while_the_server_takes_a_message(site: Site, tmp_path: Path) -> None:
    """It has the first message and the worker never hears of it. The next worker doesn't send that one again."""
    disclosed(site.pilot, "school", "nhs", acknowledged=False)
    around, box = surroundings(tmp_path, site.database), Mailbox()
    with mail_server(box) as port:
        box.silent = True
        with worker(around, **sending_to(port)) as killed:
            ask()
            until(lambda: len(box.received) == 1, "the server having the first message")
            killed.kill()
        box.silent = False
        with psycopg.connect(site.database.conninfo(SUPERUSER)) as connection:
            connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
        contacts = {Account.objects.get(pk=site.pilot.account(who)).email for who in CONTACTS}
        with worker(around, **sending_to(port)):
            with suppress(AlreadyEnqueued):
                take_up_again.configure().defer(timestamp=0)
            until(lambda: contacts <= box.addresses(), "everybody being told")
            ask()
            until(lambda: site.read(UNSENT) == [(0,)], "nothing being left to send")
    assert set(Counter(address for address, _ in box.messages()).values()) == {1}
    assert_sound(site)


def ask() -> None:
    """Queue the job now, unless it waits there already because its time has come."""
    with suppress(AlreadyEnqueued):
        digest.configure().defer(timestamp=0)
