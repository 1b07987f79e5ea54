"""A record ends at the moment at which something new about the person arrives: that is not destroyed with it."""

from functools import partial
from uuid import UUID

import psycopg
import pytest

from handrail.directory.services import service
from handrail.sharing.actions.destroying import StillKept, forget
from handrail.sharing.queries.information import information
from handrail.site.addresses import SUPERUSER
from tests.at_once import held
from tests.harness.databases import Databases
from tests.moving import COLLEGE, contributed
from tests.working import SUPPORT, disclosed
from tests.worlds import World

DESTROYED = (
    "UPDATE sharing_holding SET state = 'destroyed', ended_at = now(), text_sealed = '' WHERE organisation_id = %s"
)


@pytest.fixture
def person(pilot: World, databases: Databases) -> UUID:
    """Somebody of whom the school was told long ago, and keeps nothing any more but the key."""
    given = disclosed(pilot, "council", "school")["school"]
    with psycopg.connect(databases.current.conninfo(SUPERUSER), autocommit=True) as everybody:
        everybody.execute("SET session_replication_role = replica")
        everybody.execute(DESTROYED, [pilot.organisation("school")])
    return given.person


def test_what_arrives_while_a_record_ends_can_be_read(pilot: World, databases: Databases, person: UUID) -> None:
    by = service("sweep", pilot.organisation("school"))
    ends = partial(forget, by=by, purpose="administration", person=person)
    with held(databases, "LOCK TABLE sharing_disclosure IN SHARE MODE") as hold:
        _, ended = hold.race(partial(contributed, pilot, "school"), ends)
    assert isinstance(ended, StillKept)
    read = information(by=pilot.actor("single_point_of_contact@school"), purpose=SUPPORT, person=person)
    assert COLLEGE in repr(read)
