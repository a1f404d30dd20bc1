"""Rows, partners and definitions of a record in the browser."""

import json
import uuid

import lxml.html
import pytest
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.states.stages import WORKING_STAGES, Stage
from metrics.dictionary import edit
from metrics.models import DefinitionVersion
from tests.factories import (
    make_partner,
    make_person,
    make_record,
)
from tests.integration.decisions.pages import address, htmx
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def statements(record):
    return list(m.Risk.objects.filter(record=record).values_list("statement", flat=True))


@pytest.mark.parametrize("is_htmx", [False, True])
def test_rows_are_added_once_moved_and_removed(record, client, is_htmx):
    m.Risk.objects.filter(record=record).delete()
    headers = htmx(record, Stage.COMPARE) if is_htmx else {}
    status = 200 if is_htmx else 302
    first, second = uuid.uuid4(), uuid.uuid4()
    for pk in (first, first, second):
        answer = client.post(address(record, "add_row", "risk"), {"id": pk}, headers=headers)
        assert answer.status_code == status
    for pk, text in ((first, "one"), (second, "two")):
        m.Risk.objects.filter(pk=pk).update(statement=text)
    assert statements(record) == ["one", "two"]
    move = address(record, "move_row", "risk", second)
    answer = client.post(move, {"direction": "up"}, headers=headers)
    assert (answer.status_code, statements(record)) == (status, ["two", "one"])
    if is_htmx:
        assert json.loads(answer["HX-Trigger-After-Swap"])["desk:focus"]["unit"].endswith(str(second))
        assert "<html" not in answer.content.decode()
    else:
        assert answer["Location"].endswith(f"{second}")
    client.post(move, {"direction": "up"}, headers=headers)
    assert statements(record) == ["two", "one"], "at the top there is no way up"
    client.post(move, {"direction": "down"}, headers=headers)
    assert statements(record) == ["one", "two"]
    answer = client.post(address(record, "remove_row", "risk", first), headers=headers)
    assert (answer.status_code, statements(record)) == (status, ["two"])
    assert client.post(address(record, "remove_row", "risk", first), headers=headers).status_code == 404


def test_what_the_framework_asks_for_is_not_removed(record, client):
    row = m.MetricBinding.objects.filter(record=record, is_asked=True).first()
    answer = client.post(address(record, "remove_row", "metric", row.pk))
    assert answer.status_code == 422
    assert "The framework asks for this" in answer.content.decode()
    assert m.MetricBinding.objects.filter(pk=row.pk).exists()


def test_a_metric_of_the_dictionary_is_added_by_its_key(record, client):
    sent = {"id": uuid.uuid4(), "key": "coverage_gap"}
    m.MetricBinding.objects.filter(record=record, key="coverage_gap").delete()
    assert client.post(address(record, "add_row", "metric"), sent).status_code == 302
    assert m.MetricBinding.objects.get(pk=sent["id"]).definition.metric_id == "coverage_gap"
    for key in ("", "no_such_metric"):
        answer = client.post(address(record, "add_row", "metric"), {"id": uuid.uuid4(), "key": key})
        assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["people", "estimate", "text", "nonsense"])
def test_what_is_no_list_takes_no_rows(record, client, kind):
    answer = client.post(address(record, "add_row", kind), {"id": uuid.uuid4()})
    assert answer.status_code in {404, 422}


def test_choosing_partners_keeps_those_that_the_filter_hides(record, client):
    scope = m.Scope.objects.get(record=record)
    hidden, shown, left = (make_partner(name=name) for name in ("Hidden", "Shown", "Left"))
    m.Scope.objects.filter(pk=scope.pk).update(partners="list", partner_ids=[hidden.pk, left.pk])
    choose = address(record, "choose_partners", "scope", scope.pk)
    html = client.get(choose, {"q": "Sho"}).content.decode()
    assert "Shown" in html
    assert "Hidden" not in html
    sent = {"shown": [shown.pk, left.pk], "partner": [shown.pk, uuid.uuid4(), "nonsense"]}
    answer = client.post(choose, sent)
    assert answer["Location"].startswith(address(record, "stage", "frame"))
    assert set(m.Scope.objects.get(pk=scope.pk).partner_ids) == {hidden.pk, shown.pk}
    answer = client.post(f"{choose}?q=Le", {"shown": [left.pk], "partner": [left.pk], "more": ""})
    assert answer["Location"] == f"{choose}?q=Le"
    assert len(m.Scope.objects.get(pk=scope.pk).partner_ids) == 3


def test_a_metric_is_taken_to_its_newest_definition(record, client):
    binding = m.MetricBinding.objects.filter(record=record).select_related("definition").first()
    changed = binding.definition.content.model_copy(update={"summary": "Said in other words."})
    steward, now = make_person(Role.STEWARD), timezone.now()
    edit.change_definition(changed, seen=binding.definition.number, by=steward, now=now)
    newest = DefinitionVersion.objects.newest().get(metric=binding.key)
    assert newest.number == binding.definition.number + 1
    move = address(record, "move_definition", binding.pk)
    pages = [
        lxml.html.fromstring(client.get(address(record, "stage", stage)).content) for stage in WORKING_STAGES
    ]
    [offered] = [
        button for page in pages for button in page.xpath(f"//button[@form='{binding.anchor}-rebind']")
    ]
    form = offered.getroottree().getroot().get_element_by_id(offered.get("form"))
    assert form.action == move
    assert client.post(move)["Location"].endswith(f"#{binding.anchor}")
    assert m.MetricBinding.objects.get(pk=binding.pk).definition == newest
