"""The expected path in the full record: a picture on what was measured when the version was frozen."""

import dataclasses
import datetime as dt
import io

import lxml.html
import pypdf
import pytest

from decisions.comparison.pictures import frozen_path_of
from decisions.documents.pdf.render import print_full
from decisions.states.stages import Stage
from decisions.versions.report import report_of_version
from tests.factories import make_record, version_of
from tests.integration.people import client_of

MEASURED = (12, 11, 11, 9)
TITLE = "Expected path of Partner contribution margin"


@pytest.fixture
def record(load_margins):
    load_margins(dt.date(2026, 7, 1), *MEASURED)
    return make_record(to=Stage.PROPOSED, **{"class": "major"})


def report_of(record):
    return report_of_version(version_of(record))


def row_of(report):
    return next(row for row in report.rows("expected_path") if row["metric"] == "partner_contribution_margin")


def words_of(report):
    pages = pypdf.PdfReader(io.BytesIO(print_full(report).data)).pages
    return " ".join(page.extract_text() for page in pages).split()


def test_a_version_keeps_what_was_measured(record, load_margins):
    points = [("2026-07-01", "12"), ("2026-08-01", "11"), ("2026-09-01", "11"), ("2026-10-01", "9")]
    assert [(point["period"], point["value"]) for point in row_of(report_of(record))["history"]] == points
    load_margins(dt.date(2026, 11, 1), 4)
    picture = frozen_path_of(row_of(report_of(record)))
    assert picture.last.label == "9.0"


def test_the_picture_prints_and_stands_on_the_page(record):
    report = report_of(record)
    assert words_of(report).count("measured") == 1, "the other metrics have no data and so no picture"
    html = client_of(record.created_by).get(f"/records/{record.code}/document/").content
    titles = [title.text for title in lxml.html.fromstring(html).iterfind(".//svg/title")]
    assert titles.count(TITLE) == 1


def test_a_version_frozen_without_the_history_prints_its_table_alone(record):
    report = report_of(record)
    row_of(report).pop("history")
    words = words_of(dataclasses.replace(report))
    assert "measured" not in words
    assert {"effect", "Target"} <= set(words), "the table stands"
