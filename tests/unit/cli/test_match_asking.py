"""`handrail match trust`, `quota`, `answer`, `log`, and a centre's `centre`, `ask` and `read`: by files alone."""

import csv
import errno
import json
import os
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from handrail import clock
from handrail.cli.main import app
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.serving import served_once
from tests.matching_sides import published as published  # noqa: PLC0414, a fixture
from tests.matching_sides import served

MANDATE = ("--decision", "00000000-0000-0000-0000-000000000001", "--about", "00000000-0000-0000-0000-000000000002")


def _match(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["match", *map(str, arguments)])


def _said(result: Result) -> str:
    return " ".join(result.output.split())


@dataclass(frozen=True)
class Desk:
    """A centre's folder, a partner's, and what passed between them before."""

    path: Path

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    def quota(self, *more: object, count: int = 2) -> Path:
        """A file of new quota tokens."""
        made = _match(
            "quota", "centre.example", "--key-dir", self.keys, "--count", count, "--until", "2099-01-01", *more
        )
        assert made.exit_code == 0, made.output
        (self.path / "tokens").write_text(made.stdout, encoding="utf-8")
        return self.path / "tokens"

    def table(self) -> tuple[str, ...]:
        """How the commands of the centre name the register."""
        key = (self.keys / "verification-key").read_text(encoding="utf-8").strip()
        return "--register", str(self.keys / "register.tags"), "--partner", key

    def queries(self, *rows: tuple[str, ...]) -> Path:
        """A file of people to ask about."""
        path = self.path / "queries.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file)
            written.writerow(("record_id", "given_names", "family_name", "date_of_birth", "postcode"))
            written.writerows(rows or [("Q1", "Samira", "Haidari", "1994-06-02", "SW9 8QT")])
        return path

    def ask(self, *more: object) -> Result:
        """Write a request into the folder `carry`."""
        return _match(
            "ask", self.queries(), "--centre", self.path / "centre", *self.table(), "--tokens", self.path / "tokens",
            "--files", self.path / "carry", *more,
        )  # fmt: skip

    def carried(self) -> tuple[Path, Path]:
        """The request that waits, and where its answer goes."""
        [request] = (self.path / "carry").glob("*.ask")
        return request, request.with_suffix(".answer")


@pytest.fixture
def desk(published: Path, tmp_path: Path) -> Desk:
    (tmp_path / "keys").mkdir()
    for path in published.iterdir():
        if path.is_file():
            (tmp_path / "keys" / path.name).write_bytes(path.read_bytes())
            (tmp_path / "keys" / path.name).chmod(path.stat().st_mode)
    made = _match("centre", tmp_path / "centre", "--name", "centre.example")
    assert made.exit_code == 0, made.output
    trusted = _match("trust", made.stdout.strip(), "--key-dir", tmp_path / "keys", "--daily", 32)
    assert "32 elements a day" in _said(trusted), trusted.output
    return Desk(tmp_path)


def test_one_person_is_asked_about_by_files(desk: Desk) -> None:
    tokens = desk.quota()
    assert desk.ask(*MANDATE).exit_code == 0
    assert len(tokens.read_text(encoding="utf-8").split()) == 1
    request, answer = desk.carried()
    assert request.with_suffix(".kept").stat().st_mode & 0o777 == 0o600
    assert _match("answer", request, answer, "--key-dir", desk.keys).exit_code == 0
    read = _match("read", request.parent, *desk.table(), "--out", desk.path / "found.csv")
    assert read.exit_code == 0, read.output
    with (desk.path / "found.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert {(row["query"], row["evidence"]) for row in found} == {("Q1", "strong")}
    # What undoes the blinding is gone, and with it the answer is read for good.
    assert not request.with_suffix(".kept").exists()
    assert _match("read", request.parent, *desk.table(), "--out", desk.path / "again.csv").exit_code == 3


def test_results_are_on_disk_before_what_was_kept_goes(desk: Desk) -> None:
    """Whatever else lies in the folder: an answer is read once, and its token is spent."""
    desk.quota(count=3)
    for _ in range(3):
        desk.ask(*MANDATE)
    first, second, third = sorted((desk.path / "carry").glob("*.ask"))
    for request in (first, second, third):
        _match("answer", request, request.with_suffix(".answer"), "--key-dir", desk.keys)
    # The quota of the day is two requests.
    first.with_suffix(".answer").write_bytes(b"cut")
    read = _match("read", first.parent, *desk.table(), "--out", desk.path / "found.csv")
    assert read.exit_code == 4
    assert f"{first.stem}.answer: Refused (bad-answer)." in _said(read)
    assert f"{third.stem}.answer: Refused (answer-refused: quota-spent)." in _said(read)
    assert (desk.path / "found.csv").read_text(encoding="utf-8").count("Q1") == 2
    assert (desk.path / "found.csv").stat().st_mode & 0o777 == 0o600
    # The right answer to the first may still come; to the third none can.
    assert [path.stem for path in first.parent.glob("*.kept")] == [first.stem]
    again = _match("read", first.parent, *desk.table(), "--out", desk.path / "found.csv")
    assert (again.exit_code, "there already" in _said(again)) == (2, True)


@pytest.mark.parametrize(
    ("said", "code", "says"),
    [
        (("--url", "ftp://x"), 2, "begins with https://"),
        (("--url", "http://127.0.0.1:99999"), 2, "begins with https://"),
        (("--out", "nowhere/found.csv"), 2, "can’t be written"),
        (("--centre", "nowhere"), 3, "does not have the keys of a centre"),
    ],
)
def test_no_token_is_lost_where_nothing_can_be_asked(desk: Desk, said: tuple[str, str], code: int, says: str) -> None:
    tokens = desk.quota()
    refused = _over_the_network(desk, "http://127.0.0.1:1", *said)
    assert (refused.exit_code, says in _said(refused)) == (code, True), refused.output
    assert len(tokens.read_text(encoding="utf-8").split()) == 2
    assert not (desk.path / "found.csv").exists()


def test_no_token_is_lost_for_somebody_of_whom_too_little_is_known(desk: Desk) -> None:
    tokens = desk.quota()
    refused = _match(
        "ask", desk.queries(("Q1", "", "Haidari", "", "")), "--centre", desk.path / "centre", *desk.table(),
        "--tokens", tokens, "--files", desk.path / "carry", *MANDATE,
    )  # fmt: skip
    assert (refused.exit_code, "Too little is known" in _said(refused)) == (3, True), refused.output
    assert len(tokens.read_text(encoding="utf-8").split()) == 2


def test_a_centre_has_a_name_that_partners_take(tmp_path: Path) -> None:
    refused = _match("centre", tmp_path / "keys", "--name", "counter/terrorism")
    assert (refused.exit_code, "letters, digits" in _said(refused)) == (2, True)
    assert not (tmp_path / "keys").exists()


def test_no_token_is_spent_on_an_answer_that_cannot_be_written(desk: Desk) -> None:
    desk.quota()
    desk.ask(*MANDATE)
    request, answer = desk.carried()
    refused = _match("answer", request, desk.path / "nowhere" / answer.name, "--key-dir", desk.keys)
    assert (refused.exit_code, "can’t be written" in _said(refused)) == (2, True)
    (desk.keys / "centres" / "centre.example").write_text("half a line", encoding="utf-8")
    refused = _match("answer", request, answer, "--key-dir", desk.keys)
    assert (refused.exit_code, "is damaged" in _said(refused), answer.exists()) == (3, True, False)
    assert '"kind":"request"' not in (desk.keys / "log").read_text(encoding="utf-8")


def test_a_refusal_comes_back_as_a_file_too(desk: Desk) -> None:
    desk.quota()
    desk.ask(*MANDATE)
    request, answer = desk.carried()
    request.write_bytes(request.read_bytes()[:-1] + b"x")
    refused = _match("answer", request, answer, "--key-dir", desk.keys)
    assert (refused.exit_code, "Refused (bad-signature)." in _said(refused)) == (4, True)
    read = _match("read", request.parent, *desk.table(), "--out", desk.path / "found.csv")
    assert (read.exit_code, "Refused (wrong-request)." in _said(read)) == (4, True)
    assert (read.stdout, (desk.path / "found.csv").exists()) == ("", False), "nobody was asked about yet"
    again = _match("answer", request, answer, "--key-dir", desk.keys)
    assert (again.exit_code, "there already" in _said(again)) == (2, True)


def test_that_a_request_was_answered_before_does_not_cost_its_answer(desk: Desk) -> None:
    """The partner's officer gave the command twice, and the file that says so is carried back first."""
    desk.quota()
    desk.ask(*MANDATE)
    request, answer = desk.carried()
    first = desk.path / "first.answer"
    assert _match("answer", request, first, "--key-dir", desk.keys).exit_code == 0
    assert "Refused (replayed)." in _said(_match("answer", request, answer, "--key-dir", desk.keys))
    read = _match("read", request.parent, *desk.table(), "--out", desk.path / "found.csv")
    assert (read.exit_code, "Refused (answer-refused: replayed)." in _said(read)) == (4, True)
    answer.write_bytes(first.read_bytes())
    assert _match("read", request.parent, *desk.table(), "--out", desk.path / "found.csv").exit_code == 0
    assert "Q1" in (desk.path / "found.csv").read_text(encoding="utf-8")


def test_several_people_are_asked_about_with_benchmark_tokens_alone(desk: Desk) -> None:
    desk.quota()
    people = [(f"Q{number}", "Ann", "Bell", f"1990-01-{number:02}", "N4 1ZZ") for number in range(1, 9)]
    arguments = (
        "ask", desk.queries(*people), "--centre", desk.path / "centre", *desk.table(), "--tokens",
        desk.path / "tokens", "--files", desk.path / "carry",
    )  # fmt: skip
    refused = _match(*arguments, *MANDATE)
    assert (refused.exit_code, "One person" in _said(refused)) == (4, True)
    desk.quota("--benchmark", count=20)
    assert _match(*arguments).exit_code == 0
    assert len(list((desk.path / "carry").glob("*.ask"))) > 1


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"", "no quota tokens"),
        (b"nonsense\n", "no quota tokens"),
        (b"\xff\xfe", "no quota tokens"),
        (b"16.a\n256.b\n", "several kinds"),
    ],
)
def test_a_file_that_holds_no_tokens_of_one_kind_is_refused(desk: Desk, written: bytes, says: str) -> None:
    (desk.path / "tokens").write_bytes(written)
    refused = desk.ask(*MANDATE)
    assert (refused.exit_code, says in _said(refused)) == (3, True)


def test_everything_that_is_wrong_with_queries_is_said_at_once(desk: Desk) -> None:
    desk.quota()
    bad = desk.queries(
        ("Q1", "Ann", "Bell", "1990-02-31", ""),
        ("Q2", "Ben", "Bell", "some day", ""),
        ("Q3", "Bell"),
        ("Q4", "Bell", "Eva", "1990-02-03", "E3 4SS", "London"),
    )
    refused = _match(
        "ask", bad, "--centre", desk.path / "centre", *desk.table(), "--tokens", desk.path / "tokens",
        "--files", desk.path / "carry",
    )  # fmt: skip
    assert refused.exit_code == 3
    assert "row 2, date_of_birth" in refused.output
    assert "row 3, date_of_birth" in refused.output
    assert refused.output.count("it has not as many fields as the header") == 2
    assert len((desk.path / "tokens").read_text(encoding="utf-8").split()) == 2


def test_tokens_are_made_for_centres_that_are_trusted_sizes_that_exist_and_days_to_come(desk: Desk) -> None:
    until = ("--count", 1, "--until", "2099-01-01")
    assert _match("quota", "stranger.example", "--key-dir", desk.keys, *until).exit_code == 4
    assert _match("quota", "centre.example", "--key-dir", desk.keys, *until, "--size", 17).exit_code == 2
    past = ("--count", 1, "--until", "2020-01-01")
    assert _match("quota", "centre.example", "--key-dir", desk.keys, *past).exit_code == 2


def test_a_centre_does_not_get_another_key_by_asking(desk: Desk) -> None:
    other = _match("centre", desk.path / "other", "--name", "centre.example").stdout.strip()
    refused = _match("trust", other, "--key-dir", desk.keys)
    assert (refused.exit_code, "another key" in _said(refused)) == (4, True)
    assert _match("trust", "no key", "--key-dir", desk.keys).exit_code == 4


def test_the_log_shows_what_was_asked_and_notices_what_was_taken_out(desk: Desk) -> None:
    desk.quota()
    desk.ask(*MANDATE)
    _match("answer", *desk.carried(), "--key-dir", desk.keys)
    shown = _match("log", "--key-dir", desk.keys)
    assert "request: evaluated" in shown.output
    checked = json.loads(_match("log", "--key-dir", desk.keys, "--check", "--json").stdout)
    held = f"{checked['size']}:{checked['root']}"
    assert checked["ok"]
    assert _match("log", "--key-dir", desk.keys, "--check", "--held", held).exit_code == 0
    log = desk.keys / "log"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])
    found = _match("log", "--key-dir", desk.keys, "--check")
    assert (found.exit_code, "does not begin with" in _said(found)) == (1, True)
    assert _match("log", "--key-dir", desk.keys, "--check", "--held", "nonsense").exit_code == 2


def test_a_second_server_on_one_folder_is_refused(desk: Desk) -> None:
    with served_once(desk.keys):
        refused = _match("serve", "--key-dir", desk.keys, "--port", 0)
    assert (refused.exit_code, "already" in _said(refused)) == (3, True)


def test_what_is_no_key_folder_is_said_so(tmp_path: Path, desk: Desk) -> None:
    for command in (["serve"], ["log"], ["trust", "key"]):
        refused = _match(*command, "--key-dir", tmp_path / "nowhere")
        assert (refused.exit_code, "match publish" in _said(refused)) == (3, True), refused.output
    (desk.keys / "register.tags").unlink()
    refused = _match("serve", "--key-dir", desk.keys)
    assert (refused.exit_code, "no table yet" in _said(refused)) == (3, True)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, "This account may not use"),
        (errno.ENOSPC, "The disk is full. Make room"),
        (errno.EROFS, "it lies where this command may only read"),
    ],
)
@pytest.mark.parametrize("command", [("log",), ("quota", "centre.example", "--count", 1, "--until", "2099-01-01")])
def test_what_the_system_refuses_is_said_in_plain_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: tuple[object, ...], number: int, says: str
) -> None:
    really = os.open

    def refused(path: object, *given: Any, **named: Any) -> int:
        if str(path) == str(desk.keys / "log"):
            raise OSError(number, os.strerror(number), str(path))
        return really(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("os.open", refused)
    result = _match(*command, "--key-dir", desk.keys)
    assert (result.exit_code, says in _said(result)) == (3, True), result.output


def test_the_answer_of_a_server_and_of_a_file_are_of_one_log(desk: Desk) -> None:
    desk.quota()
    desk.ask(*MANDATE)
    request, answer = desk.carried()
    with closing(Partner(KeyFolder.open(desk.keys))):
        assert _match("answer", request, answer, "--key-dir", desk.keys).exit_code == 0


def _over_the_network(desk: Desk, url: str, *more: object) -> Result:
    return _match(
        "ask", desk.queries(), "--centre", desk.path / "centre", *desk.table(), "--tokens", desk.path / "tokens",
        "--url", url, "--out", desk.path / "found.csv", "--processes", 1, *MANDATE, *more,
    )  # fmt: skip


def test_a_refusal_over_the_network_is_named_and_what_was_spent_is_gone(desk: Desk) -> None:
    desk.quota()
    # This partner's clock is months ahead of the centre's.
    with closing(Partner(KeyFolder.open(desk.keys))) as partner, served(partner) as url:
        refused = _over_the_network(desk, url)
    assert (refused.exit_code, "Refused (answer-refused: expired)." in _said(refused)) == (4, True), refused.output
    assert len((desk.path / "tokens").read_text(encoding="utf-8").split()) == 1


def test_a_proof_that_does_not_hold_is_refused_in_words_alone(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.quota()
    (desk.keys / "oprf-seed").write_text("5a" * 32, encoding="utf-8")
    with closing(Partner(KeyFolder.open(desk.keys))) as partner, served(partner, now=clock.now) as url:
        refused = _over_the_network(desk, url)
    assert (refused.exit_code, "Refused (bad-proof)." in _said(refused)) == (4, True), refused.output
    assert capfd.readouterr().err == ""


def test_a_partner_that_is_not_there_is_said_so(desk: Desk) -> None:
    desk.quota()
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    refused = _over_the_network(desk, url)
    assert (refused.exit_code, "can’t be reached" in _said(refused)) == (3, True), refused.output


def test_where_to_ask_is_said_in_one_way(desk: Desk) -> None:
    desk.quota()
    assert desk.ask("--url", "http://127.0.0.1:1").exit_code == 2
