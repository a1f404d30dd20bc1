"""`backup` and `restore`: equal rows and files, and nothing half done."""

import json
from urllib.request import urlopen

from tests import patience
from tests.integration.launcher.copies import digests

EVENT = """
INSERT INTO core_event (at, kind, subject_kind, subject_id, data)
VALUES ('2026-01-01', 'kept', 'x', gen_random_uuid(), '{}')
"""
KEPT = "SELECT count(*) FROM core_event WHERE kind = 'kept'"


def test_a_backup_restores_every_row_and_file_into_an_empty_home(copy, make_copy, tmp_path):
    with copy.connection() as connection:
        connection.execute(EVENT)
    upload = copy.home.media / "imports" / "ümlaut.csv"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"a,b\n1,2\n" * 1000)
    paper = tmp_path / "CP-0001.pdf"
    copy.desk("manage", "export_record", "CP-0001", "--format", "pdf", "--output", str(paper))
    archive = tmp_path / "desk.tar.gz"
    copy.desk("backup", str(archive))
    assert archive.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {archive.name, paper.name}

    empty = make_copy()
    empty.desk("restore", str(archive))
    there = digests(empty)
    assert len(there) > 10
    assert there == digests(copy)
    empty.desk("manage", "verify_chain")
    found = json.loads(empty.desk("manage", "verify", str(paper)).stdout)
    assert (found["result"], found["record"], found["in_force"]) == ("match", "CP-0001", True)
    running = empty.up()
    address = f"{running.address}/verify/{found['sha256']}/"
    with urlopen(address, timeout=patience.SECONDS) as page:  # noqa: S310  (our own server)
        assert "CP-0001" in page.read().decode()
    assert running.stop() == 0
    assert (empty.home.media / "imports" / upload.name).read_bytes() == upload.read_bytes()

    with empty.connection() as connection:
        connection.execute(EVENT)
        assert connection.execute(KEPT).fetchone() == (2,), "the serving role has its rights"
    refused = empty.desk("restore", str(archive), code=1)
    assert "There is data already" in refused.stderr
    empty.desk("restore", str(archive), "--fresh", "--yes")
    with empty.connection() as connection:
        assert connection.execute(KEPT).fetchone() == (1,)


def test_a_damaged_archive_restores_nothing(make_copy, tmp_path):
    archive = tmp_path / "no.tar.gz"
    archive.write_bytes(b"not an archive")
    copy = make_copy()
    assert "cannot be read as a backup" in copy.desk("restore", str(archive), code=1).stderr
    assert not copy.home.postgres.exists()


def test_there_has_to_be_something_to_back_up(make_copy, tmp_path):
    refused = make_copy().desk("backup", str(tmp_path / "x.tar.gz"), code=1)
    assert "nothing to back up yet" in refused.stderr
