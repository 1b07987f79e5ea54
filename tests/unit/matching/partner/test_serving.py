"""A partner over HTTP, with visitors who mean no good."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from handrail.matching.asking import NotReached, Register, send
from handrail.matching.messages import MESSAGE_LIMIT, Refusal, read_answer
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.lines import LinesDamaged
from handrail.matching.partner.serving import AlreadyServed, served_once
from handrail.serving import CONNECTIONS_OF_ONE
from tests.matching_sides import CENTRE, Sides, served


@pytest.fixture
def url(partner: Partner) -> Iterator[str]:
    with served(partner, connection_seconds=2) as address:
        yield address


def _raw(url: str, sent: bytes, *, close: bool = False) -> bytes:
    """What comes back until the partner ends the connection."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(sent)
        if close:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_it_works(sides: Sides, register: Register, url: str) -> None:
    question = sides.question(register)
    found = question.finish(send(url, question.message), register)
    assert [len(each) for each in found.candidates] == [2]


def test_an_address_may_have_a_path_before(sides: Sides, register: Register, url: str) -> None:
    with pytest.raises(NotReached, match="404"):
        send(f"{url}/behind-a-proxy/", sides.question(register).message)


def test_noise_gets_a_signed_refusal(url: str, partner: Partner, sides: Sides) -> None:
    assert read_answer(send(url, b"noise"), partner.key).refusal is Refusal.MALFORMED
    assert sides.outcomes() == ["malformed"]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST /match/evaluate HTTP/1.1\r\n\r\n", b"411"),
        (b"POST /match/evaluate HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /match/evaluate HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MESSAGE_LIMIT + 1), b"413"),
        (b"POST /match/evaluate HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET /signing-key HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET /match/evaluate HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
    ],
)
def test_what_is_no_request_is_answered_so(url: str, head: bytes, status: bytes) -> None:
    assert _raw(url, head, close=True).split()[1] == status


def test_many_ask_at_the_same_time_and_each_token_is_spent_once(sides: Sides, register: Register, url: str) -> None:
    tokens = sides.tokens(CONNECTIONS_OF_ONE // 2)
    questions = [sides.question(register, token=token) for token in tokens for _ in range(2)]
    outcomes: list[str] = []

    def ask(message: bytes) -> None:
        outcomes.append(str(read_answer(send(url, message), register.key).refusal))

    threads = [threading.Thread(target=ask, args=(each.message,)) for each in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["None"] * len(tokens) + ["quota-token-spent"] * len(tokens)


@pytest.mark.parametrize("most", [2, 12])
def test_one_address_has_so_many_connections_and_behind_a_proxy_more(partner: Partner, most: int) -> None:
    with served(partner, connections_of_one=most) as url, ExitStack() as held:
        address = urlsplit(url)
        for _ in range(most):
            quiet = held.enter_context(socket.create_connection((address.hostname, address.port), timeout=5))
            quiet.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert quiet.recv(12) == b"HTTP/1.1 404"
        with pytest.raises(NotReached):
            send(url, b"one more")


def test_a_small_request_does_not_wait_for_a_large_one(sides: Sides, register: Register, partner: Partner) -> None:
    [large] = sides.tokens(size=4096, benchmark=True)
    slow, quick = sides.question(register, token=large), sides.question(register)
    order: list[str] = []
    # A connection as long as a real one: a busy machine takes seconds to start the processes for the large one.
    with served(partner) as url:

        def ask() -> None:
            send(url, slow.message)
            order.append("large")

        thread = threading.Thread(target=ask)
        thread.start()
        send(url, quick.message)
        order.append("small")
        thread.join()
    assert order == ["small", "large"]


def test_a_partner_that_lost_its_log_says_that_it_cant_answer(
    sides: Sides, register: Register, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    question = sides.question(register)
    (sides.folder.path / "log").unlink()
    address = urlsplit(url)
    with closing(http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)) as connection:
        connection.request("POST", "/match/evaluate", question.message)
        answer = connection.getresponse()
        said = answer.read().decode()
    assert (answer.status, str(sides.folder.path) in said) == (500, False)
    [told] = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert ("keys/log" in told.getMessage(), told.exc_info) == (True, None), "a sentence, and no traceback"


def test_a_centre_whose_file_is_damaged_is_told_that_there_is_no_answer(
    sides: Sides, register: Register, url: str
) -> None:
    (sides.folder.path / "centres" / CENTRE).write_text("half a line", encoding="utf-8")
    with pytest.raises(NotReached, match="status 500"):
        send(url, sides.question(register).message)


def test_one_folder_is_served_once(sides: Sides) -> None:
    path = sides.folder.path
    with served_once(path), pytest.raises(AlreadyServed, match="serves"), served_once(path):
        pass
    with served_once(sides.folder.path):
        pass


def test_a_damaged_log_keeps_the_server_from_starting(sides: Sides) -> None:
    (sides.folder.path / "log").write_text("not an entry\n", encoding="utf-8")
    with pytest.raises(LinesDamaged):
        Partner(sides.folder)
