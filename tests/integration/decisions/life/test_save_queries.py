"""What a save asks of the database: as much for a long record as for a short one."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions import models as m
from decisions.draft.forms import FORMS
from decisions.draft.unit_view import as_text
from tests.integration.decisions.pages import address, htmx, send
from tests.integration.decisions.whole import make_whole
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import client_of

SUMMARY = 'UPDATE "decisions_summary"'
RECORD = 'FROM "decisions_record"'


def sent_of(unit, **changes):
    """What the unit's form would send, with these changes."""
    shown = {
        name: as_text(getattr(unit, unit.attname_of(name)), type(unit), name)
        for name in FORMS[unit.kind].base_fields
    }
    return shown | changes | {"revision": unit.revision, "save_id": uuid.uuid4()}


def asked_of(load, scale):  # noqa: F811  (a fixture)
    """The statements of one saved note, and of other saves by what they save."""
    whole = make_whole(load, scale=scale, partners=40 * scale, voters=5 * scale)
    record, client = whole.record, client_of(whole.people["owner"])
    client.get("/")

    def save(unit, **changes):
        sent, headers = sent_of(unit, **changes), htmx(record)
        with CaptureQueriesContext(connection) as asked:
            answer = send(client, unit, sent, headers=headers)
        assert answer.status_code == 200, answer.content.decode()
        assert type(unit).objects.get(pk=unit.pk).revision == unit.revision + 1
        return [query["sql"] for query in asked.captured_queries]

    def first(model, **which):
        return model.objects.filter(record=record, **which).select_related("record").first()

    def add(kind):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(address(record, "add_row", kind), {"id": uuid.uuid4()}, headers=htmx(record))
        assert answer.status_code == 200
        return [query["sql"] for query in asked.captured_queries]

    counts = [model.objects.filter(record=record).count() for model in (m.Option, m.Criterion, m.Threshold)]
    assert counts == [3 * scale, 5 * scale, 4 * scale]
    stated = first(m.Estimate, form=m.Estimate.Form.VALUE, high__isnull=False)
    estimate, higher = {"pk": stated.pk}, stated.high + 1
    save(first(m.Estimate, **estimate), note="Warm")
    return {
        "note": save(first(m.Estimate, **estimate), note="Said again"),
        "value": save(first(m.Estimate, **estimate), high=higher),
        "text": save(first(m.TextBlock, key="context"), body="Where we are."),
        "threshold": save(first(m.Threshold, watches="date"), note="Ends then"),
        "new row": add("risk"),
    }


@pytest.fixture(scope="module")
def asked(keep, load):  # noqa: F811  (a fixture)
    """By scale: what each save asked."""
    return {scale: keep(asked_of, load, scale) for scale in (1, 2)}


def test_a_note_takes_at_most_sixteen_queries(asked):
    assert len(asked[1]["note"]) <= 16, asked[1]["note"]


@pytest.mark.parametrize("what", ["note", "value", "text", "threshold", "new row"])
def test_as_many_queries_for_twice_the_rows(asked, what):
    assert len(asked[2][what]) == len(asked[1][what]) <= 25


@pytest.mark.parametrize("what", ["note", "value", "text", "threshold", "new row"])
def test_the_row_in_lists_is_written_once(asked, what):
    written = [sql for sql in asked[1][what] if SUMMARY in sql]
    assert len(written) == 1
    assert '"blockers"' in written[0], "with what was computed"


def test_the_record_is_locked_once_and_read_once(asked):
    note = asked[1]["note"]
    assert len([sql for sql in note if RECORD in sql]) == 1
    locks = [sql for sql in note if "FOR UPDATE" in sql]
    assert [RECORD in sql for sql in locks] == [True, False], "the record first, then the unit with it"
