"""A home of the migrations before `0001_tables` is taken over as it is; one in any other state is refused.

The archive is a backup that the last state of the code before wrote: its demo workspace, all migrations applied, jobs
done, papers printed.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from launcher import archive, dump, servers
from launcher.commands import up
from tests.integration.launcher.copies import BEFORE, Copy, digests

PYTHON = Path(sys.prefix) / "bin" / "python"
APPLIED = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
TAKE_OVER = "from partnerdesk.core.carry_over import carry_over; print(carry_over())"
# Tables whose rows are inserted once and stay: frozen ones, append-only ones, histories.
KEPT = """
SELECT relname FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid WHERE tgname LIKE 'pgtrigger_append_only%'
UNION SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_id'
"""


@pytest.fixture(scope="module")
def old(make_copy: Callable[..., Copy], tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A home as the code before has left it: its database and its files, with nothing done to them."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    archive.unpack(BEFORE, unpacked)
    copy = make_copy()
    with servers.running(copy.home, PYTHON, servers.Wanted(only_embedded=True)) as found:
        dump.restore(PYTHON, found.owner_url, unpacked / archive.DUMP)
    shutil.copytree(unpacked / archive.MEDIA, copy.home.media)
    return copy


MOVED = {table: {"note", "owner_id", "status"} for table in ("metrics_gap", "metrics_gapevent")}
"""What stands elsewhere since: what people said about gaps is said about their causes."""


def kept_columns(connection: psycopg.Connection) -> dict[str, list[str]]:
    """The columns of each kept table that it still has."""
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY 1"
    return {
        table: [
            column for (column,) in connection.execute(query, [table]) if column not in MOVED.get(table, ())
        ]
        for (table,) in connection.execute(KEPT).fetchall()
    }


def rows(connection: psycopg.Connection, columns: dict[str, list[str]]) -> dict[str, set[str]]:
    """The rows of each table, in these columns, each as one text."""
    found = {}
    for table, names in columns.items():
        query = sql.SQL("SELECT ROW({})::text FROM {}").format(
            sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table)
        )
        found[table] = {row for (row,) in connection.execute(query)}
    return found


def schema(copy: Copy) -> list[str]:
    """What pg_dump says of it once it was restored from a dump, without the two lines that are never the same.

    PostgreSQL says some conditions with other casts once they were read back, so all are read back here.
    """
    with servers.running(copy.home, PYTHON, servers.Wanted(only_embedded=True)) as found:
        dump.ask(PYTHON, found.owner_url, "CREATE DATABASE read_back")
        file = copy.root / "schema.dump"
        dump.run(PYTHON, "pg_dump", found.owner_url, ["--schema-only", "--format=custom", f"--file={file}"])
        there = found.owner_url.replace("/partnerdesk?", "/read_back?")
        dump.restore(PYTHON, there, file)
        text = dump.run(PYTHON, "pg_dump", there, ["--schema-only"])
    return [line for line in text.splitlines() if "restrict " not in line]


def rights(copy: Copy) -> list[tuple[str, str]]:
    query = (
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    with copy.connection(owner=True) as connection:
        return connection.execute(query).fetchall()


def another(old: Copy, make_copy: Callable[..., Copy]) -> Copy:
    """One more such home."""
    copy = make_copy()
    shutil.copytree(old.home.postgres, copy.home.postgres)
    shutil.copytree(old.home.media, copy.home.media)
    return copy


@pytest.mark.slow
def test_taking_over_changes_no_row_and_ends_with_the_schema_of_a_fresh_home(old, make_copy):
    copy, fresh = another(old, make_copy), make_copy()
    before = digests(copy)
    assert copy.python(TAKE_OVER, "--owner") == "True"
    after = digests(copy)
    assert before.pop("django_migrations") != after.pop("django_migrations")
    assert after == before
    assert before["decisions_version"][0] == 4
    assert before["core_eventseal"][0] == before["core_event"][0] > 90

    assert "taken over" not in copy.desk("manage", "prepare_database").stderr, "once is enough"
    fresh.desk("manage", "prepare_database")
    assert schema(copy) == schema(fresh)
    assert rights(copy) == rights(fresh)
    with copy.connection() as there, fresh.connection() as new:
        assert there.execute(APPLIED).fetchall() == new.execute(APPLIED).fetchall()


@pytest.mark.slow
def test_a_backup_from_before_is_restored_and_its_papers_are_proven(make_copy):
    copy = make_copy()
    copy.desk("restore", str(BEFORE))
    paper = next((copy.home.media / "papers").rglob("*.pdf"))
    assert json.loads(copy.desk("manage", "verify", str(paper)).stdout)["result"] == "match"


def test_a_home_from_before_starts_and_keeps_what_was_frozen(old, make_copy):
    copy = another(old, make_copy)
    with copy.connection(owner=True) as connection:
        columns = kept_columns(connection)
        before = rows(connection, columns)
    assert len(before) > 50
    running = copy.up("--no-demo")
    assert up.page_answers(int(running.address.rpartition(":")[2]))
    assert running.stop() == 0
    said = (copy.home.logs / "prepare_database.log").read_text(encoding="utf-8")
    assert "the database of the migrations before is taken over" in said
    with copy.connection(owner=True) as connection:
        after = rows(connection, columns)
    assert {table: lost for table in before if (lost := before[table] - after[table])} == {}
    copy.desk("manage", "verify_chain")


# What is done to such a home, and what is said then.
SPOILED = {
    "half migrated": (
        "DELETE FROM django_migrations WHERE name = '0006_event_of_any_file'",
        "is not at the end of its migrations: core.0006_event_of_any_file not applied. Nothing was changed.",
    ),
    "two states": (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0007_other', now())",
        "two states of Partner Desk that exclude each other: core.0007_other beside",
    ),
    "guard switched off": (
        "ALTER TABLE decisions_version DISABLE TRIGGER USER",
        "trigger pgtrigger_append_only_",
    ),
    "columns changed": (
        "ALTER TABLE core_job ALTER message DROP NOT NULL; ALTER TABLE core_job ADD noted date",
        "column message of core_job is “text”, not “text not null”\ncolumn noted of core_job is not ours",
    ),
    "index missing": ("ALTER INDEX job_due RENAME TO job_overdue", "index job_due of core_job is missing"),
}
# What is said of each, and how many rows of the new migrations there are then; each is undone again.
TRY_EACH = """
import json
from django.core.management import CommandError
from django.db import connection, transaction
from partnerdesk.core.carry_over import carry_over
said = []
for statement in {statements}:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        try:
            words = str(carry_over())
        except CommandError as refusal:
            words = str(refusal)
        cursor.execute("SELECT count(*) FROM django_migrations WHERE name = '0001_tables'")
        said.append([words, cursor.fetchone()[0]])
        transaction.set_rollback(True)
print(json.dumps(said))
"""


@pytest.mark.slow
def test_another_state_is_refused_with_words_and_left_as_it_is(old):
    statements = [statement for statement, _ in SPOILED.values()]
    answers = json.loads(old.python(TRY_EACH.format(statements=statements), "--owner"))
    for (name, (_, words)), (said, replaced) in zip(SPOILED.items(), answers, strict=True):
        assert words in said, name
        assert replaced == 0, name


@pytest.mark.slow
def test_a_start_on_another_state_says_why_it_does_not(old, make_copy):
    copy = another(old, make_copy)
    with copy.connection(owner=True) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'decisions' AND name > '0005'")
    refused = copy.desk("up", "--port", "0", code=1)
    assert "decisions.0005_steering_committee, decisions.0006_external_copies, " in refused.stderr
    assert "and 2 more not applied. Nothing was changed. Start it once with the last state" in refused.stderr
    copy.assert_nothing_left()
