"""Who wrote in a record since it was last decided on: read from the row history that the database keeps.

A contributor is whoever changed a field of content, added a row that says something or took one out. Comments, waivers
and imports are no units of a record, and the order of rows is no content: none of them counts.
"""

import uuid
from typing import Any

from django.db import connection, models

from decisions.draft.load_rows import Question
from decisions.record.models import Record
from decisions.sections.registry import UNITS
from decisions.sections.units import Unit
from decisions.states.votes import RoundOutcome
from partnerdesk.core.models import Event

DECIDED = (RoundOutcome.APPROVED, RoundOutcome.REJECTED)
"""How a round ends that decided; after the others the same draft goes on."""


def who_wrote() -> Question:
    """Asks by kind of unit and person which fields they changed since the newest version that was decided on."""
    values: dict[str, Any] = {"decided": list(DECIDED), "removed": "row.removed"}
    branches = " UNION ALL ".join(_changes(model, values) for model in UNITS.values())
    return Question(_statement(branches), values)


def contributors(answer: list[dict[str, Any]]) -> dict[uuid.UUID, tuple[str, ...]]:
    """By person the names of the fields that they changed, from the answer to `who_wrote`."""
    found: dict[uuid.UUID, list[str]] = {}
    for row in answer:
        labels = [str(UNITS[row["kind"]].field_of(name).verbose_name) for name in row["names"]]
        found.setdefault(uuid.UUID(row["person"]), []).extend(labels)
    return {person: tuple(dict.fromkeys(labels)) for person, labels in found.items()}


def _statement(branches: str) -> str:
    """By kind of unit and person, the changed fields of all their changes after the last decision.

    A row that was taken out does not say by whom; the event of its removal does.
    """
    versions: Any = Record._meta.get_field("versions").related_model
    rounds: Any = versions._meta.get_field("round").related_model
    decided = f"""SELECT max(ended.closed_at) FROM {rounds._meta.db_table} AS ended
                  JOIN {versions._meta.db_table} AS decided ON decided.id = ended.version_id
                  WHERE decided.record_id = %(record)s AND ended.outcome = ANY(%(decided)s)"""  # noqa: S608  (constants)
    return f"""WITH change AS ({branches}), said AS (
                 SELECT change.kind, change.names,
                        CASE WHEN change.is_gone THEN removal.by_id ELSE change.by END AS person,
                        CASE WHEN change.is_gone THEN removal.at ELSE change.at END AS at
                 FROM change LEFT JOIN {Event._meta.db_table} AS removal
                 ON change.is_gone AND removal.subject_id = %(record)s AND removal.kind = %(removed)s
                    AND removal.data ->> 'id' = change.row_id::text
                 WHERE cardinality(change.names) > 0)
               SELECT said.kind, said.person, array_agg(DISTINCT name ORDER BY name) AS names
               FROM said CROSS JOIN unnest(said.names) AS name
               WHERE said.person IS NOT NULL AND said.at > coalesce(({decided}), '-infinity')
               GROUP BY said.kind, said.person ORDER BY said.kind, said.person"""  # noqa: S608  (constants)


def _changes(model: type[Unit], values: dict[str, Any]) -> str:
    """What each event of a kind changed: beside the event before, or beside an empty row where it begins or ends."""
    cases = ", ".join(_case(model, field, values) for field in model.content_fields)
    events = model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]  # made by pghistory
    return f"""SELECT '{model.kind}' AS kind, pgh_obj_id AS row_id, pgh_label = 'delete' AS is_gone,
                      saved_by_id AS by, saved_at AS at, array_remove(ARRAY[{cases}], NULL) AS names
               FROM {events} WHERE record_id = %(record)s
               WINDOW row_history AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)"""  # noqa: S608  (constants)


def _case(model: type[Unit], field: "models.Field[Any, Any]", values: dict[str, Any]) -> str:
    """The name of a field where an event changed it."""
    key = f"{model.kind}_{field.name}"
    values[key] = field.get_db_prep_save(field.get_default(), connection)
    empty = f"%({key})s::{field.rel_db_type(connection) if field.is_relation else field.db_type(connection)}"
    column = connection.ops.quote_name(str(field.column))
    before = f"lag({column}, 1, {empty})"
    other = f"CASE WHEN pgh_label = 'delete' THEN {empty} ELSE {before} OVER row_history END"
    return f"CASE WHEN {column} IS DISTINCT FROM {other} THEN '{field.name}' END"
