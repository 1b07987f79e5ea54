"""Signing in, as a person does it: by keyboard, without scripts, with an app or a passkey."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from handrail.directory.models import Account
from tests.browsing import SECRET, Code, give_second_factor
from tests.browsing import code as code  # noqa: PLC0414, a fixture
from tests.unit.web.test_demo_signin import demo as demo  # noqa: PLC0414, a fixture
from tests.worlds import World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]
CONTACT = "single_point_of_contact@council"
ADDRESS = "single-point-of-contact@council.example"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def account(pilot: World) -> Account:
    account = Account.objects.get(pk=pilot.account(CONTACT))
    account.set_password(PASSWORD)
    account.save()
    return account


def test_an_address_that_leads_nowhere(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in(CONTACT)
    page.goto(f"{address}/nowhere")
    look("nowhere")


def test_by_keyboard_with_an_app(page: Page, address: str, account: Account, look: Look, code: Code) -> None:
    give_second_factor(account)
    page.goto(address)
    page.get_by_label("Email address").focus()
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_text("Or use your passkey")).to_be_hidden()
    look("second-step")
    page.get_by_label("Code").focus()
    page.keyboard.type(code(SECRET))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Camden Council · London")).to_be_visible()


def test_without_javascript(browser: Browser, address: str, account: Account, code: Code) -> None:
    give_second_factor(account)
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(address)
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code(SECRET))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    plain.close()


def test_the_first_time_an_app_is_set_up(page: Page, address: str, account: Account, look: Look, code: Code) -> None:
    page.goto(address)
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Set up a second step")).to_be_visible()
    look("set-up")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    look("set-up-app")
    key = re.sub(r"\s", "", page.locator(".hr-key").inner_text())
    page.get_by_label("Code from the app").fill(code(key))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    look("recovery-codes")
    page.get_by_role("link", name="Make new codes").click()
    look("recovery-codes-new")
    page.goto(f"{address}/account/second-step/app/remove")
    look("remove-app")


def test_with_a_passkey(page: Page, address: str, account: Account, look: Look) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    page.goto(address)
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Set up a passkey").click()
    look("set-up-passkey")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto(f"{address}/account/confirm/passkey")
    look("confirm-passkey")
    page.goto(f"{address}/account/second-step/passkeys")
    look("passkeys")
    page.get_by_role("link", name="Rename").click()
    look("rename-passkey")
    page.go_back()
    page.get_by_role("link", name="Remove").click()
    look("remove-passkey")
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("That did not work")).to_be_hidden()
    look("second-step-passkey")
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_text("Camden Council · London")).to_be_visible()


def test_the_demonstration_opens_on_its_journey(demo: None, page: Page, address: str, look: Look) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="One disclosure, from end to end")).to_be_visible()
    look("journey")
    page.get_by_role("link", name="Sign in as anybody else").click()
    look("journey-people")
    page.go_back()
    page.get_by_role("button", name=re.compile("the one who does this.*1. Nominate")).click()
    expect(page.get_by_text("London Counter-Terrorism Policing Unit · London")).to_be_visible()
    page.get_by_role("link", name="Go to the journey in its steps").click()
    expect(page.get_by_role("heading", name="One disclosure, from end to end")).to_be_visible()
