"""Sealing and unsealing in a database, under row security."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail import vault
from handrail.vault import data_keys
from handrail.vault.models import DataKey
from handrail.vault.rotation import acting_for
from tests.unit.vault.conftest import Desk


def test_a_text_comes_back_as_it_was(council: Desk) -> None:
    text = "Zażółć gęślą jaźń – عائشة 🙂\n"
    assert council.unseal(council.seal(text)) == text


def test_an_empty_text_comes_back_too(council: Desk) -> None:
    assert council.unseal(council.seal("")) == ""


def test_one_person_has_one_key_at_one_organisation(council: Desk) -> None:
    council.seal("first")
    council.seal("second")
    with acting_for(council.organisation):
        assert DataKey.objects.count() == 1


def test_many_texts_take_one_look_up_of_keys(council: Desk) -> None:
    places = [vault.Place(uuid4(), council.organisation, "sharing_holding", uuid4(), "text") for _ in range(40)]
    texts = [(place, f"text {n}") for n, place in enumerate(places)]
    with acting_for(council.organisation):
        sealed = vault.seal_many(texts)
        with CaptureQueriesContext(connection) as queries:
            opened = vault.unseal_many(list(zip(places, sealed, strict=True)))
    assert opened == [text for _, text in texts]
    assert len(queries) == 1


def test_no_text_needs_no_key(council: Desk) -> None:
    with acting_for(council.organisation):
        assert vault.seal_many([]) == []
        assert vault.unseal_many([]) == []


def test_a_text_cannot_be_moved_to_another_row(council: Desk) -> None:
    sealed = council.seal("text")
    with pytest.raises(vault.Tampered):
        Desk(council.organisation, council.person, uuid4()).unseal(sealed)


def test_a_text_cannot_be_moved_to_another_field(council: Desk) -> None:
    sealed = council.seal("text")
    with acting_for(council.organisation), pytest.raises(vault.Tampered):
        vault.unseal_many([(council.place(name="conditions"), sealed)])


def test_a_text_cannot_be_moved_to_another_person(council: Desk) -> None:
    sealed = council.seal("text")
    other = Desk(council.organisation, uuid4(), council.row)
    other.seal("something else")
    with pytest.raises(vault.Tampered):
        other.unseal(sealed)


def test_a_text_cannot_be_moved_to_another_organisation(council: Desk, trust: Desk) -> None:
    sealed = council.seal("text")
    trust.seal("something else")
    with pytest.raises(vault.Tampered):
        Desk(trust.organisation, trust.person, council.row).unseal(sealed)


def test_a_person_without_a_key_is_not_mistaken_for_an_erased_one(council: Desk) -> None:
    sealed = council.seal("text")
    with pytest.raises(vault.KeyMissing):
        Desk(council.organisation, uuid4(), council.row).unseal(sealed)


def test_row_security_keeps_one_organisation_from_the_keys_of_another(council: Desk, trust: Desk) -> None:
    sealed = council.seal("text")
    with acting_for(trust.organisation), pytest.raises(vault.KeyMissing):
        vault.unseal_many([(council.place(), sealed)])
    with acting_for(trust.organisation), pytest.raises(ProgrammingError, match="row-level security"):
        vault.seal_many([(Desk(council.organisation, uuid4()).place(), "text")])


def test_without_an_acting_organisation_nothing_is_read(council: Desk) -> None:
    sealed = council.seal("text")
    with transaction.atomic(), pytest.raises(ProgrammingError, match="No acting organisation"):
        vault.unseal_many([(council.place(), sealed)])


def test_no_error_says_anything_about_the_person(council: Desk) -> None:
    sealed = bytearray(council.seal("Farah Siddiqui, born 1994"))
    sealed[-1] ^= 1
    with pytest.raises(vault.Tampered) as caught:
        council.unseal(bytes(sealed))
    told = f"{caught.value} {caught.value.__cause__} {caught.value.__context__}"
    assert "Farah" not in told
    assert str(council.person) not in told


def test_two_who_hold_a_person_at_the_same_moment_end_with_one_key(council: Desk) -> None:
    together = Barrier(6)

    def hold(number: int) -> bytes:
        try:
            with acting_for(council.organisation):
                together.wait()
                return vault.seal_many([(council.place(), f"text {number}")])[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        sealed = list(pool.map(hold, range(6)))
    assert [council.unseal(each) for each in sealed] == [f"text {number}" for number in range(6)]
    with acting_for(council.organisation):
        assert DataKey.objects.count() == 1


def test_imports_that_meet_wait_for_each_other_and_never_in_a_circle(
    council: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_keys, "_BATCH", 1)  # As slow as an import of very many people.
    people = [uuid4() for _ in range(400)]
    together = Barrier(3)

    def load(count: int) -> int:
        places = [Desk(council.organisation, person, person).place() for person in people[:count]]
        try:
            with acting_for(council.organisation):
                together.wait()
                return len(vault.seal_many([(place, "name") for place in places]))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(load, (100, 200, 400))) == [100, 200, 400]
    with acting_for(council.organisation):
        assert DataKey.objects.count() == 400


def test_a_digest_is_the_same_for_the_same_data_only_at_the_same_organisation(council: Desk, trust: Desk) -> None:
    digest = vault.keyed_digest(organisation=council.organisation, label="nomination", data=b"same")
    assert digest == vault.keyed_digest(organisation=council.organisation, label="nomination", data=b"same")
    assert digest != vault.keyed_digest(organisation=council.organisation, label="nomination", data=b"other")
    assert digest != vault.keyed_digest(organisation=council.organisation, label="query", data=b"same")
    assert digest != vault.keyed_digest(organisation=trust.organisation, label="nomination", data=b"same")
