"""Signing in: a password, then a second step; nobody makes an account for themselves."""

import re
from socket import socket
from time import monotonic
from unittest.mock import ANY

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings

from handrail.directory.models import Account
from tests.browsing import SECRET, Code, give_second_factor
from tests.browsing import code as code  # noqa: PLC0414, a fixture
from tests.waiting import until
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
ADDRESS = "single-point-of-contact@council.example"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def account(pilot: World) -> Account:
    account = Account.objects.get(pk=pilot.account(CONTACT))
    account.set_password(PASSWORD)
    account.save()
    return account


def give_password(client: Client, password: str = PASSWORD, address: str = ADDRESS) -> str:
    """Send the sign-in form; the address that it leads to, or "" when it is shown again."""
    page = client.post("/sign-in", {"login": address, "password": password})
    return page.headers.get("Location", "")


def posted() -> mail.EmailMessage:
    """The mail that was sent: it leaves after the page was answered."""
    until(lambda: len(mail.outbox) == 1, "the mail left")
    return mail.outbox[0]


def test_it_works(client: Client, account: Account, code: Code) -> None:
    give_second_factor(account)
    assert give_password(client) == "/sign-in/second-step"
    page = client.post("/sign-in/second-step", {"code": code(SECRET)})
    assert (page.status_code, page["Location"]) == (302, "/")


def test_the_password_alone_opens_nothing(client: Client, account: Account) -> None:
    give_second_factor(account)
    give_password(client)
    assert client.get("/purpose/00000000-0000-4000-8000-000000000001").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_is_refused(client: Client, account: Account) -> None:
    give_second_factor(account)
    give_password(client)
    page = client.post("/sign-in/second-step", {"code": "000000"})
    assert "The code isn’t right" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_without_a_second_step_only_its_set_up_can_be_opened(client: Client, account: Account) -> None:
    give_password(client)
    for address in ("/", "/purpose/00000000-0000-4000-8000-000000000001", "/account/password"):
        page = client.get(address)
        assert (page.status_code, page["Location"]) == (302, "/account/second-step"), address
    assert "Set up a second step" in client.get("/account/second-step").content.decode()


def test_setting_up_an_app_ends_with_recovery_codes(client: Client, account: Account, code: Code) -> None:
    give_password(client)
    text = client.get("/account/second-step/app").content.decode()
    found = re.search(r'hr-key">(\w+)<', text)
    assert found
    page = client.post("/account/second-step/app", {"code": code(found[1])})
    assert (page.status_code, page["Location"]) == (302, "/account/recovery-codes")
    shown = client.get("/account/recovery-codes").content.decode()
    codes = re.findall(r"<li>([0-9a-z]{8})</li>", shown)
    assert len(codes) == 10
    other = Client()
    assert give_password(other) == "/sign-in/second-step"
    assert other.post("/sign-in/second-step", {"code": codes[0]})["Location"] == "/"


def test_the_secret_of_an_app_is_not_in_the_database(account: Account) -> None:
    give_second_factor(account)
    stored = Authenticator.objects.get(user=account).data["secret"]
    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET
    assert get_adapter().encrypt(SECRET) != get_adapter().encrypt(SECRET)
    with pytest.raises(InvalidTag):
        get_adapter().decrypt("A" * 80)


def test_the_same_words_for_a_wrong_password_and_an_unknown_address(client: Client, account: Account) -> None:
    wrong = client.post("/sign-in", {"login": ADDRESS, "password": "x"}).content.decode()
    unknown = client.post("/sign-in", {"login": "nobody@council.example", "password": "x"}).content.decode()
    sentence = "The email address or the password isn’t right"
    assert sentence in wrong
    assert sentence in unknown


def test_tries_are_limited_where_they_come_from(client: Client, account: Account) -> None:
    for _ in range(5):
        give_password(client, "wrong")
    limited = client.post("/sign-in", {"login": ADDRESS, "password": PASSWORD})
    assert "Too many tries" in limited.content.decode()


def test_a_stranger_s_tries_never_lock_a_member_out(account: Account) -> None:
    for _ in range(8):
        give_password(Client(REMOTE_ADDR="203.0.113.9"), "wrong")
    assert give_password(Client(REMOTE_ADDR="198.51.100.7")) != ""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("address", ["/sign-up", "/signup", "/accounts/signup/", "/sign-in/signup"])
def test_there_is_no_way_to_sign_up(client: Client, address: str) -> None:
    assert client.post(address, {"email": "me@example.com", "password1": PASSWORD}).status_code == 404
    assert not Account.objects.exists()


def test_a_new_password_is_set_by_a_link_that_works_once(client: Client, account: Account) -> None:
    page = client.post("/sign-in/password", {"email": ADDRESS})
    assert (page.status_code, page["Location"]) == (302, "/sign-in/password/sent")
    message = posted()
    assert message.to == [ADDRESS]
    link = re.search(r"https?://[^/]+(/sign-in/password/\S+)", str(message.body))
    assert link
    form = client.get(link[1])
    new = "three random words here"
    page = client.post(form["Location"], {"password1": new, "password2": new})
    assert (page.status_code, page["Location"]) == (302, "/sign-in/password/changed")
    assert give_password(Client(), new) == ANY
    assert "used or is too old" in Client().get(link[1]).content.decode()


def test_the_link_leads_to_the_address_in_the_settings(client: Client, account: Account) -> None:
    client.post("/sign-in/password", {"email": ADDRESS}, headers={"Host": "localhost:9999"})
    body = str(posted().body)
    assert f"{settings.HANDRAIL_ADDRESS}/sign-in/password/" in body
    assert "9999" not in body


def test_too_many_requests_get_a_page(client: Client, pilot: World) -> None:
    for _ in range(20):
        client.post("/sign-in/password", {"email": "nobody@council.example"})
    page = client.post("/sign-in/password", {"email": "nobody@council.example"})
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, account: Account) -> None:
    for address in ("nobody@council.example", ADDRESS):  # mail leaves in the order in which it was asked for
        page = client.post("/sign-in/password", {"email": address})
        assert (page.status_code, page["Location"]) == (302, "/sign-in/password/sent")
    assert posted().to == [ADDRESS]


@pytest.mark.parametrize("address", [ADDRESS, "nobody@council.example"])
def test_nobody_learns_from_a_slow_mail_server_who_signs_in(client: Client, account: Account, address: str) -> None:
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        to_it = override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=silent.getsockname()[1],
            EMAIL_TIMEOUT=60,
        )
        with to_it:
            begun = monotonic()
            page = client.post("/sign-in/password", {"email": address})
            assert (page.status_code, page["Location"]) == (302, "/sign-in/password/sent")
            assert monotonic() - begun < 30


def test_a_weak_password_is_refused_with_its_reason(client: Client, account: Account) -> None:
    client.post("/sign-in/password", {"email": ADDRESS})
    link = re.search(r"https?://[^/]+(/sign-in/password/\S+)", str(posted().body))
    assert link
    page = client.post(client.get(link[1])["Location"], {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in page.content.decode()


def test_a_closed_account_cannot_sign_in(client: Client, account: Account) -> None:
    account.is_active = False
    account.save()
    assert give_password(client) != "/"
    assert "_auth_user_id" not in client.session


def test_removing_the_app_asks_for_proof_and_then_for_another(client: Client, account: Account, code: Code) -> None:
    give_second_factor(account)
    give_password(client)
    client.post("/sign-in/second-step", {"code": code(SECRET)})
    session = client.session
    session["account_authentication_methods"] = [
        method | {"at": method["at"] - 3600} for method in session["account_authentication_methods"]
    ]
    session.save()
    asked = client.get("/account/second-step/app/remove")
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/confirm")
    page = client.post("/account/confirm?next=/account/second-step/app/remove", {"password": PASSWORD})
    assert page.status_code == 302
    client.post("/account/second-step/app/remove")
    assert client.get("/")["Location"] == "/account/second-step"


def test_signing_in_leaves_no_name_in_the_session(client: Client, account: Account) -> None:
    give_password(client)
    assert "council" not in str(dict(client.session.items()))
