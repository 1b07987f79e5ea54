"""Finding out who already knows a person, for tests that start somewhere along the way: with a partner that answers.

def test_…(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner))
    run(pilot.organisation("ctu"))
    check = asked(pilot, found(pilot, search))
"""

import csv
import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest

from handrail.gate import clock
from handrail.matching.actions import asking, candidates, checks, registers, searching
from handrail.matching.actions.registers import Offer
from handrail.matching.actions.searching import Why
from handrail.matching.asker import asker, introduction
from handrail.matching.models import Candidate, Result, Search
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import trust
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.handing_out import hand_out
from handrail.matching.partner.publishing import publish
from handrail.matching.partner.register import CsvRegister
from handrail.matching.partner.serving import Server
from handrail.matching.queries.checks import open_check
from handrail.matching.queries.searches import open_candidate, open_search, who_knows
from handrail.matching.running import run
from handrail.matching.values import CandidatePage, CheckPage, SearchPage, WhoKnows
from tests.nominating import AUTHORISER, OFFICER, PURPOSE, Written, acting_for, write
from tests.worlds import NOW, World

SUPPORT, ADMINISTRATION = "safeguarding_support", "administration"
CONTACT, SECOND_CONTACT = "single_point_of_contact@council", "second_contact@council"

#: Made up. The first is whom the nominations of the tests are about; the second shares a little with her.
PEOPLE = (
    ("1001", "Amina", "Yusuf", "1991-06-04", "NW1 8QT"),
    ("1002", "Callum", "Fletcher", "1971-12-30", "M14 5RB"),
    ("1003", "Adaeze", "Okonkwo", "2001-01-17", "B19 2XH"),
    ("1004", "Piotr", "Nowak", "1988-08-08", "E17 6LL"),
)
#: Who shares a home and a birthday with the first, and nothing else: little points to her.
SISTER = ("2001", "Aisha", "Yusuf", "1991-06-04", "NW1 8QT")

WHY = Why(
    power="police_common_law",
    necessity="Whoever helps her already is the best placed to go on.",
    proportionality="The council alone: she lives there, and asked it for help with her home.",
)
JUDGEMENT = "Necessary and the least: one register, one person, and nobody is told her name."
ASKED_WHY = "The council may be helping her with her home already."
RESTS_ON = "Year, day and initial fit the record, and nobody else there has them."


@dataclass
class RealPartner:
    """A partner's own key folder, and where it answers: ``address`` is empty where requests are carried by hand."""

    folder: KeyFolder
    partner: Partner
    address: str = ""

    @property
    def key(self) -> str:
        """The register's key, as `publish` shows it."""
        return str(self.folder.signing_key.verification_key)

    def outcomes(self) -> list[str]:
        """What became of each request, by the partner's own log."""
        lines = (self.folder.path / "log").read_text(encoding="utf-8").splitlines()
        return [entry["outcome"] for entry in map(json.loads, lines) if entry["kind"] == "request"]

    def offer(self, *, by_hand: bool = False) -> Offer:
        """What is brought in."""
        return Offer(table=self.folder.table, key=self.key, address="" if by_hand else self.address)

    def tokens(self, count: int = 3, *, until: date | None = None) -> tuple[str, ...]:
        """Quota tokens for this installation."""
        made = hand_out(
            self.folder.path,
            centre=asker().name,
            size=16,
            count=count,
            until=until or (NOW + timedelta(days=90)).date(),
            at=clock.now(),
        )
        return tuple(made)


def publish_small(
    folder: Path, people: Sequence[tuple[str, ...]] = PEOPLE, *, service: str = "council_services"
) -> Path:
    """A key folder with a small published register."""
    path = folder.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record_id", "given_names", "family_name", "date_of_birth", "postcode"))
        rows.writerows(people)
    publish(
        KeyFolder.begin(folder),
        CsvRegister(path),
        service=service,
        organisation="A council that does not exist",
        at=NOW,
        processes=1,
    )
    return folder


@contextmanager
def real_partner(published: Path, folder: Path) -> Iterator[RealPartner]:
    """A partner at work on a copy of a published key folder, that trusts this installation."""
    shutil.copytree(published, folder)
    trust(folder, introduction())
    with (
        closing(Partner(KeyFolder.open(folder))) as partner,
        Server(partner, "127.0.0.1", 0, now=lambda: NOW) as server,
    ):
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield RealPartner(KeyFolder.open(folder), partner, f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def published_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key folder with a small register, published once."""
    return publish_small(tmp_path_factory.mktemp("published") / "keys")


@pytest.fixture
def council_partner(pilot: World, published_register: Path, tmp_path: Path) -> Iterator[RealPartner]:
    """A partner that answers, in this test alone."""
    with real_partner(published_register, tmp_path / "partner") as working:
        yield working


def brought_in(pilot: World, partner: RealPartner, *, by: str = CONTACT, by_hand: bool = False) -> UUID:
    """The register as its contact brought it in: nobody can ask it yet."""
    return registers.offer(
        by=pilot.actor(by), purpose=ADMINISTRATION, centre=pilot.centre, offer=partner.offer(by_hand=by_hand)
    )


def offered(pilot: World, partner: RealPartner, *, key: str = "council", by_hand: bool = False, quota: int = 3) -> UUID:
    """A register that may be asked, so often."""
    contact = f"single_point_of_contact@{key}"
    second = f"caldicott_guardian@{key}" if key == "nhs" else f"second_contact@{key}"
    register = brought_in(pilot, partner, by=contact, by_hand=by_hand)
    registers.accept(by=pilot.actor(second), purpose=ADMINISTRATION, register=register)
    if quota:
        add_quota(pilot, register, partner.tokens(quota), by=contact)
    return register


def add_quota(pilot: World, register: UUID, tokens: tuple[str, ...], *, by: str = CONTACT) -> int:
    """Bring tokens in that are good for three months."""
    return registers.add_quota(
        by=pilot.actor(by),
        purpose=ADMINISTRATION,
        register=register,
        tokens=tokens,
        until=(NOW + timedelta(days=90)).date(),
    )


def proposed(pilot: World, written: Written, *chosen: UUID, by: str = OFFICER, why: Why = WHY) -> UUID:
    """A search that waits for its authoriser."""
    return searching.propose(by=pilot.actor(by), purpose=PURPOSE, decision=written.id, registers=chosen, why=why)


def authorise(pilot: World, search: UUID, *, by: str = AUTHORISER) -> None:
    searching.authorise(by=pilot.actor(by), purpose=PURPOSE, search=search, judgement=JUDGEMENT)


def authorised(pilot: World, written: Written, *chosen: UUID) -> UUID:
    """A search whose registers are to be asked."""
    search = proposed(pilot, written, *chosen)
    authorise(pilot, search)
    return search


def searched(pilot: World, partner: RealPartner) -> tuple[Written, UUID]:
    """A nomination and its search, which the council's register has answered."""
    written = write(pilot)
    search = authorised(pilot, written, offered(pilot, partner))
    run(pilot.organisation("ctu"))
    return written, search


def told_of(pilot: World) -> dict[str, UUID]:
    """A nomination whose search found the council's record, and an identity check that a contact has answered."""
    with TemporaryDirectory() as folder:
        keys = publish_small(Path(folder) / "keys")
        with real_partner(keys, Path(folder) / "partner") as partner:
            _, search = searched(pilot, partner)
            candidate = found(pilot, search)
            check = asked(pilot, candidate)
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    return {
        "Register": result_row(pilot, search).register_id,
        "Search": search,
        "Candidate": candidate,
        "Check": check,
        "search_result": result_row(pilot, search).id,
    }


def at_every_stage(pilot: World) -> None:
    """Nominations whose searches were declined, are carried by hand, found little, or led to an answer of each kind."""
    with TemporaryDirectory() as folder:
        keys, alike = publish_small(Path(folder) / "keys"), publish_small(Path(folder) / "alike", (SISTER, *PEOPLE[1:]))
        health = publish_small(Path(folder) / "health", service="general_health")
        with (
            real_partner(keys, Path(folder) / "partner") as partner,
            real_partner(alike, Path(folder) / "other") as other,
            real_partner(health, Path(folder) / "third") as third,
        ):
            register, by_hand = offered(pilot, partner), offered(pilot, third, key="nhs", by_hand=True)
            searching.decline(
                by=pilot.actor(AUTHORISER),
                purpose=PURPOSE,
                search=proposed(pilot, write(pilot), register),
                judgement=JUDGEMENT,
            )
            carried_by_hand = authorised(pilot, write(pilot), by_hand)
            carried(pilot, carried_by_hand, result_row(pilot, carried_by_hand).id)
            led_to = {said: authorised(pilot, write(pilot), register) for said in ("same", "not_same")}
            weak = authorised(pilot, write(pilot), offered(pilot, other))
            run(pilot.organisation("ctu"))
    for said, search in led_to.items():
        answered(pilot, asked(pilot, found(pilot, search)), said)
    candidates.ask(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=found(pilot, weak), words=ASKED_WHY)


def at_each_step(pilot: World) -> dict[str, UUID]:
    """What waits for the steps that :func:`told_of` is past, by what it is called here."""
    with TemporaryDirectory() as folder:
        keys, alike = publish_small(Path(folder) / "keys"), publish_small(Path(folder) / "alike", (SISTER, *PEOPLE[1:]))
        health = publish_small(Path(folder) / "health", service="general_health")
        with (
            real_partner(keys, Path(folder) / "partner") as partner,
            real_partner(alike, Path(folder) / "other") as other,
            real_partner(health, Path(folder) / "third") as third,
        ):
            register, by_hand = offered(pilot, partner), offered(pilot, third, key="nhs", by_hand=True)
            waits = proposed(pilot, write(pilot), register)
            carried_by_hand = authorised(pilot, write(pilot), by_hand)
            carried(pilot, carried_by_hand, result_row(pilot, carried_by_hand).id)
            strong = [authorised(pilot, write(pilot), register) for _ in range(3)]
            weak = authorised(pilot, write(pilot), offered(pilot, other))
            run(pilot.organisation("ctu"))
    left, fresh, made_up = (found(pilot, search) for search in strong)
    check = asked(pilot, fresh)
    checks.is_made_up(by=pilot.actor(CONTACT), purpose=SUPPORT, check=asked(pilot, made_up))
    wanted = found(pilot, weak)
    candidates.ask(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=wanted, words=ASKED_WHY)
    return {
        "proposed search": waits,
        "carried search": carried_by_hand,
        "carried result": result_row(pilot, carried_by_hand).id,
        "found candidate": left,
        "wanted candidate": wanted,
        "unanswered check": check,
        "register to look at": register,
    }


def search_page(pilot: World, search: UUID, who: str = OFFICER) -> SearchPage:
    return open_search(by=pilot.actor(who), purpose=PURPOSE, search=search)


def known(pilot: World, written: Written, who: str = OFFICER) -> WhoKnows:
    return who_knows(by=pilot.actor(who), purpose=PURPOSE, decision=written.id)


def found(pilot: World, search: UUID) -> UUID:
    """The one candidate that a search found."""
    (candidate,) = (each for result in search_page(pilot, search).results for each in result.candidates)
    return candidate.id


def candidate_page(pilot: World, candidate: UUID, who: str = OFFICER) -> CandidatePage:
    return open_candidate(by=pilot.actor(who), purpose=PURPOSE, candidate=candidate)


def asked(pilot: World, candidate: UUID) -> UUID:
    """The identity check of a candidate that its officer asked about, and a second person where it is needed."""
    if candidates.ask(by=pilot.actor(OFFICER), purpose=PURPOSE, candidate=candidate, words=ASKED_WHY):
        candidates.second(by=pilot.actor(AUTHORISER), purpose=PURPOSE, candidate=candidate)
    with acting_for(pilot.organisation("ctu")):
        check = Candidate.objects.values_list("identity_check", flat=True).get(pk=candidate)
    assert check is not None
    return check


def check_page(pilot: World, check: UUID, who: str = CONTACT) -> CheckPage:
    return open_check(by=pilot.actor(who), purpose=SUPPORT, check=check)


def fits(pilot: World, check: UUID, number: int, said: str = "yes", *, by: str = CONTACT) -> bool:
    return checks.step(by=pilot.actor(by), purpose=SUPPORT, check=check, number=number, fits=said)


def answer(pilot: World, check: UUID, said: str, *, reasons: str = RESTS_ON, by: str = CONTACT) -> None:
    checks.answer(by=pilot.actor(by), purpose=SUPPORT, check=check, answer=said, reasons=reasons)


def release(pilot: World, check: UUID, *, by: str = SECOND_CONTACT, version: int = 1) -> None:
    """Give the answer, as it was written for the first time or later."""
    checks.release(by=pilot.actor(by), purpose=SUPPORT, check=check, version=version)


def answered(pilot: World, check: UUID, said: str = "same", *, key: str = "council") -> None:
    """Looked at as far as the first step, written by the contact, released by a second one."""
    contact = f"single_point_of_contact@{key}"
    second = f"caldicott_guardian@{key}" if key == "nhs" else f"second_contact@{key}"
    fits(pilot, check, 1, "yes" if said != "not_same" else "no", by=contact)
    answer(pilot, check, said, by=contact)
    release(pilot, check, by=second)


def result_row(pilot: World, search: UUID, key: str = "ctu") -> Result:
    """The one register of a search, past the gate."""
    with acting_for(pilot.organisation(key)):
        return Result.objects.select_related("register").get(search_id=search)


def search_row(pilot: World, search: UUID) -> Search:
    with acting_for(pilot.organisation("ctu")):
        return Search.objects.get(pk=search)


def carried(pilot: World, search: UUID, result: UUID) -> bytes:
    """The request that is carried by hand."""
    taken = asking.take_out(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search, result=result)
    assert taken is not None
    return taken.message


def bring_in(pilot: World, search: UUID, result: UUID, brought: bytes) -> None:
    asking.bring_in(by=pilot.actor(OFFICER), purpose=PURPOSE, search=search, result=result, answer=brought)
