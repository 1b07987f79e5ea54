"""A table for each kind of resource of the schema, its columns made from the attributes that policy knows."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from handrail.policy import ColumnRef, Entity, engine
from handrail.policy.in_words import is_day

EPOCH = date(1970, 1, 1)

_FIELDS: Mapping[str, Any] = {
    "string": lambda: models.CharField(max_length=60),
    "long": models.IntegerField,
    "day": models.DateField,
    "bool": models.BooleanField,
    "set": lambda: ArrayField(models.CharField(max_length=40)),
}
_KINDS = {"String": "string", "Long": "long", "Bool": "bool", "Set<String>": "set"}


@lru_cache
def columns(resource_type: str) -> Mapping[str, ColumnRef]:
    """A column for every attribute of a kind of resource."""
    attributes = engine().schema.entities[resource_type]
    return {name: ColumnRef(name, "day" if is_day(name) else _KINDS[kind]) for name, kind in attributes.items()}


@lru_cache
def model(resource_type: str) -> type[models.Model]:
    """The model with those columns."""
    fields = {name: _FIELDS[column.kind]() for name, column in columns(resource_type).items()}
    meta = type("Meta", (), {"app_label": "policy_tables", "db_table": f"policy_{resource_type.lower()}"})
    return type(resource_type, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def create(resource_type: str) -> None:
    """Make its table, for this connection only."""
    with connection.schema_editor() as editor:
        sql, _ = editor.table_sql(model(resource_type))
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))


def keep(entities: list[Entity]) -> list[models.Model]:
    """Write entities of one kind as rows, instead of whatever rows were there. The order is kept."""
    kept = model(entities[0].type)
    kept._default_manager.all().delete()
    return kept._default_manager.bulk_create([kept(**_row(entity)) for entity in entities])


def _row(entity: Entity) -> dict[str, Any]:
    return {
        name: EPOCH + timedelta(days=int(value)) if is_day(name) and isinstance(value, int) else _plain(value)
        for name, value in entity.attributes.items()
    }


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
