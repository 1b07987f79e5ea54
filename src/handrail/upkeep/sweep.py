"""The sweep: every few minutes, organisation by organisation, it ends what is over and passes on what nobody answered.

Each step is an act of its own through the gate, by the service ``sweep`` acting for one organisation; only what is late
is looked after many at a time. A step that fails because somebody acted meanwhile is passed over: the next round looks
again.
"""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from handrail.casework.actions.contacts import not_happening, to_be_told
from handrail.casework.actions.escalating import climb
from handrail.casework.actions.lapsing import funding_lapsed, unfunded
from handrail.casework.actions.letting_go import cases_over, end_retention
from handrail.casework.queries.escalations import unanswered
from handrail.directory.actions.reviewing import agreements_over, fall_due, reviews_overdue, run_out
from handrail.directory.names import all_organisations
from handrail.directory.services import service
from handrail.duties.actions import look_after_late
from handrail.gate import Actor, GateError
from handrail.matching.actions.lapsing import checks_over
from handrail.matching.actions.lapsing import lapse as lapse_check
from handrail.questions.actions.lapsing import lapse, questions_over
from handrail.sharing.actions.destroying import destroy, forget
from handrail.sharing.actions.ending_without_case import disclosures_without_case
from handrail.sharing.actions.ending_without_case import end_retention as end_without_case
from handrail.sharing.actions.expiring import expire
from handrail.sharing.actions.lapsing import drafts_over
from handrail.sharing.actions.lapsing import end_retention as end_draft
from handrail.sharing.queries.over import disclosures_over, holdings_over, people_over

ADMINISTRATION = "administration"

logger = logging.getLogger(__name__)


def sweep() -> int:
    """Do one round for every organisation; gives how many things were ended or passed on."""
    return sum(sweep_organisation(organisation) for organisation in all_organisations())


def sweep_organisation(organisation: UUID) -> int:
    """Do one round for one organisation."""
    by = service("sweep", organisation)
    done = _each(disclosures_over(by=by, purpose=ADMINISTRATION), _expire, by)
    done += _each(disclosures_without_case(by=by, purpose=ADMINISTRATION), _end_without_case, by)
    done += _each(holdings_over(by=by, purpose=ADMINISTRATION), _destroy, by)
    done += _each(cases_over(by=by, purpose=ADMINISTRATION), _end_retention, by)
    done += _each(drafts_over(by=by, purpose=ADMINISTRATION), _end_draft, by)
    done += _each(people_over(by=by, purpose=ADMINISTRATION), _forget, by)
    done += climb_unanswered(organisation)
    done += _each(questions_over(by=by, purpose=ADMINISTRATION), _lapse, by)
    done += _each(checks_over(by=by, purpose=ADMINISTRATION), _lapse_check, by)
    done += _each(unfunded(by=by, purpose=ADMINISTRATION), _funding_lapsed, by)
    done += _each(to_be_told(by=by, purpose=ADMINISTRATION), _not_happening, by)
    done += _each(agreements_over(by=by, purpose=ADMINISTRATION), _run_out, by)
    done += _each(reviews_overdue(by=by, purpose=ADMINISTRATION), _fall_due, by)
    return done + look_after_late(by=by, purpose=ADMINISTRATION)


def climb_unanswered(organisation: UUID) -> int:
    """Pass on every escalation that the police force ``organisation`` has not acknowledged in time."""
    by = service("sweep", organisation)
    return _each(unanswered(by=by, purpose=ADMINISTRATION), _climb, by)


def _each(ids: Iterable[UUID], step: Callable[[Actor, UUID], object], by: Actor) -> int:
    done = 0
    for each in ids:
        try:
            step(by, each)
        except GateError as error:
            # Somebody acted between the list and the step; the refusal itself is in the ledger.
            logger.info("The sweep passed over a record: %s", type(error).__name__)
        else:
            done += 1
    return done


def _expire(by: Actor, disclosure: UUID) -> None:
    expire(by=by, purpose=ADMINISTRATION, disclosure=disclosure)


def _end_without_case(by: Actor, disclosure: UUID) -> None:
    end_without_case(by=by, purpose=ADMINISTRATION, disclosure=disclosure)


def _destroy(by: Actor, holding: UUID) -> None:
    destroy(by=by, purpose=ADMINISTRATION, holding=holding)


def _end_retention(by: Actor, case: UUID) -> None:
    end_retention(by=by, purpose=ADMINISTRATION, case=case)


def _end_draft(by: Actor, decision: UUID) -> None:
    end_draft(by=by, purpose=ADMINISTRATION, decision=decision)


def _forget(by: Actor, person: UUID) -> None:
    forget(by=by, purpose=ADMINISTRATION, person=person)


def _climb(by: Actor, escalation: UUID) -> None:
    climb(by=by, purpose=ADMINISTRATION, escalation=escalation)


def _lapse(by: Actor, question: UUID) -> None:
    lapse(by=by, purpose=ADMINISTRATION, question=question)


def _lapse_check(by: Actor, check: UUID) -> None:
    lapse_check(by=by, purpose=ADMINISTRATION, check=check)


def _funding_lapsed(by: Actor, support_action: UUID) -> None:
    funding_lapsed(by=by, purpose=ADMINISTRATION, support_action=support_action)


def _not_happening(by: Actor, support_action: UUID) -> None:
    not_happening(by=by, purpose=ADMINISTRATION, support_action=support_action)


def _run_out(by: Actor, agreement: UUID) -> None:
    run_out(by=by, purpose=ADMINISTRATION, agreement=agreement)


def _fall_due(by: Actor, agreement: UUID) -> None:
    fall_due(by=by, purpose=ADMINISTRATION, agreement=agreement)
