"""Stories of how the decision fails, told before it is made. Each of them ends in something that is done about it."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    DatedCheck,
    Fields,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    meant,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.sections.reviews import ReviewPlan
from decisions.sections.trigger_kinds import Said, kind_of
from decisions.sections.triggers import Effect, Threshold, is_armable
from decisions.sections.units import Row, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage


class Ending(models.TextChoices):
    """What is done about a story."""

    OPEN = "", "–"
    THRESHOLD = "threshold", gettext_lazy("a threshold watches for it")
    CHECK = "check", gettext_lazy("somebody checks on a day")
    ASIDE = "aside", gettext_lazy("set aside, with a reason")


@tracked
class FailureStory(Row):
    """It is a year later and the decision has failed: what happened? And what is done about it today."""

    kind = "story"
    titled = ("story",)

    story = models.CharField(gettext_lazy("what happened"), max_length=500, blank=True)
    ending = models.CharField(
        gettext_lazy("what is done about it"), max_length=10, choices=Ending, blank=True, default=Ending.OPEN
    )
    threshold = models.ForeignKey(
        Threshold,
        verbose_name=gettext_lazy("threshold"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    check_on = models.DateField(gettext_lazy("check on"), null=True, blank=True)
    owner = person_field(gettext_lazy("who checks"))
    reason = models.CharField(gettext_lazy("why it is set aside"), max_length=300, blank=True)


def _told(content: Draft) -> list[FailureStory]:
    return UNIT.written(content)


def _watched(row: FailureStory, content: Draft, today: dt.date) -> str:
    threshold = content.row(Threshold, row.threshold_id)
    if threshold is None:
        return _("“%(story)s”: say which threshold watches for it.")
    return "" if is_armable(threshold) else _("“%(story)s”: its threshold is not complete.")


def _checked(row: FailureStory, content: Draft, today: dt.date) -> str:
    if row.check_on is None or row.owner_id is None:
        return _("“%(story)s”: say on which day it is checked, and who does it.")
    return "" if row.check_on > today else _("“%(story)s”: the day of its check has passed.")


def _set_aside(row: FailureStory, content: Draft, today: dt.date) -> str:
    return "" if meant(row.reason) else _("“%(story)s”: write why it is set aside.")


def _open(row: FailureStory, content: Draft, today: dt.date) -> str:
    return _("“%(story)s” has no end: let a threshold watch for it, name a day to check, or set it aside.")


MISSING: dict[str, Callable[[FailureStory, Draft, dt.date], str]] = {
    Ending.OPEN: _open,
    Ending.THRESHOLD: _watched,
    Ending.CHECK: _checked,
    Ending.ASIDE: _set_aside,
}
"""By its ending, what a story still lacks, as a sentence; empty where it lacks nothing."""


def _unended(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for row in _told(content):
        if missing := MISSING[row.ending](row, content, today):
            yield Unsettled(missing % {"story": words(row.story)[:60]}, row.anchor, str(row.pk))


def _only_prose(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    """Stop conditions that nothing watches for: no threshold stops, and no story ended in a threshold or a check."""
    if not words(content.one(ReviewPlan).stop_conditions):
        return
    stops = (row for row in content.all(Threshold) if row.effect == Effect.STOP and is_armable(row))
    ended = (
        row
        for row in _told(content)
        if row.ending in (Ending.THRESHOLD, Ending.CHECK) and not MISSING[row.ending](row, content, today)
    )
    if not any(stops) and not any(ended):
        message = _(
            "The stop conditions stand in prose alone, and nobody is told when they come true. "
            "Give a threshold the effect “stop”, or tell the story here and let it end in a threshold or a check."
        )
        yield Unsettled(message, "part-pre_mortem")


def _thresholds(content: Draft) -> list[tuple[str, str]]:
    """The thresholds of the record as whole sentences: two on one metric are not mixed up."""
    return [("", "–"), *((str(row.pk), _sentence(row, content)[:120]) for row in content.all(Threshold))]


def _sentence(row: Threshold, content: Draft) -> str:
    """When a threshold of the draft fires; one that says too little is called by its metric or its note."""
    binding, kind = content.row(MetricBinding, row.metric_id), kind_of(row.watches)
    name = binding.name if binding and binding.definition else words(row.note)
    if not is_armable(row):
        return name or "–"
    known = baseline_of(content, binding)
    is_below = row.direction == Threshold.Direction.BELOW
    said = Said(name, known.unit if known else "", is_below, row.level, row.segment, row.on_date)
    return kind.words(dataclasses.replace(said, setting=kind.own(row.values())))


UNIT = UnitKind(
    model=FailureStory,
    at=rows,
    follows=NOTHING_FOLLOWS,
    keys={"threshold": "threshold_id"},
    choices={"threshold": _thresholds},
    form=Fields(
        {
            "story": Width.FULL,
            "ending": Width.HALF,
            "threshold": Width.HALF,
            "check_on": Width.QUARTER,
            "owner": Width.QUARTER,
            "reason": Width.HALF,
        }
    ),
    listed=Listed(counts=lambda row: bool(words(row.story))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [freeze_unit(row, UNIT, content, names) for row in _told(content)]}


def _dated(frozen: Frozen) -> Iterator[DatedCheck]:
    for row in frozen["rows"]:
        if row["ending"] == Ending.CHECK and row["check_on"]:
            yield DatedCheck(row["id"], row["story"], row["check_on"], row["owner"])


PRE_MORTEM = SectionKind(
    kind="pre_mortem",
    label=gettext_lazy("Pre-mortem"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "story_open",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("An end for each story of how it fails"),
            _unended,
        ),
        Check(
            "stop_in_prose",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("Stop conditions that are watched for"),
            _only_prose,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=FailureStory,
            empty=gettext_lazy(
                "It is a year later and this has failed: what happened? No story is told yet. "
                "Each one ends in a threshold, a check on a day, or is set aside."
            ),
            add=gettext_lazy("Tell how it fails"),
        ),
    ),
    dated=_dated,
)
