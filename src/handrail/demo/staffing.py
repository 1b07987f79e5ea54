"""What happens to staff: training passed again, roles asked for and ended, invitations, absence and cover, leaving.

And what some of them chose about e-mail and their calendar.
"""

from datetime import timedelta

from handrail.demo import founding
from handrail.demo.pilot import ADMINISTRATION, Pilot
from handrail.demo.timeline import Life
from handrail.directory.actions import accounts, mail, members, roles
from handrail.gate import clock

#: Where whoever serves all centres is at home.
_CENTRE = "london"


def begin(pilot: Pilot) -> None:
    """Put it all on the timeline."""
    for days, life in (
        (founding.TRAINED_AGAIN, _train_again(pilot)),
        (40, _ended_and_refused(pilot)),
        (21, _leaves(pilot, "practitioner", "birmingham", cover="contact")),
        (9, _comes_back(pilot, "second_officer", "ctu-west-midlands", cover="officer")),
        (6, _invited(pilot)),
        (4, _asked_for(pilot)),
        (2, _away(pilot, "second_authoriser", "ctu-london", cover="authoriser")),
    ):
        pilot.timeline.add(pilot.diary.ago(days), life)
    # At a moment of its own, so that what happens to everybody else stays where it is.
    pilot.timeline.add(pilot.diary.end - timedelta(hours=5), _choose_for_themselves(pilot))


def _train_again(pilot: Pilot) -> Life:
    founding.train_again(pilot)
    yield pilot.diary.soon()


def _ended_and_refused(pilot: Pilot) -> Life:
    house = pilot.houses["coventry"]
    administrator, approver = house.by("administrator"), house.by("approver")
    for role, decide in (("panel_chair", roles.approve_role), ("centre_lead", roles.refuse_role)):
        grant = roles.request_role(
            by=administrator, purpose=ADMINISTRATION, member=house.staff["coordinator"], role=role
        )
        yield pilot.diary.later(0.5, 2)
        decide(by=approver, purpose=ADMINISTRATION, grant=grant)
        if role == "panel_chair":
            yield pilot.diary.later(5, 9)
            roles.end_role(by=approver, purpose=ADMINISTRATION, grant=grant)


def _leaves(pilot: Pilot, post: str, slug: str, *, cover: str) -> Life:
    house = pilot.houses[slug]
    members.leave(
        by=house.by("administrator"),
        purpose=ADMINISTRATION,
        member=house.staff[post],
        cover=house.staff[cover],
    )
    yield pilot.diary.soon()


def _away(pilot: Pilot, post: str, slug: str, *, cover: str) -> Life:
    house = pilot.houses[slug]
    members.set_away(by=house.by(post), purpose=ADMINISTRATION, member=house.staff[post], cover=house.staff[cover])
    yield pilot.diary.soon()


def _comes_back(pilot: Pilot, post: str, slug: str, *, cover: str) -> Life:
    yield from _away(pilot, post, slug, cover=cover)
    yield pilot.diary.later(4, 5)
    house = pilot.houses[slug]
    members.come_back(by=house.by(post), purpose=ADMINISTRATION, member=house.staff[post])


def _invited(pilot: Pilot) -> Life:
    """Somebody was invited at a wrong address, which was cancelled; and somebody has yet to accept."""
    house = pilot.houses["camden"]
    administrator = house.by("administrator")
    for name, post in (("Robin Teasdale", "practitoner"), ("Robin Teasdale", "second-practitioner")):
        invited = accounts.invite(
            by=administrator,
            purpose=ADMINISTRATION,
            name=name,
            email=house.entry.email(post),
            clearance=1,
            centre=pilot.centres[_CENTRE],
        )
        yield pilot.diary.later(0.2, 0.5)
        if post == "practitoner":
            accounts.cancel_invitation(by=administrator, purpose=ADMINISTRATION, invitation=invited.invitation)


def _asked_for(pilot: Pilot) -> Life:
    """Roles that wait for a second person."""
    for slug, post, role in (
        ("camden", "deputy", "practitioner"),
        ("lewisham", "coordinator", "panel_chair"),
        ("open-door", "contact", "practitioner"),
        ("metropolitan-police", "risk_owner", "duty_officer"),
    ):
        house = pilot.houses[slug]
        roles.request_role(by=house.by("administrator"), purpose=ADMINISTRATION, member=house.staff[post], role=role)
        yield pilot.diary.later(0.1, 0.4)


def _choose_for_themselves(pilot: Pilot) -> Life:
    """A coordinator wants one message a week, and a calendar; a contact made an address and stopped it again."""
    coordinator, contact = pilot.by("coordinator", "camden"), pilot.by("contact", "camden")
    mail.choose_mail(by=coordinator, purpose=ADMINISTRATION, member=coordinator.id, mail="weekly", mail_hour=9)
    for who in (coordinator, contact):
        yield clock.now() + timedelta(minutes=1)
        mail.make_calendar(by=who, purpose=ADMINISTRATION, member=who.id, form="counts")
    yield clock.now() + timedelta(minutes=1)
    mail.stop_calendar(by=contact, purpose=ADMINISTRATION, member=contact.id)
