"""People, roles and agreements over the web: what each page offers, says and refuses."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from handrail.directory.models import Account
from handrail.directory.secret_links import SecretLink
from tests.browsing import signed_in
from tests.flow.test_agreements import drafted, offered
from tests.waiting import until
from tests.worlds import World


@pytest.fixture(autouse=True)
def _no_mail_yet() -> Iterator[None]:
    mail.outbox = []
    yield
    mail.outbox = []


INVITED = {"name": "Nadia Example", "email": "nadia@council.example", "phone": "", "clearance": "1", "centre": "none"}


def link_in_the_mail() -> str:
    (sent,) = mail.outbox
    found = re.search(r"https?://[^/]+(/invitation/\S+)", str(sent.body))
    assert found is not None
    return found.group(1)


def invite_nadia(pilot: World) -> Client:
    client = signed_in(pilot, "administrator@council")
    answer = client.post(reverse("admin:invite"), INVITED, follow=True)
    assert "The invitation was sent." in answer.text
    return client


def test_an_invitation_goes_by_mail_and_says_nothing_but_the_link(pilot: World) -> None:
    invite_nadia(pilot)
    (sent,) = mail.outbox
    assert sent.to == ["nadia@council.example"]
    assert "9 June 2025" in sent.body
    assert "Camden Council" in sent.body


def test_when_the_mail_server_is_away_the_administrator_is_told_and_sends_it_again(pilot: World) -> None:
    client = signed_in(pilot, "administrator@council")
    nowhere = override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=9
    )
    with nowhere:
        answer = client.post(reverse("admin:invite"), INVITED, follow=True)
    assert "the email could not be sent" in answer.text
    again = re.search(r"/organisation/members/[0-9a-f-]+/invitations/[0-9a-f-]+/again", answer.text)
    assert again is not None
    answer = client.post(again.group(), {"yes": "on"}, follow=True)
    assert "The invitation was sent again." in answer.text
    assert len(mail.outbox) == 1


def test_the_one_who_is_invited_chooses_a_password_and_can_sign_in(pilot: World) -> None:
    invite_nadia(pilot)
    guest = Client()
    form = guest.get(link_in_the_mail(), follow=True)
    assert form.redirect_chain[-1][0] == reverse("invitation_accept"), "the secret has left the address"
    weak = guest.post(reverse("invitation_accept"), {"password": "password"})
    assert weak.status_code == 422
    assert "too common" in weak.text
    joined = guest.post(reverse("invitation_accept"), {"password": "correct horse battery staple"})
    assert "You can sign in now" in joined.text
    again = Client()
    again.get(link_in_the_mail(), follow=True)
    used = again.post(reverse("invitation_accept"), {"password": "correct horse battery staple"})
    assert used.status_code == 422
    assert "accepted" in used.text


def test_a_link_that_nobody_sent_opens_nothing(pilot: World) -> None:
    guest = Client()
    assert guest.get("/invitation/nonsense").status_code == 404
    assert guest.get(reverse("invitation_accept")).status_code == 404
    invite_nadia(pilot)
    token = link_in_the_mail().rpartition("/")[2]
    forged = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")
    guest.get(f"/invitation/{forged}")
    answer = guest.post(reverse("invitation_accept"), {"password": "correct horse battery staple"})
    assert answer.status_code == 404


def test_strangers_do_not_fill_the_ledger_with_links_that_nobody_sent(pilot: World) -> None:
    guest = Client()
    guest.get(f"/invitation/{SecretLink.new(pilot.organisation('council'), uuid4()).token}")
    answers = [
        guest.post(reverse("invitation_accept"), {"password": "correct horse battery staple"}).status_code
        for _ in range(21)
    ]
    assert answers == [404] * 20 + [429]


def test_strangers_do_not_fill_the_ledger_with_reading_the_register(client: Client, pilot: World) -> None:
    answers = [client.get(reverse("public:register")).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


def test_the_secret_is_in_no_session(pilot: World) -> None:
    invite_nadia(pilot)
    guest = Client()
    guest.get(link_in_the_mail(), follow=True)
    token = link_in_the_mail().rpartition("/")[2]
    assert token not in str(dict(guest.session))


def test_whoever_has_not_accepted_yet_gets_no_password_by_asking_to_reset_it(pilot: World) -> None:
    invite_nadia(pilot)
    mail.outbox = []
    for address in ("nadia@council.example", "practitioner@council.example"):
        Client().post(reverse("account_reset_password"), {"email": address})
    until(lambda: bool(mail.outbox), "the mail left")
    assert [sent.to for sent in mail.outbox] == [["practitioner@council.example"]]
    assert not Account.objects.get(email="nadia@council.example").is_active


def test_what_was_typed_wrongly_is_said_at_its_field_and_kept(pilot: World) -> None:
    client = signed_in(pilot, "administrator@council")
    taken = {**INVITED, "email": "practitioner@nhs.example"}
    answer = client.post(reverse("admin:invite"), taken)
    assert answer.status_code == 422
    assert "Somebody signs in with this address already" in answer.text
    assert "Nadia Example" in answer.text
    assert mail.outbox == []


def test_a_colleague_who_is_no_administrator_is_told_whom_to_ask(pilot: World) -> None:
    client = signed_in(pilot, "practitioner@council")
    answer = client.post(reverse("admin:invite"), INVITED)
    assert answer.status_code == 403
    assert "You can’t invite a member" in answer.text


def test_a_member_of_another_organisation_is_the_same_page_as_nobody(pilot: World) -> None:
    client = signed_in(pilot, "administrator@nhs")
    hidden = client.get(reverse("admin:member", args=[pilot.member("practitioner@council")]))
    absent = client.get(reverse("admin:member", args=[uuid4()]))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_an_agreement_offers_only_what_the_reader_could_do(pilot: World) -> None:
    address = reverse("admin:agreement", args=[pilot.agreement])
    asked = signed_in(pilot, "agreement_signatory@undecided").get(address).text
    assert reverse("admin:accept", args=[pilot.agreement]) in asked
    assert reverse("admin:end_agreement", args=[pilot.agreement]) not in asked
    reader = signed_in(pilot, "practitioner@school").get(address).text
    assert reverse("admin:accept", args=[pilot.agreement]) not in reader
    assert "was told of 0 of at most 60 people this year" in reader


def test_accepting_says_that_it_is_in_force(pilot: World) -> None:
    client = signed_in(pilot, "agreement_signatory@undecided")
    answer = client.post(reverse("admin:accept", args=[pilot.agreement]), {"yes": "on"}, follow=True)
    assert "accepted the agreement, and it is in force" in answer.text


def test_refusing_asks_why(pilot: World) -> None:
    client = signed_in(pilot, "agreement_signatory@undecided")
    address = reverse("admin:refuse", args=[pilot.agreement])
    assert client.post(address, {"reason": " "}).status_code == 422
    answer = client.post(address, {"reason": "Nobody has said who pays."}, follow=True)
    assert "Nobody has said who pays." in answer.text


def test_two_people_who_edit_a_draft_at_once_are_told(pilot: World) -> None:
    agreement = drafted(pilot)
    lead, signatory = (signed_in(pilot, who) for who in ("centre_lead@council", "agreement_signatory@council"))
    address = reverse("admin:edit_agreement", args=[agreement])
    shown = lead.get(address)
    given = _typed(shown.text) | {"title": "Mine"}
    assert lead.post(address, given).status_code == 303
    conflict = signatory.post(address, given | {"title": "Yours"})
    assert conflict.status_code == 409
    assert "Yours" in conflict.text


def test_steps_of_an_agreement_over_the_web(pilot: World) -> None:
    agreement = drafted(pilot)
    lead = signed_in(pilot, "centre_lead@council")
    answer = lead.post(reverse("admin:consult", args=[agreement]), {"yes": "on"}, follow=True)
    assert "16 June 2025 at the latest" in answer.text
    early = lead.post(reverse("admin:offer", args=[agreement]), {"yes": "on"})
    assert early.status_code == 422
    assert "still has time to" in early.text


def test_a_question_and_its_answer_reach_the_public(pilot: World) -> None:
    asker = signed_in(pilot, "consultee@representative")
    asker.post(reverse("admin:ask", args=[pilot.agreement]), {"question": "Who carries <the> risk?"})
    lead = signed_in(pilot, "centre_lead@council")
    waiting = lead.get(reverse("work:waiting")).text
    address = re.search(r"/organisation/agreements/questions/[0-9a-f-]+", waiting)
    assert address is not None
    opened = lead.get(address.group(), follow=True)
    assert "Who carries &lt;the&gt; risk?" in opened.text
    lead.post(opened.redirect_chain[-1][0], {"answer": "The police."})
    public = Client().get(reverse("public:agreement", args=[pilot.agreement])).text
    assert "Who carries &lt;the&gt; risk?" in public
    assert "The police." in public


def test_the_public_sees_no_draft(pilot: World) -> None:
    draft = drafted(pilot, title="Not for anybody yet")
    assert "Not for anybody yet" not in Client().get(reverse("public:register")).text
    assert Client().get(reverse("public:agreement", args=[draft])).status_code == 404


def test_who_pays_is_added_and_changed(pilot: World) -> None:
    lead = signed_in(pilot, "centre_lead@council")
    line = {
        "payer": "Home Office", "payee": str(pilot.organisation("school")), "covers": "A tutor",
        "pounds_a_year": "30000", "state": "promised", "ends_on-day": "31", "ends_on-month": "3",
        "ends_on-year": "2026", "when_it_ends": "It stops.",
    }  # fmt: skip
    answer = lead.post(reverse("admin:add_funding", args=[pilot.agreement]), line, follow=True)
    assert "30,000" in answer.text
    address = re.findall(rf"/organisation/agreements/{pilot.agreement}/funding/[0-9a-f-]+", answer.text)[0]
    assert "Home Office" in lead.get(address).text
    answer = lead.post(address, line | {"state": "lapsed"}, follow=True)
    assert "Lapsed" in answer.text


def test_a_new_version_begins_as_a_draft(pilot: World) -> None:
    lead = signed_in(pilot, "centre_lead@council")
    answer = lead.post(reverse("admin:revise", args=[pilot.agreement]), {"yes": "on"}, follow=True)
    assert "Agreement, version 2" in answer.text
    assert "Consult on it" in answer.text


@pytest.mark.parametrize(
    ("who", "asked"),
    [("agreement_signatory@school", True), ("consultee@representative", False), ("practitioner@nhs", False)],
)
def test_the_list_shows_what_is_asked_of_the_readers_organisation(pilot: World, who: str, asked: bool) -> None:
    agreement = offered(pilot)
    listed = signed_in(pilot, who).get(reverse("admin:agreements")).text
    assert reverse("admin:agreement", args=[agreement]) in listed
    assert ("Accept or refuse" in listed) is asked


def test_an_administrator_changes_the_organisations_details(pilot: World) -> None:
    client = signed_in(pilot, "administrator@council")
    answer = client.post(
        reverse("admin:edit_organisation"),
        {"name": "London Borough of Camden", "phone": "020 7946 0002", "areas": "E09000007"},
        follow=True,
    )
    assert "London Borough of Camden" in answer.text
    wrong = client.post(reverse("admin:edit_organisation"), {"name": "x", "phone": "", "areas": "nowhere"})
    assert wrong.status_code == 422


def _typed(text: str) -> dict[str, object]:
    """What a browser would send back of the form of an agreement's terms, as the page filled it in."""
    fields: dict[str, object] = {}
    for name in ("version", "title", "name_ceiling", "retention_days"):
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
        assert found is not None
        fields[name] = found.group(1)
    for name in ("basis", "duties", "liability"):
        fields[name] = "Said in words."
    for name in ("parties", "consulted", "purposes", "categories"):
        fields[name] = re.findall(rf'name="{name}"[^>]*value="([^"]*)" checked', text)
    for name, day in (("review_on", "1 5 2026"), ("ends_on", "31 3 2027")):
        fields |= dict(zip((f"{name}-{part}" for part in ("day", "month", "year")), day.split(), strict=True))
    return fields


def test_every_page_of_an_agreement_opens_for_whoever_may_use_it(pilot: World) -> None:
    lead = signed_in(pilot, "centre_lead@council")
    for name in ("admin:add_funding", "admin:ask", "admin:review", "admin:revise", "admin:end_agreement"):
        assert lead.get(reverse(name, args=[pilot.agreement])).status_code == 200, name
    signatory = signed_in(pilot, "agreement_signatory@school")
    assert signatory.get(reverse("admin:leave_agreement", args=[pilot.agreement])).status_code == 200


def test_a_member_finds_their_own_record_and_says_who_covers(pilot: World) -> None:
    contact = signed_in(pilot, "single_point_of_contact@council")
    own = reverse("admin:member", args=[pilot.member("single_point_of_contact@council")])
    assert own in contact.get(reverse("mfa_index")).text
    assert "Single point of contact" in contact.get(own).text
    away = reverse("admin:away", args=[pilot.member("single_point_of_contact@council")])
    answer = contact.post(away, {"cover": str(pilot.member("second_contact@council"))}, follow=True)
    assert "marked as away" in answer.text
