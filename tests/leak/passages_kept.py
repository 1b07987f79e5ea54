"""What is kept from some of those who are near: in one house, from colleagues; in one team, from partners.

Without it a list that forgot to ask policy would list no more than one that asked (scoping.py).
"""

from collections.abc import Mapping
from uuid import UUID, uuid4

from handrail.casework.actions import teaming
from handrail.casework.models import Deconfliction
from handrail.costs.actions.recording import Spent, record_on_case
from handrail.sharing.actions import recalling
from handrail.sharing.changes import PutItem, PutRecipient
from handrail.sharing.models import Holding, KnowsStatement, PersonRecord
from tests import nominating
from tests.moving import contributed, written
from tests.nominating import OFFICER, PURPOSE, UNTIL, acting_for, propose, release, write
from tests.owning import offered, recorded
from tests.working import COORDINATOR, SUPPORT, Given, given_to, opened
from tests.worlds import NOW, World

#: Somebody of whom the council was told for some of its roles alone. Nobody else has these words, nor these initials.
KEPT_NAME, KEPT_INITIALS, KEPT_WORDS = "Quentin Xavier Zane", "Q. X. Z.", "His allotment is all he has left."
FOR_SOME = ("single_point_of_contact", "case_coordinator")

HELPER, CHARITY = "practitioner@council", "single_point_of_contact@voluntary"


def kept(pilot: World, case: UUID, statement: UUID) -> Mapping[str, UUID]:
    """What is kept from somebody, by a name of its own. ``case`` is the story's."""
    council, nhs = _of_somebody(pilot)
    moving = opened(pilot, council)
    teaming.add_member(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=moving, member=pilot.member(HELPER), part="practitioner"
    )
    own = contributed(pilot, "nhs", disclosure=council.disclosure)
    transfer = written(pilot, moving)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=council.items[1], reason="inaccurate")
    to_police = recorded(pilot, case, "exploitation", owner="council")
    offered(pilot, to_police, to="force", by="council")
    with acting_for(pilot.organisation("council")):
        Holding.objects.filter(pk=own).update(audience=list(FOR_SOME))
        record = PersonRecord.objects.get(person_id=council.person).id
    with acting_for(pilot.organisation("nhs")):
        answered = KnowsStatement.objects.get(pk=statement).disclosure_id
    _asked_elsewhere(pilot, case)
    return {
        "person known to some": record,
        "person of two": council.person,
        "disclosure for some": council.disclosure,
        "the same to health": nhs.disclosure,
        "disclosure answered": answered,
        "case that is to move": moving,
        "transfer not sent": transfer,
        "risk offered to the police": to_police,
    }


def leaves_with_its_hours(pilot: World, case: UUID) -> None:
    """The charity joins the team of the case, records an hour, and leaves it."""
    by, charity = pilot.actor(COORDINATOR), pilot.organisation("voluntary")
    teaming.add_partner(by=by, purpose=SUPPORT, case=case, organisation=charity, why="advises")
    spent = Spent("meeting", NOW.date(), minutes=60)
    record_on_case(by=pilot.actor(CHARITY), purpose=SUPPORT, case=case, spent=spent)
    teaming.remove_partner(by=by, purpose=SUPPORT, case=case, organisation=charity)


def _of_somebody(pilot: World) -> tuple[Given, Given]:
    """What the council was given for some of its roles alone, and a health trust for everybody who works on it."""
    draft = write(pilot, recipients=("council", "nhs"), person=KEPT_NAME)
    draft = draft.edited(pilot.actor(OFFICER), PutItem(nominating.statement(KEPT_WORDS)))
    items = (draft.items["name"], *nominating.newest_items(pilot, draft, 1))
    for_some = PutRecipient(pilot.organisation("council"), items, SUPPORT, "consider_support", UNTIL, FOR_SOME)
    draft = draft.edited(pilot.actor(OFFICER), for_some)
    release(pilot, propose(pilot, draft))
    return given_to(pilot, "council", draft.id), given_to(pilot, "nhs", draft.id)


def _asked_elsewhere(pilot: World, case: UUID) -> None:
    """The same is asked of another unit, which the small pilot doesn't have: its rows stand with the police."""
    with acting_for(pilot.organisation("ctu")):
        asked = Deconfliction.objects.get(subject_id=case)
    asked.pk, asked.organisation_id = uuid4(), pilot.organisation("force")
    with acting_for(pilot.organisation("force")):
        asked.save(force_insert=True)
