"""Marking and grading, asked wherever an item is written."""

from typing import Any

from handrail.sharing.drafted import DraftItem
from handrail.sharing.statements import Grading
from handrail.web.fields import OneOf
from handrail.web.forms import Form
from handrail.web.originate import options


class GradedForm(Form):
    """A form whose item is marked and graded in 3x5x2, and handled without conditions."""

    marking = OneOf("How is it marked?", options.MARKINGS, missing="Select how it is marked")
    source = OneOf("How reliable is the source?", options.SOURCES, missing="Select how reliable the source is")
    information = OneOf("How is it known?", options.INFORMATIONS, missing="Select how it is known")

    def marked(self) -> int:
        """The marking that was chosen."""
        return int(self.cleaned_data["marking"])

    def grading(self) -> Grading:
        """The grading that was chosen."""
        return Grading(source=self.cleaned_data["source"], information=self.cleaned_data["information"])


def graded_as(item: DraftItem | None) -> dict[str, Any]:
    """The initial answers to the questions of a :class:`GradedForm`, as ``item`` has them."""
    if item is None:
        return {}
    return {"marking": str(item.marking), "source": item.grading.source, "information": item.grading.information}
