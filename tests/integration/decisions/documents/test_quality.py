"""The quality that papers print is the record's own: draft, proposed, then reviewed, by whom and when."""

import pytest
from django.urls import reverse
from django.utils import timezone

from decisions.documents.approvals import quality
from decisions.documents.external_copy import external_copy
from decisions.documents.format import paper_day
from decisions.documents.one_pager import LEVELS
from decisions.documents.pdf.render import one_pager_html
from decisions.draft.load import load_draft
from decisions.states.stages import Stage
from decisions.versions.report import report_of_draft, report_of_version
from tests.factories import decide, make_decided, make_record, version_of

PAGES = ("one_pager", "document")


def printed(record):
    return one_pager_html(report_of_version(version_of(record)), LEVELS[0])


def test_a_draft_is_a_draft_whatever_its_template_is():
    record = make_record(to=Stage.COMMIT)
    report = report_of_draft(load_draft(record), number=1, by=record.created_by, now=timezone.now())
    assert (quality(report), report.data["quality"]) == ("draft", "draft")
    assert "<dd>draft</dd>" in one_pager_html(report, LEVELS[0])


def test_what_is_frozen_is_proposed_and_stays_so():
    record = make_record(to=Stage.PROPOSED)
    frozen = bytes(version_of(record).content)
    assert b'"quality":"proposed"' in frozen
    assert b'"quality":"reviewed"' not in frozen
    assert "<dd>proposed</dd>" in printed(record)
    decide(record)
    assert bytes(version_of(record).content) == frozen


def test_an_approval_reviews_it_by_whom_and_when():
    record = make_record(to=Stage.PROPOSED)
    decide(record)
    report = report_of_version(version_of(record))
    (vote,) = report.approvals
    assert quality(report) == f"reviewed {paper_day(vote.at)} by {vote.by}"
    assert f"<dd>reviewed {paper_day(vote.at)}" in printed(record)
    assert quality(external_copy(report)) == f"reviewed {paper_day(vote.at)}"


def test_a_committee_reviews_as_one():
    report = report_of_version(version_of(make_decided(**{"class": "major"})))
    assert quality(report).endswith(f"by {report.parts['approvals']['committee']}")


@pytest.mark.parametrize("choice", ["reject", "return"])
def test_after_a_refusal_it_is_a_draft_again(choice):
    record = make_record(to=Stage.PROPOSED)
    decide(record, choice)
    assert quality(report_of_version(version_of(record))) == "draft"


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_say_the_same(client, page):
    record = make_record(to=Stage.PROPOSED)
    client.force_login(record.created_by)
    assert (
        client.get(reverse(f"decisions:{page}", args=[record.code]))
        .content.decode()
        .count("<dd>proposed</dd>")
        == 1
    )
