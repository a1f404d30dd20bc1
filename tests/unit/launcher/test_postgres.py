import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import postgres, processes, valkey
from launcher.paths import Home
from launcher.postgres import Cluster
from launcher.privileges import Guise
from launcher.say import Refused


@pytest.fixture
def cluster(tmp_path):
    home = Home(tmp_path / "a cöpy")
    home.postgres.mkdir(parents=True)
    return Cluster(home, Guise(data=home.postgres), Path("/programs"), Path("/programs"), home.sockets)


def test_the_address_names_the_socket_folder_percent_encoded(cluster):
    assert cluster.url("app").startswith("postgresql://app@/partnerdesk?host=%2F")
    assert cluster.url("app").endswith("%2Fa%20c%C3%B6py%2Frun")
    assert valkey.url(cluster.home).endswith("/a%20c%C3%B6py/run/valkey.sock?db=0")


def test_it_listens_on_no_tcp_port(cluster):
    argv = postgres.program(cluster, {}, ["fsync=off"]).argv
    assert argv[argv.index("-h") + 1] == ""
    assert argv[argv.index("-k") + 1] == str(cluster.sockets)
    assert argv[-2:] == ["-c", "fsync=off"]


def lock_of(cluster, number):
    (cluster.guise.data / "postmaster.pid").write_text(f"{number}\n{cluster.guise.data}\n")


def test_a_lock_whose_number_is_another_programs_now_is_overlooked(cluster):
    lock_of(cluster, os.getpid())
    assert postgres.abandoned_lock(cluster) == {"PG_GRANDPARENT_PID": str(os.getpid())}


def test_a_lock_whose_process_was_killed_and_nobody_asked_is_overlooked(cluster, a_postgres):
    a_postgres.kill()
    while processes.born(a_postgres.pid):
        pass
    assert os.kill(a_postgres.pid, 0) is None, "its number is still taken"
    lock_of(cluster, a_postgres.pid)
    assert postgres.abandoned_lock(cluster) == {"PG_GRANDPARENT_PID": str(a_postgres.pid)}


def test_the_lock_of_a_living_postgres_counts(cluster, a_postgres):
    lock_of(cluster, a_postgres.pid)
    assert postgres.abandoned_lock(cluster) == {}


def test_no_lock_or_a_broken_one_is_none(cluster):
    assert postgres.abandoned_lock(cluster) == {}
    lock_of(cluster, "")
    assert postgres.abandoned_lock(cluster) == {}


@pytest.fixture
def a_postgres(tmp_path):
    """A process of that name."""
    program = tmp_path / "postgres"
    program.symlink_to("/bin/sleep")
    process = subprocess.Popen([str(program), "60"])
    while processes.name(process.pid) != "postgres":
        pass
    yield process
    process.kill()
    process.wait()


def test_data_of_another_major_version_is_refused_with_the_way_over(cluster, monkeypatch):
    monkeypatch.setattr(postgres, "run_text", lambda command: "postgres (PostgreSQL) 19.1")
    (cluster.guise.data / "PG_VERSION").write_text("18\n")
    with pytest.raises(Refused, match="made by PostgreSQL 18, installed is 19"):
        postgres.ensure_data(cluster, durable=True)


def test_a_server_that_dies_at_its_start_is_named_with_its_log(tmp_path):
    (tmp_path / "run").mkdir()
    code = "print('the disk is full'); raise SystemExit(3)"
    program = processes.Program(
        "postgres", [sys.executable, "-c", code], {}, tmp_path / "log", tmp_path / "run"
    )
    with pytest.raises(Refused, match=r"(?s)postgres ended with code 3.*the disk is full"):
        postgres.wait_until(lambda: False, processes.start(program))
