"""Who tries, and what each is to the victim: every role, in organisations of every relation that hold it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.worlds import ELSEWHERE, LAPSED, POSTS, World

#: What each organisation is to the victim while the case is worked on.
RELATIONS: Mapping[str, str] = {
    "ctu": "originator",
    "council": "leads the case",
    "force": "police in the team",
    "nhs": "recipient in the team",
    "voluntary": "in the team, given nothing",
    "probation": "recipient",
    "housing": "recipient, has left the team",
    "second_council": "unrelated",
    "school": "unrelated",
    "undecided": "has accepted no agreement",
    "representative": "consulted",
    "oversight": "oversight",
    "government": "government",
    **{key: "another centre" for key, *_ in ELSEWHERE},
}
NO_PART = {
    "unrelated", "has accepted no agreement", "consulted", "oversight", "government", "another centre",
}  # fmt: skip

#: What each role says that it opens a record for. The others say what most people do.
REASONS = {
    "originating_officer": "deciding_to_share",
    "authoriser": "deciding_to_share",
    "deconfliction_officer": "confirming_support",
    "police_risk_owner": "managing_risk",
    "duty_officer": "managing_risk",
    "data_protection_officer": "their_request",
    "caldicott_guardian": "their_request",
    "auditor": "audit",
    **dict.fromkeys(("consultee", "evaluator", "programme_owner"), "record_quality"),
}

#: Roles that are about an organisation, an agreement or the record of what was done, and never about a person: the
#: rulebook says of each that it sees none. What an organisation is to the victim can make no difference to them.
OF_THE_HOUSE = {
    "administrator", "role_approver", "agreement_signatory", "consultee", "auditor", "evaluator", "programme_owner",
}  # fmt: skip

#: Organisations that have no part in the victim. One has each role that the others of its relation have.
_FAR = ("second_council", "other_council", "other_ctu", "other_force")
_NEAR = tuple(key for key, relation in RELATIONS.items() if relation not in NO_PART)


@dataclass(frozen=True)
class Reader:
    """A member by their post, their role, and what their organisation is to the victim."""

    who: str
    role: str
    relation: str

    def __str__(self) -> str:
        return f"{self.who} ({self.relation})"

    @property
    def house(self) -> str:
        """The key of their organisation."""
        return self.who.partition("@")[2]

    @property
    def lapsed(self) -> bool:
        """Whether their training is over."""
        return self.who.startswith(LAPSED)

    @property
    def reason(self) -> str:
        """Why they say that they open a record."""
        return REASONS.get(self.role, "helping")


def everybody(pilot: World) -> list[Reader]:
    """Each role in each organisation that has it, but once where the relation is the same; near ones first."""
    members = _members(pilot)
    people = [each for each in members if each.house in (*_NEAR, *_FAR) and each.role not in OF_THE_HOUSE]
    return [*people, *_of_the_house(members)]


def _of_the_house(members: Iterable[Reader]) -> list[Reader]:
    """One member of each role that sees no person: of the organisation that leads the case, where that has the role."""
    found: dict[str, Reader] = {}
    for reader in sorted(members, key=lambda each: each.house != "council"):
        if reader.role in OF_THE_HOUSE:
            found.setdefault(reader.role, reader)
    return list(found.values())


def _members(pilot: World) -> list[Reader]:
    """One member of each role in each organisation; and one whose training has lapsed."""
    found: dict[tuple[str, str], Reader] = {}
    for who in pilot.members:
        post, _, house = who.partition("@")
        role = _ROLES.get((house, post), post)
        found.setdefault((house, post if post == LAPSED else role), Reader(who, role, RELATIONS[house]))
    return list(found.values())


_ROLES = {
    (house, post.partition("=")[0]): post.partition("=")[2] or post
    for house, posts in (*POSTS.items(), *((key, posts) for key, _, _, posts in ELSEWHERE))
    for post in posts
} | {(house, "second_administrator"): "administrator" for house in RELATIONS}
