"""How the pilot begins: its centres and organisations, and their first people, each with roles that two agreed to."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from operator import itemgetter
from random import Random
from uuid import UUID

from handrail import programme
from handrail.demo import names, places
from handrail.demo.organisations import PROGRAMME, Entry, entries
from handrail.demo.passwords import hashed_quickly, throwaway
from handrail.demo.pilot import ADMINISTRATION, House, Pilot
from handrail.directory.actions import accounts, members, organisations, roles
from handrail.directory.actions.accounts import FIRST_ROLES, Invited
from handrail.directory.services import service
from handrail.duties.working_time import months_after
from handrail.gate import Actor, clock

#: So many days before today: the pilot opens, its staff were trained, and were trained again.
OPENED, TRAINED, TRAINED_AGAIN = 426, 442, 100

#: Whose training lapsed, since they were not trained again.
LAPSED = ("deputy", "camden")

_OFFICIAL, _OFFICIAL_SENSITIVE = 1, 2


def found(pilot: Pilot, *, seed: int, step: Callable[[str], object]) -> None:
    """Add the centres and every organisation with its people. ``step`` is told the name of each when it is there."""
    with clock.at(pilot.diary.ago(OPENED + 10)):
        _add_centres(pilot)
    drawn = [(entry, Random(f"{seed}/{entry.slug}")) for entry in entries()]
    founded = [(pilot.diary.ago(random.randrange(OPENED + 1, OPENED + 7)), entry, random) for entry, random in drawn]
    # In the order of their days: whoever verifies the ledger asks about entries that stand out of the order of time.
    for moment, entry, random in sorted(founded, key=itemgetter(0)):
        with clock.at(moment), hashed_quickly():
            pilot.houses[entry.slug] = _Founding(pilot, entry, random).house()
        step(entry.name)
    pilot.houses = {entry.slug: pilot.houses[entry.slug] for entry, _ in drawn}


def train_again(pilot: Pilot) -> None:
    """What counts for a year was passed again, by everybody but one."""
    for house in pilot.houses.values():
        for post in house.entry.posts:
            if (post, house.entry.slug) != LAPSED:
                for course in _courses(house.entry.posts[post]):
                    if _valid_months(course) <= 12:
                        _record(house, post, course, clock.today())


def _add_centres(pilot: Pilot) -> None:
    installer = service("installer", UUID(int=pilot.random.getrandbits(128), version=4))
    starts_on = pilot.diary.today - timedelta(days=OPENED)
    rulebook = programme.load(PROGRAMME)
    ends_on = months_after(starts_on, rulebook.pilot_months)
    for centre in rulebook.centres:
        pilot.centres[centre.code] = organisations.add_centre(
            by=installer,
            purpose=ADMINISTRATION,
            name=centre.title,
            slug=centre.code,
            rulebook=PROGRAMME,
            prefix=centre.short,
            areas=centre.areas,
            starts_on=starts_on,
            ends_on=ends_on,
            programme_ends_on=ends_on,
        )


class _Founding:
    """One organisation while it is being set up."""

    def __init__(self, pilot: Pilot, entry: Entry, random: Random) -> None:
        self._pilot, self._entry, self._random = pilot, entry, random
        self._id = UUID(int=pilot.random.getrandbits(128), version=4)
        self._staff: dict[str, UUID] = {}

    def house(self) -> House:
        """The organisation with everybody in their posts."""
        entry = self._entry
        area = (entry.area,) if entry.area else self._areas()
        organisations.add_organisation(
            by=self._service("installer"),
            purpose=ADMINISTRATION,
            name=entry.name,
            slug=entry.slug,
            kind=entry.kind,
            areas=area,
            phone=self._telephone(),
        )
        for post, held in entry.posts.items():
            first = held[0] if held[0] in FIRST_ROLES and post in ("administrator", "approver") else ""
            self._join(post, first=first)
        house = House(self._id, entry, self._staff)
        for post in entry.posts:
            for course in _courses(entry.posts[post]):
                _record(house, post, course, self._pilot.diary.today - timedelta(days=TRAINED))
        for post, role, second in self._still_to_grant():
            grant = roles.request_role(
                by=house.by("administrator"), purpose=ADMINISTRATION, member=self._staff[post], role=role
            )
            roles.approve_role(by=house.by(second), purpose=ADMINISTRATION, grant=grant)
        return house

    def _still_to_grant(self) -> Iterator[tuple[str, str, str]]:
        """Post, role and who agrees to it; what the approver holds besides comes last, agreed to by another."""
        posts = self._entry.posts
        others = [post for post in posts if post not in ("administrator", "approver")]
        second = next((post for post in others if "role_approver" in posts[post]), "")
        yield from ((post, role, "approver") for post in others for role in posts[post])
        yield from (("approver", role, second) for role in posts["approver"][1:])

    def _join(self, post: str, *, first: str) -> None:
        name = str(names.draw(self._random))
        email, phone = self._entry.email(post), self._telephone()
        clearance = max(map(_clearance, self._entry.posts[post]))
        if first:
            invited = accounts.create_first_administrator(
                by=self._service("installer"),
                purpose=ADMINISTRATION,
                name=name,
                email=email,
                role=first,
                phone=phone,
            )
        else:
            invited = accounts.invite(
                by=self._by("administrator"),
                purpose=ADMINISTRATION,
                name=name,
                email=email,
                phone=phone,
                clearance=clearance,
                centre=self._centre(),
            )
        self._accept(invited)
        self._staff[post] = invited.member
        if first and post == "approver" and clearance > _OFFICIAL:
            members.edit_member(
                by=self._by("administrator"),
                purpose=ADMINISTRATION,
                member=invited.member,
                name=name,
                phone=phone,
                clearance=clearance,
                centre=self._centre(),
            )

    def _accept(self, invited: Invited) -> None:
        accounts.accept_invitation(
            by=self._service("reception"),
            purpose=ADMINISTRATION,
            invitation=invited.invitation,
            token=invited.token,
            password=throwaway(),
        )

    def _by(self, post: str) -> Actor:
        return Actor(id=self._staff[post], organisation=self._id)

    def _service(self, name: str) -> Actor:
        return service(name, self._id)

    def _areas(self) -> tuple[str, ...]:
        centres = programme.load(PROGRAMME).centres
        return tuple(area for centre in self._entry.centres for area in centres[centre].areas)

    def _centre(self) -> UUID | None:
        return self._pilot.centres[self._entry.centres[0]] if self._entry.centres else None

    def _telephone(self) -> str:
        return places.draw_telephone(self._random, self._entry.centres[0] if self._entry.centres else "")


def _record(house: House, post: str, course: str, passed_on: date) -> None:
    members.record_training(
        by=house.by("administrator"),
        purpose=ADMINISTRATION,
        member=house.staff[post],
        course=course,
        passed_on=passed_on,
    )


def _courses(held: tuple[str, ...]) -> tuple[str, ...]:
    rulebook = programme.load(PROGRAMME)
    return tuple(dict.fromkeys(course for role in held for course in rulebook.roles[role].training))


def _valid_months(course: str) -> int:
    return programme.load(PROGRAMME).training[course].valid_months


def _clearance(role: str) -> int:
    sensitive = programme.load(PROGRAMME).roles[role].clearance == "official_sensitive"
    return _OFFICIAL_SENSITIVE if sensitive else _OFFICIAL
