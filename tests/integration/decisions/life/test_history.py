"""The page that says what changed, by whom; and the page of waivers."""

import re
import uuid

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.draft import save as units
from decisions.draft.layout import lay_out
from decisions.draft.load import load_draft
from decisions.life.history import changes_in
from decisions.record.sharing import share_record
from decisions.states.stages import Stage
from tests.factories import make_person, make_record
from tests.integration.people import client_of


@pytest.fixture
def record():
    return make_record(is_filled=False)


def save(unit, by, **values):
    return units.save_unit(
        unit, unit.values() | values, revision=unit.revision, save_id=uuid.uuid4(), by=by, now=timezone.now()
    ).unit


def words_of(person, record, query=""):
    address = reverse("decisions:history", args=[record.code]) + query
    page = lxml.html.fromstring(client_of(person).get(address).content)
    return re.sub(r"\s+", " ", page.get_element_by_id("main").text_content())


def test_each_save_says_who_changed_what_from_what_to_what(record):
    author, friend = record.created_by, make_person(name="Frieda Friend")
    share_record(record, person=friend, by=author, now=timezone.now())
    people = m.People.objects.get(record=record)
    people = save(people, author, decides="The board")
    save(people, friend, decides="The head of sales")
    changed = [change for change in changes_in(load_draft(record), None) if change.verb == "update"]
    newest, before = changed[:2]
    assert (newest.by, before.by) == ("Frieda Friend", author.name)
    assert [(field.before, field.after) for field in newest.fields] == [("The board", "The head of sales")]
    assert [(field.before, field.after) for field in before.fields] == [("", "The board")]
    words = words_of(author, record)
    assert words.index("Frieda Friend") < words.index("The board") < words.index("The head of sales")


def test_people_and_choices_stand_in_words(record):
    author, owner = record.created_by, make_person(name="Olga Owner")
    save(m.Brief.objects.get(record=record), author, owner=owner.pk, decision_class="major")
    words = words_of(author, record)
    assert "Olga Owner" in words
    assert "major" in words
    assert str(owner.pk) not in words


def test_what_was_removed_stays_readable(record):
    author, now = record.created_by, timezone.now()
    row = units.add_row(record, "risk", pk=uuid.uuid4(), by=author, now=now).unit
    row = save(row, author, statement="Prices may fall")
    units.remove_row(row, by=author, now=now)
    words = words_of(author, record)
    assert words.count("Prices may fall") >= 2
    assert "removed" in words


def test_one_card_shows_its_own_changes_alone(record):
    author = record.created_by
    save(m.People.objects.get(record=record), author, decides="The board")
    row = units.add_row(record, "risk", pk=uuid.uuid4(), by=author, now=timezone.now()).unit
    save(row, author, statement="Prices may fall")
    places = lay_out(record.framework_version.content).home_of
    risks = words_of(author, record, f"?section={places['risks'].key}")
    assert "Prices may fall" in risks
    assert "The board" not in risks
    assert "The board" in words_of(author, record, "?section=nonsense"), "an unknown card is the whole record"


def test_the_texts_of_one_card_are_not_told_on_another(record):
    author, layout = record.created_by, lay_out(record.framework_version.content)
    first, second = [place for _stage, places in layout.stages() for place in places if place.texts][:2]
    for place, words in ((first, "Words of the first"), (second, "Words of the second")):
        block = m.TextBlock.objects.get(record=record, key=place.texts[0].key)
        save(block, author, body=words)
    shown = words_of(author, record, f"?section={first.key}")
    assert "Words of the first" in shown
    assert "Words of the second" not in shown


def test_a_reader_sees_the_history_of_what_they_may_see(record):
    save(m.People.objects.get(record=record), record.created_by, decides="The board")
    assert "The board" in words_of(make_person(Role.VIEWER), record)


def test_the_approver_waives_on_the_page_and_takes_it_back():
    record = make_record(to=Stage.COMMIT, **{"class": "standard"})
    m.ActionItem.objects.filter(record=record).update(due_on=None)
    approver = client_of(record.approval.approver)
    address = reverse("decisions:waivers", args=[record.code])

    def forms(client):
        page = lxml.html.fromstring(client.get(address).content)
        return [form for form in page.forms if "/waivers/" in (form.action or "")]

    assert forms(client_of(record.created_by)) == [], "the author is offered nothing"
    form = next(form for form in forms(approver) if form.action.endswith("/add/"))
    sent = dict(form.form_values()) | {"reason": "Dates follow on Monday."}
    assert approver.post(form.action, sent)["Location"] == address
    waiver = m.Waiver.objects.get(record=record)
    assert (waiver.reason, waiver.given_by) == ("Dates follow on Monday.", record.approval.approver)
    assert "Dates follow on Monday." in client_of(record.created_by).get(address).content.decode()
    taken = next(form for form in forms(approver) if form.action.endswith("/remove/"))
    assert approver.post(taken.action)["Location"] == address
    assert not m.Waiver.objects.exists()
