"""Stories of how a decision fails: each of them ends, and what was promised for a day is asked for on it."""

import datetime as dt
import json
from pathlib import Path

import lxml.html
import pytest
from django.utils import timezone

from decisions import models as m
from decisions.committee import propose
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess
from decisions.sections.pre_mortem import FailureStory
from decisions.states.stages import Stage
from decisions.triggers.watch import look_at_the_clock
from decisions.versions.frozen import FrozenVersion
from partnerdesk.core.refusals import Blocked
from tests.factories import fresh, make_record, version_of
from tests.integration.decisions.pages import address, forms_of
from tests.integration.decisions.triggers.conftest import add, enact, save  # noqa: F401  (fixtures)
from tests.integration.people import client_of

FORMS = Path(__file__).parents[1] / "versions" / "forms"
STORY = "Nobody sells it"
IN_A_MONTH = timezone.localdate() + dt.timedelta(days=30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """A standard decision at Commit, ready to be proposed, with stop conditions and without a story."""
    made = make_record(to=Stage.COMMIT, **{"class": "standard", "stories": []})
    FailureStory.objects.filter(record=made).delete()
    return made


@pytest.fixture
def tell(record, add, save):  # noqa: F811
    """Tell a story with this end."""

    def tell(**ending):
        return save(add(record, "story"), story=STORY, **ending)

    return tell


def blockers(record, code):
    found = assess(load_draft(fresh(record)), Stage.PROPOSED, timezone.localdate())
    return [blocker.message for blocker in found.blockers if blocker.code == code]


def advice(record, code):
    found = assess(load_draft(fresh(record)), Stage.PROPOSED, timezone.localdate())
    return [blocker.message for blocker in found.advice if blocker.code == code]


def a_threshold(record):
    return m.Threshold.objects.filter(record=record).order_by("position").first()


ENDS = {
    "none": ({}, "“Nobody sells it” has no end"),
    "no threshold": ({"ending": "threshold"}, "say which threshold watches for it"),
    "no day": ({"ending": "check"}, "say on which day it is checked, and who does it"),
    "nobody": ({"ending": "check", "check_on": IN_A_MONTH}, "say on which day"),
    "no reason": ({"ending": "aside", "reason": "  "}, "write why it is set aside"),
}


@pytest.mark.parametrize(("ending", "words"), ENDS.values(), ids=ENDS)
def test_a_story_that_does_not_end_blocks_the_proposal(record, tell, ending, words):
    tell(**ending)
    (message,) = blockers(record, "story_open")
    assert words in message
    with pytest.raises(Blocked):
        propose.propose(fresh(record), by=record.created_by, now=timezone.now())


def test_a_check_whose_day_has_passed_is_none(record, tell):
    tell(ending="check", check_on=timezone.localdate(), owner=record.created_by_id)
    (message,) = blockers(record, "story_open")
    assert "has passed" in message


def test_a_threshold_that_says_too_little_watches_for_nothing(record, tell):
    row = a_threshold(record)
    tell(ending="threshold", threshold=row.pk)
    assert blockers(record, "story_open") == []
    m.Threshold.objects.filter(pk=row.pk).update(level=None)
    (message,) = blockers(record, "story_open")
    assert "not complete" in message


def test_a_light_decision_is_only_told(tell, record, save):  # noqa: F811
    tell()
    save(record.brief, decision_class="light")
    assert blockers(record, "story_open") == []
    assert len(advice(record, "story_open")) == 1
    assert blockers(record, "stop_in_prose") == []
    assert len(advice(record, "stop_in_prose")) == 1


def test_a_stop_condition_in_prose_alone_blocks_the_proposal(record):
    assert len(blockers(record, "stop_in_prose")) == 1
    with pytest.raises(Blocked):
        propose.propose(fresh(record), by=record.created_by, now=timezone.now())


def test_an_empty_story_watches_for_no_stop_condition(record, add, save):  # noqa: F811
    save(add(record, "story"), story=" ", ending="check", check_on=IN_A_MONTH, owner=record.created_by_id)
    assert blockers(record, "story_open") == []
    assert len(blockers(record, "stop_in_prose")) == 1


def test_a_threshold_that_stops_is_what_it_asks_for(record, save):  # noqa: F811
    save(a_threshold(record), effect="stop")
    assert blockers(record, "stop_in_prose") == []
    m.Threshold.objects.filter(record=record).update(level=None)
    assert len(blockers(record, "stop_in_prose")) == 1


def test_where_no_stop_condition_is_written_none_is_asked_for(record, save):  # noqa: F811
    save(m.ReviewPlan.objects.get(record=record), stop_conditions=" ")
    assert blockers(record, "stop_in_prose") == []


@pytest.mark.parametrize(
    ("ending", "is_enough"),
    [
        ({"ending": "check", "check_on": IN_A_MONTH}, True),
        ({"ending": "aside", "reason": "out of our hands"}, False),
        ({}, False),
    ],
)
def test_a_story_with_an_end_that_somebody_hears_of_is_enough(record, tell, ending, is_enough):
    tell(owner=record.created_by_id, **ending)
    assert (blockers(record, "stop_in_prose") == []) is is_enough


def test_a_threshold_is_chosen_by_its_sentence(record, add, save, tell):  # noqa: F811
    first = a_threshold(record)
    other = save(add(record, "threshold"), **{**first.values(), "level": first.level + 1})
    row = tell(ending="threshold", threshold=other.pk)
    page = client_of(record.created_by).get(address(record, "stage", Stage.COMMIT)).content
    select = lxml.html.fromstring(page).get_element_by_id(f"{row.anchor}-threshold")
    words = [option.text_content().strip() for option in select][1:]
    assert len(set(words)) == len(words) == m.Threshold.objects.filter(record=record).count()
    assert any("below" in sentence for sentence in words)
    assert forms_of(client_of(record.created_by), record, Stage.COMMIT)


def test_a_check_is_armed_as_it_was_approved_and_asked_for_on_its_day(record, tell, enact, save):  # noqa: F811
    story = tell(ending="check", check_on=IN_A_MONTH, owner=record.created_by_id)
    version = enact(record)
    save_later = FailureStory.objects.filter(pk=story.pk)
    save_later.update(check_on=IN_A_MONTH + dt.timedelta(days=90), story="Another one")
    trigger = m.Trigger.objects.get(version=version, kind="check")
    assert (trigger.row_id, trigger.due_on, trigger.owner) == (story.pk, IN_A_MONTH, record.created_by)
    day = dt.datetime.combine(IN_A_MONTH, dt.time(12), dt.UTC)
    look_at_the_clock(day - dt.timedelta(days=1))
    assert not m.Case.objects.filter(trigger=trigger).exists()
    look_at_the_clock(day)
    case = m.Case.objects.get(trigger=trigger)
    assert (case.what, case.owner) == (f"To check: {STORY}", record.created_by)
    look_at_the_clock(day)
    assert m.Case.objects.filter(trigger=trigger).count() == 1


def test_only_a_check_is_armed(record, tell, enact):  # noqa: F811
    tell(ending="threshold", threshold=a_threshold(record).pk, check_on=IN_A_MONTH)
    tell(ending="aside", reason="out of our hands", check_on=IN_A_MONTH)
    assert not m.Trigger.objects.filter(version=enact(record), kind="check").exists()


def test_it_prints_with_its_ends(record, tell, enact):  # noqa: F811
    tell(ending="threshold", threshold=a_threshold(record).pk)
    tell(ending="check", check_on=IN_A_MONTH, owner=record.created_by_id)
    tell(ending="aside", reason="<out> of our hands")
    version, client = enact(record), client_of(record.created_by)
    page = lxml.html.fromstring(client.get(address(record, "document")).content).text_content()
    markdown = client.get(address(record, "export", "md")).content.decode()
    for text in (page, markdown):
        assert text.count(STORY) >= 3
        assert "Watched: " in text
        assert f"Checked on {IN_A_MONTH.day} " in text
        assert record.created_by.name in text
        assert "Set aside: <out> of our hands" in text
    assert version_of(record) == version


@pytest.mark.parametrize("form", [1, 2])
def test_a_version_from_before_there_were_stories_has_none(form):
    data = json.loads((FORMS / f"{form}.json").read_text(encoding="utf-8"))
    assert "pre_mortem" not in data["parts"]
    assert list(FrozenVersion(data, form, {}).checks) == []
