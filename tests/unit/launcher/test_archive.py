import io
import json
import tarfile

import pytest

from launcher import archive
from launcher.commands import restore
from launcher.say import Refused


@pytest.fixture
def backup(tmp_path):
    """A backup of one small file, as `backup` writes it."""
    media = tmp_path / "media"
    (media / "sub").mkdir(parents=True)
    (media / "sub" / "ü.csv").write_text("a,b\n")
    (media / "link").symlink_to("/etc/passwd")
    (tmp_path / "dump").write_bytes(b"PGDMP" + bytes(1000))
    target = tmp_path / "desk.tar.gz"
    archive.write(target, tmp_path / "dump", media, postgres="18.6", migrations=["core.0001_tables"])
    return target


def rewritten(backup, change):
    """The same archive after `change` has had its way with the list of (member, content)."""
    with tarfile.open(backup) as old:
        members = [(member, old.extractfile(member).read()) for member in old]
    change(members)
    with tarfile.open(backup, "w:gz") as new:
        for member, content in members:
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return backup


def test_what_was_written_is_read_back(backup, tmp_path):
    assert backup.stat().st_mode & 0o777 == 0o600
    manifest = archive.unpack(backup, tmp_path / "out")
    assert sorted(manifest.files) == ["database.dump", "media/sub/ü.csv"], "links are not followed"
    assert (tmp_path / "out" / "media" / "sub" / "ü.csv").read_text() == "a,b\n"
    assert manifest.release == archive.release()


def replace_content(members):
    members[2] = (members[2][0], b"a,c\n")


def add_unannounced(members):
    members.append((tarfile.TarInfo("media/more"), b"x"))


def leave_one_out(members):
    del members[2]


def climb_out(members):
    head, text = members[0]
    manifest = json.loads(text)
    manifest["files"]["../out"] = manifest["files"].pop("media/sub/ü.csv")
    members[0] = (head, json.dumps(manifest).encode())
    members[2][0].name = "../out"


def no_manifest(members):
    del members[0]


def later_format(members):
    members[0] = (members[0][0], members[0][1].replace(b'"format": 1', b'"format": 2'))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replace_content, "is damaged"),
        (add_unannounced, "not a backup as it was written"),
        (leave_one_out, "not whole"),
        (climb_out, "not a backup as it was written"),
        (no_manifest, "manifest is missing"),
        (later_format, "Use a newer release"),
    ],
)
def test_an_archive_that_was_changed_is_refused(backup, tmp_path, change, said):
    with pytest.raises(Refused, match=said):
        archive.unpack(rewritten(backup, change), tmp_path / "out")
    assert not (tmp_path / "out" / ".." / "out").is_file()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_an_archive_that_was_cut_off_is_refused(backup, tmp_path, share):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Refused):
        archive.unpack(backup, tmp_path / "out")


def test_a_backup_of_a_newer_release_is_refused(backup, tmp_path):
    manifest = archive.unpack(backup, tmp_path / "out")
    restore.refuse_newer(manifest)
    manifest.migrations.append("core.9999_from_the_future")
    with pytest.raises(Refused, match=r"core\.9999_from_the_future"):
        restore.refuse_newer(manifest)


def test_of_the_migrations_before_only_the_last_state_is_taken(backup, tmp_path):
    manifest = archive.unpack(backup, tmp_path / "out")
    restore.refuse_unfinished(manifest)
    manifest.migrations[:] = sorted(restore.migrations_before())
    assert "core.0006_event_of_any_file" in manifest.migrations
    restore.refuse_newer(manifest)
    restore.refuse_unfinished(manifest)
    manifest.migrations.remove("core.0006_event_of_any_file")
    with pytest.raises(Refused, match=r"core\.0006_event_of_any_file is not in it\. Nothing was restored"):
        restore.refuse_unfinished(manifest)
