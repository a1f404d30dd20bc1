"""The demo is told as of the days that its stories name, and what its sentences say holds on its figures."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models as fields
from django.test import override_settings
from django.utils import timezone

from accounts.models import Role, User
from decisions import models as m
from decisions.draft.load import load_draft
from decisions.triggers.backtest.replay import backtest_of
from decisions.triggers.choice_check import live_values
from decisions.versions.report import report_of_version
from metrics.measures.windows import Window
from metrics.models import DefinitionVersion, Observation
from metrics.observations.baselines import baseline
from metrics.observations.partner_sets import PartnerSet
from partnerdesk.core.chain import seal_events
from partnerdesk.core.chain_check import check_chain
from partnerdesk.core.days import told_at, workspace_day, workspace_today
from partnerdesk.core.models import Event
from partners.models import Partner
from workspace.demo.loading import load_demo
from workspace.demo.people import PEOPLE

NOW = timezone.now() - dt.timedelta(days=400)
"""Another day than that of the run: what asks the machine's clock stands out."""
APPS = {"accounts", "core", "decisions", "metrics", "partners"}
AHEAD = {"due_at", "ends_at", "escalate_at", "recheck_at", "starts_at"}
"""Moments that lie ahead by themselves."""
OF_THE_MACHINE = {
    ("Job", "created_at"),
    ("StoredFile", "stored_at"),
    ("FrameworkVersion", "published_at"),
    ("DefinitionVersion", "created_at"),
}
"""When rows were written, which no story tells; and the libraries, which stand there before."""


@pytest.fixture(autouse=True)
def _demo(keep, tmp_path_factory):
    if not User.objects.exists():
        with override_settings(DESK_HOME=tmp_path_factory.mktemp("home")):
            keep(load_demo, now=NOW, say=lambda _words: None)


@pytest.fixture(autouse=True)
def _as_of_the_demo():
    with told_at(NOW):
        yield


def record(code):
    return m.Record.objects.with_header().get(code=code)


def choice_of(code):
    return m.Trigger.objects.get(record=record(code), kind="choice")


def test_within_a_story_today_is_its_day():
    assert workspace_today() == workspace_day(NOW)


def test_what_was_frozen_had_been_known_on_its_day():
    for version in m.Version.objects.select_related("record"):
        day, report = workspace_day(version.proposed_at), report_of_version(version)
        for row in report.rows("metrics"):
            frozen = row["baseline"]
            months = [frozen["to"], frozen["newest"], *(point["period"] for point in frozen["trend"])]
            assert max(months) < f"{day:%Y-%m}-01", (version.record.code, row["key"])
            seen = Observation.objects.filter(series__metric=row["key"], period__lte=frozen["to"])
            files = {found.imported.created_at for found in seen.exclude(imported=None)[:500]}
            assert all(at <= version.proposed_at for at in files), (version.record.code, row["key"])
        assert {row["as_of"] for row in report.rows("inputs")} == {day.isoformat()}
    older = m.Version.objects.get(record__code="VE-0001")
    assert (NOW - older.proposed_at).days == 430


def test_every_moment_that_is_told_is_one_of_the_stories():
    late = {
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in moments_of(model)
        if model.objects.filter(**{f"{field.name}__gt": NOW}).exists()
    }
    assert late <= OF_THE_MACHINE
    for each in m.Record.objects.all():
        told = list(Event.objects.filter(subject_id=each.pk).order_by("pk").values_list("at", flat=True))
        assert told == sorted(told), each.code
        assert told[0] == each.created_at
        assert told[-1] <= NOW


def test_records_are_numbered_and_told_in_the_order_of_their_days():
    begun = Event.objects.filter(kind="record.created").order_by("pk")
    moments = list(begun.values_list("at", flat=True))
    assert moments == sorted(moments)
    told = [m.Record.objects.get(pk=pk) for pk in begun.values_list("subject_id", flat=True)]
    for prefix in {found.code[:2] for found in told}:
        codes = [found.code for found in told if found.code.startswith(prefix)]
        assert codes == [f"{prefix}-{number:04}" for number in range(1, len(codes) + 1)]


def moments_of(model):
    """The fields of a table of ours that tell when something happened; the history of rows has a clock of its own."""
    if model._meta.app_label not in APPS or model.__name__.endswith("Event"):
        return []
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, fields.DateTimeField) and field.name not in AHEAD
    ]


def test_versions_and_the_chain_are_intact():
    for version in m.Version.objects.all():
        version.check_content()
    seal_events(now=NOW, everything=True)
    assert check_chain([]).is_intact


def test_what_is_observed_answers_whether_it_would_still_be_chosen():
    terms, desk = choice_of("CP-0001"), choice_of("VE-0001")
    assert terms.conditions.get().state == "normal"
    assert desk.conditions.get().state == "triggered"
    assert terms.inputs.exclude(value=None).count() >= 2
    assert desk.inputs.filter(value=None).count() == 0
    for trigger, best in ((terms, "B"), (desk, "C")):
        now = live_values(trigger.setting, list(trigger.inputs.all()))
        assert max(now, key=now.get) == best
    assert not m.Case.objects.filter(trigger=terms).exists(), "one that was opened on half of the criteria"
    post = m.Review.objects.get(kind="post", state="closed")
    held = {row["criterion"]: row["held"] for row in post.findings["predicted"]}
    assert held == {"Co-sell revenue": True, "Partner NPS": True, "Integration depth": False}
    assert post.findings["choice"]["best"] != post.findings["choice"]["chosen"]


def test_the_pause_threshold_of_the_older_decision_holds_and_has_a_history():
    trigger = m.Trigger.objects.get(record=record("VE-0001"), effect="pause")
    condition = trigger.conditions.get()
    assert (condition.state, condition.since) == ("normal", None)
    assert condition.value > trigger.level
    content = load_draft(record("VE-0001"))
    row = m.Threshold.objects.get(record__code="VE-0001", effect="pause")
    found = backtest_of(content, row.values())
    assert len(found.history.samples) >= 24
    assert not found.episodes
    assert all(sample.value for sample in found.history.samples)
    assert backtest_of(content, row.values() | {"level": Decimal(10_000_000)}).episodes


def test_one_threshold_has_fired_on_what_the_newest_month_brought():
    case = m.Case.objects.get(record__code="CP-0001")
    assert case.state in ("open", "acknowledged"), "the latter from the day after on"
    assert case.owner.name == "Maria Sandberg"
    assert case.what.startswith("Partner contribution margin below 8.0 %")
    assert NOW - case.opened_at < dt.timedelta(days=32)
    margin = m.Trigger.objects.get(pk=case.trigger_id).conditions.get()
    assert 4 < margin.value < 8, "below the pause, above the stop"


def test_a_viewer_does_not_vote():
    roles = {person.email: person.role for person in PEOPLE}
    assert dict(User.objects.values_list("email", "role")) == roles
    assert set(roles.values()) == set(Role), "each role is shown by somebody"
    members = m.Member.objects.values_list("user__role", "deputy__role")
    voting = {role for pair in members for role in pair}
    voting |= set(m.Seat.objects.values_list("user__role", flat=True))
    assert Role.VIEWER not in voting
    for person in PEOPLE:
        assert person.sign_in.startswith(f"{person.email}  {person.role.label}: ")
        assert ("viewer" in person.sign_in) == (person.role == Role.VIEWER)


def value_of(metric, partners, year_end):
    definition = DefinitionVersion.objects.newest().get(metric=metric)
    first = dt.date(year_end.year - 1, year_end.month, 1)
    last = year_end - dt.timedelta(days=1)
    return baseline(definition, Window(first, last.replace(day=1)), partners).value


def test_the_context_of_the_terms_holds_on_the_figures():
    """Incentives and MDF take more of what grows, the margin was lost, and no pilot is larger than its scope."""
    version = m.Version.objects.get(record__code="CP-0001")
    report = report_of_version(version)
    members = frozenset(row["id"] for row in report.parts["scope"]["members"])
    assert len(members) == 9, "four of nine take part in the pilot"
    partners = PartnerSet(ids=members)
    end = workspace_day(version.proposed_at).replace(day=1)
    before = end.replace(year=end.year - 1)
    margin, lost = (value_of("partner_contribution_margin", partners, at) for at in (end, before))
    revenue = {}
    for at in (end, before):
        costs = sum(value_of(key, partners, at) for key in ("mdf_spend", "contract_incentives"))
        contribution = value_of("partner_contribution", partners, at)
        share = value_of("partner_contribution_margin", partners, at)
        revenue[at] = 100 * contribution / share, costs
    assert margin < lost
    assert revenue[end][0] > revenue[before][0]
    assert revenue[end][1] / revenue[end][0] > revenue[before][1] / revenue[before][0]


def test_what_inputs_say_is_measured_is_what_is_measured():
    told = {
        row["key"] if "key" in row else row["label"]: row["value"]
        for version in m.Version.objects.all()
        for row in report_of_version(version).rows("inputs")
    }
    assert not [words for words in told.values() if "{" in words or words.startswith("–")]
    assert sum(any(letter.isdigit() for letter in words) for words in told.values()) >= 8


def test_as_many_partners_are_in_scope_as_the_stories_choose_from():
    counts = dict(Partner.objects.values_list("segment").annotate(fields.Count("pk")))
    assert counts["System integrator"] == counts["ISV"] == 10, "four of ten, five of ten"
    assert counts["Reseller"] == 9
