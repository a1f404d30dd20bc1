"""`import_rates`, as scripts rely on it."""

import pytest

from metrics.models import RateTable
from tests.integration.metrics.rates.conftest import RATES
from tests.integration.metrics.rates.test_conversion import EACH, SALES
from tests.integration.metrics.test_commands import check, refusal, run

SAID = ["--source", "Central bank", "--date", "2025-03-31"]


@pytest.fixture
def file(tmp_path):
    def file(text=RATES):
        (tmp_path / "rates.csv").write_text(text)
        return str(tmp_path / "rates.csv")

    return file


def test_it_prints_what_its_schema_says(file, capsys, suggested, write):
    answer = run(capsys, "import_rates", file(), *SAID)
    check("import_rates", answer)
    table = RateTable.objects.get()
    assert answer == {
        "table": str(table.pk), "rates": 4, "new": 4, "changed": 0, "same": 0, "older": 0, "to_import_anew": [],
    }  # fmt: skip
    assert (table.source, f"{table.dated_on}", table.created_by) == ("Central bank", "2025-03-31", None)
    imported = suggested(write(SALES), EACH, "--metric", "fulfilled_revenue")
    check("import_observations", imported)
    corrected = file(RATES.replace("1.0354", "1.04"))
    answer = run(capsys, "import_rates", corrected, "--source", "Central bank", "--date", "2025-04-30")
    assert (answer["changed"], answer["same"], answer["to_import_anew"]) == (1, 3, ["sales.csv"])


def test_what_is_refused(file):
    assert refusal("import_rates", file("month,currency,rate\n2025-01,EUR,x\n"), *SAID) == (
        1,
        "Line 2: “x” is no rate: write a number above 0 with a point, with at most 15 decimals.",
    )
    assert refusal("import_rates", "nowhere.csv", *SAID)[0] == 2
    assert refusal("import_rates", file(), "--source", "x", "--date", "soon")[0] == 2
    assert refusal("import_rates", file(), "--source", "x", "--date", "2999-01-01")[0] == 2
    assert not RateTable.objects.exists()
