"""Databases of the migrations before `0001_tables`: taken over with all that they hold, or refused with words.

Those migrations were written anew (docs/adr/0012): the same tables, made in one step. So a database that has taken
all of them, and is as they made it, only has to be told so.

When nobody has such a database or a backup of one any more, this can go: the module, `migrations_before.txt`, the
call in `prepare_database`, the exception in the launcher's `restore`, and the test with its archive.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]
# The kind, table and name of each part of a schema, with what PostgreSQL says of it.
Parts = dict[tuple[str, str, str], str]

NEW_NAME = "0001_tables"
# The last state of the code that knows the migrations before.
STATE_BEFORE = "2eabf97"
SCRATCH = "carry_over"
SHOWN = 12
# Of the same condition PostgreSQL says other casts once it was written into a dump and read back.
CASTS = re.compile(r"::(?:character varying|text)(?:\[\])?")

PARTS = """
WITH tables AS (
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = %(schema)s::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    AND split_part(relname, '_', 1) = ANY(%(apps)s)
)
SELECT 'column', relname, attname, concat_ws(' ', format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN 'not null' END, 'default ' || pg_get_expr(adbin, adrelid),
    'identity ' || nullif(attidentity::text, ''), 'generated ' || nullif(attgenerated::text, ''))
FROM tables JOIN pg_attribute ON attrelid = tables.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid, true)
FROM tables JOIN pg_constraint ON conrelid = tables.oid WHERE contype <> 'n'
UNION ALL
SELECT 'index', relname, indexrelid::regclass::text,
    concat_ws(' ', pg_get_indexdef(indexrelid, 0, true), CASE WHEN NOT indisvalid THEN 'invalid' END)
FROM tables JOIN pg_index ON indrelid = tables.oid
UNION ALL
SELECT 'trigger', relname, tgname,
    concat_ws(' ', pg_get_triggerdef(pg_trigger.oid, true), CASE WHEN tgenabled <> 'O' THEN 'switched off' END)
FROM tables JOIN pg_trigger ON tgrelid = tables.oid WHERE NOT tgisinternal
UNION ALL
SELECT 'function', '', proname, prosrc FROM pg_proc
WHERE pronamespace = %(schema)s::regnamespace AND starts_with(proname, 'pgtrigger_')
"""


def before() -> frozenset[Migration]:
    """The app and name of each migration that was replaced. The launcher reads the same file."""
    lines = Path(__file__).with_name("migrations_before.txt").read_text(encoding="utf-8").split()
    return frozenset((app, name) for app, _, name in (line.partition(".") for line in lines))


def carry_over() -> bool:
    """Take over a database of the migrations before; False where this is none. As the owner.

    Raises CommandError where it is not exactly what the last of those migrations left behind.
    """
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations IN EXCLUSIVE MODE")
        apps = {app for app, _ in before()}
        applied = {migration for migration in recorder.applied_migrations() if migration[0] in apps}
        if not applied & before():
            return False
        refuse_other_state(applied)
        refuse_differences(differences(apps))
        rows = recorder.migration_qs.filter(app__in=apps)
        rows.delete()
        for app in sorted(apps):
            recorder.record_applied(app, NEW_NAME)
    return True


def refuse_other_state(applied: set[Migration]) -> None:
    """Only the last state is taken over: of earlier ones nobody has tried it."""
    missing, foreign = before() - applied, applied - before()
    if missing:
        raise CommandError(
            "This database was made by an earlier state of Partner Desk and is not at the end of its migrations: "
            f"{listed(missing)} not applied. Nothing was changed. Start it once with the last state that knows them "
            f"(git checkout {STATE_BEFORE}; python3 desk.py up), then with this one."
        )
    if foreign:
        raise CommandError(
            "This database has migrations of two states of Partner Desk that exclude each other: "
            f"{listed(foreign)} beside those of before. Nothing was changed. Restore its last backup from before "
            "the upgrade into an empty home."
        )


def refuse_differences(found: list[str]) -> None:
    if found:
        more = f"\n… and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise CommandError(
            "This database is not as its migrations made it, so it is not taken over. Nothing was changed. Put "
            "back what was changed by hand, then start again:\n" + "\n".join(found[:SHOWN]) + more
        )


def listed(migrations: set[Migration] | frozenset[Migration]) -> str:
    names = sorted(f"{app}.{name}" for app, name in migrations)
    return f"{', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}"


def differences(apps: set[str]) -> list[str]:
    """In a line each, what is not as `0001_tables` makes it on the same server; empty where all is."""
    there = parts("public", apps)
    with made_anew(apps):
        wanted = parts(SCRATCH, apps)
    found = []
    for key in sorted(there.keys() | wanted.keys()):
        kind, table, name = key
        place = f"{kind} {name}{f' of {table}' if table else ''}"
        if key not in there:
            found.append(f"{place} is missing")
        elif key not in wanted:
            found.append(f"{place} is not ours")
        elif there[key] != wanted[key]:
            found.append(f"{place} is “{there[key]}”, not “{wanted[key]}”")
    return found


@contextmanager
def made_anew(apps: set[str]) -> Iterator[None]:
    """A schema in which the new migrations have just made their tables; nothing is left of it afterwards."""
    point = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {SCRATCH}")
            cursor.execute(f"SET LOCAL search_path = {SCRATCH}")
        MigrationExecutor(connection).migrate([(app, NEW_NAME) for app in sorted(apps)])
        yield
    finally:
        transaction.savepoint_rollback(point)


def parts(schema: str, apps: set[str]) -> Parts:
    """All that makes up the tables of these apps in a schema, but for rights, which are given anew anyway."""
    point = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path = {schema}")  # so that nothing is called by its schema
        cursor.execute(PARTS, {"schema": schema, "apps": sorted(apps)})
        found = {
            (kind, table, name): definition if kind in ("column", "function") else CASTS.sub("", definition)
            for kind, table, name, definition in cursor.fetchall()
        }
    transaction.savepoint_rollback(point)
    return found
