"""No number about a person is computed, kept, sorted by or shown: not in a table, not in a value, not on a page.

Published frameworks were turned into scores by the systems that held them. Here an answer is sealed with its words, so
the database has nothing to count; what follows shows that nothing else does.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

import handrail
from handrail.assessments import sources, values
from handrail.assessments.models import Assessment, Judgement, Wording
from handrail.casework import values as casework_values
from handrail.gate import clock
from handrail.programme import load
from handrail.programme.instruments import ANSWERS, CONFIDENCES
from tests.assessing import judged, released, started, summed_up
from tests.browsing import signed_in, without_token
from tests.nominating import acting_for
from tests.working import COORDINATOR, disclosed, opened
from tests.worlds import NOW, World

HOME = Path(handrail.__file__).parent

#: Numbers that may stand in a table of casework or assessments, and what each is. None is about the person.
NUMBERS = {
    "Case.marking": "how its record is protectively marked",
    "Wording.marking": "the same",
    "Judgement.edition": "which rewriting of a judgement this is, so that two writers see each other",
    "Escalation.rung": "who has been told, on the ladder of the rulebook",
    "EscalationStep.rung": "the same",
}

#: The same in what pages are made from.
SHOWN_NUMBERS = {"marking", "edition"}

#: What queries of assessments may be put in order by: time and the names of organisations, never what was judged.
ORDERS = {"-started_at", "judged_at", "name", "originator__name"}

COUNTING = {"Count", "Sum", "Avg", "Max", "Min", "StdDev", "Variance", "aggregate", "annotate", "mean", "fsum"}


# --- What is kept ---------------------------------------------------------------------------------------------------


def numbers_of(app: str) -> set[str]:
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField)
    }


def test_no_table_of_assessments_or_needs_holds_a_number_about_a_person() -> None:
    assert numbers_of("assessments") <= NUMBERS.keys()
    needs = {name for name in numbers_of("casework") if name.split(".")[0] in {"Need", "Risk", "Case"}}
    assert needs <= NUMBERS.keys()


def test_what_was_judged_has_no_column_but_a_sealed_one() -> None:
    columns = {field.name for model in (Assessment, Judgement, Wording) for field in model._meta.get_fields()}
    assert {name for name in columns if re.search("answer|confidence|judgement|score|rating|level|grade", name)} == {
        "judgement_sealed", "answer_sealed", "judgements", "answered_by", "answered_at",
    }  # fmt: skip
    for model in (Assessment, Judgement, Wording):
        assert not model._meta.ordering


def test_no_row_says_in_clear_what_was_judged(pilot: World) -> None:
    """Nothing to filter, sort or count by, even for whoever reads the tables themselves."""
    case = opened(pilot, disclosed(pilot, "council")["council"])
    assessment = started(pilot, case)
    for factor, answer in zip(("settled_home", "family_ties", "care_that_works"), ANSWERS, strict=False):
        judged(pilot, assessment, factor, answer=answer)
    kept: list[Any] = []
    with acting_for(pilot.organisation("council")):
        for model in apps.get_app_config("assessments").get_models():
            kept += [value for row in model._default_manager.values_list() for value in row]
    assert len(kept) > 30
    codes = {*ANSWERS, *CONFIDENCES}
    assert [value for value in kept if isinstance(value, str) and codes & set(value.split())] == []
    for value in kept:
        if isinstance(value, bytes | memoryview):
            assert not [code for code in codes if code.encode() in bytes(value)]


# --- What is worked out ---------------------------------------------------------------------------------------------


def dataclasses_of(module: ModuleType) -> Iterator[type[Any]]:
    own = (each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__)
    yield from (each for each in own if isinstance(each, type) and is_dataclass(each))


@pytest.mark.parametrize("module", [values, casework_values, sources], ids=lambda module: str(module.__name__))
def test_no_value_handed_to_a_page_is_a_number_about_a_person(module: ModuleType) -> None:
    for of in dataclasses_of(module):
        numeric = {each.name for each in fields(of) if re.search(r"\b(int|float|Decimal)\b", str(each.type))}
        judged_ones = of.__name__ in {"NeedCard", "RiskCard"} or module is not casework_values
        assert not judged_ones or numeric <= SHOWN_NUMBERS, f"{of.__name__}: {numeric}"


def calls(folder: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((HOME / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path.name, node


def named(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_nothing_is_counted_summed_or_put_in_order_by_what_was_judged() -> None:
    ordered = set()
    for file, call in calls("assessments"):
        assert named(call) not in COUNTING, file
        assert named(call) not in {"sum", "max", "min"}, file
        if named(call) == "order_by":
            ordered |= {argument.value for argument in call.args if isinstance(argument, ast.Constant)}
            assert all(isinstance(argument, ast.Constant) for argument in call.args), file
    assert ordered <= ORDERS


def test_answers_are_words_without_an_order() -> None:
    """Python would happily compare them; nothing may, so they are plain text and no enumeration with values."""
    for answers in (ANSWERS, CONFIDENCES):
        assert all(type(code) is str and type(words) is str for code, words in answers.items())
    assert {field.name: field.type for field in fields(sources.Said)} == {
        "answer": str, "confidence": str, "words": str,
    }  # fmt: skip


# --- What is shown --------------------------------------------------------------------------------------------------

TEMPLATES = ("assess", "judge_factor", "look_again_at", "wording", "instrument", "change_picture", "case_needs")


def test_no_page_of_assessments_counts_or_sorts() -> None:
    found = [
        path
        for path in (HOME / "web/work/templates/work").glob("*.html")
        if any(word in path.name for word in TEMPLATES)
    ]
    assert len(found) > 12
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*(length|count|sum|sort|max|min|round|groupby)\b|counted\(", text), path.name


def _assessed(pilot: World, person: str, before: str, after: str) -> tuple[UUID, UUID, UUID, UUID]:
    """The person, the case and two assessments in which every factor went from one answer to another."""
    given = disclosed(pilot, "council", person=person)["council"]
    case = opened(pilot, given)
    pair = []
    for days, answer in ((0, before), (30, after)):
        with clock.at(NOW + timedelta(days=days)):
            assessment = started(pilot, case)
            for factor in load("mac").instruments.startable[0].factors:
                judged(pilot, assessment, factor.code, answer=answer)
            summed_up(pilot, assessment)
            released(pilot, assessment)
        pair.append(assessment)
    return given.person, case, pair[0], pair[1]


def _pages(browser: Client, person: UUID, case: UUID, earlier: UUID, later: UUID) -> Iterator[tuple[str, str]]:
    browser.post(reverse("purpose", args=[person]), {"reason": "helping"})
    here = [person, later]
    for name, args in (
        ("work:case_assessments", [person, case]),
        ("work:case_needs", [person, case]),
        ("work:case", [person, case]),
        ("work:assessment", here),
        ("work:assessment_on_paper", here),
        ("work:check_assessment", here),
        ("work:compare_assessments", [*here, earlier]),
    ):
        response = browser.get(reverse(name, args=args))
        assert response.status_code == 200, name
        yield name, without_token(response.content).decode()


def _numbers(html: str, *ids: UUID) -> list[str]:
    """Every number on a page, but for what says which record it is."""
    for each in ids:
        html = html.replace(str(each), "")
    html = re.sub(r'nonce="[^"]+"|[A-Z]{3}-[A-Z0-9]{4}-[A-Z0-9]', "", html)
    return re.findall(r"\d+", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", html))


def test_no_number_on_any_page_depends_on_what_was_judged(pilot: World) -> None:
    """Two people of whom everything is the same but the answers: the numbers on their pages are the same."""
    browser = signed_in(pilot, COORDINATOR)
    one = _assessed(pilot, "Amina Yusuf", "present", "not_known")
    other = _assessed(pilot, "Amina Yusuf", "not_seen", "partly")
    for (name, first), (_, second) in zip(_pages(browser, *one), _pages(browser, *other), strict=True):
        assert first != second
        assert _numbers(first, *one) == _numbers(second, *other), name
    page = dict(_pages(browser, *one))["work:assessment"]
    assert "Not known" in page
