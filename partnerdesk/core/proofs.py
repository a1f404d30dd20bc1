"""Which rows are proven (docs/adr/0018): each model says once, by its trigger, which columns the chain of events holds.

A trigger writes an event with the hash of the row into the transaction that writes the row. `proven_rows` holds rows
and events against each other.
"""

import uuid
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models

ADDED, CHANGED, REMOVED, SEALED = "row.added", "row.changed", "row.removed", "rows.sealed"
"""Kinds of events. The last one holds the rows that stood before they were proven, once for all tables."""


class NoProof(LookupError):
    """A model that has a hash does not say whether its rows are proven."""


@dataclass(frozen=True)
class NotProven:
    """Stands as `proof` in a model that has a hash and whose rows are not proven: why."""

    reason: str


def proof_of(model: type[models.Model]) -> "Proven | NotProven | None":
    """What a model says of itself; None for one without a hash that says nothing. Raises NoProof."""
    triggers = getattr(model._meta, "triggers", ())
    for trigger in triggers:
        if isinstance(trigger, Proven):
            return trigger
    found: NotProven | None = model.__dict__.get("proof")
    if found is None and any("sha256" in field.name for field in model._meta.concrete_fields):
        raise NoProof(f"{model.__name__} has a hash and does not say whether its rows are proven.")
    return found


def proven_models() -> list[type[models.Model]]:
    """Every model whose rows are proven, by the names of their tables."""
    found = [model for model in apps.get_models() if isinstance(proof_of(model), Proven)]
    return sorted(found, key=lambda model: model._meta.db_table)


def key_sql(model: type[models.Model], row: str) -> str:
    """SQL for the primary key of a row as text."""
    return f'{row}."{_key(model).column}"::text'


def hash_sql(model: type[models.Model], row: str) -> str:
    """SQL for the hash of a row of a model that is proven. Raises NoProof."""
    proof = proof_of(model)
    if not isinstance(proof, Proven):
        raise NoProof(f"{model.__name__} is not proven.")
    return proof.hash_sql(model, row)


def _key(model: type[models.Model]) -> "models.Field[Any, Any]":
    key = model._meta.pk
    if key is None:
        raise NoProof(f"{model.__name__} has no key.")
    return key


def _value(field: Any, row: str) -> str:
    column = f'{row}."{field.column}"'
    if isinstance(field, models.DateTimeField):
        return f"extract(epoch FROM {column})"
    if isinstance(field, models.BinaryField):
        return f"encode(sha256({column}), 'hex')"
    return column


class Proven(pgtrigger.Trigger):
    """Proves the rows of its model by the primary key and these fields.

    It writes the event of each row that is added, changed in one of them, or removed.
    """

    name = "proven"
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    when = pgtrigger.After
    declare = [("before", "text"), ("after", "text"), ("key", "text")]

    def __init__(self, *fields: str) -> None:
        self.fields = fields
        super().__init__()

    def hash_sql(self, model: type[models.Model], row: str) -> str:
        """SQL for the hash of a row: SHA-256 over the JSON array of its proven columns, the key first, as hex.

        A point in time is its seconds since 1970, bytes are their own hash: neither hangs on a session's settings.
        """
        fields = [_key(model), *(model._meta.get_field(name) for name in self.fields)]
        values = ", ".join(_value(field, row) for field in fields)
        return f"encode(sha256(convert_to(jsonb_build_array({values})::text, 'UTF8')), 'hex')"

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]  # (pgtrigger means classes, too)
        table = model._meta.db_table
        return f"""
            IF TG_OP <> 'INSERT' THEN before := {self.hash_sql(model, "OLD")}; key := {key_sql(model, "OLD")}; END IF;
            IF TG_OP <> 'DELETE' THEN after := {self.hash_sql(model, "NEW")}; key := {key_sql(model, "NEW")}; END IF;
            IF before IS DISTINCT FROM after THEN
                INSERT INTO core_event (at, kind, subject_kind, subject_id, data) VALUES (
                    clock_timestamp(),
                    CASE TG_OP WHEN 'INSERT' THEN '{ADDED}' WHEN 'UPDATE' THEN '{CHANGED}' ELSE '{REMOVED}' END,
                    '{table}', md5('{table}:' || key)::uuid,
                    jsonb_build_object('key', key, 'sha256', coalesce(after, before),
                        'application', current_setting('application_name')));
            END IF;
            RETURN NULL;
        """  # noqa: S608  (names of our own models)


def sealing_sql(tables: dict[str, tuple[str, str]]) -> str:
    """SQL for the event of what stands in tables that are proven from now on: by table, SQL for key and hash of a row.

    For migrations, which write it out: what they seal does not change with the models.
    """
    parts = ",\n".join(
        f"'{table}', (SELECT coalesce(jsonb_object_agg({key}, {sha256}), '{{}}') FROM {table} r)"  # noqa: S608
        for table, (key, sha256) in tables.items()
    )
    filled = " OR ".join(f"EXISTS (SELECT FROM {table})" for table in tables)
    return (
        "INSERT INTO core_event (at, kind, subject_kind, subject_id, data)"
        f" SELECT clock_timestamp(), '{SEALED}', 'database', '{uuid.UUID(int=0)}',"
        f" jsonb_build_object('tables', jsonb_build_object({parts})) WHERE {filled}"
    )
