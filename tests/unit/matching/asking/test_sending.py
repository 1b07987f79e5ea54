"""What a partner's server can do to whoever asks it: be slow, endless or elsewhere. It never holds the centre."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, repeat

import pytest

from handrail.matching.asking.sending import NoAddress, NotReached, send

#: What such a server says, part by part, a moment apart.
ENDLESS = {
    "goes on and on": repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "sends its head line by line": chain([b"HTTP/1.1 200 OK\r\n"], repeat(b"X-Wait: a moment\r\n")),
    "sends its answer byte by byte": chain([b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"], repeat(b"x")),
}
#: Seconds that pass between two parts: it is never quiet.
APART = 0.02

OTHER = {
    "leads elsewhere": (b"302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0", b"", "status 302"),
    "sends more than an answer": (b"200 OK\r\nContent-Length: 9999999999", bytes(200_000), "more than an answer"),
    "sends chunks without end": (b"200 OK\r\nTransfer-Encoding: chunked", b"FFFFFF\r\n" + bytes(200_000), "more than"),
}


@contextmanager
def _serving(parts: Iterator[bytes]) -> Iterator[str]:
    """The address of a server that says these parts to its one visitor."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                visitor, _ = listening.accept()
                with visitor:
                    visitor.recv(65536)
                    for part in parts:
                        visitor.sendall(part)
                        time.sleep(APART)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(5)


@pytest.mark.parametrize("what", sorted(ENDLESS))
def test_a_server_that_never_ends_is_left(what: str) -> None:
    began = time.monotonic()
    with _serving(iter(ENDLESS[what])) as url, pytest.raises(NotReached, match="too long"):
        send(url, b"a request", quiet_seconds=60, longest_seconds=0.3)
    assert time.monotonic() - began < 30


def test_a_machine_that_takes_no_connection_is_left_sooner_than_one_that_is_quiet() -> None:
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as waiting:
        for _ in range(3):  # nobody lets them in, and the next are not even heard
            visitor = waiting.enter_context(socket.socket())
            visitor.setblocking(False)
            visitor.connect_ex(full.getsockname())
        with pytest.raises(NotReached, match="TimeoutError"):
            send(f"http://127.0.0.1:{full.getsockname()[1]}", b"a request", connect_seconds=0.3, quiet_seconds=60)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("what", sorted(OTHER))
def test_what_is_no_answer_is_not_taken(what: str) -> None:
    head, body, says = OTHER[what]
    with _serving(iter([b"HTTP/1.1 " + head + b"\r\n\r\n" + body])) as url, pytest.raises(NotReached, match=says):
        send(url, b"a request", quiet_seconds=5)


NO_ADDRESS = (
    "ftp://partner.example",
    "partner.example",
    "http://",
    "http://127.0.0.1:99999",
    "https://partner..example",
    f"https://{64 * 'a'}.example",
    "https://partner.example/café",
)


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_of_a_partner_is_refused(url: str) -> None:
    with pytest.raises(NoAddress, match="https://"):
        send(url, b"")
