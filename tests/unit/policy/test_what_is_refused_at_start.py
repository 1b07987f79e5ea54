"""Handrail doesn't start with a text that it can't answer for, and says which policy, file and line."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.policy import ColumnRef, Engine, PolicyFault
from handrail.policy.texts import Text

SCHEMA = """entity Member = { id: String, organisation: String, roles: Set<String> };
entity Holding = { organisation: String, marking: Long, until: Long, programme: String, team: Set<String> };
type Circumstances = { today: Long };
action "read" appliesTo { principal: [Member], resource: [Holding], context: Circumstances };
"""

POLICY = """// A comment with a semicolon; and a "quote

@id("own-only")
@says("It’s another organisation’s; not yours.")
@source("M13")
@ask("originator")
permit (principal is Member, action == Action::"read", resource is Holding)
when {
  resource.organisation == principal.organisation
};
"""


def build(policy: str = POLICY, schema: str = SCHEMA, programmes: tuple[str, ...] = ()) -> Engine:
    return Engine.from_texts([Text("s.cedarschema", schema)], [Text("p.cedar", policy, programmes)])


def fault(policy: str = POLICY, schema: str = SCHEMA, programmes: tuple[str, ...] = ()) -> str:
    with pytest.raises(PolicyFault) as raised:
        build(policy, schema, programmes)
    return str(raised.value)


def when(condition: str) -> str:
    return POLICY.replace("resource.organisation == principal.organisation", condition)


def test_a_sound_text_is_read() -> None:
    rules = build(POLICY + POLICY.replace("own-only", "own-only-again")).rules
    assert [(rule.id, str(rule.statement.place())) for rule in rules.values()] == [
        ("own-only", "p.cedar:3"),
        ("own-only-again", "p.cedar:13"),
    ]


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ('resource.programme like "m*"', "p.cedar:9: policy own-only: Like is not modelled"),
        ("resource.marking + 1 < 3", "p.cedar:9: policy own-only: the operator add is not modelled"),
        ("if resource.marking == 1 then true else false", "p.cedar:9: policy own-only: IfThenElse is not modelled"),
        ("resource has marking", "p.cedar:9: policy own-only: HasAttr is not modelled"),
        ("resource is Holding", "p.cedar:9: policy own-only: Is is not modelled"),
        ("true &&\n  [1, 2].contains(resource.marking)", "p.cedar:10: policy own-only: a set of anything but strings"),
        ('principal == Member::"x"', "p.cedar:9: policy own-only: Var is not modelled"),
    ],
)
def test_what_handrail_does_not_model_is_refused_at_its_line(condition: str, problem: str) -> None:
    assert fault(when(condition)).startswith(problem)


def test_what_the_schema_does_not_know_is_refused_at_its_line() -> None:
    message = fault(when("true &&\n  resource.markin < 2"))
    assert message.startswith("p.cedar:10: policy own-only: attribute `markin` on entity type `Holding` not found")


def test_a_comparison_of_two_types_is_refused() -> None:
    message = fault(when('resource.marking == "2"'))
    assert message.startswith("p.cedar:8: policy own-only: the types Long and String")


def test_an_action_that_the_schema_does_not_know_is_refused() -> None:
    assert "p.cedar:7: policy own-only" in fault(POLICY.replace('Action::"read"', 'Action::"raed"'))


def test_text_that_is_no_policy_is_refused_at_its_line() -> None:
    assert fault(POLICY + "\npermit (principal, action").startswith("p.cedar:12: ")


def test_a_template_is_refused() -> None:
    text = POLICY.replace("principal is Member", "principal == ?principal")
    assert "p.cedar:7: a template is not modelled" in fault(text)


def test_a_scope_that_names_one_entity_is_refused() -> None:
    text = POLICY.replace("principal is Member", 'principal == Member::"me"')
    assert "p.cedar:3: policy own-only: ScopeEq in a scope is not modelled" in fault(text)


@pytest.mark.parametrize("annotation", ["id", "says", "source", "ask"])
def test_a_policy_without_an_annotation_is_refused(annotation: str) -> None:
    lines = [line for line in POLICY.splitlines() if not line.startswith(f"@{annotation}(")]
    assert f"@{annotation} is missing" in fault("\n".join(lines))


def test_an_annotation_that_says_nothing_is_refused() -> None:
    assert "p.cedar:3: policy own-only: @source is missing" in fault(POLICY.replace("M13", " "))


def test_an_annotation_nobody_knows_is_refused() -> None:
    text = POLICY.replace("@ask", '@aks("originator")\n@ask')
    assert fault(text).startswith("p.cedar:6: policy own-only: @aks is not an annotation")


def test_somebody_to_ask_who_does_not_exist_is_refused() -> None:
    text = POLICY.replace('@ask("originator")', '@ask("the boss")')
    assert fault(text).startswith("p.cedar:6: policy own-only: @ask")


def test_an_id_used_twice_is_refused_with_both_places() -> None:
    message = fault(POLICY + POLICY)
    assert message.startswith("p.cedar:13: policy own-only: the id is used before, at p.cedar:3")


def test_an_id_that_is_no_code_is_refused() -> None:
    assert "an id is lower-case words" in fault(POLICY.replace("own-only", "Own only"))


def test_a_programme_speaks_of_its_own_records_only() -> None:
    text = POLICY.replace("own-only", "mac-own-only")
    assert 'must require resource.programme == "mac"' in fault(text, programmes=("mac",))
    either = text.replace("when {", 'when {\n  resource.programme == "mac" ||')
    assert "must require" in fault(either, programmes=("mac",))
    confined = text.replace("when {", 'when {\n  resource.programme == "mac" &&')
    assert build(confined, programmes=("mac",)).rules
    assert "begin with channel-" in fault(confined, programmes=("channel",))


def test_rules_that_other_programmes_are_based_on_speak_of_all_of_them_and_no_other() -> None:
    shared = POLICY.replace("own-only", "mac-own-only").replace(
        "when {", 'when {\n  ["mac", "channel"].contains(resource.programme) &&'
    )
    assert build(shared, programmes=("mac", "channel")).rules
    assert "must require" in fault(shared, programmes=("mac",))
    assert "must require" in fault(shared, programmes=("mac", "safeguarding-hub"))


def test_a_schema_that_cedar_refuses_is_refused_at_its_line() -> None:
    assert fault(schema=SCHEMA.replace("until: Long", "until: Lnog")).startswith("s.cedarschema:2: ")


@pytest.mark.parametrize("kind", ["datetime", "Set<Long>", "{ inner: Long }"])
def test_an_attribute_that_a_column_cannot_be_is_refused(kind: str) -> None:
    assert fault(schema=SCHEMA.replace("until: Long", f"until: {kind}")).startswith("s.cedarschema:2: Holding until")


def test_an_attribute_that_may_be_missing_is_refused() -> None:
    message = fault(schema=SCHEMA.replace("until: Long", "until?: Long"))
    assert message.startswith("s.cedarschema:2: Holding until?: Long")


# --- Lists ------------------------------------------------------------------------------------------------------


class Place(models.Model):
    """Where holdings are kept."""

    ends_on = models.DateField()

    class Meta:
        app_label = "policy_columns"


class Copy(models.Model):
    """A holding in every way that a column can be right or wrong."""

    organisation = models.UUIDField()
    marking = models.PositiveSmallIntegerField()
    until = models.DateField()
    ended_at = models.DateTimeField()
    maybe = models.DateField(null=True)
    programme = models.CharField(max_length=40)
    team = ArrayField(models.UUIDField())
    short = ArrayField(models.CharField(max_length=20))
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    lost = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "policy_columns"


def check(condition: str, **columns: ColumnRef) -> None:
    build(when(condition)).check(action="read", resource_type="Holding", columns=columns, model=Copy)


@pytest.mark.parametrize(
    ("condition", "columns"),
    [
        ("resource.organisation == principal.organisation", {"organisation": ColumnRef("organisation", "string")}),
        ("resource.until < context.today", {"until": ColumnRef("until", "day")}),
        ("resource.until < context.today", {"until": ColumnRef("place__ends_on", "day")}),
        ("resource.marking < 2", {"marking": ColumnRef("marking", "long")}),
        ("resource.team.contains(principal.id)", {"team": ColumnRef("team", "set")}),
        ('resource.programme == "mac"', {"programme": ColumnRef("programme", "string")}),
    ],
)
def test_columns_that_answer_are_accepted(condition: str, columns: dict[str, ColumnRef]) -> None:
    check(condition, **columns)


@pytest.mark.parametrize(
    ("condition", "columns", "problem"),
    [
        ("resource.marking < 2", {}, "Holding.marking has no column to filter by"),
        ("resource.until < context.today", {"until": ColumnRef("maybe", "day")}, "Copy.maybe may be NULL"),
        ("resource.until < context.today", {"until": ColumnRef("lost__ends_on", "day")}, "Copy.lost may be NULL"),
        ("resource.until < context.today", {"until": ColumnRef("gone", "day")}, "Copy has no column gone"),
        ("resource.until < context.today", {"until": ColumnRef("marking__x", "day")}, "Copy has no column marking__x"),
        ("resource.until < context.today", {"until": ColumnRef("ended_at", "day")}, "is not a day column"),
        ("resource.until < context.today", {"until": ColumnRef("until", "long")}, "is not a long column"),
        ("resource.marking < 2", {"marking": ColumnRef("marking", "string")}, "but the schema says Long"),
        ("resource.team.contains(principal.id)", {"team": ColumnRef("short", "set")}, "is not a set column"),
        (
            'resource.organisation == "mac"',
            {"organisation": ColumnRef("organisation", "string")},
            "keeps UUIDs, which “mac” isn’t",
        ),
        (
            'resource.team.contains("mac")',
            {"team": ColumnRef("team", "set")},
            "keeps UUIDs, which “mac” isn’t",
        ),
    ],
)
def test_a_column_that_could_answer_wrongly_is_refused_at_the_policys_line(
    condition: str, columns: dict[str, ColumnRef], problem: str
) -> None:
    with pytest.raises(PolicyFault) as raised:
        check(condition, **columns)
    assert str(raised.value).startswith("p.cedar:9: policy own-only: ")
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    "condition",
    [
        "resource.team.contains(resource.organisation)",
        "resource.team == principal.roles",
        "[resource.organisation].contains(principal.organisation)",
        "(resource.marking < 2) == (resource.until < 2)",
    ],
)
def test_a_condition_that_no_column_answers_can_decide_but_not_filter(condition: str) -> None:
    columns = {
        "organisation": ColumnRef("organisation", "string"),
        "team": ColumnRef("team", "set"),
        "marking": ColumnRef("marking", "long"),
        "until": ColumnRef("until", "day"),
    }
    with pytest.raises(PolicyFault, match=r"p\.cedar:.*(can't be filtered by|not by ==)"):
        check(condition, **columns)
