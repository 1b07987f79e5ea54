"""A line between two sides that keeps every byte, and on request changes what passes."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: What is passed on for what came: the body of a request or of an answer.
Change = Callable[[bytes], bytes]


_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass
class Wire:
    """The line. ``sent`` and ``received`` are all that passed, as an eavesdropper has it."""

    port: int
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    change_request: Change = bytes
    change_answer: Change = bytes

    @property
    def url(self) -> str:
        """Where the centre asks."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def everything(self) -> bytes:
        """Every byte, both ways."""
        return bytes(self.sent + self.received)


@contextmanager
def tapped(port: int) -> Iterator[Wire]:
    """A line to the server at ``port``, open inside the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = Wire(listening.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listening, wire, port))
        thread.start()
        try:
            yield wire
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listening: socket.socket, wire: Wire, port: int) -> None:
    threads = []
    with suppress(OSError):  # the end of the block
        while True:
            connection, _ = listening.accept()
            thread = threading.Thread(target=_pass_on, args=(connection, wire, port))
            thread.start()
            threads.append(thread)
    for thread in threads:
        thread.join()


def _pass_on(centre: socket.socket, wire: Wire, port: int) -> None:
    """One request and its answer: each is kept and passed on when it is whole."""
    with centre, socket.create_connection(("127.0.0.1", port)) as partner:
        request = _changed(_whole(centre), wire.change_request)
        wire.sent += request
        partner.sendall(request)
        answer = _changed(_whole(partner), wire.change_answer)
        wire.received += answer
        centre.sendall(answer)


def _whole(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    start = data.index(b"\r\n\r\n") + 4
    found = _LENGTH.search(data[:start])
    while found and len(data) < start + int(found[1]):
        data += connection.recv(65536)
    return data


def _changed(message: bytes, change: Change) -> bytes:
    head, _, body = message.partition(b"\r\n\r\n")
    passed = change(body)
    return _LENGTH.sub(b"Content-Length: %d" % len(passed), head) + b"\r\n\r\n" + passed
