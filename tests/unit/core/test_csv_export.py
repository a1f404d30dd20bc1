"""A label must not run as a formula in the spreadsheet that opens an export."""

import pytest

from partnerdesk.core.csv_export import csv_response, harmless


@pytest.mark.parametrize(
    "label", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]
)
def test_formulas_are_quoted(label):
    assert harmless(label) == f"'{label}"


@pytest.mark.parametrize(
    ("value", "text"), [("Warehouse", "Warehouse"), (-5, "-5"), (None, ""), ("", ""), ("a=b", "a=b")]
)
def test_the_rest_stays(value, text):
    assert harmless(value) == text


def test_the_download_says_what_it_is():
    response = csv_response("gaps.csv", ["label", "count"], [["=cmd()", 2], ['"quoted", too', 3]])
    text = b"".join(response.streaming_content).decode()
    assert text == '\ufefflabel,count\r\n\'=cmd(),2\r\n"""quoted"", too",3\r\n'
    assert response.headers["Content-Disposition"] == 'attachment; filename="gaps.csv"'
