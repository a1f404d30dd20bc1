"""Queries on a PostgreSQL server, as a role that may read one table: what it gives, and what it may never do."""

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from metrics.models import Source
from metrics.sources import query_postgres
from metrics.sources.origins import QueryOrigin
from metrics.sources.query_postgres import query_lines
from partnerdesk.core.outgoing import OutgoingFailed
from partnerdesk.core.sealing import seal
from tests.databases import OWNER_URL, owner_connection

TABLE = """
CREATE TABLE sales (
    partner text, date date, amount numeric, cost double precision, at timestamptz, open bool, data jsonb
);
INSERT INTO sales VALUES
    ('a', '2024-01-05', 10.50, 4.25, '2024-01-05 23:30:00+02', true, '{"x": [1]}'),
    ('b, "B"', '2024-02-05', NULL, 1e-7, NULL, false, NULL);
"""


@pytest.fixture(scope="module")
def warehouse(worker_id):
    """A database beside ours with one table, and a role that may read it."""
    name, role = f"warehouse_{worker_id}", f"reader_{worker_id}"
    with owner_connection() as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        owner.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'reading'").format(sql.Identifier(role)))
    with psycopg.connect(make_conninfo(OWNER_URL, dbname=name), autocommit=True) as owner:
        owner.execute(TABLE)
        owner.execute("CREATE TABLE salaries (amount int)")
        owner.execute(sql.SQL("GRANT SELECT, INSERT ON sales TO {}").format(sql.Identifier(role)))
    yield {
        "dbname": name,
        "user": role,
        "host": str(conninfo_to_dict(OWNER_URL)["host"]),
        "sslmode": "prefer",
    }
    with owner_connection() as owner:
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@pytest.fixture
def ask(warehouse, settings):
    """The lines that a query gives: `ask("SELECT …", host=…)`."""
    settings.OUTGOING_ALLOWED = [warehouse["host"]]

    def ask(query: str, **more) -> list[list[str]]:
        return [list(line) for line in query_lines(QueryOrigin(query=query, **(warehouse | more)), "reading")]

    return ask


def refusal(ask, *words, **more) -> OutgoingFailed:
    with pytest.raises(OutgoingFailed) as caught:
        ask(*words, **more)
    return caught.value


def count_of(warehouse):
    with psycopg.connect(make_conninfo(OWNER_URL, dbname=warehouse["dbname"])) as owner:
        return owner.execute("SELECT count(*) FROM sales").fetchone()[0]


def test_rows_come_as_files_hold_them(ask):
    assert ask("SELECT * FROM sales ORDER BY partner;") == [
        ["partner", "date", "amount", "cost", "at", "open", "data"],
        ["a", "2024-01-05", "10.50", "4.25", "2024-01-05 21:30:00", "true", '{"x": [1]}'],
        ['b, "B"', "2024-02-05", "", "1e-07", "", "false", ""],
    ]
    assert ask("SELECT 1 AS \"100%\", 'x%s' AS y") == [["100%", "y"], ["1", "x%s"]]


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO sales (partner) VALUES ('x') RETURNING partner",
        "WITH new AS (INSERT INTO sales (partner) VALUES ('x') RETURNING partner) SELECT * FROM new",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "CREATE TABLE mine (a int)",
        "SELECT 1; INSERT INTO sales (partner) VALUES ('x')",
        "SELECT 1; COMMIT; INSERT INTO sales (partner) VALUES ('x')",
        "COMMIT",
        "COPY sales TO STDOUT",
        "COPY sales FROM STDIN",
        "SELECT * FROM salaries",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * FROM nowhere",
        "SELEKT 1",
        "",
        "--",
    ],
)
def test_what_does_more_than_read_is_refused_with_words(ask, warehouse, query):
    if not query:
        query = ";"
    problem = refusal(ask, query)
    assert str(problem)
    assert problem.is_lasting
    assert count_of(warehouse) == 2


def test_what_takes_too_long_or_is_too_much(ask, settings, monkeypatch):
    settings.OUTGOING_SECONDS = 0.3
    assert "took longer" in str(refusal(ask, "SELECT pg_sleep(20)"))
    settings.OUTGOING_SECONDS = 30
    monkeypatch.setattr(query_postgres, "MOST_ROWS", 100)
    assert len(ask("SELECT generate_series(1, 100)")) == 101
    assert "more than 100 rows" in str(refusal(ask, "SELECT generate_series(1, 1000000000)"))


def test_a_socket_or_a_private_host_is_allowed_or_refused(ask, settings):
    settings.OUTGOING_ALLOWED = []
    assert "a socket of this machine" in str(refusal(ask, "SELECT 1"))
    assert "private network" in str(refusal(ask, "SELECT 1", host="127.0.0.1"))
    assert "private network" in str(refusal(ask, "SELECT 1", host="localhost"))
    problem = refusal(ask, "SELECT 1", host="127.0.0.1,example.com")
    assert "There is no host" in str(problem)


def test_a_database_that_can_not_be_opened_may_be_there_later(ask, warehouse):
    problem = refusal(ask, "SELECT 1", dbname="no_such_database")
    assert "can't be opened" in str(problem)
    assert not problem.is_lasting
    assert "reading" not in str(problem)
    ours = refusal(
        ask, "SELECT 1", dbname=f"host={warehouse['host']} dbname={connection.settings_dict['NAME']}"
    )
    assert "can't be opened" in str(ours), "a name is a name, not an address"


def test_a_database_is_a_source_like_any_other(ask, warehouse, run_now, mapping, observed):
    query = "SELECT partner, date, amount, cost FROM sales ORDER BY date"
    origin = QueryOrigin(query=query, **warehouse).as_data()
    source = Source.objects.create(
        name="sales",
        kind="database",
        origin=origin,
        sealed_password=seal("reading"),
        mapping=mapping().as_data(),
    )
    run = run_now(source)
    assert (run.state, run.rows) == ("done", 2)
    assert run.imported.file_name.startswith("sales ")
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (10.5,)
    assert run_now(source).state == "unchanged"
    Source.objects.update(origin=origin | {"query": f"{query} LIMIT 0"})
    run = run_now(source)
    assert (run.state, run.message) == ("failed", "The query gives no rows.")


def test_a_password_under_another_key_is_asked_for_again(ask, warehouse, run_now, mapping, settings):
    origin = QueryOrigin(query="SELECT 1", **warehouse).as_data()
    source = Source.objects.create(
        name="sales",
        kind="database",
        origin=origin,
        sealed_password=seal("reading"),
        mapping=mapping().as_data(),
    )
    settings.CREDENTIALS_KEY = "another"
    run = run_now(source)
    assert (run.state, "type it again" in run.message) == ("failed", True)
