"""Every field that is content, changed alone: versions, ballot, history and copy each say it.

The fields come from the models, so that one which is added tomorrow is walked tomorrow.
"""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.draft.load import load_draft
from decisions.life import history
from decisions.life.copy import copy_record
from decisions.sections.registry import KINDS, UNITS, UnknownKind, section_kind, section_of, unit_kind
from decisions.sections.units import NOT_CONTENT, Row
from decisions.states.stages import Stage
from decisions.versions.compare import differences
from decisions.versions.compare_records import changed_since
from decisions.versions.report import report_of_draft
from metrics.models import DefinitionVersion
from partnerdesk.core.canonical import plain
from partners.models import Partner
from tests.factories import fresh, make_committee, make_partner, make_person, make_record

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 24)


ALONG = {
    ("threshold", "direction"): {"clear_level": None},
    ("threshold", "level"): {"clear_level": None},
    ("threshold", "clear_level"): {"level": None},
    ("threshold", "segment"): {"cohort": None},
    ("override", "at"): {"level": None},
    ("override", "level"): {"at": m.Override.At.VALUE},
}
"""What the database wants changed together with a field."""


def walk():
    return [(kind, field.name) for kind, model in UNITS.items() for field in model.content_fields]


def filled():
    """A record with at least two rows of every kind, each saying something in every field that others lean on."""
    for _count in range(3):
        make_partner(segment="retail")
    partners = list(Partner.objects.values_list("pk", flat=True)[:3])
    record = make_record("alignment-scorecard", to=Stage.COMMIT, **{"class": "major"})
    stamp = {"record": record, "saved_by": record.created_by}
    m.Scope.objects.filter(record=record).update(
        partners=m.Scope.Partners.LIST,
        partner_ids=partners[:2],
        first_month="2025-01-01",
        last_month="2025-12-01",
    )
    cohorts = [m.Cohort.objects.create(**stamp, name=f"Pilot {n}", partner_ids=partners[:2]) for n in (1, 2)]
    people = [make_person() for _count in (1, 2)]
    statements = [m.Statement.objects.create(**stamp, text=f"It holds, says {n}") for n in (1, 2)]
    for number in (1, 2):
        m.Constraint.objects.create(**stamp, text=f"At most {number} of them")
        m.Evidence.objects.create(**stamp, title=f"Paper {number}", source="Archive")
        m.Scenario.objects.create(**stamp, name=f"Weather {number}")
        m.Risk.objects.create(**stamp, statement=f"It may rain on day {number}")
        m.Guardrail.objects.create(**stamp, label=f"Not below {number}")
        m.EscalationStep.objects.create(**stamp, person=people[number - 1], after_days=number)
    bindings = list(m.MetricBinding.objects.filter(record=record)[:2])
    for binding in bindings:
        m.MetricBinding.objects.filter(pk=binding.pk).update(
            first_month="2025-01-01", last_month="2025-12-01"
        )
        m.Threshold.objects.create(
            **stamp,
            metric=binding,
            level=10,
            clear_level=20,
            on_date=DAY,
            cohort=cohorts[0],
            note=binding.key,
        )
    criteria = list(m.Criterion.objects.filter(record=record))
    for criterion, binding in zip(criteria, bindings, strict=False):
        m.Criterion.objects.filter(pk=criterion.pk).update(metric=binding, scale="", rubric="one")
        m.ExpectedPath.objects.get_or_create(criterion=criterion, defaults=stamp)
    m.ExpectedPath.objects.filter(record=record).update(
        target=5, target_by="2027-06-01", ramp_from="2027-01-01", cohort=cohorts[0]
    )
    m.Estimate.objects.filter(record=record).update(
        statement=statements[0], evidence=m.Evidence.objects.filter(record=record).first()
    )
    m.Override.objects.create(
        **stamp,
        scenario=m.Scenario.objects.filter(record=record).first(),
        option=m.Option.objects.filter(record=record).first(),
        criterion=criteria[0],
        at=m.Override.At.VALUE,
        level=3,
    )
    m.OutputArtifact.objects.filter(record=record).update(content="A table of all that counts")
    make_committee(make_person())
    return fresh(record)


@pytest.fixture(scope="module")
def kept(keep):
    return keep(filled)


@pytest.fixture(scope="module")
def as_it_was(keep, kept):
    """The report of the record as it was made."""
    return keep(lambda: drafted(load_draft(fresh(kept))))


@pytest.fixture
def record(kept):
    return fresh(kept)


@pytest.fixture
def content(record):
    return load_draft(record)


def another(field, row, content):
    """A value that the field does not have yet."""
    value = getattr(row, field.attname)
    if isinstance(field, ArrayField):
        return [pk for pk in Partner.objects.values_list("pk", flat=True) if pk not in value][:1] + value[:1]
    if field.choices:
        return next(choice for choice, _label in field.flatchoices if choice != value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.ForeignKey):
        return another_reference(field, value, content)
    if isinstance(field, models.DateField):
        return (value or DAY) + dt.timedelta(days=40)
    if isinstance(field, models.DecimalField):
        return (value or Decimal(0)) + Decimal("0.25")
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    return f"{value} and more"[-(field.max_length or 100) :]


def another_reference(field, value, content):
    model = field.related_model
    if model is User:
        return make_person().pk
    if hasattr(model, "content_fields"):
        return next(row.pk for row in content.all(model) if row.pk != value)
    if model is DefinitionVersion:
        return DefinitionVersion.objects.exclude(pk=value).values_list("pk", flat=True)[0]
    return make_committee(make_person()).pk


def drafted(content):
    untouched = replace(content, _known={})
    return report_of_draft(untouched, number=1, by=None, now=NOW)


def changed(content, kind, name):
    """The report of the draft with one field of one row changed, and that row."""
    model = UNITS[kind]
    field = model._meta.get_field(name)
    row = next(one for one in content.all(model))
    setattr(row, field.attname, another(field, row, content))
    if field.is_relation:
        setattr(row, name, field.related_model.objects.get(pk=getattr(row, field.attname)))
    return drafted(content), row


def told(sections, field):
    return [
        line for section in sections for line in section.differences if line.field == str(field.verbose_name)
    ]


def is_text(kind):
    """Texts are told by their label in the template."""
    return kind == "text"


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("kind", "name"), walk(), ids=[".".join(place) for place in walk()])
def test_versions_and_the_copy_say_each_field_that_differs(as_it_was, record, kind, name):
    before = as_it_was
    after, row = changed(load_draft(record), kind, name)
    link = m.RecordLink(rows={})
    for sections in (differences(before, after), changed_since(link, before, after)):
        field = UNITS[kind]._meta.get_field(name)
        lines = (
            [line for part in sections for line in part.differences]
            if is_text(kind)
            else told(sections, field)
        )
        assert lines, f"{kind}.{name} differs, and nobody is told"
        assert lines[0].before != lines[0].after
        assert lines[0].what or not isinstance(row, Row), "of what it is said"


@pytest.mark.parametrize("kind", UNITS)
def test_the_history_says_each_field_with_its_subject(content, kind, monkeypatch):
    monkeypatch.setattr(history, "MOST_CHANGES", 10_000)
    known = history.changes_in(content, None)
    row = next(iter(content.all(UNITS[kind])))
    for field in row.content_fields:
        with transaction.atomic():
            value = another(field, row, content)
            if kind == "option" and field.name == "is_status_quo":
                m.Option.objects.filter(record=content.record).update(is_status_quo=False)
            values = {field.attname: value} | ALONG.get((kind, field.name), {})
            type(row).objects.filter(pk=row.pk).update(**values, revision=row.revision + 1)
            newest = next(change for change in history.changes_in(content, None) if change not in known)
            labels = {one.label: one for one in newest.fields}
            transaction.set_rollback(True)
        assert str(field.verbose_name) in labels, f"{kind}.{field.name} is not told"
        assert labels[str(field.verbose_name)].before != labels[str(field.verbose_name)].after
        assert newest.what


def test_a_copied_record_is_compared_row_by_row(record):
    made = copy_record(record, months=0, by=make_person(), now=timezone.now())
    link = m.RecordLink.objects.get(newer=made)
    newer = load_draft(fresh(made))
    risk = newer.all(m.Risk)[0]
    risk.mitigation = "An umbrella"
    found = changed_since(link, drafted(load_draft(record)), drafted(newer))
    lines = [line for section in found for line in section.differences]
    assert (risk.statement, "mitigation", "An umbrella") in {
        (line.what, line.field, line.after) for line in lines
    }
    assert not [line for line in lines if not line.field and not line.what], "no row is taken for another"


def test_what_is_no_content_is_listed_with_its_reason_and_exists():
    assert len(NOT_CONTENT) <= 20
    names = {field.name for model in UNITS.values() for field in model._meta.concrete_fields}
    for name, reason in NOT_CONTENT.items():
        kind, _dot, field = name.rpartition(".")
        assert reason
        assert field in ({one.name for one in UNITS[kind]._meta.concrete_fields} if kind else names), name


def test_every_field_that_is_content_is_frozen(content):
    """Form 2 keeps every field of every unit under a name that its kind declares."""
    parts = drafted(content).parts
    for section in KINDS:
        for unit in section.units:
            rows = unit.at(parts[section.kind])
            assert rows, unit.model.kind
            for field in unit.model.content_fields if unit.model.kind != "text" else ():
                assert unit.key_of(field.name) in rows[0], f"{unit.model.kind}.{field.name}"


def test_what_nobody_declares_raises():
    with pytest.raises(UnknownKind):
        section_kind("weather")
    with pytest.raises(UnknownKind):
        unit_kind(m.Waiver)
    with pytest.raises(UnknownKind):
        section_of(m.Record)


def test_a_version_with_an_unknown_kind_is_not_compared_in_silence(content):
    before, after = drafted(content), drafted(content)
    after.data["parts"]["weather"] = {"rows": []}
    with pytest.raises(UnknownKind):
        differences(before, after)


def test_equal_names_of_two_people_are_told_apart(content, record):
    namesake = make_person(name=content.one(m.Brief).owner.name)
    before, later = drafted(content), load_draft(record)
    later.one(m.Brief).owner = namesake
    lines = told(differences(before, drafted(later)), m.Brief._meta.get_field("owner"))
    assert len(lines) == 1
    assert lines[0].before != lines[0].after


def test_a_figure_that_rounds_to_the_same_is_told_exactly(content, record):
    before, later = drafted(content), load_draft(record)
    estimate = next(row for row in later.all(m.Estimate) if row.likely is not None)
    estimate.likely += Decimal("0.000001")
    lines = told(differences(before, drafted(later)), m.Estimate._meta.get_field("likely"))
    assert [line.before != line.after for line in lines] == [True]


def test_the_last_of_many_partners_is_told(content, record):
    for _count in range(30):
        make_partner()
    everybody = list(Partner.objects.by_name().values_list("pk", flat=True))
    content.one(m.Scope).partner_ids = everybody[:-1]
    later = load_draft(record)
    later.one(m.Scope).partner_ids = [*everybody[:-2], everybody[-1]]
    lines = told(differences(drafted(content), drafted(later)), m.Scope._meta.get_field("partner_ids"))
    names = dict(Partner.objects.values_list("pk", "name"))
    assert names[everybody[-2]] in lines[0].before
    assert names[everybody[-1]] in lines[0].after


def test_ids_of_rows_stand_in_frozen_content(content):
    parts = drafted(content).parts
    for section in KINDS:
        for unit in section.units:
            if issubclass(unit.model, Row) and unit.model.kind != "text":
                kept = {row["id"] for row in unit.at(parts[section.kind])}
                assert kept <= {plain(row.pk) for row in content.all(unit.model)}
                assert uuid.UUID(next(iter(kept)))


def test_partners_who_are_called_alike_are_told_apart(content, record):
    twins = [make_partner(name="Twin").pk for _count in (1, 2)]
    content.one(m.Scope).partner_ids = twins[:1]
    later = load_draft(record)
    later.one(m.Scope).partner_ids = twins[1:]
    lines = told(differences(drafted(content), drafted(later)), m.Scope._meta.get_field("partner_ids"))
    assert [line.before != line.after for line in lines] == [True]


def test_the_order_of_partners_is_no_news(content, record):
    later = load_draft(record)
    later.one(m.Scope).partner_ids = later.one(m.Scope).partner_ids[::-1]
    assert differences(drafted(content), drafted(later)) == []


def test_the_history_takes_as_many_queries_for_many_changes(record):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            history.changes_in(load_draft(record), None)
        return len(queries)

    before = counted()
    for binding in m.MetricBinding.objects.filter(record=record):
        for number in range(3):
            m.MetricBinding.objects.filter(pk=binding.pk).update(note=f"note {number}", definition=None)
            m.MetricBinding.objects.filter(pk=binding.pk).update(definition=binding.definition)
    assert counted() == before
