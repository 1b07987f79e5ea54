"""What policy sees of an assessment, and of an originator being asked about its wording."""

from handrail.assessments.models import Assessment, Wording
from handrail.directory.resources import ends
from handrail.gate import ResourceType, many, number, text

ASSESSMENT = ResourceType(
    name="Assessment",
    model=Assessment,
    key="assessment",
    see="assessment.see",
    attributes={
        "lead": text("organisation_id"),
        "partners": many("case__partners"),
        "team": many("case__team"),
        "programme": text("case__programme"),
        "state": text("state"),
        "author": text("author"),
        "starter": text("started_by"),
        "marking": number("case__marking"),
        **ends("case__centre"),
    },
    related=("case", "case__centre", "started_in"),
)

WORDING = ResourceType(
    name="Wording",
    model=Wording,
    key="wording",
    see="wording.see",
    attributes={
        "organisation": text("organisation_id"),
        "originator": text("originator_id"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
        "asked_by": text("asked_by"),
    },
    related=("organisation", "originator"),
)
