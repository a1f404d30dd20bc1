"""Files imported as they are understood."""

import json
from contextlib import suppress

import pytest
from django.core.management import call_command


@pytest.fixture
def suggested(capsys, tmp_path):
    """Import a file as it is understood: `suggested(path, {"decimal:Revenue": "thousands"}, "--preview")`."""

    def suggested(path, answers=None, *more):
        arguments = ["import_observations", path, "--suggest", *more]
        if answers:
            (tmp_path / "answers.yaml").write_text(json.dumps(answers))
            arguments += ["--answers", tmp_path / "answers.yaml"]
        with suppress(SystemExit):
            call_command(*map(str, arguments))
        return json.loads(capsys.readouterr().out)

    return suggested


@pytest.fixture
def write(tmp_path):
    def write(text, name="sales.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text.encode(encoding))
        return tmp_path / name

    return write


@pytest.fixture
def told(capsys):
    """What `baseline` prints of a metric."""

    def told(metric, first, last):
        call_command("baseline", metric, "--from", first, "--to", last)
        return json.loads(capsys.readouterr().out)

    return told
