"""Saving in the browser: with htmx, without JavaScript, in two tabs, after a lost answer."""

import json
import re
import uuid

import lxml.html
import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.draft.forms import FORMS
from decisions.readiness.move import move_draft
from decisions.sections.registry import UNITS
from decisions.states.stages import WORKING_STAGES, Stage
from tests.factories import fresh, make_person, make_record
from tests.integration.decisions.pages import address, form_of, forms_of, htmx, send
from tests.integration.people import client_of


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, is_filled=False)


@pytest.fixture
def record(kept):
    return fresh(kept)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


@pytest.mark.parametrize("framework", ["alignment-scorecard", "channel-performance"])
def test_saving_what_every_form_shows_changes_nothing(framework):
    record = make_record(framework, to=Stage.COMMIT, **{"class": "major"})
    client, kinds = client_of(record.created_by), set()
    for stage in WORKING_STAGES:
        for form in forms_of(client, record, stage):
            *_start, kind, pk, _end = form.action.split("/")
            kinds.add(kind)
            before = UNITS[kind].objects.get(pk=pk)
            answer = client.post(form.action, dict(form.form_values()))
            after = UNITS[kind].objects.get(pk=pk)
            assert answer.status_code == 302, (form.action, answer.status_code)
            assert answer["Location"].endswith(f"#{before.anchor}")
            assert (after.values(), after.revision) == (before.values(), before.revision), form.action
    filled = {kind for kind, model in UNITS.items() if model.objects.filter(record=record).exists()}
    assert filled - kinds <= {"artifact"}, "every kind of unit that the framework has stands on a page"


def test_what_nobody_would_write_breaks_no_form():
    record = make_record("alignment-scorecard", to=Stage.COMMIT, **{"class": "major"})
    client = client_of(record.created_by)
    for kind, model in UNITS.items():
        unit = model.objects.filter(record=record).first()
        if unit is None:
            continue
        for text, answers in (("\0", {400}), ("9" * 40, {200, 422})):
            sent = dict.fromkeys(FORMS[kind].base_fields, text) | {
                "revision": unit.revision,
                "save_id": uuid.uuid4(),
            }
            with transaction.atomic():
                answer = send(client, unit, sent, headers=htmx(record))
                assert answer.status_code in answers, (kind, text[:9])
                transaction.set_rollback(True)


def test_a_plain_form_saves_and_goes_back_to_the_unit(record, client):
    unit = m.People.objects.get(record=record)
    answer = send(client, unit, form_of(client, record, unit) | {"decides": "The board"})
    assert answer["Location"] == f"{address(record, 'stage', 'commit')}#{unit.anchor}"
    saved = m.People.objects.get(record=record)
    assert (saved.decides, saved.saved_by, saved.revision) == ("The board", record.created_by, 2)


def test_htmx_gets_what_a_save_changes_and_the_word_that_it_is_kept(record, client):
    unit = m.Brief.objects.get(record=record)
    sent = form_of(client, record, unit) | {"question": "A better question?"}
    answer = send(client, unit, sent, headers=htmx(record))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert json.loads(answer["HX-Trigger"]) == {"desk:saved": {"unit": unit.anchor}}
    assert "<html" not in html
    assert "A better question?" in html, "the head of the page shows it"
    assert 'name="revision" value="2"' in re.sub(r"\s+", " ", html)


def test_a_retry_after_a_lost_answer_saves_once(record, client):
    unit = m.People.objects.get(record=record)
    sent = form_of(client, record, unit) | {"decides": "The board"}
    for _attempt in range(3):
        assert send(client, unit, sent).status_code == 302
    assert m.People.objects.get(record=record).revision == 2
    assert unit.pgh_event_model.objects.filter(pgh_obj_id=unit.pk, decides="The board").count() == 1
    assert send(client, unit, sent | {"decides": "The board, by vote"}).status_code == 302, (
        "one's own words go on"
    )
    assert m.People.objects.get(record=record).decides == "The board, by vote"


@pytest.mark.parametrize("is_htmx", [False, True])
def test_two_tabs_show_both_texts_and_lose_none(record, client, is_htmx):
    unit = m.People.objects.get(record=record)
    one = form_of(client, record, unit)
    other = one | {"save_id": uuid.uuid4()}
    send(client, unit, one | {"decides": "The board"})
    headers = htmx(record) if is_htmx else {}
    answer = send(client, unit, other | {"decides": "The head", "told": "By mail"}, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert ("<html" in html) is not is_htmx
    words = lxml.html.fromstring(html).text_content()
    assert "Somebody saved this while you wrote" in words
    for text in ("The board", "The head", "By mail"):
        assert text in html
    assert m.People.objects.get(record=record).decides == "The board"
    page = lxml.html.fromstring(html)
    again = next(form for form in page.forms if (form.action or "").endswith(f"/units/people/{unit.pk}/"))
    mine = dict(again.form_values())
    assert (mine["decides"], mine["told"], mine["revision"]) == ("The head", "By mail", "2")
    assert send(client, unit, mine).status_code == 302, "keeping mine is one more save"
    kept = m.People.objects.get(record=record)
    assert (kept.decides, kept.told) == ("The head", "By mail")


def test_two_tabs_in_different_fields_are_joined_and_say_so(record, client):
    unit = m.People.objects.get(record=record)
    one = form_of(client, record, unit)
    other = one | {"save_id": uuid.uuid4()}
    send(client, unit, one | {"decides": "The board"})
    answer = send(client, unit, other | {"told": "By mail"}, headers=htmx(record))
    assert answer.status_code == 200
    assert "both changes are kept" in answer.content.decode()
    kept = m.People.objects.get(record=record)
    assert (kept.decides, kept.told) == ("The board", "By mail")


@pytest.mark.parametrize("is_htmx", [False, True])
def test_what_is_refused_comes_back_as_it_was_written(is_htmx):
    record = make_record(to=Stage.COMPARE, is_filled=False)
    client = client_of(record.created_by)
    unit = m.Criterion.objects.filter(record=record).first()
    sent = form_of(client, record, unit) | {"worst": "about twelve"}
    answer = send(client, unit, sent, headers=htmx(record, Stage.COMPARE) if is_htmx else {})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert ("<html" in html) is not is_htmx
    assert 'value="about twelve"' in html
    assert "“about twelve” is no number" in html
    assert m.Criterion.objects.get(pk=unit.pk).revision == unit.revision


def test_a_unit_of_another_record_is_not_found(record, client):
    unit = m.People.objects.get(record=make_record(is_filled=False))
    sent = {"revision": 1, "save_id": uuid.uuid4(), "decides": "Me"}
    assert client.post(address(record, "save_unit", "people", unit.pk), sent).status_code == 404


@pytest.mark.parametrize("broken", [{"revision": "x"}, {"save_id": "x"}, {"revision": ""}, {"save_id": ""}])
def test_a_save_without_its_marks_is_not_found(record, client, broken):
    unit = m.People.objects.get(record=record)
    sent = {"revision": 1, "save_id": uuid.uuid4(), "decides": "Me"}
    assert send(client, unit, sent | broken).status_code == 404


def _sent(unit, **changes):
    return {"decides": "Me", "revision": unit.revision, "save_id": uuid.uuid4()} | changes


def test_an_outsider_finds_nothing_to_save(record):
    m.Record.objects.filter(pk=record.pk).update(is_private=True)
    unit = m.People.objects.get(record=record)
    assert send(client_of(make_person(Role.MANAGER)), unit, _sent(unit)).status_code == 404
    assert m.People.objects.get(record=record).decides == ""


@pytest.mark.parametrize("changes", [{}, {"revision": 9}, {"decides": "x" * 30_000}])
def test_who_may_see_but_not_write_is_told_so_before_anything_else(record, changes):
    unit = m.People.objects.get(record=record)
    for role in (Role.VIEWER, Role.MANAGER):
        assert send(client_of(make_person(role)), unit, _sent(unit, **changes)).status_code == 403
    assert m.People.objects.get(record=record).decides == ""


def test_nothing_is_saved_without_a_draft(record, client):
    move_draft(record, to=Stage.NONE, by=record.created_by, now=timezone.now())
    unit = m.People.objects.get(record=record)
    answer = send(client, unit, _sent(unit), headers=htmx(record))
    assert answer.status_code == 422
    assert "There is no draft to write in" in answer.content.decode()
    assert m.People.objects.get(record=record).decides == ""


def test_who_gives_the_record_away_sees_at_once_that_it_is_no_longer_theirs(record):
    owner, other = make_person(Role.MANAGER), make_person(Role.MANAGER)
    brief = m.Brief.objects.get(record=record)
    client = client_of(record.created_by)
    send(client, brief, form_of(client, record, brief) | {"owner": owner.pk})
    given = client_of(owner)
    brief.refresh_from_db()
    sent = form_of(given, record, brief) | {"owner": other.pk}
    html = send(given, brief, sent, headers=htmx(record)).content.decode()
    assert m.Brief.objects.get(record=record).owner == other
    assert "Withdraw the draft" not in html
    brief.refresh_from_db()
    assert send(given, brief, sent | {"revision": brief.revision}).status_code == 403


def test_what_is_sent_back_unchanged_is_not_asked_about_again(record, client):
    """A constraint is held against the whole unit, also where only one side of it is changed."""
    row = m.Threshold.objects.create(
        record=record, cohort=m.Cohort.objects.create(record=record, name="Pilot")
    )
    sent = form_of(client, record, row) | {"segment": "ISV"}
    answer = send(client, row, sent, headers=htmx(record))
    assert answer.status_code == 422
    assert "Either a cohort or a segment" in answer.content.decode()
    other = m.Cohort.objects.create(record=make_record(is_filled=False), name="Elsewhere")
    answer = send(client, row, sent | {"segment": "", "cohort": other.pk}, headers=htmx(record))
    assert answer.status_code == 422, "a row of another record can't be chosen"


def test_a_refused_form_withdraws_nothing_and_writes_nothing(client, record):
    unit = m.People.objects.get(record=record)
    before = m.Summary.objects.filter(record=record).values().get()
    answer = send(client, unit, _sent(unit, decides="x" * 30_000), headers=htmx(record))
    assert answer.status_code == 422
    assert m.Summary.objects.filter(record=record).values().get() == before


@pytest.mark.parametrize("is_htmx", [False, True])
def test_naming_oneself_as_approver_is_refused_at_the_field(record, client, is_htmx):
    unit = m.Approval.objects.get(record=record)
    sent = form_of(client, record, unit) | {"approver": record.created_by_id}
    answer = send(client, unit, sent, headers=htmx(record) if is_htmx else {})
    assert answer.status_code == 422
    (field,) = lxml.html.fromstring(answer.content).xpath(f"//*[@id='{unit.anchor}-approver-error']")
    assert "can't approve it" in field.text_content()
    assert m.Approval.objects.get(record=record).approver_id == unit.approver_id


def test_two_tabs_together_name_nobody_their_own_approver(record, client):
    unit = m.Approval.objects.get(record=record)
    first = form_of(client, record, unit)
    send(client, unit, first | {"coi": "none"})
    late = first | {"save_id": uuid.uuid4(), "approver": record.created_by_id}
    answer = send(client, unit, late)
    assert answer.status_code == 422
    assert lxml.html.fromstring(answer.content).xpath(f"//*[@id='{unit.anchor}-approver-error']")
