"""The commands that scripts rely on: what they print, and how they end."""

import json
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from metrics.models import Import, Observation, Source, StoredFile
from partners.models import Partner

SCHEMAS = Path(__file__).resolve().parents[3] / "docs" / "schemas"
MAPPING = """
source: sales
partner: {column: partner, create_unknown: true}
period: {column: date}
metrics:
  - {metric: fulfilled_revenue, measure: sum, value: amount, unit: USD}
"""
DATA = "partner,date,amount\na,2024-01-05,100\nb,2024-02-05,x\n"


def check(name: str, answer) -> None:
    jsonschema.validate(answer, json.loads((SCHEMAS / f"{name}.schema.json").read_text()))


@pytest.fixture
def files(tmp_path):
    """Write data and mapping and return their paths as arguments of the command."""

    def files(data: str | bytes = DATA, mapping: str = MAPPING) -> list[str]:
        (tmp_path / "data.csv").write_bytes(data.encode() if isinstance(data, str) else data)
        (tmp_path / "mapping.yaml").write_text(mapping)
        return [str(tmp_path / "data.csv"), "--mapping", str(tmp_path / "mapping.yaml")]

    return files


def run(capsys, *arguments):
    call_command(*arguments)
    return json.loads(capsys.readouterr().out)


def refusal(*arguments) -> tuple[int, str]:
    with pytest.raises(CommandError) as caught:
        call_command(*arguments)
    return caught.value.returncode, str(caught.value)


def test_an_import_prints_what_its_schema_says(files, capsys):
    answer = run(capsys, "import_observations", *files())
    check("import_observations", answer)
    assert answer["observations"] == {"added": 1, "unchanged": 0, "replaced": 0, "removed": 0}
    assert answer["gaps"][0] == {
        "kind": "bad_number", "metric": "fulfilled_revenue", "column": "amount", "count": 1,
        "examples": [{"row": 3, "value": "x"}],
    }  # fmt: skip


def test_every_gap_fits_the_schema(files, capsys, tmp_path):
    (tmp_path / "list.csv").write_text("key,name,kind\na,Same,Warehouse\nb,Same,Ware House\nz,Z,Warehouse\n")
    rows = "".join(f"a,2023-{month:02d}-05,{month + 100}\n" for month in range(1, 11))
    data = f"partner,date,amount\n{rows}a,2023-12-05,9000\n,2023-12-05,1\na,x,1\na,2023-12-05,\na,2023-12-05\na,x,1\n"
    mapping = (
        MAPPING.replace("create_unknown: true", "create_unknown: false")
        + "partners: {file: list.csv, key: key, name: name, segment: kind}\n"
    )
    answer = run(capsys, "import_observations", *files(data, mapping))
    check("import_observations", answer)
    assert {gap["kind"] for gap in answer["gaps"]} >= {
        "missing_value", "missing_partner", "bad_date", "bad_row", "duplicate_row", "missing_period", "outlier",
        "late", "duplicate_name", "similar_label", "partner_without_data",
    }  # fmt: skip


def test_the_file_is_kept_and_named(files, capsys, settings):
    run(capsys, "import_observations", *files())
    imported = Import.objects.get()
    assert (imported.file_name, imported.state, imported.source.name) == ("data.csv", "done", "sales")
    kept = Path(settings.MEDIA_ROOT) / "files" / imported.file_id[:2] / imported.file_id
    assert kept.read_text() == DATA


@pytest.mark.parametrize(
    ("data", "mapping", "words"),
    [
        (b"PK\x03\x04", MAPPING, "damaged"),
        ("partner,date,amount\na,2024-01-05", MAPPING, "cut off"),
        (DATA, MAPPING.replace("amount", "sales"), "has no column sales"),
        (DATA, MAPPING.replace("measure: sum, ", ""), "measure"),
        (DATA, "source: [", "expected"),
        (DATA, MAPPING.replace("column: date", 'column: date, date_format: "%q"'), "is no date format"),
        (
            DATA,
            MAPPING.replace("column: date", 'column: date, date_format: "%d"'),
            "does not tell year and month",
        ),
        (DATA, MAPPING + "partners: {file: missing.csv, key: key}\n", "there is no file"),
        (DATA, MAPPING + "labels: [{column: partner, file: no.csv, file_column: x}]\n", "there is no file"),
        (DATA, MAPPING.replace("fulfilled_revenue", "nonsense"), "no metric “nonsense”"),
    ],
)
def test_refused_input_ends_with_1_and_stores_nothing(data, mapping, words, files, settings):
    code, message = refusal("import_observations", *files(data, mapping))
    assert code == 1
    assert words in message
    assert not any(model.objects.exists() for model in (Import, Observation, Partner, Source, StoredFile))
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_missing_file_is_wrong_usage(files, tmp_path):
    assert refusal("import_observations", str(tmp_path / "no.csv"), *files()[1:])[0] == 2
    assert refusal("import_observations", files()[0], "--mapping", str(tmp_path / "no.yaml"))[0] == 2


def test_a_preview_stores_nothing(files, capsys, settings):
    answer = run(capsys, "import_observations", *files(), "--preview")
    check("import_observations", answer)
    assert not any(model.objects.exists() for model in (Import, Observation, Partner, Source, StoredFile))
    assert not Path(settings.MEDIA_ROOT).exists()


def test_paths_in_the_mapping_are_relative_to_its_folder_or_the_base(files, capsys, tmp_path):
    mapping = MAPPING + "partners: {file: list.csv, key: key}\n"
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "list.csv").write_text("key\na\n")
    assert refusal("import_observations", *files(mapping=mapping))[0] == 1
    run(capsys, "import_observations", *files(mapping=mapping), "--base", str(tmp_path / "lists"))


def test_lists_of_right_labels_are_kept_in_the_mapping(files, capsys, tmp_path):
    (tmp_path / "right.csv").write_text("name\nAlphaville\n")
    mapping = MAPPING + "labels: [{column: partner, file: right.csv, file_column: name}]\n"
    answer = run(capsys, "import_observations", *files(DATA.replace("\na,", "\nAlphavile,"), mapping))
    assert Source.objects.get().mapping["labels"] == [{"column": "partner", "values": ["Alphaville"]}]
    assert {"value": "Alphavile", "like": "Alphaville"} in [gap["examples"][0] for gap in answer["gaps"]]


@pytest.fixture
def loaded(load):
    load("a,2024-01-05,100,50", "b,2024-01-05,300,200", "b,2024-02-05,100,NULL")
    Partner.objects.filter(key="b").update(segment="x")


def test_a_baseline_prints_what_its_schema_says(loaded, capsys):
    answer = run(capsys, "baseline", "gross_margin", "--from", "2024-01", "--to", "2024-02")
    check("baseline", answer)
    assert answer == {
        "metric": "gross_margin", "unit": "pct", "definition_version": 1, "from": "2024-01", "to": "2024-02",
        "value": 37.5, "count": 2, "partners": 2, "coverage_pct": 100.0, "grade": "D", "gaps": 1,
        "as_of": "2024-01", "is_stale": True, "to_date": True,
    }  # fmt: skip


@pytest.mark.parametrize("by", ["period", "partner", "segment"])
def test_rows_by(by, loaded, capsys):
    answer = run(capsys, "baseline", "fulfilled_revenue", "--by", by)
    check("baseline", answer)
    assert sum(row["value"] for row in answer["rows"]) == answer["value"] == 500


def test_partners_segments_and_newest_months(loaded, capsys):
    assert run(capsys, "baseline", "fulfilled_revenue", "--partners", "a")["value"] == 100
    assert run(capsys, "baseline", "fulfilled_revenue", "--segment", "x")["value"] == 400
    assert run(capsys, "baseline", "fulfilled_revenue", "--last", "1")["value"] == 100


def test_too_few_answers_have_no_value_and_the_command_says_why(load, capsys):
    nps = [{"metric": "partner_nps", "measure": "nps", "value": "amount"}]
    load(*[f"a,2024-01-05,{answer},1" for answer in (10, 9, 9, 3)], metrics=nps)
    answer = run(capsys, "baseline", "partner_nps")
    check("baseline", answer)
    assert answer["value"] is None
    assert answer["notes"] == ["Too few answers for a value: 4, and it needs at least 10."]


def test_a_metric_without_observations_is_no_failure(capsys):
    answer = run(capsys, "baseline", "partner_nps")
    check("baseline", answer)
    assert (answer["value"], answer["grade"]) == (None, "D")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nonsense"], 1), (["gross_margin", "--partners", "nobody"], 1), (["gross_margin", "--from", "2024-01"], 2),
        (["gross_margin", "--from", "2024-13", "--to", "2024-13"], 2), (["gross_margin", "--last", "0"], 2),
        (["gross_margin", "--from", "2024-01", "--to", "2024-02", "--last", "3"], 2),
    ],
)  # fmt: skip
def test_how_it_refuses(arguments, code, loaded):
    assert refusal("baseline", *arguments)[0] == code
