"""What the serving role may do with each table. Applied by `prepare_database`, as the owner.

A model says so with a class attribute `database_rights`; without one the serving role may do all four.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE")
APPEND_ONLY = ("SELECT", "INSERT")
READ_ONLY = ("SELECT",)


@dataclass(frozen=True)
class Moving:
    """Rows that are inserted once, and of which these fields alone move."""

    fields: tuple[str, ...]

    def __init__(self, *fields: str) -> None:
        object.__setattr__(self, "fields", fields)


Rights = tuple[str, ...] | Moving


def rights_of(model: type[models.Model]) -> Rights:
    """The rights that the serving role is given on the table of `model`."""
    if model._meta.label_lower.endswith("event") and hasattr(model, "pgh_tracked_model"):
        return APPEND_ONLY
    if model._meta.app_label == "migrations":
        return READ_ONLY
    rights: Rights = getattr(model, "database_rights", EVERYTHING)
    return rights


def granted(model: type[models.Model]) -> sql.Composable:
    """These rights as GRANT lists them."""
    rights = rights_of(model)
    if not isinstance(rights, Moving):
        return sql.SQL(", ").join(sql.SQL(right) for right in rights)
    columns = [sql.Identifier(str(model._meta.get_field(name).column)) for name in rights.fields]  # type: ignore[union-attr]
    return sql.SQL("SELECT, INSERT, UPDATE ({})").format(sql.SQL(", ").join(columns))


def grant_rights(role: str) -> int:
    """Give `role` its rights on every table, and no others. Returns the number of tables."""
    name = sql.Identifier(role)
    tables = 0
    with connection.cursor() as cursor:

        def run(statement: str, **parts: sql.Composable) -> None:
            # The cursor of Django hands psycopg's composed statements on as they are.
            query: Any = sql.SQL(statement).format(role=name, **parts)
            cursor.execute(query)

        run("GRANT USAGE ON SCHEMA public TO {role}")
        run("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        run("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        run("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}")
        run("GRANT SELECT ON TABLE django_migrations TO {role}")
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy:
                continue
            run(
                "GRANT {rights} ON {table} TO {role}",
                rights=granted(model),
                table=sql.Identifier(model._meta.db_table),
            )
            tables += 1
    return tables
