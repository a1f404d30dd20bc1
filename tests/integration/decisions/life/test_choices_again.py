"""Selects that list rows of the record: whatever changes those rows, an open page lists them as a new one would."""

import uuid

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions import models as m
from decisions.draft.forms import FORMS
from decisions.draft.row_choices import chosen_rows, named_by
from decisions.sections.pre_mortem import FailureStory
from decisions.sections.registry import UNITS
from decisions.states.stages import WORKING_STAGES, Stage
from tests.factories import fresh, make_record
from tests.integration.decisions.pages import address, form_of, htmx, send
from tests.integration.people import client_of

CHOSEN = sorted(
    {kind for each in FORMS for model in chosen_rows(each).values() for kind in named_by(model.kind)}
)
"""The kinds whose rows stand, or are named, in a select of another."""

RENAMED = {"threshold": {"level": "7.25"}}
"""What changes the name of a row that has no title of its own."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(keep):
    def made():
        record = make_record("alignment-scorecard", to=Stage.COMMIT, **{"class": "major"})
        stamp = {"record": record, "saved_by": record.created_by}
        m.Cohort.objects.create(**stamp, name="Pilot")
        m.Statement.objects.create(**stamp, text="It holds")
        m.Evidence.objects.create(**stamp, title="Paper")
        return record

    return keep(made)


@pytest.fixture
def record(kept):
    return fresh(kept)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def page_of(client, record, stage):
    return lxml.html.fromstring(client.get(address(record, "stage", stage)).content)


def by_id(page):
    return {element.get("id"): element for element in page.iter() if isinstance(element.tag, str)}


def brought(answer):
    """What an answer draws, by the way in which it is put into the page."""
    assert answer.status_code == 200, answer.content.decode()
    found = lxml.html.fromstring(f"<main>{answer.content.decode()}</main>").iter()
    return [element for element in found if isinstance(element.tag, str) and element.get("hx-swap-oob")]


def swap(page, answer):
    """Put an answer into the page as a browser does. Each select that comes stands there already."""
    for coming in brought(answer):
        there = by_id(page).get(coming.get("id"))
        if coming.tag == "select":
            assert there is not None, f"{coming.get('id')} does not stand on the page"
            there[:] = list(coming)
        elif there is not None:
            there.getparent().replace(there, coming)


def listed(page):
    """The choices of each select."""
    return {
        select.get("id"): [(option.get("value"), option.text) for option in select.iter("option")]
        for select in page.iter("select")
        if select.get("id")
    }


def changed_words(record, kind):
    """The first row of a kind, and what names it otherwise; None where a form can't."""
    model = UNITS[kind]
    title = model.titled[0] if model.titled else ""
    words = RENAMED.get(kind) or ({title: "Called otherwise"} if title in model.editable else None)
    return model.objects.filter(record=record).first(), words


def changes(client, record, kind, stage):
    """Answers to a row of a kind that is added, renamed and removed on the page of a stage."""
    pk, headers = uuid.uuid4(), htmx(record, stage)
    sent = {"id": pk, "scenario": m.Scenario.objects.filter(record=record).first().pk}
    if kind == "metric":
        m.MetricBinding.objects.filter(record=record, key="coverage_gap").delete()
        sent["key"] = "coverage_gap"
    yield client.post(address(record, "add_row", kind), sent, headers=headers)
    row, words = changed_words(record, kind)
    if words:
        yield send(client, row, form_of(client, record, row) | words, headers=headers)
    yield client.post(address(record, "remove_row", kind, pk), headers=headers)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("kind", CHOSEN)
def test_an_open_page_lists_rows_as_a_new_one_does(record, client, kind):
    for stage in WORKING_STAGES:
        page = page_of(client, record, stage)
        for answer in changes(client, record, kind, stage):
            swap(page, answer)
            new = listed(page_of(client, record, stage))
            assert {name: listed(page).get(name) for name in new} == new


def select_of(answer, story):
    wanted = f"{story.anchor}-threshold"
    return next(each for each in brought(answer) if each.get("id") == wanted)


def test_a_story_learns_of_a_threshold_that_is_added_completed_and_removed(record, client):
    story, pk = FailureStory.objects.filter(record=record).first(), uuid.uuid4()
    headers = htmx(record, Stage.COMMIT)
    added = client.post(address(record, "add_row", "threshold"), {"id": pk}, headers=headers)
    assert str(pk) in select_of(added, story).value_options
    m.Threshold.objects.filter(pk=pk).update(metric=m.MetricBinding.objects.filter(record=record).first())
    row = m.Threshold.objects.get(pk=pk)
    saved = send(client, row, form_of(client, record, row) | {"level": "12.5"}, headers=headers)
    option = next(each for each in select_of(saved, story).iter("option") if each.get("value") == str(pk))
    assert "12.5" in option.text
    FailureStory.objects.filter(pk=story.pk).update(threshold=row)
    removed = select_of(client.post(address(record, "remove_row", "threshold", pk), headers=headers), story)
    assert str(pk) not in removed.value_options
    assert removed.value == ""


def test_a_save_that_names_no_row_of_a_select_brings_none(record, client):
    story = FailureStory.objects.filter(record=record).first()
    sent = form_of(client, record, story) | {"story": "Nobody buys it"}
    answer = send(client, story, sent, headers=htmx(record, Stage.COMMIT))
    assert not [each for each in brought(answer) if each.tag == "select"]


def test_as_many_queries_for_many_stories_as_for_one(record, client):
    row = m.Threshold.objects.filter(record=record, level__isnull=False).first()

    def queries(level):
        row.refresh_from_db()
        sent = form_of(client, record, row) | {"level": level}
        with CaptureQueriesContext(connection) as asked:
            assert send(client, row, sent, headers=htmx(record, Stage.COMMIT)).status_code == 200
        return len(asked)

    queries("7.25")
    few = queries("7.5")
    stamp = {"record": record, "saved_by": record.created_by, "threshold": row}
    for number in range(9):
        FailureStory.objects.create(**stamp, story=f"Story {number}")
    assert queries("7.75") == few
