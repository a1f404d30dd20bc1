"""Decisions in force with a threshold on gross margin, and files that move it."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.committee import propose
from decisions.life import reopen
from decisions.states.stages import Stage
from decisions.triggers.kinds import LEVELLED
from tests.factories import decide, fresh, make_record, version_of
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)


@pytest.fixture(scope="session")
def add():
    """Add a row to a draft: `add(record, "threshold", metric=…)`."""

    def add(record, kind, **values):
        by = m.Approval.objects.get(record=record).author
        given = values or None
        return reopen.add_row(record, kind, pk=uuid.uuid4(), values=given, by=by, now=timezone.now()).unit

    return add


@pytest.fixture(scope="session")
def save():
    """Change a unit of a draft: `save(row, level=3)`."""

    def save(unit, **values):
        fresh = type(unit).objects.get(pk=unit.pk)
        return reopen.save_unit(
            fresh,
            fresh.values() | values,
            revision=fresh.revision,
            save_id=uuid.uuid4(),
            by=m.Approval.objects.get(record=fresh.record).author,
            now=timezone.now(),
        ).unit

    return save


@pytest.fixture(scope="session")
def draft(add, save):
    """A draft at commit with thresholds on gross margin: `draft({"level": 20}, …)`; a new one, or one there is."""

    def draft(*thresholds, record=None, **options):
        record = record or make_record(to=Stage.COMMIT, **{"class": "light"} | options)
        binding = m.MetricBinding.objects.filter(record=record, key="gross_margin").first()
        binding = binding or add(record, "metric", key="gross_margin")
        save(
            binding,
            gap_reason="No extract yet",
            gap_owner=binding.owner_id or record.created_by_id,
            gap_due_on=timezone.localdate() + dt.timedelta(days=30),
        )
        for number, values in enumerate(thresholds):
            given = {"metric": binding.pk, "owner": record.created_by_id, "note": f"t{number}"}
            save(add(record, "threshold"), **(given | values))
        return fresh(record)

    return draft


@pytest.fixture(scope="session")
def enact():
    """Propose and approve a draft; returns the version in force."""

    def enact(record):
        by = m.Approval.objects.get(record=record).author
        propose.propose(record, by=by, now=timezone.now())
        decide(record)
        return version_of(record)

    return enact


@pytest.fixture(scope="session")
def decided(draft, enact):
    """The armed triggers of a decision with these thresholds, in their order."""

    def decided(*thresholds, **options):
        version = enact(draft(*thresholds, **options))
        rows = m.Trigger.objects.filter(version=version, series__isnull=False, kind__in=[*LEVELLED, "stale"])
        return [row for row in rows.order_by("armed_at", "pk") if row.series.metric_id == "gross_margin"]

    return decided


@pytest.fixture(scope="session")
def margins(load):  # noqa: F811
    """Import a margin per month, in per cent: `margins({"2026-08": 30, …}, partner="a")`."""

    def margins(*values, partner="a", now=None, more=()):
        rows = [
            f"{partner},{month}-05,100,{100 - margin}" for found in values for month, margin in found.items()
        ]
        return load(*rows, *more, now=now)

    return margins


def condition_of(trigger, **of):
    return m.Condition.objects.get(trigger=trigger, **of)
