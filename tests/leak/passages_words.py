"""All that is said of people in a world: every sealed field of every row, unsealed past the gate."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps

from handrail.vault import Place, VaultError, data_keys, people
from handrail.vault.data_keys import Copy
from handrail.vault.envelope import unseal_text, version_of
from tests.nominating import acting_for
from tests.worlds import World

SEALED = "_sealed"


@dataclass(frozen=True)
class Word:
    """One text: under whose key it is sealed, the table and row that it is in, and what it says."""

    house: str
    table: str
    row: UUID
    text: str


def words(pilot: World) -> Iterator[Word]:
    """Every text about a person that any organisation has."""
    fields = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name.endswith(SEALED)
    ]
    for house, organisation in pilot.organisations.items():
        with acting_for(organisation):
            copies = [Copy(organisation, person) for person in people(organisation, besides=())]
            keys = data_keys.left_of({(copy, 1) for copy in copies})
            for model, name in fields:
                for row, stored in model._default_manager.values_list("pk", name):
                    sealed = bytes(stored)
                    if not sealed or version_of(sealed) != 1:
                        continue
                    for (copy, _), key in keys.items():
                        place = Place(copy.person, organisation, model._meta.db_table, row, name.removesuffix(SEALED))
                        with suppress(VaultError):
                            yield Word(house, model._meta.db_table, row, unseal_text(key, place, sealed))
