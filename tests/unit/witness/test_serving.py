"""The witness over HTTP, with visitors who mean no good."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from urllib.parse import urlsplit

import pytest

from handrail.witness import Server, Witness
from tests.unit.witness.conftest import NOON, ORIGIN, History
from tests.witnessing import served


@pytest.fixture
def address(witness: Witness) -> Iterator[str]:
    with served(witness, lambda: NOON, connection_seconds=1) as url:
        yield urlsplit(url).netloc


def _post(address: str, body: bytes, path: str = "/add-checkpoint") -> tuple[int, str, str]:
    with closing(http.client.HTTPConnection(address, timeout=5)) as connection:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()


def _raw(address: str, sent: bytes) -> bytes:
    """What comes back until the witness ends the connection."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_a_log_asks_twice_on_one_connection(address: str, history: History) -> None:
    with closing(http.client.HTTPConnection(address, timeout=5)) as connection:
        for old, size in ((0, 7), (7, 9)):
            connection.request("POST", "/add-checkpoint", history.request(old, size))
            answer = connection.getresponse()
            assert (answer.status, answer.read().decode()[:20]) == (200, "— witness.example/w1")


def test_a_conflict_has_the_content_type_of_the_specification(address: str, history: History) -> None:
    _post(address, history.request(0, 7))
    assert _post(address, history.request(0, 9)) == (409, "text/x.tlog.size", "7\n")


def test_a_monitor_gets_the_newest_cosigned_checkpoint(address: str, history: History, witness: Witness) -> None:
    path = f"/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    with closing(http.client.HTTPConnection(address, timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (404, b"There is nothing here.\n")
        _, _, line = _post(address, history.request(0, 7))
        connection.request("GET", path)
        assert connection.getresponse().read().decode() == history.note(7) + line
        connection.request("HEAD", path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST /add-checkpoint HTTP/1.1\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 9x\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", b"413"),
        (b"POST /../../etc/passwd HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET /add-checkpoint HTTP/1.1\r\nConnection: close\r\n\r\n", b"405"),
        (b"GET /../witness-signing-key HTTP/1.1\r\nConnection: close\r\n\r\n", b"404"),
        (b"PUT /add-checkpoint HTTP/1.1\r\nConnection: close\r\n\r\n", b"501"),
    ],
)
def test_what_is_no_request_is_answered_so(address: str, head: bytes, status: bytes) -> None:
    assert _raw(address, head).split()[1] == status


def test_whoever_sends_slowly_is_cut_off(address: str, history: History) -> None:
    answer = _raw(address, b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 400\r\n\r\nold 0")
    assert b" 200 " not in answer
    assert _post(address, history.request(0, 7))[0] == 200


@pytest.mark.parametrize(
    "head", [b"GET /" + b"a" * 9000, b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 2000], ids=["one line", "many lines"]
)
def test_a_head_that_does_not_end_is_cut_off_unread(address: str, history: History, head: bytes) -> None:
    assert _raw(address, head)[:12] in (b"", b"HTTP/1.1 431")
    assert _post(address, history.request(0, 7))[0] == 200


def test_one_visitor_never_takes_all_places(address: str) -> None:
    """Eight are held open from here; the ninth ends at once, and one is free again when one of the eight has gone."""
    host, port = address.split(":")
    held = [socket.create_connection((host, int(port)), timeout=5) for _ in range(8)]
    for each in held:
        each.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert each.recv(12) == b"HTTP/1.1 404"
    assert _raw(address, b"") == b""
    for each in held:
        each.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="This machine has no IPv6.")
def test_where_ipv6_is_listened_on_as_well_each_address_of_ipv4_counts_by_itself(witness: Witness) -> None:
    """They come in as ``::ffff:192.0.2.1``, all of them in one network of IPv6."""

    def asks(source: str) -> bytes:
        held.append(socket.create_connection(("127.0.0.1", server.server_port), timeout=5, source_address=(source, 0)))
        held[-1].sendall(b"GET / HTTP/1.1\r\n\r\n")
        return held[-1].recv(12)

    held: list[socket.socket] = []
    with Server(witness, "::", 0, now=lambda: NOON) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        assert [asks("127.0.0.1") for _ in range(8)] == [b"HTTP/1.1 404"] * 8
        assert asks("127.0.0.2") == b"HTTP/1.1 404"
        for each in held:
            each.close()
        server.shutdown()


def test_many_idle_connections_do_not_keep_a_log_out_for_long(address: str, history: History) -> None:
    host, port = address.split(":")
    idle = [socket.create_connection((host, int(port))) for _ in range(40)]
    try:
        # All end after a second: the test's, half a minute for a real one.
        for connection in idle:
            connection.settimeout(5)
            assert connection.recv(1) == b""
        assert _post(address, history.request(0, 7))[0] == 200
    finally:
        for connection in idle:
            connection.close()


def test_a_witness_that_lost_its_state_says_that_it_cant_work(
    address: str, history: History, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    _post(address, history.request(0, 7))
    (witness.log(ORIGIN).path / "checkpoint").unlink()
    status, _, said = _post(address, history.request(7, 9))
    assert (status, str(witness.path) in said) == (500, False)
    assert any(record.levelname == "CRITICAL" for record in caplog.records)
