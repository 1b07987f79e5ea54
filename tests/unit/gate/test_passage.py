"""The one way through: nothing is done or shown without its entry, and nothing is left of what was refused."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from handrail import gate
from handrail.directory.models import Member, MemberStatus
from handrail.directory.services import service
from handrail.gate import Actor, Conflict, Faults, NotFound, Refused, RuleBroken, Tombstone, Withdrawn, passage
from handrail.sharing.models import Disclosure, SharingDecision
from handrail.sharing.queries.nominations import nominations, open_nomination
from handrail.sharing.queries.over import disclosures_over
from handrail.sharing.resources import DECISION
from handrail.site.addresses import SUPERUSER
from tests.forked import KILLED, in_a_child, kill_me
from tests.harness.databases import Databases
from tests.nominating import AUTHORISER, OFFICER, PURPOSE, Written, acting_for, put_forward, release, start
from tests.recorded import outcomes, recorded
from tests.worlds import World

Through = Callable[..., Any]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a test declare passages of its own, under names that policy knows, without leaving them behind."""
    monkeypatch.setattr(passage, "passages", {})


@pytest.fixture
def draft(pilot: World, declare: None) -> Written:
    """A decision of the counter-terrorism unit, which the tests' own passages are about."""
    return start(pilot)


def action_that(does: Callable[[], Any]) -> Through:
    """An action on a decision whose body does that."""

    @gate.action("decision.edit", resource=DECISION)
    def through(*, by: Actor, purpose: str, decision: UUID) -> Any:
        return does()

    return through


def query_that(does: Callable[[], Any]) -> Through:
    @gate.query("decision.open", resource=DECISION)
    def through(*, by: Actor, purpose: str, decision: UUID) -> Any:
        return does()

    return through


def pass_as(pilot: World, through: Through, decision: UUID, *, who: str = OFFICER, purpose: str = PURPOSE) -> Any:
    return through(by=pilot.actor(who), purpose=purpose, decision=decision)


def rename() -> str:
    """What a body may do: write to the record."""
    SharingDecision.objects.filter(pk=gate.current().resource(DECISION).pk).update(power="changed")
    return "renamed"


def renamed(pilot: World, draft: Written) -> bool:
    with acting_for(pilot.organisation("ctu")):
        return SharingDecision.objects.get(pk=draft.id).power == "changed"


def acting_organisation() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT handrail_said('organisation')")
        return str(cursor.fetchone()[0])


def as_superuser(databases: Databases, statement: str) -> None:
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as superuser:
        superuser.execute(statement)


# --- done, shown and recorded ---------------------------------------------------------------------------------------


def test_it_works(pilot: World, draft: Written) -> None:
    through = action_that(rename)
    before = len(recorded())
    assert pass_as(pilot, through, draft.id) == "renamed"
    assert renamed(pilot, draft)
    (entry,) = recorded()[before:]
    assert (entry.action, entry.outcome, entry.subject) == ("decision.edit", "done", ("Decision", draft.id))
    assert (entry.actor, entry.purpose) == (pilot.member(OFFICER), PURPOSE)


def test_a_read_is_recorded_before_its_value_is_handed_out(pilot: World, draft: Written) -> None:
    """Killed between the commit and the answer: nobody has the value, and the entry is there."""
    look = query_that(lambda: gate.current().after_commit(kill_me))
    assert in_a_child(lambda: pass_as(pilot, look, draft.id)) == KILLED
    assert outcomes("decision.open") == [("done", ())]


def test_killed_before_its_end_it_has_not_been(pilot: World, draft: Written) -> None:
    def half_way() -> None:
        rename()
        kill_me()

    edit = action_that(half_way)
    assert in_a_child(lambda: pass_as(pilot, edit, draft.id)) == KILLED
    assert not renamed(pilot, draft)
    assert outcomes("decision.edit") == []


def test_what_can_not_be_recorded_is_neither_shown_nor_done(pilot: World, draft: Written, databases: Databases) -> None:
    as_superuser(databases, "REVOKE INSERT ON ledger_entry FROM handrail_app")
    edit = action_that(rename)
    with pytest.raises(DatabaseError, match="permission denied"):
        pass_as(pilot, edit, draft.id)
    with pytest.raises(DatabaseError, match="permission denied"):
        pass_as(pilot, open_nomination, draft.id)
    assert not renamed(pilot, draft)


def test_one_entry_for_each_organisation_that_it_concerns(pilot: World, draft: Written) -> None:
    council = pilot.organisation("council")

    def tell() -> None:
        gate.current().also("decision.received", organisation=council, subject=("Decision", draft.id), items=3)

    pass_as(pilot, action_that(tell), draft.id)
    (entry,) = recorded(organisation=council)
    assert (entry.action, entry.facts, entry.actor) == ("decision.received", {"items": 3}, pilot.member(OFFICER))


# --- refused, and nothing left of it --------------------------------------------------------------------------------


def test_a_refusal_outlives_the_rollback_of_what_it_refused(pilot: World, draft: Written) -> None:
    def overreach() -> None:
        rename()
        act = gate.current()
        act.require("decision.release", DECISION, act.resource(DECISION))

    through = action_that(overreach)
    with pytest.raises(Refused):
        pass_as(pilot, through, draft.id)
    assert not renamed(pilot, draft)
    ((outcome, rules),) = outcomes("decision.edit")
    assert outcome == "refused"
    assert "two-different-people" in rules


@pytest.mark.parametrize(
    ("error", "outcome", "rules"),
    [
        (RuleBroken("state", "Not now."), "rejected", ("state",)),
        (Faults((RuleBroken("b", "Second."), RuleBroken("a", "First."))), "rejected", ("a", "b")),
        (Conflict(), "rejected", ("conflict",)),
        (Tombstone(Withdrawn(uuid4(), "recalled", "wrong", "2025-06-02", "LDN-1")), "withdrawn", ("recalled",)),
        (NotFound(), "refused", ("not-visible",)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_however_the_body_says_no_it_is_recorded_and_nothing_is_kept(
    pilot: World, draft: Written, error: Exception, outcome: str, rules: tuple[str, ...]
) -> None:
    def say_no() -> None:
        rename()
        raise error

    through = action_that(say_no)
    with pytest.raises(type(error)):
        pass_as(pilot, through, draft.id)
    assert not renamed(pilot, draft)
    assert outcomes("decision.edit") == [(outcome, rules)]


def test_hidden_and_absent_are_the_same_answer_and_the_same_entry(pilot: World, draft: Written) -> None:
    """To the council, another organisation's draft and a number that never was are one and the same."""
    answers, entries = [], []
    for decision in (draft.id, uuid4()):
        before = len(recorded())
        with pytest.raises(NotFound) as caught:
            pass_as(pilot, open_nomination, decision, who="single_point_of_contact@council")
        answers.append((type(caught.value), caught.value.args, vars(caught.value)))
        entries.extend(recorded()[before:])
    assert answers[0] == answers[1]
    hidden, absent = entries
    assert hidden.subject == ("Decision", draft.id)
    for entry in (hidden, absent):
        assert entry.subject is not None
        assert entry.subject[0] == "Decision"
        assert (entry.outcome, entry.rules, entry.person, entry.facts) == ("refused", ("not-visible",), None, {})


def test_somebody_who_may_not_know_of_a_colleagues_record_is_told_the_same(pilot: World, draft: Written) -> None:
    with pytest.raises(NotFound):
        pass_as(pilot, open_nomination, draft.id, who="pursuit_officer@ctu")
    assert outcomes("decision.open") == [("refused", ("not-visible",))]


def test_somebody_who_left_is_refused_though_they_are_signed_in(pilot: World, draft: Written) -> None:
    with acting_for(pilot.organisation("ctu")):
        Member.objects.filter(pk=pilot.member(AUTHORISER)).update(status=MemberStatus.LEFT)
    with pytest.raises(NotFound):
        pass_as(pilot, open_nomination, draft.id, who=AUTHORISER)
    with pytest.raises(Refused) as caught:
        nominations(by=pilot.actor(AUTHORISER), purpose=PURPOSE)
    assert "left-organisation" in caught.value.rules


@pytest.mark.parametrize("forged", ["nobody", "a colleague of another organisation"])
def test_an_identity_that_does_not_exist_gets_nowhere(pilot: World, draft: Written, forged: str) -> None:
    who = uuid4() if forged == "nobody" else pilot.member("authoriser@force")
    before = len(recorded())
    with pytest.raises(NotFound):
        open_nomination(by=Actor(who, pilot.organisation("ctu")), purpose=PURPOSE, decision=draft.id)
    assert len(recorded()) == before  # there is no record of theirs to write in


@pytest.mark.parametrize("purpose", ["gardening", "evaluation"])
def test_a_purpose_that_it_is_not_for_is_refused(pilot: World, draft: Written, purpose: str) -> None:
    with pytest.raises(Refused) as caught:
        pass_as(pilot, open_nomination, draft.id, purpose=purpose)
    assert "mac-purposes" in caught.value.rules
    assert outcomes("decision.open") == [("refused", caught.value.rules)]


@pytest.mark.parametrize("purpose", ["pursuit", "immigration", "tenancy"])
def test_for_what_it_may_never_serve_there_is_nobody_in_it(pilot: World, draft: Written, purpose: str) -> None:
    with pytest.raises(NotFound):
        pass_as(pilot, open_nomination, draft.id, purpose=purpose)
    assert outcomes("decision.open") == [("refused", ("not-visible",))]


@pytest.mark.parametrize("purpose", ["", "to see how Amina is", "née"])
def test_words_are_no_purpose_and_are_written_nowhere(pilot: World, draft: Written, purpose: str) -> None:
    before = len(recorded())
    with pytest.raises(RuleBroken) as caught:
        pass_as(pilot, open_nomination, draft.id, purpose=purpose)
    assert caught.value.rule == "purpose"
    assert len(recorded()) == before


# --- what a body can't do -------------------------------------------------------------------------------------------


def test_it_can_not_be_called_inside_somebody_elses_transaction(pilot: World, draft: Written) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="owns the transaction"):
        pass_as(pilot, open_nomination, draft.id)
    nested = action_that(lambda: pass_as(pilot, open_nomination, draft.id))
    with pytest.raises(RuntimeError, match="owns the transaction"):
        pass_as(pilot, nested, draft.id)
    assert outcomes("decision.open") == []


def as_model() -> SharingDecision:
    rename()
    return gate.current().resource(DECISION)


@pytest.mark.parametrize("leaves", [as_model, lambda: [rename()], lambda: (rename(), {}), SharingDecision.objects.all])
def test_nothing_leaves_that_could_change(pilot: World, draft: Written, leaves: Callable[[], Any]) -> None:
    through = action_that(leaves)
    with pytest.raises(TypeError, match="frozen values only"):
        pass_as(pilot, through, draft.id)
    assert not renamed(pilot, draft)
    assert outcomes("decision.edit") == []


def test_a_list_says_what_it_listed_or_shows_nothing(pilot: World, draft: Written) -> None:
    @gate.listing("decision.list")
    def silent(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
        return (draft.id,)

    with pytest.raises(RuntimeError, match="did not say what it listed"):
        silent(by=pilot.actor(OFFICER), purpose=PURPOSE)
    assert outcomes("decision.list") == []


def test_free_text_does_not_get_into_the_record(pilot: World, draft: Written) -> None:
    def gossip() -> None:
        rename()
        gate.current().note(why="she told her sister")

    through = action_that(gossip)
    with pytest.raises(ValueError, match="codes, identifiers, counts and dates only"):
        pass_as(pilot, through, draft.id)
    assert not renamed(pilot, draft)


def test_keywords_only(pilot: World, draft: Written) -> None:
    with pytest.raises(TypeError, match="keywords only"):
        open_nomination(pilot.actor(OFFICER), PURPOSE, draft.id)  # type: ignore[call-arg]


def test_a_passage_names_its_actor_its_purpose_and_its_record(declare: None) -> None:
    def without_purpose(*, by: Actor, decision: UUID) -> None: ...

    def positional(by: Actor, purpose: str, decision: UUID) -> None: ...

    for body in (without_purpose, positional):
        with pytest.raises(TypeError, match="must take keywords only"):
            gate.action("decision.edit", resource=DECISION)(body)


def test_a_name_is_declared_once(declare: None) -> None:
    action_that(rename)
    with pytest.raises(RuntimeError, match="declared twice"):
        action_that(rename)


def test_there_is_no_act_outside_the_gate(database: object) -> None:
    with pytest.raises(RuntimeError, match="Nothing is done outside the gate"):
        gate.current()


# --- somebody else was there ----------------------------------------------------------------------------------------


def test_two_at_the_same_moment_is_a_conflict(pilot: World, draft: Written) -> None:
    def again() -> None:
        act = gate.current()
        SharingDecision.objects.create(
            pk=act.resource(DECISION).pk, organisation_id=act.organisation, person_id=uuid4(), reference="LDN-TWIN-1",
            kind="nomination", centre_id=pilot.centre, programme="mac", created_by=act.by.id, created_at=act.now,
            proposed_by=act.by.id,
        )  # fmt: skip

    through = action_that(again)
    with pytest.raises(Conflict):
        pass_as(pilot, through, draft.id)
    assert outcomes("decision.edit") == [("rejected", ("conflict",))]


def test_a_row_that_breaks_another_constraint_is_no_conflict(pilot: World, draft: Written) -> None:
    """A mistake in Handrail is an error to be mended, not something for the user to try again."""
    broken = action_that(lambda: SharingDecision.objects.filter(pk=draft.id).update(version=-1))
    with pytest.raises(IntegrityError):
        pass_as(pilot, broken, draft.id)


# --- for whom the database acts -------------------------------------------------------------------------------------


def test_the_database_acts_for_nobody_before_and_after(pilot: World, draft: Written) -> None:
    ctu = str(pilot.organisation("ctu"))
    assert pass_as(pilot, query_that(acting_organisation), draft.id) == ctu
    with pytest.raises(RuleBroken):
        pass_as(pilot, action_that(lambda: refuse_while(ctu)), draft.id)
    assert acting_organisation() == ""
    with pytest.raises(DatabaseError, match="acting organisation"):
        SharingDecision.objects.count()


def refuse_while(organisation: str) -> None:
    assert acting_organisation() == organisation
    raise RuleBroken("state", "Not now.")


def test_a_delivery_shows_the_house_that_it_is_made_to_and_no_other(pilot: World, draft: Written) -> None:
    council = pilot.organisation("council")

    def deliver() -> tuple[int, int, int]:
        act, decisions = gate.current(), SharingDecision.objects.filter(pk=draft.id)
        before = decisions.count()
        with act.deliver_to(council):
            there = decisions.count()
            assert acting_organisation() == str(council)
        return before, there, decisions.count()

    assert pass_as(pilot, action_that(deliver), draft.id) == (1, 0, 1)


def test_a_delivery_to_oneself_is_nothing_special(pilot: World, draft: Written) -> None:
    def deliver() -> str:
        act = gate.current()
        with act.deliver_to(act.organisation), act.deliver_to(pilot.organisation("council")):
            return acting_organisation()

    assert pass_as(pilot, action_that(deliver), draft.id) == str(pilot.organisation("council"))


@pytest.mark.parametrize(("declared", "looks"), [(query_that, 2), (action_that, 4)])
def test_a_read_looks_once_and_an_action_each_time(
    pilot: World, draft: Written, declared: Callable[[Callable[[], Any]], Through], looks: int
) -> None:
    """Not across a delivery: what is seen in one house says nothing of another."""
    looked: list[str] = []

    def body() -> None:
        act = gate.current()
        for _ in range(3):
            act.once("who", lambda: looked.append(acting_organisation()))
        with act.deliver_to(pilot.organisation("council")):
            act.once("who", lambda: looked.append(acting_organisation()))

    pass_as(pilot, declared(body), draft.id)
    assert len(looked) == looks
    assert looked[-1] == str(pilot.organisation("council"))


def test_deliveries_do_not_nest(pilot: World, draft: Written) -> None:
    def deliver() -> None:
        act = gate.current()
        with act.deliver_to(pilot.organisation("council")), act.deliver_to(pilot.organisation("nhs")):
            pass

    through = action_that(deliver)
    with pytest.raises(RuntimeError, match="ends before the next one begins"):
        pass_as(pilot, through, draft.id)


def test_in_another_house_its_own_deliveries_are_made_and_return_there(pilot: World, draft: Written) -> None:
    council, nhs = pilot.organisation("council"), pilot.organisation("nhs")

    def visit() -> list[str]:
        act, seen = gate.current(), []
        with act.in_house_of(council):
            with act.deliver_to(nhs):
                seen.append(acting_organisation())
            with act.deliver_to(council):
                seen.append(acting_organisation())
            seen.append(acting_organisation())
        return [*seen, acting_organisation()]

    expected = [nhs, council, council, pilot.organisation("ctu")]
    assert pass_as(pilot, action_that(lambda: tuple(visit())), draft.id) == tuple(map(str, expected))


def test_nobody_goes_on_to_a_third_house(pilot: World, draft: Written) -> None:
    def visit() -> None:
        act = gate.current()
        with act.in_house_of(pilot.organisation("council")), act.in_house_of(pilot.organisation("nhs")):
            pass

    with pytest.raises(RuntimeError, match="ends before the next one begins"):
        pass_as(pilot, action_that(visit), draft.id)


def test_after_a_delivery_that_failed_the_act_is_at_home_again(pilot: World, draft: Written) -> None:
    def deliver() -> str:
        act = gate.current()
        with suppress(RuleBroken), act.deliver_to(pilot.organisation("council")):
            raise RuleBroken("state", "Not now.")
        return acting_organisation()

    assert pass_as(pilot, action_that(deliver), draft.id) == str(pilot.organisation("ctu"))


def test_a_delivery_that_the_database_refused_leaves_the_act_where_it_was(pilot: World, draft: Written) -> None:
    def deliver() -> tuple[str, bool]:
        act = gate.current()
        with suppress(DatabaseError), transaction.atomic(), act.deliver_to(pilot.organisation("council")):
            Disclosure.objects.create(until=date(2025, 6, 2))
        return acting_organisation(), act.delivering

    assert pass_as(pilot, action_that(deliver), draft.id) == (str(pilot.organisation("ctu")), False)


# --- lists ----------------------------------------------------------------------------------------------------------


def test_a_list_commits_to_what_was_asked_and_shown_without_the_words(pilot: World) -> None:
    listed = []
    for words in ("Quillfeather", "Quillfeather", "Somebody"):
        nominations(by=pilot.actor(OFFICER), purpose=PURPOSE, find=words)
        listed.append(recorded(action="decision.list")[-1].facts)
    first, again, other = listed
    assert (first["results"], first["asked"]) == (0, ["find", "page"])
    assert first["query"] == again["query"] != other["query"]
    assert "uillfeather" not in str(listed)


def test_a_service_that_finds_no_work_leaves_no_entry(pilot: World) -> None:
    release(pilot, put_forward(pilot))
    sweep = service("sweep", pilot.organisation("council"))
    assert disclosures_over(by=sweep, purpose="administration") == ()
    assert recorded(action="disclosure.list_over") == []
    with acting_for(pilot.organisation("council")):
        Disclosure.objects.update(until=date(2025, 6, 1))
    assert len(disclosures_over(by=sweep, purpose="administration")) == 1
    (entry,) = recorded(action="disclosure.list_over")
    assert entry.facts["results"] == 1


def test_a_member_who_finds_nothing_has_looked_all_the_same(pilot: World) -> None:
    nominations(by=pilot.actor(OFFICER), purpose=PURPOSE, find="Nobody")
    (entry,) = recorded(action="decision.list")
    assert entry.facts["results"] == 0


def give_again() -> str:
    gate.current().gives_again()
    return "the same"


def test_a_query_that_gives_the_same_again_has_no_entry_of_its_own(pilot: World, draft: Written) -> None:
    before = len(recorded(action="decision.open"))
    assert pass_as(pilot, query_that(give_again), draft.id) == "the same"
    assert len(recorded(action="decision.open")) == before


def test_an_action_is_recorded_however_often_it_is_done(pilot: World, draft: Written) -> None:
    with pytest.raises(RuntimeError, match="always recorded"):
        pass_as(pilot, action_that(give_again), draft.id)
