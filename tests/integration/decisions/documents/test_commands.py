"""Commands that scripts rely on: exporting a record, and the diagram of its stages."""

import io
import json

import pypdf
import pytest
from django.core.management import CommandError, call_command

from decisions import models as m
from decisions.documents.export_json_md import as_json
from decisions.documents.file_store import path_of
from decisions.management.commands import stages
from decisions.states.stages import DRAFT_MOVES, VERSION_MOVES
from decisions.versions.report import report_of_version
from partnerdesk.core.models import Event
from tests.factories import make_decided, make_record, version_of


@pytest.fixture
def run(tmp_path, capsys):
    """Run `export_record CODE …`; gives what it wrote into its file."""

    def run(code, *options):
        file = tmp_path / "out"
        call_command("export_record", code, *options, "-o", str(file))
        said = capsys.readouterr()
        assert said.out == ""
        assert code in said.err
        return file.read_bytes()

    return run


def test_a_version_as_json_and_markdown(run):
    record = make_decided()
    version = version_of(record)
    for options in ([], ["--version", "1"]):
        found = json.loads(run(record.code, "--format", "json", *options))
        assert found == json.loads(json.dumps(as_json(report_of_version(version))))
    text = run(record.code, "--format", "markdown", "--version", "1").decode()
    assert version.data()["parts"]["brief"]["question"] in text
    assert version.sha256 in text
    events = Event.objects.filter(kind="record.exported", by=None).values_list("data", flat=True)
    assert [data["version"] for data in events] == [1, 1, 1]


@pytest.mark.parametrize(("form", "kind"), [("pdf", "full-record"), ("one-pager-pdf", "one-pager")])
@pytest.mark.usefixtures("short_papers")
def test_the_papers_of_a_version_are_stored_and_given_out(run, form, kind):
    record = make_decided()
    first = run(record.code, "--format", form)
    stored = m.Artifact.objects.get(version=version_of(record), kind=kind)
    assert first == path_of(stored.sha256).read_bytes()
    assert run(record.code, "--format", form) == first
    assert record.code in pypdf.PdfReader(io.BytesIO(first)).pages[0].extract_text()


def test_a_draft_is_exported_where_there_is_no_version_to_show(run):
    record = make_record(is_filled=False)
    found = json.loads(run(record.code, "--format", "json"))
    assert (found["standing"], found["content"]["parts"]["brief"]["question"]) == (
        "draft",
        record.brief.question,
    )
    assert run(record.code, "--format", "one-pager-pdf").startswith(b"%PDF")
    assert not m.Artifact.objects.exists()


@pytest.mark.parametrize(
    ("code", "options", "sentence"),
    [
        ("CP-9999", [], "There is no record CP-9999."),
        ("nonsense", [], "There is no record nonsense."),
        (None, ["--version", "2"], "has no version 2."),
    ],
)
def test_what_is_not_there_is_refused_with_1_and_writes_nothing(run, tmp_path, code, options, sentence):
    record = make_record(is_filled=False)
    with pytest.raises(CommandError, match=sentence) as refusal:
        run(code or record.code, "--format", "json", *options)
    assert refusal.value.returncode == 1
    assert not (tmp_path / "out").exists()
    assert not Event.objects.filter(kind="record.exported").exists()


def test_a_file_that_cannot_be_written_is_refused_with_1(run, tmp_path):
    record = make_record(is_filled=False)
    with pytest.raises(CommandError) as refusal:
        call_command("export_record", record.code, "--format", "json", "-o", str(tmp_path / "no" / "folder"))
    assert refusal.value.returncode == 1
    assert not Event.objects.filter(kind="record.exported").exists()


@pytest.mark.parametrize("options", [[], ["--format", "xml"], ["--format", "json", "--version", "x"]])
def test_wrong_usage_is_2(options, monkeypatch, tmp_path):
    from django.core.management import execute_from_command_line

    with pytest.raises(SystemExit) as end:
        execute_from_command_line(
            ["manage.py", "export_record", "CP-0001", *options, "-o", str(tmp_path / "out")]
        )
    assert end.value.code == 2


def test_the_diagram_of_the_stages_is_fresh_and_a_stale_one_is_found(monkeypatch, tmp_path):
    call_command("stages", "--check")
    monkeypatch.setattr(stages, "PATH", tmp_path / "stages.md")
    with pytest.raises(CommandError, match="not fresh"):
        call_command("stages", "--check")
    call_command("stages")
    call_command("stages", "--check")
    text = stages.PATH.read_text(encoding="utf-8")
    for before, after in [*DRAFT_MOVES, *VERSION_MOVES]:
        assert f"    {before.value} --> {after.value} : " in text
    stages.PATH.write_text(text.replace("draft.adapted", "draft.adopted"), encoding="utf-8")
    with pytest.raises(CommandError, match="not fresh"):
        call_command("stages", "--check")
