"""Would we still choose it? What is observed takes the place of the selected option's estimates, in batches."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.db import transaction

from decisions.analysis.batch import Batch, run
from decisions.analysis.problem import Criterion, Problem
from decisions.analysis.value import totals
from decisions.triggers.engine.machine import Condition, Sample, State, step
from decisions.triggers.engine.step import Found, Watched, rule_of
from decisions.triggers.episodes import follow_episodes
from decisions.triggers.models import ChoiceInput, WatchedSet
from decisions.triggers.models import Condition as ConditionModel
from decisions.triggers.sampling import sampled_sets, since_for
from decisions.versions.models import Version
from metrics.models import Series
from metrics.provenance.covered import coverage_of
from partnerdesk.core.days import workspace_day

HISTORY_MONTHS = 24
"""How far back the newest value of a set may lie behind the newest of all."""


@transaction.atomic
def evaluate_choices(
    series: Collection[int], *, now: dt.datetime, version: Version | None = None
) -> tuple[int, int, int]:
    """Ask again of every version in force that one of these series bears on, once all of them have been read.

    Returns episodes begun, ended, withdrawn.
    """
    inputs = ChoiceInput.objects.filter(series__in=series, trigger__disarmed_at=None)
    if version is not None:
        inputs = inputs.filter(trigger__version=version)
    found: dict[int, list[ChoiceInput]] = defaultdict(list)
    for row in inputs:
        found[row.series_id].append(row)
    if not found:
        return 0, 0, 0
    for one in Series.objects.filter(pk__in=found).order_by("pk"):
        observe(one, found[one.pk], today=workspace_day(now))
    triggers = {row.trigger_id for rows in found.values() for row in rows}
    asked = ConditionModel.objects.filter(trigger__in=triggers).select_related("trigger")
    return _look_again(list(asked.select_for_update(of=("self",))), now)


def observe(series: Series, inputs: Sequence[ChoiceInput], *, today: dt.date) -> None:
    """Write to each input the newest value over its window and set, where its time has come. Whole periods count."""
    sets = {row.watched_id for row in inputs}
    everybody = WatchedSet.objects.filter(is_everybody=True, pk__in=sets).values_list("pk", flat=True).first()
    newest = coverage_of(series).newest_whole(today)
    if newest is None:
        return
    since = since_for(series, newest, max(row.window_months for row in inputs), back=HISTORY_MONTHS)
    sampled = sampled_sets(series, sets - {everybody}, since, everybody=everybody, today=today)
    for row in inputs:
        values = sampled.values(row.watched_id, row.window_months)
        known = [
            period
            for period, value in values.items()
            if value is not None and (row.active_from is None or period >= row.active_from)
        ]
        row.period = max(known, default=None)
        row.value = values[row.period] if row.period else None
    ChoiceInput.objects.bulk_update(inputs, ["period", "value"], batch_size=2000)


def _look_again(conditions: Sequence[ConditionModel], now: dt.datetime) -> tuple[int, int, int]:
    observed: dict[Any, list[ChoiceInput]] = defaultdict(list)
    inputs = ChoiceInput.objects.filter(
        trigger__in=[row.trigger_id for row in conditions], value__isnull=False
    )
    for known in inputs:
        observed[known.trigger_id].append(known)
    asked = [row for row in conditions if observed[row.trigger_id]]
    if not asked:
        return 0, 0, 0
    leads = margins([(row.trigger.setting, observed[row.trigger_id]) for row in asked])
    found = []
    for row, lead in zip(asked, leads, strict=True):
        period = max(one.period for one in observed[row.trigger_id] if one.period)
        looked_at = _stepped(row, Sample(period, float(lead)))
        found.append(looked_at)
        new = looked_at.condition
        row.state, row.breaches, row.clears = new.state, new.breaches, new.clears
        row.period, row.value, row.since, row.evaluated_at = new.period, new.value, new.since, now
    ConditionModel.objects.bulk_update(
        [row for row in asked if row.evaluated_at == now],
        ["state", "breaches", "clears", "period", "value", "since", "evaluated_at"],
        batch_size=2000,
    )
    return follow_episodes(found, now=now)


def _stepped(row: ConditionModel, sample: Sample) -> Found:
    """One answer counts at once, also a second one in the same period: another of its metrics may have come."""
    watched = _watched(row)
    taken = step(watched.rule, replace(watched.condition, period=None), sample)
    return Found(watched, taken.condition, [(taken.change, sample)] if taken.change else [])


def _watched(row: ConditionModel) -> Watched:
    trigger = row.trigger
    return Watched(
        pk=row.pk,
        trigger=trigger.pk,
        kind=trigger.kind,
        key=0,
        months=1,
        rule=rule_of(True, trigger.level, trigger.clear_level, trigger.samples, trigger.hold_samples),
        setting={},
        active_from=None,
        condition=Condition(State(row.state), row.breaches, row.clears, row.period, row.value, row.since),
        stale_on=None,
    )


def margins(asked: Sequence[tuple[dict[str, Any], Sequence[ChoiceInput]]]) -> np.ndarray[Any, Any]:
    """By how much the selected option leads the best other one, with the observed values in its place."""
    problems, chosen = [], []
    for setting, inputs in asked:
        problems.append(_problem(setting, inputs))
        chosen.append(setting["chosen"])
    values = run(Batch.of(problems)).values
    rows = np.arange(len(problems))
    own = values[rows, chosen]
    values[rows, chosen] = -np.inf
    lead: np.ndarray[Any, Any] = own - np.nanmax(values, axis=1)
    return lead


def live_values(setting: dict[str, Any], inputs: Sequence[ChoiceInput]) -> dict[str, float]:
    """The value of each option, by its label, with what is observed in place of the chosen one's estimates."""
    problem = _problem(setting, inputs)
    return dict(zip(problem.options, map(float, totals(problem)), strict=True))


def _problem(setting: dict[str, Any], inputs: Sequence[ChoiceInput]) -> Problem:
    levels = np.array(setting["levels"], dtype=np.float64)
    keys = [row["key"] for row in setting["criteria"]]
    for row in inputs:
        if row.value is not None:
            levels[setting["chosen"], keys.index(row.criterion)] = row.value
    criteria = tuple(
        Criterion(row["key"], row["worst"], row["best"], row["swing"]) for row in setting["criteria"]
    )
    return Problem(tuple(setting["options"]), criteria, levels, levels, levels)
