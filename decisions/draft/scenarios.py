"""What one does with a comparison: run its scenarios, ask a weight again, say what a whole column rests on."""

import datetime as dt
import uuid
from typing import Any

import numpy as np
from django.db import transaction

from accounts.models import User
from decisions.analysis.problem import Problem
from decisions.analysis.smaa import Shape, Shares, Weighting, smaa
from decisions.draft.load import load_draft
from decisions.draft.save import changeable, mark_changed, save_unit
from decisions.record.events import note_event
from decisions.record.models import Record
from decisions.sections.compared import Comparison, decimal_of
from decisions.sections.criteria import Criterion
from decisions.sections.draft import Draft
from decisions.sections.estimates import Estimate
from decisions.sections.options import Option
from decisions.sections.scenarios import ScenarioRun
from partnerdesk.core.canonical import decimal_text
from partnerdesk.core.refusals import Blocked

DRAWS = 10_000
SEED = 1
SHAPE: Shape = "split_normal"


@transaction.atomic
def run_scenarios(record: Record, *, by: User, now: dt.datetime) -> ScenarioRun:
    """Draw the shares on the present inputs and keep them with their hash. Replaces the run before."""
    locked = changeable(record, by)
    run = draw_now(load_draft(locked), now)
    run.ran_by = by
    ScenarioRun.objects.filter(record=locked).delete()
    run.save()
    note_event(locked, "scenarios.run", by=by, now=now, inputs_sha256=run.inputs_sha256, draws=DRAWS)
    mark_changed(locked, now)
    return run


def draw_now(content: Draft, now: dt.datetime) -> ScenarioRun:
    """What a run would say on the present inputs, without keeping it."""
    comparison = content.comparison
    return ScenarioRun(
        record=content.record,
        inputs_sha256=comparison.inputs_sha256,
        seed=SEED,
        draws=DRAWS,
        result=drawn(comparison),
        ran_at=now,
    )


@transaction.atomic
def confirm_weight(criterion: Criterion, *, by: User, now: dt.datetime) -> Criterion:
    """Its weight was asked again for the levels as they are now, and is the same."""
    record = changeable(criterion.record, by)
    locked: Criterion = Criterion.objects.select_for_update().get(pk=criterion.pk)
    locked.asked_worst, locked.asked_best = locked.worst, locked.best
    locked.revision, locked.save_id, locked.saved_by, locked.saved_at = (
        locked.revision + 1,
        uuid.uuid4(),
        by,
        now,
    )
    locked.save()
    note_event(record, "weight.confirmed", by=by, now=now, criterion=str(locked.pk))
    mark_changed(record, now)
    return locked


@transaction.atomic
def set_column_basis(
    option: Option,
    *,
    basis: str,
    statement: uuid.UUID | None,
    evidence: uuid.UUID | None,
    by: User,
    now: dt.datetime,
) -> Record:
    """Say once what all estimates of an option rest on. Without `evidence` each keeps its own."""
    record = changeable(option.record, by)
    for estimate in Estimate.objects.filter(record=record, option=option):
        values = estimate.values() | {"basis": basis, "statement": statement}
        values["evidence"] = evidence or values["evidence"]
        estimate.record = record
        save_unit(estimate, values, revision=estimate.revision, save_id=uuid.uuid4(), by=by, now=now)
    return record


def drawn(comparison: Comparison, *, draws: int = DRAWS) -> dict[str, Any]:
    """The shares with the stated weights, and as if the weights were unknown; figures as canonical strings."""
    if comparison.found is None:
        raise Blocked(comparison.why_not)
    problem = comparison.found.problem
    return {
        "shape": SHAPE,
        "stated": _shares(problem, _drawn(problem, draws, Weighting())),
        "unknown": _shares(problem, _drawn(problem, draws, Weighting("simplex"))),
    }


def _drawn(problem: Problem, draws: int, weighting: Weighting) -> Shares:
    return smaa(problem, draws=draws, seed=SEED, shape=SHAPE, weighting=weighting)


def _shares(problem: Problem, shares: Shares) -> dict[str, Any]:
    def named(names: tuple[str, ...], figures: Any) -> dict[str, str | None]:
        return {name: _text(figure) for name, figure in zip(names, figures, strict=True)}

    return {
        "standard_error": _text(shares.standard_error),
        "rank": {
            option: [_text(share) for share in row]
            for option, row in zip(problem.options, shares.rank, strict=True)
        },
        "central": {
            option: None if np.isnan(row).any() else named(problem.keys, row)
            for option, row in zip(problem.options, shares.central, strict=True)
        },
        "confidence": named(problem.options, shares.confidence),
    }


def _text(figure: float) -> str | None:
    """A share to six places as canonical content writes it; None where it is undefined."""
    return None if np.isnan(figure) else decimal_text(round(decimal_of(figure), 6), "share")
