"""A guardrail's printed limit is what the machine watches; what people state besides is said to be a statement."""

import datetime as dt

import lxml.html
import pytest
from django.utils import timezone

from decisions import models as m
from decisions.documents.export_json_md import markdown_bytes
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.draft.load import load_draft
from decisions.readiness.assess import blockers
from decisions.sections.guardrail_limits import WATCHED, limit_words
from decisions.states.stages import Stage
from decisions.versions.report import report_of_draft
from frameworks.schema import FrameworkGuardrail
from partners.models import ComplianceCheckpoint, RiskFlag
from tests.factories import fresh, make_partner, make_person, make_record
from tests.integration.decisions.pages import address
from tests.integration.people import client_of

TODAY = dt.date(2026, 3, 9)
BEFORE, LATER = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
STATED = "Ask the board twice."


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, "alignment-scorecard", to=Stage.COMMIT, **{"class": "standard"})


@pytest.fixture
def record(kept):
    return fresh(kept)


def test_whatever_a_framework_can_have_watched_has_its_words():
    watchable = set(FrameworkGuardrail.model_fields["watches"].annotation.__args__)
    assert watchable == {*WATCHED, "statement"} == {choice.value for choice in m.Guardrail.Watches}


@pytest.mark.parametrize("severity", ["low", "medium", "high"])
@pytest.mark.parametrize("closed_on", [None, BEFORE])
def test_an_open_flag_of_high_severity_breaks_it_as_its_words_say(severity, closed_on):
    partner = make_partner()
    raised = {"kind": "legal", "statement": "x", "raised_on": BEFORE, "owner": make_person()}
    RiskFlag.objects.create(partner=partner, severity=severity, closed_on=closed_on, **raised)
    broken = partner in WATCHED["risk_flags"].broken_by(TODAY)
    assert broken == (severity == "high" and closed_on is None)
    assert "open risk flag of high severity" in str(WATCHED["risk_flags"].words)


@pytest.mark.parametrize("status", ["open", "passed", "failed"])
@pytest.mark.parametrize("due_on", [BEFORE, TODAY, LATER])
def test_a_checkpoint_that_failed_or_is_overdue_breaks_it_as_its_words_say(status, due_on):
    partner = make_partner()
    checked_on = None if status == "open" else BEFORE
    about = {"name": "Audit", "due_on": due_on, "owner": make_person(), "checked_on": checked_on}
    ComplianceCheckpoint.objects.create(partner=partner, status=status, **about)
    broken = partner in WATCHED["compliance_checkpoints"].broken_by(TODAY)
    assert broken == (status == "failed" or (status == "open" and due_on < TODAY))
    assert "failed or is overdue" in str(WATCHED["compliance_checkpoints"].words)


def printed(record):
    return report_of_draft(load_draft(fresh(record)), number=1, by=None, now=timezone.now())


@pytest.mark.parametrize("stated", [STATED, ""])
def test_the_printed_limit_is_what_is_watched(record, stated):
    m.Guardrail.objects.filter(record=record).update(limit=stated)
    report = printed(record)
    (watched,) = [str(WATCHED["risk_flags"].words)]
    texts = [markdown_bytes(report).decode()]
    texts += [" ".join(row["limit"] for row in OnePager(report, level).guardrails.shown) for level in LEVELS]
    client = client_of(record.created_by)
    for name in ("document", "one_pager"):
        texts.append(lxml.html.fromstring(client.get(address(record, name)).content).text_content())
    for text in texts:
        assert watched in " ".join(text.split())
    assert ("Stated besides: Ask the board twice." in texts[0]) is bool(stated)


def test_a_statement_says_that_nothing_watches_it(record):
    m.Guardrail.objects.filter(record=record).update(watches="statement", limit=STATED)
    assert "Ask the board twice. (stated; nothing watches it)" in markdown_bytes(printed(record)).decode()
    page = client_of(record.created_by).get(address(record, "stage", "compare")).content.decode()
    assert "Nothing watches this" in page


def test_only_a_statement_has_to_be_written_down(record):
    def open_ones():
        found = blockers(load_draft(fresh(record)), Stage.COMMIT, timezone.now().date())
        return [one for one in found if one.code == "guardrail_incomplete"]

    m.Guardrail.objects.filter(record=record).update(limit="")
    assert open_ones() == []
    m.Guardrail.objects.filter(record=record).update(watches="statement", limit="none")
    assert len(open_ones()) == 2


def test_versions_from_before_print_what_they_did():
    assert limit_words({"limit": STATED}) == STATED
