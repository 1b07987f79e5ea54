"""How long whoever leads a case keeps what is written in it, and the police what was told to them of it.

The rulebook says for how long from the closing, and what then: what is to be destroyed the sweep lets go; what is to be
reviewed is somebody's decision, who may keep it on. Once it is let go and nothing else of the person is kept, the key
of the copy is destroyed (:mod:`handrail.sharing.keeping`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from handrail.casework.models import (
    Case,
    Concern,
    Consent,
    Escalation,
    LookBack,
    Need,
    Objective,
    Risk,
    RiskJudgement,
    RiskKindChange,
    RiskOffer,
    SupportAction,
    SupportContact,
    Transfer,
)
from handrail.gate import FAR_FUTURE_MOMENT, Act
from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.programme.entries import RetentionPeriod
from handrail.sharing import keeping
from handrail.sharing.sealed import empty

ADULT, CHILD, REFUSED, ESCALATION = "case_adult", "case_child", "case_consent_refused", "escalation"

#: Why a case closed that is kept for as short as can be (the rulebook's ``closure_reasons``).
SAID_NO = "consent_refused"

#: What is written in a case, in the record of whoever leads it.
_IN_A_CASE = (
    Consent, LookBack, Need, Objective, Risk, RiskJudgement, RiskKindChange, RiskOffer, SupportAction, SupportContact
)  # fmt: skip

Step = Callable[[Act, Case], object]

_let_go: list[Step] = []


def on_let_go(step: Step) -> None:
    """Have ``step`` taken, in the transaction, when the record of a case is let go."""
    _let_go.append(step)


def let_go(act: Act, case: Case) -> None:
    """The record of the case has just been let go: the words that whoever led it kept in it are destroyed.

    What the police were told is theirs, and so is what the organisation in another area was sent.
    """
    empty(
        Case.objects.filter(pk=case.pk),
        *(model.objects.filter(case=case) for model in _IN_A_CASE),
    )
    empty(Escalation.objects.filter(case=case), besides="words")
    empty(Transfer.objects.filter(case=case), besides="received")
    Transfer.objects.filter(new_case=case).update(received_sealed=b"")
    for step in _let_go:
        step(act, case)


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long a closed case is kept: by which rule of the rulebook, until when by that rule (``ends_at``), and
    until when at the earliest: later where somebody kept it on.
    """

    rule: RetentionPeriod
    ends_at: datetime
    over_at: datetime

    @property
    def kept_on(self) -> bool:
        """Whether somebody decided to keep it for longer."""
        return self.over_at > self.ends_at


def of_each(cases: QuerySet[Case]) -> dict[UUID, Retention]:
    """How long each of these closed cases is kept, the one that closed first in front; in one query.

    A case is a child's if the person was under 18 when they were last asked whether they agree.
    """
    asked = Consent.objects.filter(case=OuterRef("pk")).order_by("-recorded_at").values("child")
    rows = cases.annotate(child=Subquery(asked[:1])).order_by("closed_at", "id")
    columns = ("id", "programme", "closure_reason", "child", "closed_at", "review_on")
    found = {}
    for case, programme, reason, child, closed_at, review_on in rows.values_list(*columns):
        rule = load(programme).retention[REFUSED if reason == SAID_NO else CHILD if child else ADULT]
        kept_on = datetime.combine(review_on, time(), LONDON)
        ends_at = keeping.end_of(rule, closed_at)
        found[case] = Retention(rule, ends_at, max(ends_at, kept_on))
    return found


def of(case: Case) -> Retention:
    """The same of one."""
    return of_each(Case.objects.filter(pk=case.pk))[case.pk]


def kept(act: Act) -> Iterable[QuerySet[Any]]:
    """The cases that the acting organisation leads and has not let go; of the police, what was told to them."""
    going_on = Q(case__let_go_at=FAR_FUTURE_MOMENT)
    yield Case.objects.filter(organisation_id=act.organisation, let_go_at=FAR_FUTURE_MOMENT)
    yield Concern.objects.filter(going_on, police_id=act.organisation)
    told = Escalation.objects.filter(police_id=act.organisation)
    yield told.filter(going_on | ~Q(state="closed"))
    for programme in list(told.order_by("programme").values_list("programme", flat=True).distinct()):
        since = keeping.beginning_of(load(programme).retention[ESCALATION], act.now)
        yield told.filter(programme=programme, closed_at__gt=since)
