"""Every form that a condition can take, as a filter on a table and as Cedar's decision: the same records."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from handrail.policy import ColumnRef, Engine, Entity, Value
from handrail.policy.texts import Text
from tests.harness.databases import Databases

SCHEMA = """
entity Member = { id: String, word: String, number: Long, flag: Bool, words: Set<String> };
entity Thing = {
  word: String, other_word: String, number: Long, other_number: Long, until: Long, from_day: Long, flag: Bool,
  words: Set<String>, other_words: Set<String>,
};
type Circumstances = { purpose: String, today: Long };
action "ask" appliesTo { principal: [Member], resource: [Thing], context: Circumstances };
"""

FORMS = (
    'resource.word == "a"',
    '"a" == resource.word',
    'resource.word != "a"',
    "resource.word == principal.word",
    "resource.word == resource.other_word",
    "resource.word != resource.other_word",
    "resource.number < 2",
    "2 < resource.number",
    "resource.number <= principal.number",
    "resource.number > principal.number",
    "principal.number >= resource.number",
    "resource.number >= 2",
    "resource.number == 2",
    "resource.number < resource.other_number",
    "resource.number >= resource.other_number",
    "resource.until < context.today",
    "context.today <= resource.until",
    "resource.until == context.today",
    "resource.until > resource.from_day",
    "resource.flag",
    "!resource.flag",
    "resource.flag == true",
    "resource.flag == principal.flag",
    'resource.words.contains("a")',
    "resource.words.contains(principal.word)",
    "principal.words.contains(resource.word)",
    '["a", "b"].contains(resource.word)',
    "[principal.word, context.purpose].contains(resource.word)",
    '!["a", "b"].contains(resource.word)',
    'resource.words.containsAny(["a", "c"])',
    "resource.words.containsAny(principal.words)",
    "principal.words.containsAny(resource.words)",
    "resource.words.containsAny(resource.other_words)",
    'resource.words.containsAll(["a", "b"])',
    "resource.words.containsAll(principal.words)",
    "principal.words.containsAll(resource.words)",
    "resource.words.containsAll(resource.other_words)",
    "!resource.words.containsAll(resource.other_words)",
    "resource.words.isEmpty()",
    "!resource.words.isEmpty()",
    "principal.words.isEmpty() || resource.words.isEmpty()",
    'resource.flag && (resource.word == "a" || resource.number > 1)',
    "!(resource.flag && resource.number > 1)",
    "principal.flag && resource.flag",
    "!principal.flag || resource.flag",
    "true",
    "false",
    '"a" == "b"',
    "1 < 2",
    'principal.words.containsAll(["a"]) && principal.number == 2 && ["a"].containsAny(principal.words)',
)

DAY = date(2024, 10, 4)
TODAY = (DAY - date(1970, 1, 1)).days
CONTEXT: Mapping[str, Value] = {"purpose": "c", "today": TODAY}
WORDS = ("a", "b", "c")
SETS = (frozenset[str](), frozenset({"a"}), frozenset({"a", "b"}), frozenset({"b", "c"}))


class Thing(models.Model):
    """What is asked about."""

    word = models.CharField(max_length=10)
    other_word = models.CharField(max_length=10)
    number = models.IntegerField()
    other_number = models.IntegerField()
    until = models.DateField()
    from_day = models.DateField()
    flag = models.BooleanField()
    words = ArrayField(models.CharField(max_length=36))
    other_words = ArrayField(models.TextField())

    class Meta:
        app_label = "policy_forms"


COLUMNS = {
    **{name: ColumnRef(name, "string") for name in ("word", "other_word")},
    **{name: ColumnRef(name, "long") for name in ("number", "other_number")},
    **{name: ColumnRef(name, "day") for name in ("until", "from_day")},
    **{name: ColumnRef(name, "set") for name in ("words", "other_words")},
    "flag": ColumnRef("flag", "bool"),
}


def things() -> Iterator[Thing]:
    """Worlds enough to tell every form from its neighbours."""
    for turn, (word, number, words, other_words) in enumerate(product(WORDS, (1, 2, 3), SETS, SETS)):
        yield Thing(
            word=word,
            other_word=WORDS[turn % 2],
            number=number,
            other_number=2,
            until=DAY + timedelta(days=number - 2),
            from_day=DAY,
            flag=turn % 3 == 0,
            words=sorted(words),
            other_words=sorted(other_words),
        )


def day(on: date) -> int:
    """A date as policy counts it."""
    return (on - date(1970, 1, 1)).days


def entity(thing: Thing) -> Entity:
    """A thing as policy sees it."""
    return Entity("Thing", str(thing.pk), {
        "word": thing.word, "other_word": thing.other_word, "number": thing.number,
        "other_number": thing.other_number, "until": day(thing.until), "from_day": day(thing.from_day),
        "flag": thing.flag, "words": frozenset(thing.words), "other_words": frozenset(thing.other_words),
    })  # fmt: skip


def members() -> Iterator[Entity]:
    """Those who ask."""
    for word, number, words, flag in (("a", 1, SETS[0], True), ("b", 2, SETS[2], False), ("c", 3, SETS[1], True)):
        yield Entity("Member", "me", {"id": "me", "word": word, "number": number, "flag": flag, "words": words})


def engine_of(condition: str) -> Engine:
    """An engine whose one rule permits when ``condition`` holds."""
    rule = '@id("form") @says("s") @source("s") @ask("administrator")\npermit (principal, action, resource)\n'
    texts = [Text("form.cedar", f"{rule}when {{ {condition} }};")]
    return Engine.from_texts([Text("form.cedarschema", SCHEMA)], texts)


@pytest.fixture(scope="module")
def table(databases: Databases) -> Iterator[list[Thing]]:
    with databases.fresh():
        with connection.schema_editor() as editor:
            sql, _ = editor.table_sql(Thing)
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
        yield Thing._default_manager.bulk_create(things())


@pytest.mark.parametrize("condition", FORMS)
def test_a_form_filters_as_it_decides(table: list[Thing], condition: str) -> None:
    engine = engine_of(condition)
    for member in members():
        permitted = {
            thing.pk
            for thing in table
            if engine.decide(principal=member, action="ask", resource=entity(thing), context=CONTEXT).allowed
        }
        query = engine.filter(principal=member, action="ask", resource_type="Thing", columns=COLUMNS, context=CONTEXT)
        assert set(Thing._default_manager.filter(query).values_list("pk", flat=True)) == permitted


@pytest.mark.usefixtures("table")
def test_a_list_of_what_is_never_permitted_does_not_even_ask_the_database() -> None:
    query = engine_of("false").filter(
        principal=next(members()), action="ask", resource_type="Thing", columns=COLUMNS, context=CONTEXT
    )
    with CaptureQueriesContext(connection) as queries:
        assert list(Thing._default_manager.filter(query)) == []
    assert len(queries) == 0
