"""Moving a record in the browser: gates, proposals, decisions."""

import lxml.html
import pytest

from decisions import models as m
from decisions.states.stages import WORKING_STAGES, Stage
from tests.factories import (
    make_decided,
    make_record,
    version_of,
)
from tests.integration.decisions.pages import address, forms_of
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def test_a_gate_says_what_is_left(record, client):
    answer = client.post(address(record, "move"), {"to": "compare"})
    words = lxml.html.fromstring(answer.content).text_content()
    assert answer.status_code == 422
    assert "Not ready for Compare yet." in words
    assert "Say until when" in words or "horizon" in words.lower()


def test_from_proposing_to_a_decision_and_a_new_draft_by_buttons():
    record = make_record(to=Stage.COMMIT)
    client, approver = client_of(record.created_by), client_of(record.approval.approver)

    def press(by, name, **sent):
        return by.post(address(record, name), sent)

    def stage():
        return m.Record.objects.get(pk=record.pk).stage

    answer = press(client, "move", to="proposed")
    assert (answer["Location"], stage()) == (address(record, "one_pager"), Stage.PROPOSED)
    assert "Version 1 is proposed." in client.get(answer["Location"]).content.decode()
    answer = press(client, "move", to="commit")
    assert (answer["Location"], stage()) == (address(record, "stage", "commit"), Stage.COMMIT)
    press(client, "move", to="proposed")
    html = approver.get(address(record, "round", 2)).content.decode()
    form = next(
        form for form in lxml.html.fromstring(html).forms if form.action == address(record, "vote", 2)
    )
    sent = dict(form.form_values()) | {"choice": "approve", "comment": "Go ahead."}
    answer = approver.post(form.action, sent)
    assert (answer["Location"], stage()) == (address(record, "one_pager"), Stage.NONE)
    assert m.Vote.objects.get().comment == "Go ahead."
    assert version_of(record).number == 2
    answer = press(client, "move", to="compare", reason="Prices fell.")
    assert (answer["Location"], stage()) == (address(record, "stage", "compare"), Stage.COMPARE)


def test_a_draft_that_was_withdrawn_starts_again_in_frame(record, client):
    answer = client.post(address(record, "move"), {"to": "none"})
    assert answer["Location"] == address(record, "one_pager")
    answer = client.post(address(record, "move"), {"to": "frame"})
    assert answer["Location"] == address(record, "stage", "frame")
    assert m.Record.objects.get(pk=record.pk).stage == Stage.FRAME


def test_the_approver_does_not_close_a_proposal_without_a_vote():
    record = make_record(to=Stage.PROPOSED)
    approver = client_of(record.approval.approver)
    assert approver.post(address(record, "move"), {"to": "none"}).status_code == 422
    assert m.Record.objects.get(pk=record.pk).stage == Stage.PROPOSED


def test_a_decision_in_force_is_read_and_not_written():
    record = make_decided()
    client = client_of(record.created_by)
    for stage in WORKING_STAGES:
        assert forms_of(client, record, stage) == []
