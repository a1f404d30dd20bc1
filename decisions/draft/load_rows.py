"""All rows of a record's draft in one statement.

A draft stands in two dozen tables that hold a handful of rows each: to ask them one by one takes far longer than to
read them.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from accounts.models import User

Tables = dict[type[models.Model], list[Any]]


def rows_of(record_id: uuid.UUID, tables: Sequence[type[models.Model]]) -> Tables:
    """The record's rows in each of `tables`, in the order of the model, with the people whom they name."""
    wanted = " UNION ALL ".join(_selected(number, model) for number, model in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(wanted, {"record": record_id})
        stored = dict(cursor.fetchall())
    found = {
        model: [_row(model, row) for row in json.loads(stored[number] or "[]", parse_float=Decimal)]
        for number, model in enumerate(tables)
    }
    _name_people(found)
    return found


def _selected(number: int, model: type[models.Model]) -> str:
    meta = model._meta
    fields = (meta.pk if name == "pk" else meta.get_field(str(name)) for name in meta.ordering or ("pk",))
    order = ", ".join(f"found.{field.column}" for field in fields)  # type: ignore[union-attr]  # an ordering names columns, never relations from elsewhere
    return f"""SELECT {number}, jsonb_agg(to_jsonb(found) ORDER BY {order})
               FROM {meta.db_table} AS found WHERE record_id = %(record)s"""  # noqa: S608  (constants)


def _row(model: type[models.Model], stored: dict[str, Any]) -> models.Model:
    fields = model._meta.concrete_fields
    return model.from_db(
        connection.alias,
        [field.attname for field in fields],
        [_value(field, stored[str(field.column)]) for field in fields],
    )


def _value(field: "models.Field[Any, Any]", stored: Any) -> Any:
    if isinstance(field, ArrayField):
        return [field.base_field.to_python(item) for item in stored]
    return field.to_python(stored)


def _name_people(found: Tables) -> None:
    """Put each person beside the id that names them, so that nobody is asked for alone."""
    named = [(rows, field) for model, rows in found.items() for field in _people_fields(model)]
    wanted = {getattr(row, field.attname) for rows, field in named for row in rows} - {None}
    people = User.objects.in_bulk(wanted)
    for rows, field in named:
        for row in rows:
            setattr(row, field.name, people.get(getattr(row, field.attname)))


def _people_fields(model: type[models.Model]) -> Iterable["models.Field[Any, Any]"]:
    return (field for field in model._meta.concrete_fields if field.related_model is User)
