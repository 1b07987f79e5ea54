"""What is judged of a person, said: how a need ended, an assessment, and why its originator refused the wording."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

if TYPE_CHECKING:
    from tests.plaintext.journey import Journey

COORDINATOR, CHAIR, AUTHORISER = "case_coordinator@council", "panel_chair@council", "authoriser@ctu"


def assess(journey: "Journey", person: UUID, case: UUID) -> None:
    """A need ends; an assessment is filled in, summed up and asked about; the unit refuses and says why."""
    said, at = journey.said, journey.at
    need: UUID = journey.one("SELECT id FROM casework_need ORDER BY judged_at")
    ended = reverse("work:end_need", args=[person, case, need, "meet"])
    at(COORDINATOR).fill(ended, words=said.sentence("how a need ended"))
    at(COORDINATOR).fill(reverse("work:start_assessment", args=[person, case]), instrument="needs_and_strengths")
    assessment: UUID = journey.one("SELECT id FROM assessments_assessment")
    items = journey.items(person)
    where = [person, assessment]
    at(COORDINATOR).fill(
        reverse("work:judge_factor", args=[*where, "settled_home"]), answer="partly", confidence="thin",
        words=said.sentence("judgement"), draws_on=str(items["concern"]),
    )  # fmt: skip
    council = str(journey.pilot.organisation("council"))
    at(COORDINATOR).fill(reverse("work:assessment_parts", args=where), organisations=council, person_part="not_asked")
    at(COORDINATOR).fill(
        reverse("work:assessment_summary", args=where), confidence="thin", words=said.sentence("summary judgement")
    )
    journey.says_why(CHAIR, person, "helping")
    at(CHAIR).fill(reverse("work:check_assessment", args=where), step="ask")
    wording: UUID = journey.one("SELECT id FROM assessments_wording")
    journey.says_why(AUTHORISER, person, "helping")
    asked = reverse("work:wording", args=[person, wording])
    assert said.made["judgement"] in at(AUTHORISER).get(asked).text
    at(AUTHORISER).fill(asked, agree="no", reason=said.sentence("why wording was refused"))
    assert said.made["why wording was refused"] in at(CHAIR).get(reverse("work:assessment", args=where)).text
