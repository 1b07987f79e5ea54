"""Retention that really deletes: when the time of a record is over, no word that was written about the person is left.

Whatever floor wrote it: a field that is added to the product is asked about here too.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.apps import apps

from handrail.casework.actions import letting_go, planning, reviewing, risks
from handrail.casework.models import Case, Risk
from handrail.casework.queries import retention
from handrail.casework.queries.cases import open_case
from handrail.casework.rules import AlreadyLetGo, DateNotAhead, NotInCatalogue
from handrail.costs.actions.recording import Spent, record_on_case
from handrail.costs.models import CostEntry
from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import Refused, clock
from handrail.meetings.actions import following
from handrail.sharing.actions.destroying import StillKept, forget
from handrail.site.addresses import SUPERUSER
from handrail.upkeep.sweep import sweep
from tests.assessing import one_of_each
from tests.browser.everything import Everything
from tests.browser.everything import everything as everything  # noqa: PLC0414, a fixture
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.recorded import recorded
from tests.sitting import finish, of_each_kind, settled
from tests.sitting import recorded as recorded_decision
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, disclosed, opened, planned, says, told
from tests.worlds import NOW, World

POLICE, OFFICER = "police_risk_owner@force", "data_protection_officer@council"
RIGHTS = "individual_rights"
YEAR = timedelta(days=366)
SEALED = [
    (model._meta.db_table, field.name)
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if field.name.endswith("_sealed")
]


def closed(pilot: World, reason: str = "needs_met", **person: bool) -> UUID:
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("housing",))
    if person:
        told(pilot, case)
        says(pilot, case, "give", voice="parent_or_guardian", decided_by="His mother", note="All right.", **person)
    close(pilot, case, reason)
    return case


def close(pilot: World, case: UUID, reason: str = "needs_met") -> None:
    """The police close their risk, and the coordinator the case."""
    with acting_for(pilot.organisation("force")):
        open_risks = list(Risk.objects.filter(case_id=case, state="open").values_list("id", flat=True))
    for risk in open_risks:
        risks.close(by=pilot.actor(POLICE), purpose="risk_management", risk=risk)
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason=reason, note="All is well.")


def sweep_at(moment: datetime) -> None:
    with clock.at(moment):
        sweep()


def let_go(pilot: World, case: UUID, *, at: datetime, who: str = OFFICER) -> None:
    with clock.at(at):
        letting_go.let_go(by=pilot.actor(who), purpose=RIGHTS, case=case)


def reviews(pilot: World) -> int:
    """How many decisions on a record the council's officer has before them."""
    with acting_for(pilot.organisation("council")):
        return Duty.objects.filter(kind="review_retention", state="open").count()


def record_of(pilot: World, case: UUID) -> Case:
    with acting_for(pilot.organisation("council")):
        return Case.objects.get(pk=case)


def gone(pilot: World, case: UUID) -> bool:
    return record_of(pilot, case).let_go_at <= clock.now() + 20 * YEAR


# --- Nothing is left -----------------------------------------------------------------------------------------------


ENDED = (
    "SET session_replication_role = replica",
    "UPDATE casework_riskownership SET during = tstzrange(lower(during), '2025-07-01') WHERE upper_inf(during)",
    "UPDATE casework_risk SET state = 'closed', closed_at = '2025-07-01' WHERE state = 'open'",
    "UPDATE sharing_holding SET state = 'recalled', ended_at = '2025-07-01' WHERE state IN ('held', 'draft')",
    "UPDATE sharing_sharingdecision SET state = 'withdrawn' WHERE state IN ('draft', 'proposed', 'sent_back')",
    "UPDATE sharing_challenge SET state = 'closed'",
    "UPDATE casework_escalation SET state = 'closed', closed_at = '2025-07-01'",
    "UPDATE questions_question SET state = 'withdrawn', ended_at = '2025-07-01' WHERE ended_at > '2026-01-01'",
    "UPDATE casework_case SET state = 'closed', closed_at = '2025-07-01' WHERE state = 'open'",
    "UPDATE casework_case SET closure_reason = 'consent_refused'",
    "UPDATE matching_register SET state = 'withdrawn'",
)


#: Tables of which the busy pilot has no words. Theirs are sealed under the same keys: no other code seals anything.
WITHOUT_WORDS = {
    "assessments_wording", "casework_lookback", "casework_nocase", "casework_riskjudgement", "casework_supportcontact",
    "matching_result", "meetings_agendapoint", "meetings_invited",
}  # fmt: skip


def test_no_word_is_left_when_the_time_of_everything_is_over(everything: Everything, databases: Databases) -> None:
    """Every table with sealed fields holds words before, and not one key is left to read any with after."""
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as everybody:
        written = {table for table, _ in _written(everybody, SEALED)}
        assert {table for table, _ in SEALED} - written == WITHOUT_WORDS
        assert _keys(everybody) > 0
        for statement in ENDED:
            everybody.execute(statement)
        for years in (2, 12):
            sweep_at(NOW + years * YEAR)
        assert _keys(everybody) == 0


def _keys(everybody: "psycopg.Connection[tuple[int]]") -> int:
    """How many keys there are that something can be read with."""
    (readable,) = everybody.execute("SELECT count(*) FROM vault_datakey WHERE length(wrapped) > 0").fetchone() or (0,)
    return readable


# --- When ----------------------------------------------------------------------------------------------------------


def test_a_case_that_ended_because_they_said_no_is_let_go_after_six_months(pilot: World) -> None:
    case = closed(pilot, "consent_refused")
    sweep_at(datetime(2025, 12, 1, 23, 59, tzinfo=clock.LONDON))
    assert not gone(pilot, case)
    sweep_at(datetime(2025, 12, 2, 0, 0, tzinfo=clock.LONDON))
    assert gone(pilot, case)
    (entry,) = recorded(organisation=pilot.organisation("council"), action="case.end_retention")
    assert entry.facts["rule"] == "case_consent_refused"


@pytest.mark.parametrize(("under_18", "years"), [(True, 2), (False, 6)])
def test_the_case_of_a_child_is_decided_on_sooner_than_that_of_an_adult(
    pilot: World, under_18: bool, years: int
) -> None:
    case = closed(pilot, under_18=True) if under_18 else closed(pilot)
    sweep_at(NOW + (years * 365 - 20) * timedelta(days=1))
    assert reviews(pilot) == 0
    for _ in range(2):
        sweep_at(NOW + years * YEAR)
    assert reviews(pilot) == 1
    assert not gone(pilot, case)


def test_a_case_is_kept_while_somebody_owns_a_risk_in_it(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"])
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="consent_refused", note="No.")
    sweep_at(NOW + YEAR)
    assert not gone(pilot, case)
    with pytest.raises(StillKept):
        let_go(pilot, case, at=NOW + 7 * YEAR)


def test_nothing_is_let_go_before_its_time(pilot: World) -> None:
    case = closed(pilot)
    with pytest.raises(StillKept):
        let_go(pilot, case, at=NOW + 5 * YEAR)
    council = pilot.organisation("council")
    with pytest.raises(StillKept), clock.at(NOW + 20 * YEAR):
        forget(by=service("sweep", council), purpose="administration", person=record_of(pilot, case).person_id)


def test_only_the_data_protection_officer_decides(pilot: World) -> None:
    case = closed(pilot)
    for who in (COORDINATOR, "single_point_of_contact@housing"):
        with pytest.raises(Refused):
            let_go(pilot, case, at=NOW + 7 * YEAR, who=who)


# --- What it does --------------------------------------------------------------------------------------------------


def test_what_was_let_go_can_be_neither_read_nor_opened_again(pilot: World) -> None:
    case = closed(pilot)
    sweep_at(NOW + 7 * YEAR)
    let_go(pilot, case, at=NOW + 7 * YEAR)
    assert reviews(pilot) == 0
    sweep_at(NOW + 9 * YEAR)
    shown = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert (shown.state, shown.closure_note, [risk.description for risk in shown.risks]) == ("closed", "", [""])
    with pytest.raises(AlreadyLetGo):
        reviewing.reopen(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    with pytest.raises(AlreadyLetGo):
        let_go(pilot, case, at=NOW + 9 * YEAR)


#: What others keep of a case: what the police were told, and what was sent to another area.
OTHERS_KEEP = {
    ("casework_escalation", "words_sealed"),
    ("casework_concern", "words_sealed"),
    ("casework_transfer", "received_sealed"),
    ("casework_nocase", "words_sealed"),
}


def test_letting_a_case_go_empties_at_once_what_was_written_in_it(pilot: World, databases: Databases) -> None:
    """Also while the organisation still holds items about the person, and so has their key."""
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("nhs", "housing"))
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=planned(pilot, case))
    one_of_each(pilot, case, given.items[:1])
    met = of_each_kind(pilot, case)
    for step in (settled, recorded_decision):
        step(pilot, met["agenda_case"], met["dissent" if step is settled else "decision"])
    finish(pilot, met["meeting"])
    following.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting_action=met["meeting_action"])
    close(pilot, case)
    fields = [(table, field) for table, field in SEALED if table.startswith(("casework_", "assessments_", "meetings_"))]
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as everybody:
        assert len(_written(everybody, fields)) >= 12
        let_go(pilot, case, at=NOW + 7 * YEAR)
        assert _written(everybody, fields) - OTHERS_KEEP == set()
        assert _keys(everybody) > 0


def _written(everybody: "psycopg.Connection[tuple[int]]", fields: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """In which of these fields anything is written."""
    return {
        (table, field)
        for table, field in fields
        if everybody.execute(f"SELECT 1 FROM {table} WHERE length({field}) > 0").fetchone()
    }


def test_what_it_cost_stays_and_whose_case_it_was_goes(pilot: World) -> None:
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("housing",))
    for who in (COORDINATOR, "single_point_of_contact@housing"):
        spent = Spent("meeting", NOW.date(), minutes=90)
        record_on_case(by=pilot.actor(who), purpose=SUPPORT, case=case, spent=spent)
    close(pilot, case)
    let_go(pilot, case, at=NOW + 7 * YEAR)
    for key in ("council", "housing"):
        with acting_for(pilot.organisation(key)):
            (entry,) = CostEntry.objects.all()
        assert (entry.minutes, entry.case_id) == (90, None)


def test_a_record_is_kept_on_for_a_reason_and_for_a_year_at_most(pilot: World) -> None:
    case, officer, late = closed(pilot), pilot.actor(OFFICER), NOW + 7 * YEAR
    sweep_at(late)
    with clock.at(late):
        for ground, until, why in (
            ("we_might_need_it", late.date() + timedelta(days=30), NotInCatalogue),
            ("inquest", late.date() + 2 * YEAR, DateNotAhead),
        ):
            with pytest.raises(why):
                letting_go.keep_on(by=officer, purpose=RIGHTS, case=case, ground=ground, until=until)
        until = late.date() + timedelta(days=200)
        letting_go.keep_on(by=officer, purpose=RIGHTS, case=case, ground="inquest", until=until)
        kept = retention.kept(by=officer, purpose=RIGHTS, case=case)
    assert (kept.until, kept.over, kept.rule) == (until, False, "case_adult")
    assert reviews(pilot) == 0
    sweep_at(late + timedelta(days=199))
    assert reviews(pilot) == 0
    sweep_at(late + timedelta(days=201))
    assert reviews(pilot) == 1


def test_what_an_inquest_needs_is_kept_on_before_its_time_and_not_destroyed_unasked(pilot: World) -> None:
    """Even what the rulebook has destroyed: whoever kept it on is asked, when that day has come."""
    case, officer = closed(pilot, "consent_refused"), pilot.actor(OFFICER)
    with clock.at(datetime(2025, 9, 1, 12, tzinfo=clock.LONDON)):
        with pytest.raises(StillKept):
            letting_go.keep_on(by=officer, purpose=RIGHTS, case=case, ground="inquest", until=date(2025, 11, 1))
        letting_go.keep_on(by=officer, purpose=RIGHTS, case=case, ground="inquest", until=date(2026, 4, 1))
    sweep_at(datetime(2025, 12, 3, tzinfo=clock.LONDON))
    assert not gone(pilot, case)
    assert reviews(pilot) == 0
    sweep_at(datetime(2026, 4, 2, tzinfo=clock.LONDON))
    assert not gone(pilot, case)
    assert reviews(pilot) == 1
