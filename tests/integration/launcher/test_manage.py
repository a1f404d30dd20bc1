"""`manage`: servers for its own duration, the restricted role, its own output and exit code."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from launcher import privileges
from tests import patience
from tests.patience import wait_until

WHO = "from django.db import connection as c; c.ensure_connection(); print(c.connection.info.user)"


def test_output_exit_code_and_role_are_as_scripts_rely_on(copy):
    """The first call on a database that was never prepared does that, and says nothing on standard output."""
    unmark = (
        "from django.db import connection as c; c.cursor().execute('COMMENT ON DATABASE partnerdesk IS NULL')"
    )
    assert copy.python(f"{unmark}; {WHO}", "--owner") == "desk_owner"
    code = f"{WHO}; import sys; sys.exit(7)"
    done = copy.desk("manage", "shell", "--verbosity", "0", "-c", code, code=7)
    assert done.stdout == "app\n"
    assert "migrations and rights" in done.stderr
    copy.assert_nothing_left()


@pytest.mark.parametrize(
    "statement", ["UPDATE core_event SET kind = 'x'", "DELETE FROM core_event", "TRUNCATE core_event"]
)
def test_the_serving_role_cannot_change_what_is_append_only(copy, statement):
    with copy.connection() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_a_second_command_is_a_guest_and_outlives_the_first(copy, tmp_path):
    """The first one owns the servers, so it waits for the second before it stops them."""
    mark = tmp_path / "the guest is there"
    loop = f"import pathlib, time\nwhile not pathlib.Path({str(mark)!r}).exists(): time.sleep(.05)"
    first = copy.begin("manage", "shell", "-c", loop)
    wait_until((copy.home.run / "valkey.pid").exists, "the first command's servers")
    server = copy.child("postgres")
    code = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(3); {WHO}"
    assert copy.python(code) == "app"
    assert first.process.wait(patience.SECONDS) == 0
    assert "another command uses these servers; waiting for it to end" in first.text
    assert not Path(f"/proc/{server}").exists()
    copy.assert_nothing_left()


def test_what_a_killed_command_leaves_behind_is_dealt_with(copy):
    running = copy.begin("manage", "shell", "-c", "import time; time.sleep(60)")
    wait_until((copy.home.run / "valkey.pid").exists, "the servers")
    running.process.kill()
    running.process.wait()
    with copy.connection() as connection:
        assert connection.info.user == "app"
    copy.assert_nothing_left()


def test_a_deep_home_has_its_sockets_in_a_short_private_folder(make_copy):
    deep = make_copy()
    deep.root = deep.root / ("long " * 12) / ("länger" * 10)
    deep.root.mkdir(parents=True)
    sockets = deep.home.sockets
    try:
        assert len(str(sockets)) < 60
        assert sockets.stat().st_mode & 0o777 == 0o700
        with deep.connection(owner=True) as connection:
            assert connection.info.host == str(sockets)
    finally:
        shutil.rmtree(sockets)


@pytest.mark.parametrize("number", [privileges.named_users()[0], 54321], ids=["named", "nameless"])
def test_an_ordinary_user_is_served_as_well(make_copy, number, tmp_path):
    """The caller plays one by a user namespace: in it desk.py finds itself to be that number."""
    ordinary = make_copy(prepared=True)
    ordinary.prefix = ("unshare", "--user", f"--map-user={number}", f"--map-group={number}")
    ordinary.desk("backup", str(tmp_path / "desk.tar.gz"))
    ordinary.assert_nothing_left()


if os.geteuid() == 0:

    def test_root_without_namespaces_runs_postgres_as_nobody(make_copy, tmp_path):
        """As in most containers: `unshare` is refused there."""
        (tmp_path / "unshare").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "unshare").chmod(0o755)
        poor = make_copy(prepared=True, PATH=f"{tmp_path}:{os.environ['PATH']}")
        running = poor.begin("manage", "shell", "-c", f"{WHO}; import time; time.sleep(1)")
        wait_until((poor.home.run / "valkey.pid").exists, "the servers")
        assert Path(f"/proc/{poor.child('postgres')}").stat().st_uid == privileges.NOBODY
        assert not poor.home.postgres.exists(), "the data has moved along"
        assert running.process.wait(patience.SECONDS) == 0
        assert "app" in running.text.split()
        poor.assert_nothing_left()
        # Later starts find the data where it is, also where namespaces are allowed again.
        with poor.connection() as connection:
            connection.execute("SELECT 1 FROM core_event")
