"""All rows of a record's draft in one statement, with whatever else is to be known of it.

A draft stands in two dozen tables that hold a handful of rows each: to ask them one by one takes far longer than to
read them.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

Tables = dict[type[models.Model], list[Any]]
Reference = tuple[type[models.Model], Any]
"""A reference: the table that has it, and its field."""


@dataclass(frozen=True)
class Question:
    """A SELECT of its own that is asked along, with what stands in it as `%(name)s` beside the `record`."""

    sql: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """The rows of each table, in the order of its model, how many there are of what is only counted, and answers.

    An answer is a list of rows, each a dictionary of what JSON has: an id is its text.
    """

    rows: Tables
    counts: dict[type[models.Model], int]
    answers: list[list[dict[str, Any]]]


def rows_of(
    record_id: uuid.UUID,
    tables: Sequence[type[models.Model]],
    *,
    named: Sequence[type[models.Model]] = (),
    counted: Sequence[type[models.Model]] = (),
    asked: Sequence[Question] = (),
) -> Loaded:
    """The record's rows in each of `tables`, how many it has in each of the `counted` ones, and what was `asked`.

    `named` are tables of others: of each are read the rows to which a table before it refers, and they are put
    beside the ids that name them, so that none is asked for alone.
    """
    where = dict.fromkeys(tables, "record_id = %(record)s")
    references: list[Reference] = []
    for model in named:
        found = [(table, field) for table in where for field in _references(table, model)]
        references += found
        where[model] = _is_named(model, found)
    stored = _read(record_id, where, counted, asked)
    rows = {
        model: [_row(model, row) for row in json.loads(stored[number] or "[]", parse_float=Decimal)]
        for number, model in enumerate(where)
    }
    for table, field in references:
        known = {row.pk: row for row in rows[field.related_model]}
        for row in rows[table]:
            setattr(row, field.name, known.get(getattr(row, field.attname)))
    counts = {model: stored[len(where) + place] for place, model in enumerate(counted)}
    answers = [json.loads(stored[len(where) + len(counted) + place] or "[]") for place in range(len(asked))]
    return Loaded(rows, counts, answers)


def _references(table: type[models.Model], model: type[models.Model]) -> "Iterable[models.Field[Any, Any]]":
    return (field for field in table._meta.concrete_fields if field.related_model is model)


def _is_named(model: type[models.Model], references: list[Reference]) -> str:
    """The condition for rows of `model` to which one of these references leads."""
    ids = " UNION ALL ".join(
        f"SELECT {field.column} FROM {_here(table)}"  # noqa: S608  (constants)
        for table, field in references
    )
    return f"{model._meta.pk.column} IN ({ids})"


def _here(model: type[models.Model]) -> str:
    """What a table's rows are called inside the statement."""
    return f"the_{model._meta.db_table}"


def _read(
    record_id: uuid.UUID,
    where: dict[type[models.Model], str],
    counted: Sequence[type[models.Model]],
    asked: Sequence[Question],
) -> dict[int, Any]:
    """By number: the rows of each table as JSON (None for none), then the counts, then the answers as JSON."""
    tables = ", ".join(
        f"{_here(model)} AS (SELECT * FROM {model._meta.db_table} WHERE {which})"  # noqa: S608  (constants)
        for model, which in where.items()
    )
    lists = [_listed(number, model) for number, model in enumerate(where)]
    counts = [
        f"SELECT {len(where) + place}, NULL, count(*) FROM {model._meta.db_table} WHERE record_id = %(record)s"  # noqa: S608  (constants)
        for place, model in enumerate(counted)
    ]
    answers = [
        f"SELECT {len(where) + len(counted) + place}, jsonb_agg(to_jsonb(answer)), NULL FROM ({question.sql}) AS answer"  # noqa: S608  (its words are constants)
        for place, question in enumerate(asked)
    ]
    values = {name: value for question in asked for name, value in question.values.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {tables} {' UNION ALL '.join([*lists, *counts, *answers])}", values | {"record": record_id}
        )
        return {number: found if count is None else count for number, found, count in cursor.fetchall()}


def _listed(number: int, model: type[models.Model]) -> str:
    meta = model._meta
    fields = (meta.pk if name == "pk" else meta.get_field(str(name)) for name in meta.ordering or ("pk",))
    order = ", ".join(f"found.{field.column}" for field in fields)  # type: ignore[union-attr]  # an ordering names columns, never relations from elsewhere
    return f"""SELECT {number}, jsonb_agg({_as_json(model)} ORDER BY {order}), NULL::bigint
               FROM {_here(model)} AS found"""  # noqa: S608  (constants)


def _as_json(model: type[models.Model]) -> str:
    """A row as JSON. What is JSON itself goes as text, so that its numbers are read as its field reads them."""
    texts = [
        f" || jsonb_build_object('{field.column}', found.{field.column}::text)"
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField)
    ]
    return "to_jsonb(found)" + "".join(texts)


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
    if isinstance(field, models.JSONField):
        return field.from_db_value(stored, None, connection)  # type: ignore[arg-type]  # looked at only for parts of a value
    return field.to_python(stored)
