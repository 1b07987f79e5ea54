"""Everything that can be said of a person, said: on the pages where there are pages, and in a file for the rest.

Each field gets a canary of its own. What follows is one journey: nominate, release, acknowledge, open a case, work on
it, escalate, flag, recall, correct, unseal, close; with the slips that people make on the way.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Protocol
from uuid import UUID

import psycopg
from django.urls import reverse

from handrail.site.addresses import SUPERUSER
from tests.filing import POSTCODE as FILED_POSTCODE
from tests.filing import as_bytes, nomination_file, put
from tests.harness.databases import Database
from tests.nominating import CRITERIA
from tests.plaintext.assessing import assess
from tests.plaintext.canaries import BORN, POSTCODE, Canaries
from tests.plaintext.finding import find, keep
from tests.plaintext.meeting import meet
from tests.plaintext.moving import move
from tests.visiting import Page, Visitor
from tests.worlds import World

OFFICER, AUTHORISER, CONTACT = "originating_officer@ctu", "authoriser@ctu", "single_point_of_contact@council"
COORDINATOR = "case_coordinator@council"
REASONS = ("necessity", "proportionality", "alternatives")
QUESTIONS = ("necessary", "least", "proportionate", "alternative", "telling")
DATA_PROTECTION, POLICE = "data_protection_officer@council", "police_risk_owner@force"
SECOND_OFFICER = "second_risk_owner@force"
CHAIR = "panel_chair@council"
TO_OTHERS = ("name", "housing")
GRADED = {"marking": "2", "source": "1", "information": "B"}


def day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    """A date as its three inputs."""
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


class Site(Protocol):
    """What the journey is worked on: a pilot in a database."""

    @property
    def pilot(self) -> World:
        """Who there is."""
        ...

    @property
    def database(self) -> Database:
        """Where it is kept."""
        ...

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """What the tables hold, past row security."""
        ...


@dataclass
class Journey:
    """The people of the pilot at their browsers, and the words that they type."""

    site: Site
    port: int
    said: Canaries

    #: Who is proposed as a recipient, and released to.
    recipients: ClassVar[tuple[str, ...]] = ("council",)

    def __post_init__(self) -> None:
        self._visitors: dict[str, Visitor] = {}

    @property
    def pilot(self) -> World:
        return self.site.pilot

    def at(self, who: str) -> Visitor:
        """The browser of the member in a post."""
        if who not in self._visitors:
            self._visitors[who] = self.visitor(who)
        return self._visitors[who]

    def visitor(self, who: str) -> Visitor:
        """A browser that the member in a post has signed in with."""
        return Visitor(self.port, self.pilot, who)

    def one(self, query: str) -> Any:
        """The newest value that ``query`` finds."""
        return self.site.read(query)[-1][0]

    def items(self, person: UUID) -> dict[str, UUID]:
        """What was nominated about the person: the item of each category."""
        own = f"SELECT category, item FROM sharing_holding WHERE id = item AND person_id = '{person}' ORDER BY number"
        return dict(self.site.read(own))

    def says_why(self, who: str, person: UUID, reason: str) -> None:
        """Answer the question why the record is opened."""
        self.at(who).fill(reverse("purpose", args=[person]), reason=reason)

    # --- the steps -------------------------------------------------------------------------------------------

    def nominate(self) -> UUID:
        """Everything that a nomination holds, page by page; gives the decision."""
        officer, said = self.at(OFFICER), self.said
        officer.fill(reverse("originate:start"), centre=str(self.pilot.centre))
        decision: UUID = self.one("SELECT id FROM sharing_sharingdecision ORDER BY created_at")

        def fill(page: str, *args: str, **fields: str | Sequence[str]) -> Page:
            return officer.fill(reverse(f"originate:{page}", args=[decision, *args]), **fields)

        fill("add_part", "name", given=said.word("given name"), family=said.word("family name"), kind="legal", **GRADED)
        year, month, date = (int(part) for part in BORN.split("-"))
        fill("add_part", "birth", **day("born", date, month, year), **GRADED)
        fill("add_part", "address", lines=said.word("address"), postcode=POSTCODE, kind="current", **GRADED)
        fill("add_part", "number", kind="crn", value=said.number("identifier"), **GRADED)
        conditions = {"handling": "C-A1", "sanitisation": "S1", "conditions": said.sentence("conditions")}
        originals = {"original": said.word("original reference")}
        fill("add_item", category="concern", words=said.sentence("form of words"), **GRADED, **conditions, **originals)
        fill("add_item", category="housing", words=said.sentence("second item"), handling="P", **GRADED)
        fill("why", reason="isolation", criteria=CRITERIA)
        self._fill_recipients(fill, decision)
        reasons = {name: said.sentence(f"nominator's {name}") for name in REASONS}
        fill("decision", power="police_common_law", **reasons)
        officer.fill(reverse("originate:telling", args=[decision]), state="deferred")
        fill("put_off", ground="crime_prevention", **day("on", 27, 6, 2025))
        self._slips(officer, decision)
        fill("check")
        return decision

    def _fill_recipients(self, fill: Callable[..., Page], decision: UUID) -> None:
        """The council is to have all of it, any other the name and the second item."""
        items = dict(self.site.read(f"SELECT item, category FROM sharing_holding WHERE decision_id = '{decision}'"))
        what = {"purpose": "safeguarding_support", "requested_action": "consider_support"}
        for key in self.recipients:
            chosen = [str(item) for item, category in items.items() if key == "council" or category in TO_OTHERS]
            organisation = str(self.pilot.organisation(key))
            fill("recipient", organisation, items=chosen, **what, **day("until", 31, 12, 2025))

    def _slips(self, officer: Visitor, decision: UUID) -> None:
        """A form that lacks something, one that is stale, one without its token, one at which the server fails."""
        said, new_item = self.said, reverse("originate:add_item", args=[decision])
        item = {"category": "concern", "handling": "P", **GRADED}
        lacking = officer.post(new_item, {"words": said.sentence("form with an error")})
        assert lacking.status == HTTPStatus.UNPROCESSABLE_ENTITY
        stale = officer.post(new_item, {**item, "version": "1", "words": said.sentence("form that is stale")})
        assert stale.status == HTTPStatus.CONFLICT
        forged = {"csrfmiddlewaretoken": "", "words": said.sentence("form without its token") * 3}
        assert officer.post(new_item, forged).status == HTTPStatus.FORBIDDEN
        version = officer.get(new_item).fields["version"][0]
        with broken(self.site):
            failed = officer.post(new_item, {**item, "version": version, "words": said.sentence("form that fails")})
        assert failed.status == HTTPStatus.INTERNAL_SERVER_ERROR

    def search(self) -> None:
        """Look for people by name, where they are and where they are not."""
        at_nominations = self.said.word("search among nominations")
        self.at(OFFICER).post(reverse("originate:nominations"), {"q": at_nominations})
        people = reverse("work:people")
        self.at(CONTACT).get(people)
        found = self.at(CONTACT).post(people, {"q": self.said.made["family name"]})
        assert found.status == HTTPStatus.OK
        self.at(CONTACT).post(people, {"q": self.said.word("search among people")})

    def release(self, decision: UUID) -> None:
        answers = {name: self.said.sentence(f"answer to {name}") for name in QUESTIONS}
        to = [str(self.pilot.organisation(key)) for key in self.recipients]
        self.at(AUTHORISER).fill(
            reverse("originate:authorise", args=[decision]), **answers, decide="release", release_to=to
        )

    def given(self) -> UUID:
        """What the council was given last."""
        to = self.pilot.organisation("council")
        found: UUID = self.one(f"SELECT id FROM sharing_disclosure WHERE recipient_id = '{to}' ORDER BY released_at")
        return found

    def hold(self, person: UUID) -> UUID:
        """Open, acknowledge and answer; gives the disclosure."""
        disclosure = self.given()
        where = [person, disclosure]
        self.says_why(CONTACT, person, "helping")
        held = self.at(CONTACT).get(reverse("work:disclosure", args=where))
        for field in ("family name", "form of words", "conditions", "nominator's necessity"):
            assert self.said.made[field].rstrip(".") in held.text, f"{field} is not on the recipient's page"
        self.at(CONTACT).fill(reverse("work:acknowledge", args=where))
        self.at(CONTACT).fill(reverse("work:say_known", args=where), answer="known")
        return disclosure

    def _decide_against_a_case(self, person: UUID) -> None:
        """There is to be no case, because: and then there is one after all."""
        where = [person, self.given()]
        why = self.said.sentence("why no case is opened")
        self.at(COORDINATOR).fill(reverse("work:no_case_because", args=where), reason="no_need_found", words=why)

    def work_on_a_case(self, person: UUID) -> UUID:
        """A case from its opening to its escalation; gives the case."""
        coordinator, said = self.at(COORDINATOR), self.said
        self.says_why(COORDINATOR, person, "helping")
        self._decide_against_a_case(person)
        force, owner = self.pilot.organisation("force"), self.pilot.member(POLICE)
        risk = {"kind": "terrorism_related", "severity": "steady", "owner": f"{force}/{owner}"}
        coordinator.fill(
            reverse("work:open_case", args=[person]), police=str(force), **risk, **day("review_on", 1, 8, 2025),
            description=said.sentence("risk when opening"),
        )  # fmt: skip
        case: UUID = self.one("SELECT id FROM casework_case ORDER BY opened_at")

        def fill(page: str, **fields: str | Sequence[str]) -> Page:
            return coordinator.fill(reverse(f"work:{page}", args=[person, case]), **fields)

        fill("add_need", kind="home", description=said.sentence("need"))
        fill("add_risk", **risk, description=said.sentence("risk"))
        council = str(self.pilot.organisation("council"))
        plan = {"support": "housing_advice", "owner": council, "consent": "not_asked", **day("due_on", 1, 7, 2025)}
        fill("add_support", **plan, objective=said.sentence("objective"))
        fill("told", **day("on", 1, 6, 2025))
        decided = {"capacity": "lacks_capacity", "voice": "best_interests", "decided_by": said.sentence("who decided")}
        asked = {"how": "in_person", "asker": said.sentence("who asked"), "under_18": "no", **decided}
        fill("consent", step="give", note=said.sentence("note of consent"), **asked, **day("on", 1, 6, 2025))
        fill("add_objective", words=said.sentence("what they would like"), own_words="yes")
        support: UUID = self.one("SELECT id FROM casework_supportaction ORDER BY added_at")
        provider = said.sentence("provider of support")
        where = reverse("work:choose_provider", args=[person, support])
        coordinator.fill(where, service="somebody_else", provider=provider)
        coordinator.fill(reverse("work:support_step", args=[person, support, "start"]))
        where = reverse("work:support_contacts", args=[person, support])
        coordinator.fill(where, result="did_not_come", note=said.sentence("note of a contact"), **day("on", 1, 6, 2025))
        outcome = said.sentence("outcome")
        coordinator.fill(reverse("work:support_step", args=[person, support, "complete"]), outcome=outcome)
        fill("volunteer_concern", words=said.sentence("a concern"), ground="they_agree", nobody_asked="on")
        fill("escalate", what_is_happening=said.sentence("what is happening"), danger_now="yes")
        return case

    def ask_questions(self, person: UUID, case: UUID) -> None:
        """One of the rulebook, taken back and put again; one in own words: each approved by the chair."""
        said, force = self.said, self.pilot.organisation("force")
        self.says_why(CHAIR, person, "helping")

        def ask(**fields: str) -> UUID:
            necessity = said.sentence(f"why a question is asked: {len(said.made)}")
            where = reverse("work:ask", args=[person, case, force])
            self.at(COORDINATOR).fill(where, necessity=necessity, **fields)
            asked: UUID = self.one("SELECT id FROM questions_question ORDER BY asked_at")
            return asked

        def press(step: str, asked: UUID, who: str) -> None:
            self.at(who).fill(reverse("work:question_step", args=[person, asked, step]))

        press("withdraw", ask(code="meeting_safely"), COORDINATOR)
        press("approve", ask(code="meeting_safely", again=said.sentence("why a question is asked again")), CHAIR)
        press("approve", ask(code="own_words", text=said.sentence("a question in own words")), CHAIR)

    def hand_a_risk_over(self, person: UUID, case: UUID) -> None:
        """The police offer a risk, the council refuses; it is judged anew; another kind is proposed and declined."""
        said, pilot = self.said, self.pilot
        owner = f"{pilot.organisation('force')}/{pilot.member(POLICE)}"
        coordinator = self.at(COORDINATOR)
        nhs = str(pilot.organisation("nhs"))
        coordinator.fill(reverse("work:add_partner", args=[person, case]), organisation=nhs, why="advises")
        coordinator.fill(
            reverse("work:add_risk", args=[person, case]), kind="hate_crime_or_reprisal", owner=owner,
            severity="steady", description=said.sentence("risk to hand over"),
        )  # fmt: skip
        risk: UUID = self.one("SELECT id FROM casework_risk WHERE kind = 'hate_crime_or_reprisal'")

        def fill(who: str, page: str, **fields: str) -> None:
            self.at(who).fill(reverse(f"work:{page}", args=[person, risk]), **fields)

        council = str(pilot.organisation("council"))
        for who in (POLICE, SECOND_OFFICER):
            self.says_why(who, person, "managing_risk")
        fill(POLICE, "offer_risk", to=council, reason="better_placed", words=said.sentence("why a risk is offered"))
        offer = str(self.one("SELECT id FROM casework_riskoffer"))
        why_not = said.sentence("why a risk is refused")
        fill(CONTACT, "answer_offer", read=offer, answer="refuse", refusal="told_too_little", words=why_not)
        fill(POLICE, "judge_risk", severity="needs_attention", words=said.sentence("why a risk is judged anew"))
        fill(POLICE, "propose_kind", kind="domestic_abuse", words=said.sentence("why it is of another kind"))
        change = str(self.one("SELECT id FROM casework_riskkindchange"))
        why_not = said.sentence("why it is of no other kind")
        fill(SECOND_OFFICER, "answer_kind", read=change, agree="no", words=why_not)
        self.at(POLICE).get(reverse("work:risk", args=[person, risk]))

    def answer_the_escalation(self, person: UUID, case: UUID) -> None:
        """The police take it and close it; then the case closes."""
        escalation: UUID = self.one("SELECT id FROM casework_escalation ORDER BY raised_at")
        self.says_why(POLICE, person, "managing_risk")
        where = reverse("work:escalation", args=[person, escalation])
        assert self.said.made["what is happening"] in self.at(POLICE).get(where).text
        self.at(POLICE).fill(where)
        self.at(POLICE).fill(where, outcome="made_safe", for_team=self.said.sentence("what the team may know"))
        note = self.said.sentence("note of closing")
        self.at(COORDINATOR).fill(
            reverse("work:close_case", args=[person, case]),
            reason="needs_met",
            note=note,
            carries_on="nobody",
        )
        self.at(COORDINATOR).fill(
            reverse("work:look_back", args=[person, case]),
            finding="lasted",
            words=self.said.sentence("what is seen on looking back"),
        )

    def take_back(self, person: UUID, disclosure: UUID) -> None:
        """Recall one item, correct another, flag the disclosure, and ask to open what is sealed."""
        items = self.items(person)
        self.says_why(OFFICER, person, "deciding_to_share")
        self.at(OFFICER).fill(reverse("work:recall", args=[person, items["housing"]]), reason="inaccurate")
        why = {name: self.said.sentence(f"corrector's {name}") for name in REASONS}
        self.at(OFFICER).fill(
            reverse("work:correct", args=[person, items["concern"]]), reason="factual_error",
            text=self.said.sentence("corrected wording"), **why,
        )  # fmt: skip
        words = self.said.sentence("words of a flag")
        self.at(CONTACT).fill(reverse("work:flag_disclosure", args=[person, disclosure]), words=words)
        holder = self.pilot.organisation("council")
        recalled = "SELECT holding_id FROM sharing_recallnotice WHERE how = 'recalled'"
        holding: UUID = self.one(f"{recalled} AND holder_id = '{holder}'")
        reason = self.said.sentence("reason for opening")
        self.at(CONTACT).fill(reverse("work:ask_to_open", args=[person, holding]), ground="complaint", reason=reason)
        opening: UUID = self.one("SELECT id FROM sharing_unsealrequest")
        self.says_why(DATA_PROTECTION, person, "their_request")
        opened = self.at(DATA_PROTECTION).fill(reverse("work:opening", args=[person, opening]), approve="yes")
        assert self.said.made["second item"] in opened.text

    def bring_in_a_file(self) -> None:
        """A nomination file, once with faults in it and once without."""
        document = nomination_file()
        said = self.said
        fields: Mapping[str, str] = {
            "identity.names.0.given": said.word("file: given name"),
            "identity.names.1.family": said.word("file: alias"),
            "identity.addresses.0.lines.0": said.word("file: address"),
            "items.0.form_of_words": said.sentence("file: form of words"),
            "items.0.conditions": said.sentence("file: conditions"),
            "items.0.original": said.word("file: original"),
            "decision.necessity": said.sentence("file: necessity"),
            "decision.proportionality": said.sentence("file: proportionality"),
            "decision.alternatives": said.sentence("file: alternatives"),
        }
        for path, words in fields.items():
            put(document, f"nominations.0.{path}", words)
        put(document, "nominations.0.identity.date_of_birth", BORN)
        faulty = put(nomination_file(), "nominations.0.reason", said.word("file: fault"))
        put(faulty, "nominations.0.identity.date_of_birth", said.word("file: faulty date"))
        page = reverse("originate:file")
        refused = self.at(OFFICER).upload(page, as_bytes(faulty), step="bring_in")
        assert refused.status == HTTPStatus.UNPROCESSABLE_ENTITY
        for step, status in (("check", HTTPStatus.OK), ("bring_in", HTTPStatus.SEE_OTHER)):
            assert self.at(OFFICER).upload(page, as_bytes(document), step=step).status == status


@contextmanager
def broken(site: Site) -> Iterator[None]:
    """Inside the block the database refuses the words of an item: a fault of the server's, in the middle of a POST."""
    with psycopg.connect(site.database.conninfo(SUPERUSER), autocommit=True) as superuser:
        superuser.execute("REVOKE INSERT ON sharing_holding FROM handrail_app")
        yield
        superuser.execute("GRANT INSERT ON sharing_holding TO handrail_app")


def travel(site: Site, port: int, said: Canaries) -> None:
    """The whole journey."""
    journey = Journey(site, port, said)
    decision = journey.nominate()
    journey.release(decision)
    person: UUID = journey.one("SELECT person_id FROM sharing_sharingdecision")
    disclosure = journey.hold(person)
    journey.search()
    case = journey.work_on_a_case(person)
    assess(journey, person, case)
    journey.ask_questions(person, case)
    journey.hand_a_risk_over(person, case)
    meet(journey, person, case)
    journey.answer_the_escalation(person, case)
    journey.take_back(person, disclosure)
    move(journey, person, case)
    journey.bring_in_a_file()
    decision = journey.one("SELECT id FROM sharing_sharingdecision ORDER BY created_at")
    with TemporaryDirectory() as folder:
        keys, given = Path(folder), said.made["file: given name"]
        register = keep(keys, journey.pilot, given=given, family="Yusuf", postcode=FILED_POSTCODE)
        find(journey, decision, keys, register)
