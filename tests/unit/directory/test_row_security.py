"""The directory in the database: what is read before anybody acts, and what is never rewritten. More: tests/wall."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from handrail.directory.models import (
    Invitation,
    Member,
    Organisation,
    RegisterQuestion,
    RoleGrant,
    Training,
)
from handrail.gate import clock
from handrail.gate.row_security import set_acting_organisation
from tests.worlds import World


@contextmanager
def acting(pilot: World, key: str) -> Iterator[None]:
    with transaction.atomic():
        set_acting_organisation(pilot.organisation(key))
        yield


def test_the_directory_is_read_before_anybody_has_signed_in(pilot: World) -> None:
    assert Organisation.objects.count() == len(pilot.organisations)
    assert Member.objects.count() == len(pilot.members)
    assert RoleGrant.objects.exists()


@pytest.mark.parametrize("model", [Training, Invitation])
def test_what_belongs_to_one_organisation_is_an_error_without_one(pilot: World, model: type[Training]) -> None:
    with transaction.atomic(), pytest.raises(DatabaseError, match="acting organisation"):
        list(model.objects.all())


@pytest.mark.parametrize("of", ["nhs", "school"])
def test_nobody_writes_a_role_for_another_organisations_member(pilot: World, of: str) -> None:
    """Neither in that organisation's name nor in one's own."""
    with acting(pilot, "school"), pytest.raises(DatabaseError, match="row-level security"):
        RoleGrant.objects.create(
            organisation_id=pilot.organisation(of),
            member_id=pilot.member("practitioner@nhs"),
            role="auditor",
            requested_by=pilot.member("administrator@school"),
            requested_at=clock.now(),
        )


def test_an_answer_in_the_register_is_not_taken_out(pilot: World) -> None:
    with acting(pilot, "council"):
        question = RegisterQuestion.objects.create(
            agreement_id=pilot.agreement,
            organisation_id=pilot.organisation("council"),
            asked_by=pilot.member("centre_lead@council"),
            asked_at=clock.now(),
            question="Who pays?",
        )
    with acting(pilot, "council"), pytest.raises(DatabaseError, match="permission denied"):
        question.delete()


def test_training_is_added_to_and_never_rewritten(pilot: World) -> None:
    with acting(pilot, "council"), pytest.raises(DatabaseError, match="permission denied"):
        Training.objects.update(valid_until=date(2099, 1, 1))
