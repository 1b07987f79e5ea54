"""What leaves Handrail by itself: every message to every member, and every calendar, hold nothing but what they may."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core import mail
from icalendar import Calendar

from handrail import ledger
from handrail.directory.actions.mail import choose_mail, make_calendar
from handrail.directory.models import CalendarForm, MailChoice, Member
from handrail.exchange.queries.calendars import SOMETHING, read_calendar
from handrail.gate import clock, passages
from handrail.ledger import entry
from handrail.programme import installed
from handrail.sharing.initials import initials
from handrail.upkeep.mail import URGENT, WAITING
from handrail.upkeep.tasks import digest, urgent_mail
from handrail.web.purposes import usual_for
from tests.leak.story import Story
from tests.nominating import NAME
from tests.published import LEAF, published_leaves
from tests.worlds import NOW

ADMINISTRATION = "administration"

#: All that a message may say.
MESSAGE = re.compile(
    r"(This is waiting for you in Handrail\.\n\n(Late: \d+\n?)?(Due today: \d+\n?)?(Due this week: \d+\n?)?"
    r"(Due later: \d+\n?)?|Something in Handrail needs you now\. Please sign in at once\.)"
    r"\n\nSign in to see what it is:\n" + re.escape(settings.HANDRAIL_ADDRESS) + r"\n\n"
    r"This message says no more on purpose\. If you can't sign in, ask your administrator\.\n"
    r"Don't reply: nobody reads this address\.\n"
)

#: All that a calendar may say of an event, and in which properties.
COUNTED = re.compile(r"[1-9]\d* things? (due|late)")
CALLED = {SOMETHING, "Meeting"} | {each.in_calendar for rulebook in installed() for each in rulebook.timescales} - {""}
PROPERTIES = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "TRANSP", "CLASS", "URL",
}  # fmt: skip
OF_THE_WHOLE = {
    "PRODID", "VERSION", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
}  # fmt: skip


def calendars(story: Story) -> Iterator[bytes]:
    """The calendar of every member of every organisation, as much as it can ever say."""
    for who in story.pilot.members:
        by = story.pilot.actor(who)
        for form in CalendarForm.values:
            made = make_calendar(by=by, purpose=ADMINISTRATION, member=by.id, form=form)
            purpose = usual_for({who.partition("@")[0]})
            yield read_calendar(by=by, purpose=purpose, member=by.id, token=made.token).text


def messages(story: Story) -> list[mail.EmailMessage]:
    """A message to every member, whatever they chose, on a day when much is late; and an urgent one to each."""
    mail.outbox.clear()
    for number, who in enumerate(story.pilot.members):
        by = story.pilot.actor(who)
        chosen = MailChoice.values[number % 3]
        choose_mail(by=by, purpose=ADMINISTRATION, member=by.id, mail=chosen, mail_hour=8)
        urgent_mail(member=str(by.id))
    for days in (1, 21):
        with clock.at(NOW + timedelta(days=days)):
            digest(0)
    return list(mail.outbox)


def secrets(story: Story) -> set[str]:
    """Names, initials, references, ids, and what everybody and everything is called."""
    names = {NAME, "Samir Costa", *Member.objects.values_list("name", flat=True)}
    words = {word for name in names for word in name.split()} | {initials(name) for name in names}
    return words | {"LDN-", "Camden", "Metropolitan"} | {str(record) for record in story.records.values()}


def test_every_message_is_one_of_two_and_says_how_much_at_the_most(story: Story) -> None:
    sent = messages(story)
    assert {message.subject for message in sent} == {WAITING, URGENT}
    assert len({message.to[0] for message in sent if message.subject == URGENT}) == len(story.pilot.members)
    assert any("Late: " in str(message.body) for message in sent)
    assert [message.body for message in sent if not MESSAGE.fullmatch(str(message.body))] == []


def test_every_event_is_counted_or_called_what_the_rulebook_lets_it(story: Story) -> None:
    said: set[str] = set()
    for text in calendars(story):
        calendar = Calendar.from_ical(text)
        assert set(calendar) == OF_THE_WHOLE
        for event in calendar.walk("VEVENT"):
            assert set(event) <= PROPERTIES
            said.add(str(event["SUMMARY"]))
    assert {"Meeting", SOMETHING, "Answer a question"} <= said
    assert [words for words in said if words not in CALLED and not COUNTED.fullmatch(words)] == []


def test_no_name_reference_or_id_is_in_any_of_them(story: Story) -> None:
    kept = secrets(story)
    sent = [str(message.message().as_string()).partition("\n\n")[2] for message in messages(story)]
    for text in (*sent, *(each.decode() for each in calendars(story))):
        assert [secret for secret in kept if re.search(rf"\b{re.escape(secret)}", text)] == []


def test_the_published_ledger_says_kind_hour_and_commitment_of_each_entry_and_nothing_else(story: Story) -> None:
    """Of every kind that the story writes, and of each that passes the gate besides."""
    ledger.sequence_all(at=clock.now())
    leaves = list(published_leaves())
    kinds = {found[1].decode() for leaf in leaves if (found := LEAF.fullmatch(leaf))}
    assert len(kinds) > 10
    others = [
        entry.leaf(kind, entry.hour_of(NOW), bytes(32)) for kind in sorted({*map(entry.shown_kind, passages)} - kinds)
    ]
    assert [leaf for leaf in (*leaves, *others) if not LEAF.fullmatch(leaf)] == []
    said = b"\n".join(leaves).decode()
    assert [secret for secret in secrets(story) if re.search(rf"\b{re.escape(secret)}", said)] == []
