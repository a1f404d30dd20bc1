"""Filling the partner directory from a list: what it would change, and doing it."""

import datetime as dt
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.definitions.models import DefinitionVersion
from metrics.files.reading.mapping import Format, PartnerList
from metrics.files.reading.partner_list import ATTRIBUTES, PartnerRow, read_partner_list
from metrics.files.reading.scanning import Unreadable
from metrics.gaps.found import FoundGaps
from metrics.gaps.store import grouped
from metrics.imports.match_partners import label_merges
from metrics.measures.windows import Window
from metrics.observations.baselines import Baseline, baselines
from metrics.observations.partner_sets import PartnerSet
from metrics.provenance.models import StoredFile
from partnerdesk.core.days import moment_now
from partnerdesk.core.events import record_event
from partners.actions import check_may_change
from partners.models import LifecycleStage, Partner

MOST_ROWS = 20_000
MOST_SEGMENTS = 12
"""Of so many segments a preview says what a list changes in figures."""
FIELDS = ("name", *ATTRIBUTES, "stage", "renewal_on")


@dataclass(frozen=True)
class PartnerListChange:
    """One known partner, and what the list would write: (attribute, before, after)."""

    partner: Partner
    fields: list[tuple[str, Any, Any]]


@dataclass
class Plan:
    """What a list would do to the directory. `kept` counts values that differ and stay as they are."""

    rows: int
    new: list[Partner] = field(default_factory=list)
    changed: list[PartnerListChange] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    problems: list[str] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)


def plan_list(path: Path, spec: PartnerList, form: Format, *, overwrites: bool, renewal_format: str) -> Plan:
    """Compare a list with the directory. Stores nothing. Raises Unreadable."""
    findings = FoundGaps()
    rows = read_partner_list(path, spec, form, findings)
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The list has %(count)s partners; at most %(most)s are taken at once: split it.")
            % {"count": len(rows), "most": MOST_ROWS}
        )
    plan = Plan(rows=len(rows), gaps=grouped(findings))
    known = Partner.objects.in_bulk([row.key for row in rows], field_name="key")
    merges = label_merges()
    for row in rows:
        wanted = _wanted(row, spec, merges, renewal_format, plan)
        if row.key in known:
            _compare(known[row.key], wanted, plan, overwrites=overwrites)
        else:
            plan.new.append(Partner(key=row.key, **wanted))
    _check_lengths(plan)
    return plan


def _wanted(
    row: PartnerRow, spec: PartnerList, merges: dict[tuple[str, str], str], renewal_format: str, plan: Plan
) -> dict[str, Any]:
    """What the list says of one partner; what it can't say is left out, with a sentence."""
    wanted: dict[str, Any] = {"name": row.name}
    for name in ATTRIBUTES:
        label = row.attribute(name)
        if label:
            wanted[name] = merges.get((name, label), label)
    if row.stage:
        stage = STAGES.get(row.stage.casefold())
        if stage:
            wanted["stage"] = stage
        else:
            plan.problems.append(
                _("%(key)s: “%(stage)s” is no lifecycle stage; there are %(stages)s.")
                % {"key": row.key, "stage": row.stage[:40], "stages": ", ".join(LifecycleStage.values)}
            )
    if row.renewal:
        try:
            day = dt.datetime.strptime(row.renewal, renewal_format).date()  # noqa: DTZ007  (a day has no zone)
            wanted["renewal_on"] = day
        except ValueError:
            plan.problems.append(
                _("%(key)s: “%(date)s” is no date written as stated.")
                % {"key": row.key, "date": row.renewal[:40]}
            )
    return wanted


STAGES = {name: name for name in LifecycleStage.values} | {
    str(stage.label).casefold(): stage.value for stage in LifecycleStage
}


def _compare(partner: Partner, wanted: dict[str, Any], plan: Plan, *, overwrites: bool) -> None:
    """Empty attributes are filled; others are changed only where that was asked for."""
    fields = []
    for name, value in wanted.items():
        before = getattr(partner, name)
        if before == value:
            continue
        is_empty = before in ("", None) or (name == "name" and before == partner.key)
        if is_empty or overwrites:
            fields.append((name, before, value))
        else:
            plan.kept += 1
    if fields:
        plan.changed.append(PartnerListChange(partner, fields))
    else:
        plan.unchanged += 1


def _check_lengths(plan: Plan) -> None:
    limits = {field.name: field.max_length or 0 for field in Partner._meta.fields if field.max_length}
    values = [(name, getattr(partner, name)) for partner in plan.new for name in ("key", "name", *ATTRIBUTES)]
    values += [(name, after) for change in plan.changed for name, _before, after in change.fields]
    for name, value in values:
        if isinstance(value, str) and len(value) > limits.get(name, 1000):
            raise Unreadable(
                _("“%(text)s…” is longer than %(limit)s characters: is the right column mapped to it?")
                % {"text": value[:40], "limit": limits[name]}
            )


def _write(plan: Plan, now: dt.datetime) -> None:
    """Write what the plan says. A partner that somebody added meanwhile stays as they made it."""
    new = [copy(partner) for partner in plan.new]
    for partner in new:
        partner.created_at = now
    Partner.objects.bulk_create(new, batch_size=2000, ignore_conflicts=True)
    changed = []
    for change in plan.changed:
        partner = copy(change.partner)
        for name, _before, after in change.fields:
            setattr(partner, name, after)
        changed.append(partner)
    Partner.objects.bulk_update(changed, FIELDS, batch_size=1000)


@dataclass(frozen=True)
class FigureChange:
    """The newest figure of one metric over a segment, as it is and as it would be."""

    segment: str
    before: Baseline
    after: Baseline


@dataclass(frozen=True)
class FigureChanges:
    """What a list changes in figures. `unseen` are segments that change and were not looked at."""

    lines: list[FigureChange] = field(default_factory=list)
    unseen: int = 0


def figure_changes(plan: Plan) -> FigureChanges:
    """Whose coverage, grade or value the plan changes: it is tried out, and taken back. Stores nothing.

    A figure over everybody asks for the partners that its sources are meant to cover, whoever else is in the directory:
    a list changes figures over the segments alone that somebody joins or leaves.
    """
    moved = {partner.segment for partner in plan.new}
    for change in plan.changed:
        moved |= {segment for name, *both in change.fields if name == "segment" for segment in both}
    segments = sorted(moved - {""})
    wanted = [
        (definition, Window())
        for definition in DefinitionVersion.objects.newest().filter(metric__summary__isnull=False)
        if definition.series_id
    ]
    seen = segments[:MOST_SEGMENTS] if wanted else []
    with transaction.atomic():
        before = {segment: baselines(wanted, PartnerSet(segment=segment)) for segment in seen}
        _write(plan, moment_now())
        after = {segment: baselines(wanted, PartnerSet(segment=segment)) for segment in seen}
        transaction.set_rollback(True)
    lines = [
        FigureChange(segment, old, new)
        for segment in seen
        for old, new in zip(before[segment], after[segment], strict=True)
        if (old.coverage_pct, old.grade, old.value) != (new.coverage_pct, new.grade, new.value)
        and (old.covered or new.covered)
    ]
    return FigureChanges(lines, len(segments) - len(seen) if wanted else 0)


@transaction.atomic
def apply_list(plan: Plan, file: StoredFile, file_name: str, *, by: User, now: dt.datetime) -> None:
    """Write what the plan says, on record."""
    check_may_change(by)
    with pghistory.context(user=str(by.pk), file=file_name):
        _write(plan, now)
    record_event(
        "partners.list_imported",
        subject_kind="file",
        subject_id=by.pk,
        by=by,
        now=now,
        file=file_name,
        sha256=file.pk,
        added=len(plan.new),
        changed=len(plan.changed),
    )
