"""The second wall: what the database shows and takes, whatever the code above it asks for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from handrail.directory.models import (
    Agreement,
    FundingLine,
    Invitation,
    Member,
    Organisation,
    Party,
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


def test_training_is_read_by_its_own_organisation_alone(pilot: World) -> None:
    with acting(pilot, "council"):
        read = set(Training.objects.values_list("organisation_id", flat=True))
    assert read == {pilot.organisation("council")}


CHANGES: dict[str, Callable[[World], object]] = {
    "members": lambda pilot: Member.objects.filter(pk=pilot.member("practitioner@nhs")).update(clearance=2),
    "roles": lambda pilot: RoleGrant.objects.filter(member=pilot.member("practitioner@nhs")).update(role="auditor"),
    "training": lambda pilot: Training.objects.filter(member=pilot.member("practitioner@nhs")).count(),
    "funding": lambda _: FundingLine.objects.update(pounds_a_year=0),
    "answers": lambda pilot: Party.objects.filter(organisation=pilot.organisation("undecided")).update(
        state="accepted"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_organisations_rows_are_out_of_reach(pilot: World, what: str) -> None:
    with acting(pilot, "school"):
        assert CHANGES[what](pilot) == 0


def test_another_organisations_own_row_cannot_be_changed(pilot: World) -> None:
    with acting(pilot, "school"), pytest.raises(DatabaseError, match="row-level security"):
        Organisation.objects.filter(pk=pilot.organisation("nhs")).update(name="Ours now")


def test_nobody_writes_a_role_for_another_organisations_member(pilot: World) -> None:
    with acting(pilot, "school"), pytest.raises(DatabaseError, match="row-level security"):
        RoleGrant.objects.create(
            organisation_id=pilot.organisation("nhs"),
            member_id=pilot.member("practitioner@nhs"),
            role="auditor",
            requested_by=pilot.member("administrator@school"),
            requested_at=clock.now(),
        )


def test_a_draft_and_what_hangs_on_it_are_its_drafters_alone(pilot: World) -> None:
    with acting(pilot, "council"):
        Agreement.objects.update(state="draft")
    for key, read in (("council", 1), ("ctu", 0), ("government", 0)):
        with acting(pilot, key):
            assert Agreement.objects.count() == read
            assert Party.objects.exists() is bool(read)
            assert FundingLine.objects.count() == read


def test_only_the_drafter_changes_an_agreement(pilot: World) -> None:
    with acting(pilot, "school"), pytest.raises(DatabaseError, match="row-level security"):
        Agreement.objects.update(name_ceiling=1_000)


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
