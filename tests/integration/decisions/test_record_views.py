"""Working on a record in the browser: with htmx, without JavaScript, in two tabs, after a lost answer."""

import json
import re
import uuid

import lxml.html
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.forms.units import FORMS
from decisions.stages import WORKING_STAGES, Stage
from metrics import defining
from metrics.models import DefinitionVersion
from tests.factories import (
    FRAMEWORKS,
    make_decided,
    make_partner,
    make_person,
    make_record,
    version_of,
)
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def client(record):
    return client_of(record.created_by)


def address(record, name, *arguments):
    return reverse(f"decisions:{name}", args=[record.code, *arguments])


def htmx(record, stage=Stage.FRAME):
    """The headers of a request that htmx sends from the page of a stage."""
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address(record, 'stage', stage)}"}


def forms_of(client, record, stage):
    """The forms that save a unit on the page of a stage, as a browser without JavaScript reads them."""
    page = lxml.html.fromstring(client.get(address(record, "stage", stage)).content)
    return [form for form in page.forms if "/units/" in (form.action or "")]


def form_of(client, record, unit):
    """What the form of a unit sends when nothing is changed in it."""
    wanted = address(record, "save_unit", unit.kind, unit.pk)
    forms = (form for stage in WORKING_STAGES for form in forms_of(client, record, stage))
    return next(dict(form.form_values()) for form in forms if form.action == wanted)


def send(client, unit, sent, **options):
    return client.post(address(unit.record, "save_unit", unit.kind, unit.pk), sent, **options)


# Beginning one


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


# Saving


@pytest.mark.parametrize("framework", ["alignment-scorecard", "channel-performance"])
def test_saving_what_every_form_shows_changes_nothing(framework):
    record = make_record(framework, to=Stage.COMMIT, **{"class": "major"})
    client, kinds = client_of(record.created_by), set()
    for stage in WORKING_STAGES:
        for form in forms_of(client, record, stage):
            *_start, kind, pk, _end = form.action.split("/")
            kinds.add(kind)
            before = m.UNITS[kind].objects.get(pk=pk)
            answer = client.post(form.action, dict(form.form_values()))
            after = m.UNITS[kind].objects.get(pk=pk)
            assert answer.status_code == 302, (form.action, answer.status_code)
            assert answer["Location"].endswith(f"#{before.anchor}")
            assert (after.values(), after.revision) == (before.values(), before.revision), form.action
    filled = {kind for kind, model in m.UNITS.items() if model.objects.filter(record=record).exists()}
    assert filled - kinds <= {"artifact"}, "every kind of unit that the framework has stands on a page"


def test_what_nobody_would_write_breaks_no_form():
    record = make_record("alignment-scorecard", to=Stage.COMMIT, **{"class": "major"})
    client = client_of(record.created_by)
    for kind, model in m.UNITS.items():
        unit = model.objects.filter(record=record).first()
        if unit is None:
            continue
        for text in ("\0", "9" * 40):
            sent = dict.fromkeys(FORMS[kind].base_fields, text) | {
                "revision": unit.revision,
                "save_id": uuid.uuid4(),
            }
            with transaction.atomic():
                answer = send(client, unit, sent, headers=htmx(record))
                assert answer.status_code in {200, 422}, (kind, text[:9])
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


# Rows


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


# Partners and definitions


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
    defining.change_definition(changed, seen=binding.definition.number, by=steward, now=now)
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


# Moves


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
    html = approver.get(address(record, "one_pager")).content.decode()
    form = next(form for form in lxml.html.fromstring(html).forms if form.action == address(record, "decide"))
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
