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


def kept_rows(connection: psycopg.Connection) -> dict[str, set[str]]:
    """The rows of each kept table, each as one text."""
    found = {}
    for (name,) in connection.execute(KEPT).fetchall():
        query = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))
        found[name] = {row for (row,) in connection.execute(query)}
    return found


def schema(copy: Copy, *, once_restored: bool = False) -> list[str]:
    """What pg_dump says of it, rights included, without the two lines that hold a word made anew each time.

    Once a dump was read back, PostgreSQL says some conditions with other casts: so only what was restored equally
    often is comparable.
    """
    with servers.running(copy.home, PYTHON, servers.Wanted(only_embedded=True)) as found:
        url = found.owner_url
        if not once_restored:
            dump.ask(PYTHON, url, "CREATE DATABASE once_restored")
            file = copy.root / "schema.dump"
            dump.run(PYTHON, "pg_dump", url, ["--schema-only", "--format=custom", f"--file={file}"])
            url = url.replace("/partnerdesk?", "/once_restored?")
            dump.restore(PYTHON, url, file)
        text = dump.run(PYTHON, "pg_dump", url, ["--schema-only", "--no-privileges"])
    return [line for line in text.splitlines() if "restrict " not in line]


def rights(copy: Copy) -> list[tuple[str, str]]:
    with copy.connection(owner=True) as connection:
        query = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
        return connection.execute(query).fetchall()


def test_a_backup_from_before_is_restored_with_every_row_and_the_schema_of_today(old, make_copy):
    before = digests(old)
    restored, fresh = make_copy(), make_copy()
    restored.desk("restore", str(BEFORE))
    fresh.desk("manage", "prepare_database")
    after = digests(restored)
    assert before.pop("django_migrations") != after.pop("django_migrations")
    assert after == before
    assert before["decisions_version"][0] == 4
    assert before["core_eventseal"][0] == before["core_event"][0] > 90
    assert schema(restored, once_restored=True) == schema(fresh)
    assert rights(restored) == rights(fresh)
    with restored.connection() as there, fresh.connection() as new:
        assert there.execute(APPLIED).fetchall() == new.execute(APPLIED).fetchall()

    restored.desk("manage", "verify_chain")
    paper = next((restored.home.media / "papers").rglob("*.pdf"))
    assert json.loads(restored.desk("manage", "verify", str(paper)).stdout)["result"] == "match"


def test_a_home_from_before_starts_and_keeps_what_was_frozen(old, make_copy):
    copy = make_copy()
    shutil.copytree(old.home.postgres, copy.home.postgres)
    shutil.copytree(old.home.media, copy.home.media)
    with copy.connection(owner=True) as connection:
        before = kept_rows(connection)
    running = copy.up("--no-demo")
    assert up.page_answers(int(running.address.rpartition(":")[2]))
    assert running.stop() == 0
    said = (copy.home.logs / "prepare_database.log").read_text(encoding="utf-8")
    assert "the database of the migrations before is taken over" in said
    with copy.connection(owner=True) as connection:
        after = kept_rows(connection)
    assert {name: rows - after[name] for name, rows in before.items() if rows - after[name]} == {}
    assert len(before) > 50
    assert "taken over" not in copy.desk("manage", "prepare_database").stderr, "once is enough"
    copy.desk("manage", "verify_chain")


@pytest.mark.parametrize(
    ("spoiling", "mending", "said"),
    [
        pytest.param(
            "DELETE FROM django_migrations WHERE name = '0006_event_of_any_file'",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0006_event_of_any_file', now())",
            "is not at the end of its migrations: core.0006_event_of_any_file not applied. Nothing was changed.",
            id="half migrated",
        ),
        pytest.param(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0007_other', now())",
            "DELETE FROM django_migrations WHERE name = '0007_other'",
            "two states of Partner Desk that exclude each other: core.0007_other beside",
            id="two states",
        ),
        pytest.param(
            "ALTER TABLE decisions_version DISABLE TRIGGER USER",
            "ALTER TABLE decisions_version ENABLE TRIGGER USER",
            "trigger pgtrigger_append_only_",
            id="guard switched off",
        ),
        pytest.param(
            "ALTER TABLE core_job ALTER message DROP NOT NULL; ALTER TABLE core_job ADD noted date",
            "ALTER TABLE core_job ALTER message SET NOT NULL; ALTER TABLE core_job DROP noted",
            "column message of core_job is “text”, not “text not null”\ncolumn noted of core_job is not ours",
            id="columns changed",
        ),
        pytest.param(
            "ALTER INDEX job_due RENAME TO job_overdue",
            "ALTER INDEX job_overdue RENAME TO job_due",
            "index job_due of core_job is missing",
            id="index missing",
        ),
    ],
)
def test_another_state_is_refused_with_words_and_left_as_it_is(old, spoiling, mending, said):
    with old.connection(owner=True) as connection:
        connection.execute(spoiling)
        applied = connection.execute(APPLIED).fetchall()
        try:
            assert said in old.desk("manage", "prepare_database", code=1).stderr
            assert connection.execute(APPLIED).fetchall() == applied
        finally:
            connection.execute(mending)


def test_a_start_on_another_state_says_why_it_does_not(old, make_copy):
    copy = make_copy()
    shutil.copytree(old.home.postgres, copy.home.postgres)
    with copy.connection(owner=True) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'decisions' AND name > '0005'")
    refused = copy.desk("up", "--port", "0", code=1)
    assert "decisions.0005_steering_committee, decisions.0006_external_copies, " in refused.stderr
    assert "and 2 more not applied. Nothing was changed. Start it once with the last state" in refused.stderr
    copy.assert_nothing_left()
