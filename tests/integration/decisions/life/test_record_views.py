"""Beginning and opening a record in the browser."""

import re

import pytest

from accounts.models import Role
from decisions import models as m
from decisions.states.stages import WORKING_STAGES, Stage
from tests.factories import (
    FRAMEWORKS,
    make_person,
    make_record,
)
from tests.integration.decisions.pages import address
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def test_a_record_is_begun_and_opens_in_frame():
    person, owner = make_person(), make_person()
    sent = {"question": "Do we go on?", "decision_class": "light", "owner": owner.pk, "is_private": "on"}
    answer = client_of(person).post("/records/new/value-exchange/", sent)
    record = m.Record.objects.with_header().get()
    assert answer["Location"] == address(record, "stage", "frame")
    assert (record.brief.question, record.brief.owner, record.is_private) == ("Do we go on?", owner, True)
    assert (record.created_by, record.stage) == (person, Stage.FRAME)
    assert re.fullmatch(r"[A-Z]{2}-0001", record.code)


def test_a_beginning_without_its_question_is_shown_again():
    answer = client_of(make_person()).post("/records/new/value-exchange/", {"decision_class": "light"})
    assert (answer.status_code, m.Record.objects.exists()) == (422, False)


@pytest.mark.parametrize(("stage", "role"), [(Stage.FRAME, "writer"), (Stage.FRAME, "reader")])
def test_a_record_opens_where_its_reader_needs_it(record, client, stage, role):
    reader = client_of(make_person(Role.VIEWER))
    expected = {
        "writer": address(record, "stage", stage),
        "reader": address(record, "one_pager"),
    }
    answer = {"writer": client, "reader": reader}[role].get(address(record, "record"))
    assert answer["Location"] == expected[role]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_page_of_every_framework(framework):
    record = make_record(framework, is_filled=False)
    client = client_of(record.created_by)
    shown = [client.get(address(record, "stage", stage)) for stage in WORKING_STAGES]
    shown += [client.get(address(record, name)) for name in ("one_pager", "document", "history", "waivers")]
    for answer in shown:
        assert answer.status_code == 200
        identities = re.findall(r'\sid="([^"]+)"', answer.content.decode())
        assert len(identities) == len(set(identities)), "an id stands once on a page"
    assert all(record.brief.question in answer.content.decode() for answer in shown)
