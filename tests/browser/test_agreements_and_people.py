"""People, roles and agreements in Chromium, as those who look after them use them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from handrail.directory.actions.accounts import invite
from tests.worlds import World

pytestmark = pytest.mark.browser

SignIn = Callable[[str], None]
Look = Callable[[str], None]


def test_an_administrator_looks_after_members(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in("administrator@council")
    page.goto(f"{address}/organisation/members")
    expect(page.get_by_role("heading", name="Members and roles")).to_be_visible()
    look("members")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_role("button", name="Send the invitation").click()
    look("invite-with-errors")
    page.get_by_label("Full name").fill("Nadia Example")
    page.get_by_label("Email address at work").fill("nadia@council.example")
    page.get_by_label("OFFICIAL", exact=True).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation was sent.")).to_be_visible()
    look("member-invited")
    page.get_by_role("link", name="Ask for a role").click()
    look("ask-for-a-role")


def test_who_is_invited_joins(page: Page, address: str, pilot: World, look: Look) -> None:
    invited = invite(
        by=pilot.actor("administrator@council"), purpose="administration", name="Nadia", email="nadia@council.example"
    )
    page.goto(f"{address}/invitation/{invited.token}")
    assert invited.token not in page.url
    look("join")
    page.get_by_label("Choose a password").fill("correct horse battery staple")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You can sign in now")).to_be_visible()
    look("joined")


def test_a_role_approver_decides(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in("administrator@council")
    page.goto(f"{address}/organisation/members")
    page.get_by_label("Find by name or role").fill("practitioner")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="Ask for a role").click()
    page.get_by_label("Panel chair").check()
    page.get_by_role("button", name="Ask for it").click()
    look("member-with-role-waiting")
    sign_in("role_approver@council")
    page.goto(f"{address}/organisation/roles")
    look("roles-waiting")
    page.get_by_role("table").get_by_role("link", name="Panel chair").click()
    look("role-to-decide")
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("You agreed to the role.")).to_be_visible()


def test_an_agreement_is_read_and_accepted(page: Page, address: str, sign_in: SignIn, look: Look) -> None:
    sign_in("agreement_signatory@undecided")
    page.goto(f"{address}/organisation/agreements")
    look("agreements")
    page.get_by_role("link", name="Sharing for support in London").click()
    look("agreement")
    page.get_by_role("button", name="Accept").click()
    look("accept-agreement")
    page.get_by_role("button", name="Accept for Barnet Council").click()
    expect(page.get_by_text("it is in force")).to_be_visible()


def test_an_agreement_is_drafted(page: Page, address: str, sign_in: SignIn, look: Look, pilot: World) -> None:
    sign_in("centre_lead@council")
    page.goto(f"{address}/organisation/agreements/new/{pilot.centre}")
    look("draft-agreement")
    page.get_by_role("button", name="Save the draft").click()
    look("draft-agreement-with-errors")


def test_the_public_register_is_open_to_anybody(page: Page, address: str, look: Look) -> None:
    page.goto(f"{address}/public/agreements")
    look("public-register")
    page.get_by_role("link", name="Read it").click()
    expect(page.get_by_role("heading", name="Questions and answers")).to_be_visible()
    look("public-agreement")
