"""The asker's pages, byte for byte: the same whether a partner holds nothing, says nothing, or has not looked."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from handrail.casework.models import Case
from handrail.gate import clock
from handrail.questions.queries.questions import open_question
from handrail.upkeep.sweep import sweep_organisation
from tests.asking import case_with, put
from tests.browsing import signed_in, without_token
from tests.flow.test_silence_of_a_partner import DECISIONS, Decides
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import NOW, World


def pages(pilot: World, person: UUID, case: UUID, question: UUID) -> Iterator[tuple[str, bytes]]:
    """Every page that the asker has about a question, and those of the case around it, to somebody who signs in now."""
    client = signed_in(pilot, COORDINATOR)
    client.post(reverse("purpose", args=[person]), {"reason": "helping"})
    addresses = {
        "work:question": [person, question],
        "work:questions_about": [person],
        "work:case_questions": [person, case],
        "work:case": [person, case],
        "work:case_history": [person, case],
        "work:ask_whom": [person, case],
        "work:waiting": [],
    }
    for name, takes in addresses.items():
        answer = client.get(reverse(name, args=takes))
        assert answer.status_code == 200, name
        yield name, without_token(answer.content)


@pytest.mark.parametrize("decides", DECISIONS.values(), ids=DECISIONS.keys())
def test_not_a_byte_of_the_asker_s_pages_tells_what_a_partner_decided(pilot: World, decides: Decides) -> None:
    case = case_with(pilot, "nhs", told=("nhs",))
    question = put(pilot, case, "nhs", "in_touch_with_health")
    with acting_for(pilot.organisation("council")):
        person = Case.objects.get().person_id
    closes = open_question(by=pilot.actor(COORDINATOR), purpose=SUPPORT, question=question).closes_at

    moments = (NOW + timedelta(minutes=5), closes - timedelta(minutes=1), closes)
    not_looked = {}
    for moment in moments:
        with clock.at(moment):
            not_looked[moment] = dict(pages(pilot, person, case, question))
    decides(pilot, question)
    for moment in moments:
        with clock.at(moment):
            assert dict(pages(pilot, person, case, question)) == not_looked[moment]
    with clock.at(closes + timedelta(minutes=10)):
        before = dict(pages(pilot, person, case, question))
        sweep_organisation(pilot.organisation("council"))
        after = dict(pages(pilot, person, case, question))
    assert {name for name in after if before[name] != after[name]} <= {"work:waiting", "work:question"}
