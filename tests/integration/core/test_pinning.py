# ruff: noqa: S608 (statements of this file)
"""No session gets around a guard: neither by tables of its own that are called like ours, nor by a setting."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from decisions import models as m
from partnerdesk.core.pinning import PATH, unpinned
from tests.factories import make_committee, make_decided, make_person
from tests.integration.core.test_proven_rows import hold

GUARDED = sorted(
    {model._meta.db_table for model in apps.get_models() if getattr(model._meta, "triggers", ())}
)
OF_RECORDS = ("decisions_meeting", "decisions_version", "core_event")


@pytest.fixture(scope="module")
def world(keep):
    """Rows in most guarded tables, approved minutes among them."""

    def make():
        people = [make_person() for _number in range(2)]
        make_decided("alignment-scorecard")
        hold(make_committee(*people), people)

    return keep(make)


def ask(statement):
    """The error that a statement ends with; empty where it is done. Nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            connection.check_constraints()
            raise Undo
    except Undo:
        return ""
    except DatabaseError as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


class Undo(Exception):
    pass


def shadow(cursor):
    """Every table of ours again as a temporary one, empty."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [name for (name,) in cursor.fetchall()]
    for name in names:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{name}" (LIKE public."{name}" INCLUDING DEFAULTS) ON COMMIT DROP'
        )
    return names


def attempts(table):
    [model] = [one for one in apps.get_models() if one._meta.db_table == table]
    other = next(field.column for field in model._meta.concrete_fields if not field.primary_key)
    yield f'UPDATE public."{table}" SET "{other}" = "{other}"'
    yield f'DELETE FROM public."{table}"'
    yield f'TRUNCATE public."{table}" CASCADE'
    for field in model._meta.concrete_fields:
        if field.column in ("state", "stage"):
            yield f"UPDATE public.\"{table}\" SET {field.column} = 'approved'"


def test_every_function_of_the_schema_is_pinned():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        assert cursor.fetchone()[0] > 100
    assert unpinned() == []
    assert PATH.endswith("pg_temp")


@pytest.mark.usefixtures("world")
def test_a_temporary_table_of_its_name_does_not_stand_before_a_guard():
    """All tables are shadowed at once: making so many takes far longer than the attempts."""
    before = {table: answers(table) for table in GUARDED}
    unguarded = [
        table for table, (_update, delete, empty, *_moves) in before.items() if not (delete or empty)
    ]
    assert unguarded == [], "something of each is guarded"
    with connection.cursor() as cursor:
        names = shadow(cursor)
        assert {table: answers(table) for table in GUARDED} == before
        for name in names:
            cursor.execute(f'SELECT count(*) FROM pg_temp."{name}"')
            assert cursor.fetchone()[0] == 0, name


def answers(table):
    return [ask(statement) for statement in attempts(table)]


@pytest.mark.usefixtures("world")
def test_minutes_are_kept_though_their_meeting_is_shadowed():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE decisions_meeting (LIKE public.decisions_meeting) ON COMMIT DROP"
        )
    found = ask("UPDATE public.decisions_attendee SET presence = 'absent'")
    assert "the minutes of this meeting are kept" in found


@pytest.mark.usefixtures("world")
def test_an_event_goes_into_the_log_and_not_into_a_table_of_its_name():
    person = make_person()
    with connection.cursor() as cursor:
        shadow(cursor)
        cursor.execute("UPDATE public.accounts_user SET role = 'admin' WHERE id = %s", [person.pk])
        cursor.execute(
            "SELECT kind FROM public.core_event WHERE data->>'key' = %s ORDER BY id", [str(person.pk)]
        )
        assert cursor.fetchall() == [("row.added",), ("row.changed",)]
        for table in ("core_event", "accounts_userevent"):
            cursor.execute(f"SELECT count(*) FROM pg_temp.{table}")
            assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("world")
def test_no_setting_switches_a_guard_off():
    [trigger] = [one for one in m.Record._meta.triggers if one.name == "draft_moves"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{trigger.get_pgid(m.Record)}}}"]
        )
    assert "Invalid transition" in ask("UPDATE decisions_record SET stage = 'commit'")
    assert m.Record.objects.exists()
