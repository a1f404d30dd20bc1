"""How old a figure is stands on pages, ballots and papers; what was frozen stays, and today's stands beside."""

import datetime as dt
import io
import re

import pypdf
import pytest
import time_machine
from django.urls import reverse

from decisions.documents.export_json_md import markdown_bytes
from decisions.documents.pdf.render import print_full, print_one_pager
from decisions.draft.load import load_draft
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.states.stages import Stage
from decisions.versions.figures_today import seen_from
from decisions.versions.report import report_of_draft, report_of_version
from tests.factories import fresh, make_record, version_of
from tests.integration.decisions.triggers.conftest import add, draft, enact, margins, save  # noqa: F401
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
OLD = "older than its own window: its data end with May 2020, 77 months ago"
PAGES = ("one_pager", "document")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


def year_to(year, month):
    months = [year * 12 + month - 1 - back for back in range(12)]
    return {f"{index // 12}-{index % 12 + 1:02}": 30 for index in months}


def words_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def read(record, name, *parts, **query):
    address = reverse(f"decisions:{name}", args=[record.code, *parts], query=query or None)
    return client_of(record.created_by).get(address).content.decode()


@pytest.fixture
def aged(draft, margins):  # noqa: F811
    """A draft on a year of margins that ended long ago."""
    record = draft()
    margins(year_to(2020, 5))
    return fresh(record)


@pytest.fixture
def recent(draft, enact, margins):  # noqa: F811
    """A version in force on a year of margins that had just ended."""
    record = draft()
    margins(year_to(2026, 10))
    enact(fresh(record))
    return fresh(record)


def margin_of(report):
    return next(row for row in report.rows("metrics") if row["key"] == "gross_margin")


def test_an_old_figure_is_of_grade_d_and_its_page_says_why_in_red(aged):
    content = load_draft(aged)
    binding = next(row for row in content.all(MetricBinding) if row.key == "gross_margin")
    assert baseline_of(content, binding).grade == "D"
    html = read(aged, "stage", "frame")
    assert f'<span class="mark stop">{OLD}</span>' in html
    for name in PAGES:
        assert f'<span class="r-mark r-stop">{OLD}</span>' in read(aged, name)


def test_its_papers_say_it_as_well(aged, enact):  # noqa: F811
    enact(aged)
    report = report_of_version(version_of(aged))
    assert margin_of(report)["baseline"]["age"] == {"state": "old", "words": OLD}
    for printer in (print_one_pager, print_full):
        pages = pypdf.PdfReader(io.BytesIO(printer(report).data)).pages
        assert OLD in re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert f"**{OLD}**" in markdown_bytes(report).decode()


def test_a_ballot_names_it_among_weak_evidence(aged, enact):  # noqa: F811
    enact(aged)
    weak = words_of(read(aged, "round", 1)).split("Weak evidence")[1].split("Waived")[0]
    assert OLD in weak
    assert "grade D" in weak
    assert "none" not in weak


def test_data_that_came_in_time_take_nothing_away(recent):
    row = margin_of(report_of_version(version_of(recent)))
    assert (row["baseline"]["age"], row["baseline"]["grade"]) == (None, "A")
    for html in (read(recent, "one_pager"), read(recent, "document"), read(recent, "round", 1)):
        assert "today D" not in html
        assert "own window" not in html


def test_what_was_frozen_stays_and_todays_stands_beside(recent, clock):
    clock.move_to(NOW + dt.timedelta(days=500))
    version = version_of(recent)
    for name in PAGES:
        html = read(recent, name, version=1)
        assert re.search(r'<td>\s*A <span class="r-mark r-stop">today D</span>', html)
        assert "older than its own window: its data end with Oct 2026" in html
    assert "grade A when proposed" in read(recent, "round", 1)
    paper = report_of_version(version)
    assert (paper.figure(margin_of(paper)).grade, paper.figure(margin_of(paper)).today) == ("A", "")


def test_todays_figures_of_a_version_take_one_query(recent, django_assert_num_queries):
    report = report_of_version(version_of(recent))
    with django_assert_num_queries(1):
        seen_from(report, NOW.date())


def test_a_figure_frozen_before_ages_were_kept_is_judged_all_the_same(recent):
    report = report_of_version(version_of(recent))
    del margin_of(report)["baseline"]["age"]
    later = seen_from(report, dt.date(2027, 1, 10))
    figure = later.figure(margin_of(report))
    assert (figure.grade, figure.today) == ("A", "C")
    assert figure.words.startswith(("late", "stale"))


def test_pages_and_papers_say_why_too_few_answers_have_no_value(draft, add, load):  # noqa: F811
    record = draft()
    add(record, "metric", key="partner_nps")
    nps = [{"metric": "partner_nps", "measure": "nps", "value": "amount"}]
    load(*[f"a,2026-08-05,{answer},1" for answer in (10, 9, 9, 3)], metrics=nps)
    record, words = fresh(record), "Too few answers for a value: 4, and it needs at least 10."
    assert words in read(record, "stage", "frame")
    for name in PAGES:
        assert words in read(record, name)
    report = report_of_draft(load_draft(record), number=1, by=None, now=NOW)
    assert words in markdown_bytes(report).decode()


def test_a_record_without_data_has_nothing_that_is_old():
    record = make_record(to=Stage.PROPOSED)
    assert report_of_version(version_of(record)).weak_figures == []
