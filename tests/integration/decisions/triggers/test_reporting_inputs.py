"""“This input has changed”, said at the input itself: who may, what the form says, which case it opens."""

import re
import uuid

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import propose
from decisions.life import reopen
from decisions.readiness.move import adapt
from decisions.record.sharing import set_private
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews.conclude import conclude
from decisions.versions.frozen_inputs import inputs_of
from partnerdesk.core.models import Event, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import decide, make_decided, make_person, make_record
from tests.integration.decisions.pages import address
from tests.integration.people import client_of

LABEL = "Claims <list>"


@pytest.fixture
def owner():
    """Somebody who owns the input and has nothing else to do with the record."""
    return make_person(name="Ursula Input")


@pytest.fixture
def record(owner):
    """A decision in force; its first input is `owner`'s."""
    record = make_record(to=Stage.COMMIT)
    row = m.InputItem.objects.filter(record=record).first()
    m.InputItem.objects.filter(pk=row.pk).update(owner=owner, label=LABEL)
    propose.propose(record, by=record.created_by, now=timezone.now())
    decide(record)
    return m.Record.objects.with_header().get(pk=record.pk)


@pytest.fixture
def about(record):
    return inputs_of(record, record.in_force)[0]


def page(client, record, name="watched", *arguments, status=200, **query):
    answer = client.get(address(record, name, *arguments), query)
    assert answer.status_code == status
    return lxml.html.fromstring(answer.content)


def decide_again(record):
    """Put the draft in force as the next version."""
    by, now = record.created_by, timezone.now()
    m.ReviewPlan.objects.filter(record=record).update(confirmed_by=by, confirmed_on=now.date())
    m.Record.objects.filter(pk=record.pk).update(stage=Stage.COMMIT)
    propose.propose(m.Record.objects.get(pk=record.pk), by=by, now=now)
    decide(record)
    return m.Record.objects.with_header().get(pk=record.pk)


def links(tree):
    """The inputs that the page offers to report on, by their row's id."""
    found = tree.xpath("//a[contains(@href, 'input=')]/@href")
    return [uuid.UUID(re.search(r"/watch/\?input=([0-9a-f-]{36})#report$", href)[1]) for href in found]


def report_form(tree):
    return next((form for form in tree.forms if (form.action or "").endswith("/watch/report/")), None)


def words(tree):
    return re.sub(r"\s+", " ", tree.text_content())


# What the version holds


def test_a_version_knows_its_inputs_and_whose_they_are(record, about, owner):
    row = m.InputItem.objects.filter(record=record).first()
    assert (about.pk, about.label, about.value) == (row.pk, LABEL, row.value)
    assert (about.owner, about.owner_id, about.version_id) == (owner.name, owner.pk, record.in_force_id)
    owner.name = "Ursula Newname"
    owner.save()
    (again, *_others) = inputs_of(record, record.in_force)
    assert again.owner_id == owner.pk, "a new name is the same person"


def test_without_a_version_there_are_none():
    record = make_record()
    assert inputs_of(record, record.in_force) == ()


# Where it is offered


def test_the_owner_of_an_input_is_offered_that_one_alone(record, about, owner):
    for name, arguments in (("watched", ()), ("stage", (Stage.FRAME,))):
        assert links(page(client_of(owner), record, name, *arguments)) == [about.pk]


def test_the_people_of_the_record_are_offered_each(record):
    every = [row.pk for row in inputs_of(record, record.in_force)]
    assert len(every) > 1
    for name, arguments in (("watched", ()), ("stage", (Stage.FRAME,))):
        assert links(page(client_of(record.created_by), record, name, *arguments)) == every


def test_others_read_what_it_rests_on_and_are_offered_nothing(record, about):
    client = client_of(make_person())
    tree = page(client, record)
    assert links(tree) == []
    assert about.value in words(tree)
    assert links(page(client, record, "stage", Stage.FRAME)) == []
    assert report_form(page(client, record, input=about.pk)) is None


def test_a_draft_offers_only_what_the_version_in_force_rests_on(record):
    by, now = record.created_by, timezone.now()
    adapt(record, by=by, now=now)
    added = reopen.add_row(record, "input", pk=uuid.uuid4(), by=by, now=now).unit
    tree = page(client_of(by), record, "stage", Stage.FRAME)
    assert tree.get_element_by_id(f"{added.anchor}-row") is not None
    assert set(links(tree)) == {row.pk for row in inputs_of(record, record.in_force)}
    other = make_record(to=Stage.COMMIT)
    assert links(page(client_of(other.created_by), other, "stage", Stage.FRAME)) == []


def test_an_earlier_version_shows_its_inputs_and_offers_none(record):
    stop_by = record.created_by
    review = m.Review.objects.filter(record=record, state="planned").earliest("due_on")
    conclude(review, outcome=Outcome.STOP, words="Over", by=stop_by, now=timezone.now())
    tree = page(client_of(stop_by), record, version=1)
    assert LABEL in words(tree)
    assert links(tree) == []


def test_a_page_asks_as_much_for_one_input_as_for_many(record):
    def questions(name, *arguments):
        client = client_of(record.created_by)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            page(client, record, name, *arguments)
        return len(asked)

    before = questions("watched"), questions("stage", Stage.FRAME)
    by, now = record.created_by, timezone.now()
    adapt(record, by=by, now=now)
    for number in range(5):
        row = reopen.add_row(record, "input", pk=uuid.uuid4(), by=by, now=now).unit
        m.InputItem.objects.filter(pk=row.pk).update(owner=by, label=f"More {number}", value="x", as_of=now)
    fresh = decide_again(record)
    assert len(inputs_of(fresh, fresh.in_force)) >= 6
    assert (questions("watched"), questions("stage", Stage.FRAME)) == before


# The form


def test_the_link_leads_to_a_form_for_this_input(record, about, owner):
    client = client_of(owner)
    tree = page(client, record, input=about.pk)
    assert f"“{LABEL}” has changed" in words(tree.get_element_by_id("report"))
    assert about.value in words(tree.get_element_by_id("report"))
    assert "Report something else" not in words(tree), "that is for the people of the record"
    form = report_form(tree)
    sent = dict(form.form_values()) | {"words": "Claims are paid late now"}
    answer = client.post(form.action, sent)
    case = m.Case.objects.get(record=record)
    assert answer["Location"] == address(record, "case", case.pk)
    assert case.what == f"“{LABEL}” has changed: Claims are paid late now"
    assert case.trigger.kind == "report"
    assert Event.objects.get(kind="case.opened").by == owner
    assert Notice.objects.get(kind="trigger").person == record.created_by
    html = client.get(answer["Location"]).content.decode()
    assert "<list>" not in html
    assert "Claims &lt;list&gt;" in html


def test_without_words_it_comes_back_for_the_same_input(record, about, owner):
    client = client_of(owner)
    for said, why in (("", "This field is required"), ("x" * 351, "at most 350 characters")):
        answer = client.post(address(record, "report_change"), {"words": said, "input": about.pk})
        assert (answer.status_code, why in answer.content.decode()) == (422, True)
        form = report_form(lxml.html.fromstring(answer.content))
        assert dict(form.form_values())["input"] == str(about.pk)
    assert not m.Case.objects.exists()


def test_the_longest_words_on_the_longest_name_are_kept_whole(record, owner):
    m.InputItem.objects.filter(record=record).update(label="L" * 120)
    adapt(record, by=record.created_by, now=timezone.now())
    fresh = decide_again(record)
    about = inputs_of(fresh, fresh.in_force)[0]
    case = report_change(fresh, words="x" * 350, by=owner, now=timezone.now(), about=about)
    assert case.what.endswith("x" * 350)


def test_a_second_input_joins_the_case_that_is_open(record, about, owner):
    first = report_change(record, words="Late", by=owner, now=timezone.now(), about=about)
    other = inputs_of(record, record.in_force)[1]
    by = record.created_by
    assert report_change(record, words="Gone", by=by, now=timezone.now(), about=other) == first
    assert Event.objects.get(kind="case.reported").data["words"] == f"“{other.label}” has changed: Gone"


# Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 302), ("author", 302), ("manager", 403), ("viewer", 403), ("other", 403), ("admin", 302)],
)
def test_the_owner_and_the_people_of_the_record_may(record, about, owner, who, status):
    others = m.InputItem.objects.get(pk=inputs_of(record, record.in_force)[1].pk).owner
    assert others != owner
    people = {"owner": owner, "author": record.created_by}
    people |= {"manager": make_person(), "viewer": make_person(Role.VIEWER), "admin": make_person(Role.ADMIN)}
    people["other"] = make_person()
    client = client_of(people[who])
    sent = {"words": "Late", "input": str(about.pk)}
    assert client.post(address(record, "report_change"), sent).status_code == status
    assert m.Case.objects.exists() == (status == 302)


def test_the_owner_of_one_input_says_nothing_of_another_or_of_the_rest(record, about, owner):
    client, other = client_of(owner), inputs_of(record, record.in_force)[1]
    for sent in ({"input": str(other.pk)}, {}):
        answer = client.post(address(record, "report_change"), {"words": "Late"} | sent)
        assert answer.status_code == 403
    assert report_form(page(client, record)) is None
    assert report_form(page(client, record, input=other.pk)) is None
    with pytest.raises(NotAllowed):
        report_change(record, words="Late", by=owner, now=timezone.now(), about=other)


def test_a_viewer_owns_an_input_and_still_only_reads(record, about, owner):
    owner.role = Role.VIEWER
    owner.save()
    client = client_of(owner)
    assert links(page(client, record)) == []
    sent = {"words": "Late", "input": str(about.pk)}
    assert client.post(address(record, "report_change"), sent).status_code == 403


def test_who_does_not_see_the_record_does_not_find_it(record, about, owner):
    set_private(record, is_private=True, by=record.created_by, now=timezone.now())
    client, sent = client_of(owner), {"words": "Late", "input": str(about.pk)}
    assert client.post(address(record, "report_change"), sent).status_code == 404
    page(client, record, input=about.pk, status=404)
    fresh = m.Record.objects.with_header().get(pk=record.pk)
    (again, *_others) = inputs_of(fresh, fresh.in_force)
    with pytest.raises(NotAllowed):
        report_change(fresh, words="Late", by=owner, now=timezone.now(), about=again)


@pytest.mark.parametrize(
    ("text", "status"), [("x", 404), (str(uuid.UUID(int=7)), 404), ("None", 404), ("\0", 400)]
)
def test_an_input_that_is_none_is_not_found(record, text, status):
    client = client_of(record.created_by)
    page(client, record, input=text, status=status)
    answer = client.post(address(record, "report_change"), {"words": "Late", "input": text})
    assert answer.status_code == status


def test_an_input_of_another_record_is_not_found(record, about):
    other = make_decided()
    page(client_of(other.created_by), other, input=about.pk, status=404)


def test_it_is_posted(record, about, owner):
    assert client_of(owner).get(address(record, "report_change"), {"input": about.pk}).status_code == 405
    assert client_of(owner).post(address(record, "watched"), {"input": about.pk}).status_code == 405


def test_a_version_that_was_superseded_meanwhile_refuses(record, about, owner):
    adapt(record, by=record.created_by, now=timezone.now())
    decide_again(record)
    with pytest.raises(Blocked, match="no longer in force"):
        report_change(record, words="Late", by=owner, now=timezone.now(), about=about)
