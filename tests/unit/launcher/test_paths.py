import os
from pathlib import Path

import pytest

from launcher import paths
from launcher.paths import Home
from launcher.say import Refused


def folder_of(length):
    """A folder whose longest socket path has `length` bytes."""
    name = "ä" + "x" * (length - len("/" + "/" + paths.LONGEST_SOCKET_NAME) - 2)
    return Path("/") / name


def test_a_socket_path_may_have_107_bytes_and_no_more():
    assert len(os.fsencode(folder_of(107) / paths.LONGEST_SOCKET_NAME)) == 107
    assert paths.sockets_fit(folder_of(107))
    assert not paths.sockets_fit(folder_of(108))


def test_a_comma_would_part_the_folder_in_two():
    assert not paths.sockets_fit(Path("/a,b"))


def test_sockets_stand_in_the_home_where_they_fit(tmp_path):
    assert Home(tmp_path).sockets == tmp_path / "run"
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o700


def test_two_deep_homes_have_two_short_private_folders(tmp_path):
    homes = [Home(tmp_path / (name * 120)) for name in ("a", "b")]
    folders = [home.sockets for home in homes]
    try:
        assert len(set(folders)) == 2
        for folder in folders:
            assert paths.sockets_fit(folder)
            assert folder.stat().st_mode & 0o777 == 0o700
        assert Home(homes[0].root).sockets == folders[0], "the same home finds the same folder"
    finally:
        for folder in folders:
            folder.rmdir()


def test_a_private_folder_is_closed_to_others_also_when_it_was_not(tmp_path):
    (tmp_path / "open").mkdir(mode=0o755)
    assert paths.private_folder(tmp_path / "open").stat().st_mode & 0o777 == 0o700


def test_a_private_folder_is_never_another_ones(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="another user"):
        paths.private_folder(tmp_path / "link")
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(Refused, match="another user"):
        paths.private_folder(tmp_path / "elsewhere")


def test_the_home_is_named_by_the_environment_and_private(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESK_HOME", "a b/ö")
    home = paths.home()
    assert home.root == tmp_path / "a b" / "ö"
    assert home.root.stat().st_mode & 0o777 == 0o700


def test_a_home_that_cannot_be_made_is_refused_with_words(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(Refused, match="DESK_HOME="):
        paths.home()
