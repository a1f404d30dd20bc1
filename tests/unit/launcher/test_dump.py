import io
from pathlib import Path

import pytest

from launcher import dump
from launcher.say import Refused


@pytest.mark.parametrize(
    ("url", "address", "password"),
    [
        ("postgresql://me:p%40ss@db:5432/x", "postgresql://me@db:5432/x", "p@ss"),
        ("postgresql://me@/x?host=%2Fa%20b", "postgresql://me@/x?host=%2Fa%20b", None),
        ("postgresql://m%40e@/x?host=h&password=a%26b", "postgresql://m%40e@/x?host=h", "a&b"),
        ("postgresql:///x", "postgresql:///x", None),
    ],
)
def test_a_password_never_stands_in_the_arguments(url, address, password):
    assert dump.without_password(url) == (address, password)


def test_a_setting_that_older_servers_do_not_know_is_left_out_but_never_of_the_data():
    setting = b"SET transaction_timeout = 0;\n"
    data = b"COPY x FROM stdin;\n" + setting * 50
    target = io.BytesIO()
    dump.copy_script(io.BytesIO(b"SET a = 1;\n" + setting + b"--\n" * 40 + data), target, whole=lambda: True)
    assert target.getvalue() == b"BEGIN;\nSET a = 1;\n" + b"--\n" * 40 + data + b"COMMIT;\n"


def test_a_script_that_broke_off_is_not_committed():
    target = io.BytesIO()
    dump.copy_script(io.BytesIO(b"CREATE TABLE x ();\n"), target, whole=lambda: False)
    assert b"COMMIT" not in target.getvalue()


def test_an_address_that_asks_for_tls_gets_the_systems_client(monkeypatch):
    monkeypatch.setattr(dump.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert (
        dump.client(Path("/venv/bin/python"), "pg_dump", "postgresql://db/x?sslmode=require")
        == "/usr/bin/pg_dump"
    )
    monkeypatch.setattr(dump.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="postgresql-client"):
        dump.client(Path("/venv/bin/python"), "pg_dump", "postgresql://db/x?sslmode=verify-full")
