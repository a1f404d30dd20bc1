"""A segment as the partners of a threshold: fixed as of the enactment, said in words, frozen with the version."""

import re
from decimal import Decimal

import lxml.html
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decisions import models as m
from decisions.documents.export_json_md import as_json
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess
from decisions.states.stages import Stage
from decisions.triggers.backtest.replay import backtest_of
from decisions.triggers.evaluating import evaluate_series
from decisions.triggers.propose import breach_words
from decisions.triggers.reviews.review_findings import findings_of
from decisions.triggers.trigger_list import frozen_levels
from decisions.versions.report import report_of_version
from partners.models import Partner
from tests.factories import make_partner, version_of
from tests.integration.decisions.pages import address, form_of, send
from tests.integration.people import client_of

RULE = {"level": Decimal(20), "clear_level": Decimal(25), "segment": "ISV"}


@pytest.fixture
def isv(margins):
    """Two of three partners with data are in the segment: their margin is 15 %, over everybody it is 30."""
    margins({"2026-01": 15}, partner="a", more=["b,2026-01-05,100,85", "c,2026-01-05,100,40"])
    Partner.objects.filter(key__in=["a", "b"]).update(segment="ISV")
    Partner.objects.filter(key="c").update(segment="Reseller")
    return list(Partner.objects.in_segment("ISV").by_name())


def threshold_of(record):
    return m.Threshold.objects.get(record=record, note="t0")


def watched_page(trigger):
    answer = client_of(trigger.owner).get(address(trigger.record, "watched"))
    return re.sub(r"\s+", " ", lxml.html.fromstring(answer.content).text_content())


# In the draft


def test_the_form_offers_the_segments_of_the_directory_and_keeps_what_is_chosen(draft, isv):
    record = draft(RULE | {"segment": ""})
    row, client = threshold_of(record), client_of(record.created_by)
    page = lxml.html.fromstring(client.get(address(record, "stage", Stage.COMMIT)).content)
    select = page.get_element_by_id(f"{row.anchor}-segment")
    assert [option.get("value") for option in select][:1] == [""]
    assert {"ISV", "Reseller"} <= {option.get("value") for option in select}
    sent = form_of(client, record, row)
    assert send(client, row, sent | {"segment": "ISV"}).status_code == 302
    row.refresh_from_db()
    assert row.segment == "ISV"
    Partner.objects.update(segment="")
    assert form_of(client, record, row)["segment"] == "ISV", "a name that nobody carries any more is not lost"


def test_a_threshold_is_on_a_cohort_or_on_a_segment(draft, isv):
    record = draft(RULE)
    row, client = threshold_of(record), client_of(record.created_by)
    cohort = m.Cohort.objects.create(record=record, name="Pilot")
    answer = send(client, row, form_of(client, record, row) | {"cohort": str(cohort.pk)})
    assert answer.status_code == 422
    assert "Either a cohort or a segment" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Threshold.objects.filter(pk=row.pk).update(cohort=cohort)


def test_backtest_and_todays_value_are_those_of_the_segment(draft, isv):
    record = draft(RULE)
    content, values = load_draft(record), threshold_of(record).values()
    assert [sample.value for sample in backtest_of(content, values).history.samples] == [15]
    assert "at 15.0 %" in breach_words(content, values)
    assert [sample.value for sample in backtest_of(content, values | {"segment": ""}).history.samples] == [30]


def test_a_segment_without_partners_blocks(draft, isv):
    record = draft(RULE)

    def said():
        found = assess(load_draft(record), Stage.PROPOSED, timezone.now().date())
        blockers = [*found.blockers, *found.advice]
        return [row for row in blockers if "segment" in row.message and row.code == "no_threshold"]

    assert said() == []
    Partner.objects.in_segment("ISV").update(segment="")
    (blocker,) = said()
    assert "“ISV”" in blocker.message
    assert blocker.anchor == threshold_of(record).anchor
    m.Threshold.objects.filter(record=record).update(watches="date", on_date=timezone.now().date())
    assert said() == [], "a date asks no partners"


def test_many_segments_ask_no_more_of_the_database(draft, isv):
    def questions(record):
        with CaptureQueriesContext(connection) as asked:
            assess(load_draft(record), Stage.PROPOSED, timezone.now().date())
        return len(asked)

    assert questions(draft(RULE)) == questions(draft(RULE, RULE | {"segment": "Reseller"}, RULE))


# In the version


def test_a_version_holds_the_segment_and_its_members(decided, isv):
    (trigger,) = decided(RULE)
    frozen = [row for row in version_of(trigger.record).data()["parts"]["triggers"]["rows"] if row["segment"]]
    (row,) = frozen
    assert row["segment"] == "ISV"
    assert row["members"] == [
        {"id": str(partner.pk), "key": partner.key, "name": partner.name} for partner in isv
    ]
    assert as_json(report_of_version(version_of(trigger.record)))["content"]["parts"]["triggers"]["rows"]


@pytest.mark.parametrize("page", ["one_pager", "document"])
def test_reports_say_the_segment(decided, isv, page):
    (trigger,) = decided(RULE)
    answer = client_of(trigger.owner).get(address(trigger.record, page), {"version": 1})
    assert "Gross margin (segment ISV) below 20.0 %" in answer.content.decode()


def test_the_full_record_counts_the_members(decided, isv):
    (trigger,) = decided(RULE)
    answer = client_of(trigger.owner).get(address(trigger.record, "document"), {"version": 1})
    assert "on 2 partners" in answer.content.decode()


# Armed


def test_the_members_are_watched_as_they_were_when_it_was_proposed(decided, isv):
    (trigger,) = decided(RULE)
    assert trigger.segment == "ISV"
    assert set(trigger.watched.members.values_list("partner", flat=True)) == {row.pk for row in isv}
    assert "2 partners" in watched_page(trigger)
    assert "since then" not in watched_page(trigger)
    Partner.objects.filter(key="b").update(segment="Reseller")
    assert "the segment since then: 1 left" in watched_page(trigger)
    make_partner(key="new", segment="ISV")
    make_partner(key="newer", segment="ISV")
    assert set(trigger.watched.members.values_list("partner", flat=True)) == {row.pk for row in isv}
    assert "the segment since then: 2 joined, 1 left" in watched_page(trigger)


def test_it_fires_on_its_segment_alone_and_says_so(decided, isv):
    on_segment, on_all = decided(RULE, RULE | {"segment": ""})
    evaluate_series(on_segment.series_id, None, now=timezone.now())
    (case,) = m.Case.objects.all()
    assert case.trigger_id in {on_segment.pk, on_all.pk}
    assert case.what == "Gross margin (segment ISV) below 20.0 %: 15.0 % in Jan 2026"


def test_each_partner_of_it_by_itself(decided, isv):
    (trigger,) = decided(RULE | {"by_partner": True})
    assert set(trigger.conditions.values_list("partner", flat=True)) == {row.pk for row in isv}


def test_an_amendment_finds_its_own_row_of_the_version(decided, isv):
    rows = decided(RULE | {"segment": "", "clear_level": Decimal(30)}, RULE)
    found = {row.segment: frozen_levels(row)["clear_level"] for row in rows}
    assert found == {"": "30", "ISV": "25"}


def test_a_segment_is_not_taken_for_the_cohort_in_a_review(decided, isv):
    (trigger,) = decided(RULE)
    found = findings_of(trigger.version, now=timezone.now())
    (row,) = [row for row in found["metrics"] if row["key"] == "gross_margin"]
    assert row["cohort"] is None


def test_the_watch_page_asks_as_much_for_one_segment_as_for_many(decided, isv):
    def questions(trigger):
        client = client_of(trigger.owner)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get(address(trigger.record, "watched"))
        return len(asked)

    few = questions(decided(RULE)[0])
    assert questions(decided(RULE, RULE | {"segment": "Reseller"}, RULE)[0]) == few
