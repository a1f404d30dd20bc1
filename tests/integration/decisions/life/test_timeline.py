"""One line of time: every kind of event has words, every lane shows its own, newest first."""

import re

import lxml.html
import pytest
from django.utils import timezone

from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import questions
from decisions.documents.export_log import log_export
from decisions.draft.load import load_draft
from decisions.life.timeline import TimelineLane, lane_of, timeline, words_of
from decisions.states.cases_and_reviews import CASE_MOVES, REVIEW_MOVES
from decisions.states.stages import DRAFT_MOVES, VERSION_MOVES, Stage
from decisions.triggers.report_change import report_change
from partnerdesk.core.models import Event
from tests.factories import decide, fresh, make_committee, make_person, make_record, version_of
from tests.integration.people import client_of


@pytest.fixture
def record():
    """Proposed to a committee, asked about, put in force, reported on, exported."""
    people = [make_person(name=name) for name in ("Ann", "Bob")]
    found = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    now = timezone.now()
    questions.ask(version_of(found), kind=m.Remark.Kind.QUESTION, section="", text="?", by=people[0], now=now)
    for person in people:
        decide(found, by=person)

    deciding.close_early(version_of(found), by=people[0], now=timezone.now())
    found = fresh(found)
    by = found.created_by
    report_change(found, words="The contract ended", by=by, now=timezone.now())
    log_export(found, b"x", form="pdf", version=1, is_external=True, by=by, now=timezone.now(), door="screen")
    return found


def test_every_event_has_words(record):
    for event in Event.objects.filter(subject_id=record.pk):
        what, _words = words_of(event.kind, event.data, {})
        assert what != event.kind, event.kind


@pytest.mark.parametrize(
    "kind", sorted({move.event for move in (*DRAFT_MOVES.values(), *VERSION_MOVES.values())})
)
def test_every_step_of_the_tables_has_words(kind):
    data = {"before": "frame", "to": "compare", "version": 2, "reason": "Because"}
    what, words = words_of(kind, data, {})
    assert (what != kind, words) == (True, "Because")


@pytest.mark.parametrize("kind", sorted({*CASE_MOVES.values(), *REVIEW_MOVES.values()}))
def test_every_move_of_cases_and_reviews_has_words(kind):
    data = {"outcome": "continue", "words": "Fine", "due_on": "2026-12-01", "what": "x", "reason": "y"}
    assert words_of(kind, data, {})[0] not in (kind, f"case: {kind}")


def test_it_is_newest_first_and_holds_edits_and_events(record):
    found = timeline(load_draft(record), TimelineLane.ALL, record.created_by)
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert any(entry.change for entry in found)
    assert any("version 1 is in force" in entry.what for entry in found)


@pytest.mark.parametrize(
    ("lane", "words"),
    [
        (TimelineLane.STEPS, "version 1 is in force"),
        (TimelineLane.VOTES, "voted on version 1: approve"),
        (TimelineLane.WATCH, "case: opened"),
        (TimelineLane.REVIEWS, "a review is planned for"),
        (TimelineLane.PAPERS, "an external copy of version 1 given out as pdf"),
    ],
)
def test_a_lane_shows_its_own_alone(record, lane, words):
    found = timeline(load_draft(record), lane, record.created_by)
    assert any(words in entry.what for entry in found)
    assert not any(entry.change for entry in found)
    kinds = Event.objects.filter(subject_id=record.pk).values_list("kind", flat=True)
    assert len(found) == sum(lane_of(kind) == lane for kind in kinds)


def test_edits_alone(record):
    assert all(entry.change for entry in timeline(load_draft(record), TimelineLane.EDITS, record.created_by))


def test_the_page_offers_the_lanes(record):
    page = lxml.html.fromstring(
        client_of(record.created_by).get(f"/records/{record.code}/history/?show=votes").content
    )
    text = re.sub(r"\s+", " ", page.get_element_by_id("main").text_content())
    assert "voted on version 1: approve" in text
    assert "is in force Because" not in text
    [current] = page.xpath("//nav[@class='chips']/a[@aria-current='true']")
    assert current.text_content() == "votes"
