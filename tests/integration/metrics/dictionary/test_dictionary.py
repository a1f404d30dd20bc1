"""The dictionary: the list, new entries, new versions, owners; the library never undoes what people changed."""

import datetime as dt

import pytest
from django.utils import timezone

from metrics.dictionary import edit
from metrics.dictionary.forms import initial_of
from metrics.dictionary.load import load_dictionary
from metrics.models import DefinitionVersion, Metric
from metrics.observations.summaries import lines
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed


@pytest.fixture
def steward(signed_in):
    return signed_in("steward")


def posted(version: DefinitionVersion, **changed):
    initial = {name: "" if value is None else value for name, value in initial_of(version.content).items()}
    return initial | {"seen": version.number, "do": "save"} | changed


def test_the_list_shows_values_grades_and_freshness(signed_in, load):
    load("a,2024-01-05,100,50")
    html = signed_in("viewer").get("/metrics/").content.decode()
    assert "50.0 %" in html
    assert "grade D" in html
    assert "older than its own window: its data end with Jan 2024" in html
    assert "no data yet" in html
    assert "New entry" not in html


def test_the_list_finds_words_in_names_keys_and_roles(signed_in):
    client = signed_in("viewer")
    html = client.get("/metrics/?q=GROSS margin").content.decode()
    assert "/metrics/gross_margin/" in html
    assert "/metrics/partner_nps/" not in html
    assert "粗利" not in html or "/metrics/gross_margin/" in client.get("/metrics/?q=粗利").content.decode()
    assert "No entry holds “xyzzy”." in client.get("/metrics/?q=xyzzy").content.decode()
    fragment = client.get("/metrics/?q=nps", headers={"HX-Request": "true", "HX-Target": "entries"})
    assert "<html" not in fragment.content.decode()


def test_an_entry_says_how_it_is_measured(signed_in):
    html = signed_in("viewer").get("/metrics/gross_margin/").content.decode()
    assert "margin: (revenue − cost) ÷ revenue: 100 × (revenue − cost) ÷ revenue, of the sums." in html
    assert "Where the revenue comes to 0 there is no margin." in html


def test_a_change_writes_a_new_version_and_keeps_the_observations(steward, load, definition, figure):
    load("a,2024-01-05,100,50")
    before = definition("gross_margin")
    answer = steward.post("/metrics/gross_margin/edit/", posted(before, summary="Sharper words."))
    assert answer.url == "/metrics/gross_margin/"
    now = definition("gross_margin")
    assert (now.number, now.content.summary, now.series) == (2, "Sharper words.", before.series)
    assert figure("gross_margin").value == 50
    [event] = Event.objects.filter(kind="definition.versioned")
    assert event.data == {"metric": "gross_margin", "version": 2}


def test_the_difference_is_shown_before_saving(steward, definition):
    data = posted(definition("gross_margin"), summary="Sharper words.", unit="count", do="compare")
    html = steward.post("/metrics/gross_margin/edit/", data).content.decode()
    assert "<ins>Sharper words.</ins>" in html
    assert "The new version begins without data" in html
    assert definition("gross_margin").number == 1


def test_another_measure_begins_another_series(steward, definition, load):
    load("a,2024-01-05,100,50")
    before = definition("gross_margin")
    steward.post("/metrics/gross_margin/edit/", posted(before, period="quarter"))
    now = definition("gross_margin")
    assert now.series != before.series
    assert "no data yet" in steward.get("/metrics/gross_margin/").content.decode()


def test_two_stewards_at_once_the_second_sees_what_the_first_wrote(steward, signed_in, definition):
    before = definition("gross_margin")
    signed_in("steward", "Other Steward").post(
        "/metrics/gross_margin/edit/", posted(before, summary="First.")
    )
    answer = steward.post("/metrics/gross_margin/edit/", posted(before, summary="Second."))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Other Steward saved version 2 meanwhile" in html
    assert "<del>First.</del>" in html
    assert "<ins>Second.</ins>" in html
    assert 'name="seen" value="2"' in html
    steward.post("/metrics/gross_margin/edit/", posted(before, summary="Second.", seen=2))
    assert definition("gross_margin").content.summary == "Second."


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rubric": "high: good"}, "score | name | what an assessor sees"),
        ({"rubric": "180 | Beyond | all"}, "less than or equal to 100"),
        ({"weights": "reach"}, "write key | weight"),
        ({"weights": "reach | 2\nreach | 3"}, "each key once"),
        ({"weights": "reach | 2"}, "a measure that weighs components, and only there"),
        ({"unit": "text"}, "give one for every unit but"),
        ({"least": "5", "most": "1"}, "the first must be below the second"),
        ({"least": "5", "most": ""}, "valid integer"),
        ({"summary": ""}, "This field is required"),
        ({"seen": "x"}, "invalid literal"),
        ({}, "Nothing has changed"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changed, words, steward, definition):
    answer = steward.post("/metrics/gross_margin/edit/", posted(definition("gross_margin"), **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert definition("gross_margin").number == 1


def test_a_new_entry(steward, definition):
    data = posted(definition("gross_margin"), key="net_margin", name="Net margin")
    assert steward.post("/metrics/new/", data).url == "/metrics/net_margin/"
    assert definition("net_margin").content.names.en == "Net margin"
    assert steward.post("/metrics/new/", data).status_code == 422


@pytest.mark.parametrize("key", ["gaps", "imports", "gross_margin", "Net Margin", "1x"])
def test_keys_that_cannot_be(key, steward, definition):
    data = posted(definition("gross_margin"), key=key)
    assert steward.post("/metrics/new/", data).status_code == 422


def test_the_library_keeps_what_a_person_changed(person, definition):
    changed = definition("gross_margin").content.model_copy(update={"summary": "Ours."})
    edit.change_definition(changed, seen=1, by=person("steward"), now=timezone.now())
    assert load_dictionary(now=timezone.now()).new_versions == 0
    assert definition("gross_margin").content.summary == "Ours."


def test_versions_stay_readable(steward, definition):
    before = definition("gross_margin")
    steward.post("/metrics/gross_margin/edit/", posted(before, summary="Sharper words."))
    html = steward.get("/metrics/gross_margin/versions/1/").content.decode()
    assert before.content.summary in html
    assert "The dictionary is at version 2." in html


def test_an_owner_is_named(steward, person):
    owner = person("manager")
    assert steward.post("/metrics/gross_margin/owner/", {"owner": str(owner.pk)}).status_code == 302
    assert Metric.objects.get(pk="gross_margin").owner == owner
    assert Event.objects.get(kind="metric.owner_set").data["after"] == str(owner.pk)
    steward.post("/metrics/gross_margin/owner/", {"owner": ""})
    assert Metric.objects.get(pk="gross_margin").owner is None
    assert steward.post("/metrics/gross_margin/owner/", {"owner": "nonsense"}).status_code == 422


@pytest.mark.parametrize("role", ["viewer", "manager"])
def test_who_may_not(role, signed_in, person, definition):
    client = signed_in(role)
    data = posted(definition("gross_margin"), summary="x")
    for address in ("/metrics/new/", "/metrics/gross_margin/edit/"):
        assert client.get(address).status_code == 403
        assert client.post(address, data).status_code == 403
    assert client.post("/metrics/gross_margin/owner/", {"owner": ""}).status_code == 403
    with pytest.raises(NotAllowed):
        edit.set_metric_owner(Metric.objects.first(), owner=None, by=person(role), now=timezone.now())


def test_methods_and_addresses(steward):
    assert steward.post("/metrics/").status_code == 405
    assert steward.get("/metrics/gross_margin/owner/").status_code == 405
    assert steward.delete("/metrics/gross_margin/edit/").status_code == 405
    for address in ("/metrics/nonsense/", "/metrics/nonsense/edit/", "/metrics/gross_margin/versions/9/",
                    "/metrics/gross_margin/versions/99999999999999999999/", "/metrics/gross%20margin/"):  # fmt: skip
        assert steward.get(address).status_code == 404


def test_nothing_new_is_no_version(person, definition):
    with pytest.raises(Blocked, match="Nothing has changed"):
        edit.change_definition(definition("win_rate").content, seen=1, by=person(), now=timezone.now())


def test_how_long_a_metric_may_be_late_is_its_own(definition, person, load):
    """The usual time changes no entry's hash: those made before it could be chosen are no new versions."""
    before = definition("gross_margin")
    assert "slack_days" not in before.data
    assert before.content.slack_days == 7
    wanted = before.content.model_copy(update={"slack_days": 21})
    changed = edit.change_definition(wanted, seen=before.number, by=person("steward"), now=timezone.now())
    assert (changed.content.slack_days, changed.series) == (21, before.series)
    load("a,2026-01-05,100,50")
    states = {line.definition.metric_id: line.freshness.state for line in lines(dt.date(2026, 4, 1))}
    assert (states["gross_margin"], states["fulfilled_revenue"]) == ("late", "stale")
