"""A word that nobody breaks stays on the page: planted in every text of a record, and laid out on every paper."""

import pytest
from django.db import models
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.documents import meeting_papers
from decisions.documents.external_copy import external_copy
from decisions.documents.one_pager import LEVELS
from decisions.documents.pdf import render as papers_of_versions
from decisions.documents.pdf.engine import render
from decisions.draft.load import load_draft
from decisions.sections.registry import UNITS
from decisions.states.meetings import ItemKind
from decisions.versions.report import report_of_draft
from partners.models import Partner
from tests.integration.decisions.whole import make_whole

WORD = "Donaudampfschiff" * 5
"""Eighty letters."""
MM = 96 / 25.4
SLACK = 1.0
"""What of a pixel rounding may add, in pixels."""
LETTERS = 20
"""What holds less is a letter or a code."""
KEYS = {"key", "unit", "colour", "role", "email", "password", "time_zone"}
"""Texts that nobody writes."""


def plant(model, **which):
    """Put the long word into every text that people write in rows of a model."""
    fields = getattr(model, "content_fields", model._meta.concrete_fields)
    texts = [
        field
        for field in fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.is_relation
        and field.name not in KEYS
        and (field.max_length or LETTERS) >= LETTERS
    ]
    rows = list(model.objects.filter(**which))
    for row in rows:
        for field in texts:
            if getattr(row, field.name):
                setattr(row, field.name, WORD[: field.max_length or len(WORD)])
        row.save()
    return len(texts) * len(rows)


def boxes_of(document):
    """Every line of text on the pages: the page, its words, where they begin and end, the width of the page."""
    for number, page in enumerate(document.pages, 1):
        for box in page._page_box.descendants():
            if getattr(box, "text", "") and box.text.strip():
                yield number, box.text, box.position_x, box.position_x + box.width, page.width


def beyond(document, margin=14):
    """What stands nearer to an edge of the paper than its margin, in words."""
    found = list(boxes_of(document))
    assert any("schiff" in text for _number, text, *_places in found), "the long word is laid out"
    return [
        f"page {number}: {text[:50]} from {begin:.0f} to {end:.0f} of {width:.0f}"
        for number, text, begin, end, width in found
        if begin < margin * MM - SLACK or end > width - margin * MM + SLACK
    ]


@pytest.fixture(scope="module")
def planted(keep, load):
    """The record with everything filled in, at commit, where every text is one long word."""
    return keep(plant_whole, load)


def plant_whole(load):
    whole = make_whole(load)
    assert sum(plant(model, record=whole.record) for model in UNITS.values()) > 60
    for model in (User, Partner):
        plant_name(model)
    whole.record.refresh_from_db()
    return whole


def plant_name(model):
    field = next((field for field in model._meta.concrete_fields if field.name == "name"), None)
    if field is not None:
        model.objects.update(name=WORD[: field.max_length])


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("paper", "is_external"), [("A4", False), ("Letter", True)])
def test_a_long_word_stays_on_every_paper_of_a_version(planted, paper, is_external):
    content = load_draft(m.Record.objects.with_header().get(pk=planted.record.pk))
    report = report_of_draft(content, number=1, by=planted.people["author"], now=timezone.now())
    assert WORD in str(report.data)
    found = external_copy(report) if is_external else report
    assert beyond(render(papers_of_versions._full_html(found, paper=paper, language="en"))) == []
    assert beyond(render(papers_of_versions.one_pager_html(found, LEVELS[0], paper=paper))) == []


def test_a_long_word_stays_on_what_a_committee_gets(planted, monkeypatch):
    content = load_draft(m.Record.objects.with_header().get(pk=planted.record.pk))
    report = report_of_draft(content, number=1, by=planted.people["author"], now=timezone.now())
    monkeypatch.setattr(meeting_papers, "finish", lambda document, imprint: document)
    now = timezone.now()
    items = [
        meeting_papers.PackItem(number, now, 15, kind, WORD, None) for number, kind in enumerate(ItemKind, 1)
    ]
    items.append(meeting_papers.PackItem(99, now, 15, ItemKind.TOPIC, WORD, report))
    pack = meeting_papers.Pack("MT-0001", WORD, now, WORD, items, now, "America/Argentina/ComodRivadavia")
    assert beyond(meeting_papers.print_pack(pack)) == []
    assert (
        beyond(
            meeting_papers.print_minutes(
                meeting_papers.MinutesReport(minutes_of_words(now), "0" * 64, {WORD: WORD})
            )
        )
        == []
    )


def minutes_of_words(now):
    """The content of minutes, each text of it the long word."""
    when = now.isoformat()
    vote = {
        "by": WORD, "for": WORD, "choice": "approve", "comment": WORD, "condition": WORD, "by_show_of_hands": True,
    }  # fmt: skip
    item = {
        "title": WORD, "kind": "topic", "record": "CP-0001", "version": {"number": 1, "sha256": "0" * 64},
        "notes": WORD, "decision": WORD, "carried": {"owner": WORD, "done_at": when, "came_of_it": WORD},
        "actions": [{"text": WORD, "owner": WORD, "due_on": "2026-12-03"}],
        "round": {"outcome": "", "finding": "", "votes": [vote]},
    }  # fmt: skip
    return {
        "meeting": {
            "code": "MT-0001", "committee": WORD, "place": WORD, "zone": "UTC",
            "starts_at": when, "opened_at": when, "ended_at": when,
        },
        "attendees": [{"name": WORD, "is_chair": True, "presence": "present", "deputy": WORD}],
        "items": [item],
        "approved": {"at": when, "by": WORD},
    }  # fmt: skip
