"""How long each of the two keeps what was asked: from when the question ended, whether or not it was answered.

What an answer said is an item like any other, and kept as one.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from handrail.gate import Act
from handrail.programme import load
from handrail.questions.models import Question
from handrail.sharing import keeping

RULE = "question"


def kept(act: Act) -> Iterable[QuerySet[Any]]:
    """The questions that the acting organisation asked or was asked, and keeps still."""
    ours = Question.objects.filter(Q(organisation_id=act.organisation) | Q(put=True, asked_of_id=act.organisation))
    programmes = ours.order_by("programme").values_list("programme", flat=True).distinct()
    for programme in list(programmes):
        since = keeping.beginning_of(load(programme).retention[RULE], act.now)
        yield ours.filter(programme=programme, ended_at__gt=since)
