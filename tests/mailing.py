"""A mail server on this machine, and what it received: it can refuse an address, break off, or never answer.

with mail_server(box) as port: ...
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from handrail.upkeep.mail import URGENT


class Mailbox:
    """What was received.

    ``refuses`` is an address that it takes nothing for, ``puts_off`` one that it takes nothing for now; ``breaks_off``
    ends each conversation before a message is taken; ``silent`` takes a message and doesn't say so.
    """

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.refuses = ""
        self.puts_off = ""
        self.breaks_off = False
        self.silent = False

    async def handle_RCPT(  # noqa: N802, named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.refuses:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.breaks_off:
            return "421 Closing"
        if self.puts_off in envelope.rcpt_tos:
            return "451 Try again later"
        self.received.append(envelope)
        while self.silent:
            await asyncio.sleep(0.05)
        return "250 Accepted"

    def messages(self) -> list[tuple[str, str]]:
        """Each message: to whom, and all of it."""
        return [(envelope.rcpt_tos[0], (envelope.original_content or b"").decode()) for envelope in self.received]

    def addresses(self) -> set[str]:
        return {address for envelope in self.received for address in envelope.rcpt_tos}

    def urgent(self) -> list[str]:
        """To whom an urgent message went, as often as one did. (The worker looks for a digest to send as well.)"""
        return sorted(address for address, message in self.messages() if f"Subject: {URGENT}" in message)

    def text(self) -> str:
        """The bodies of all messages."""
        return "\n".join(message.partition("\r\n\r\n")[2] for _, message in self.messages())


@contextmanager
def mail_server(box: Mailbox) -> Iterator[int]:
    """Have ``box`` receive what is sent to a port of loopback, which is given."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield port
    box.silent = False
    server.stop()
