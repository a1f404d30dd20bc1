"""Marks of states, and what stands in a review's findings, in templates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from decisions.documents.tags import _date, _number
from decisions.sections.trigger_kinds import Said, kind_of
from decisions.sections.triggers import Threshold
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.triggers.engine.machine import State
from decisions.triggers.wording import state_words
from metrics.definitions.units import NO_VALUE, shown
from partnerdesk.core.charts import Spark, spark

register = template.Library()

_STATES = {
    State.NORMAL: "tick",
    State.PENDING: "ask",
    State.TRIGGERED: "stop",
    State.RECOVERING: "ask",
    State.STALE: "ask",
    State.ERROR: "stop",
}
_CASES = {CaseState.OPEN: "stop", CaseState.ACKNOWLEDGED: "ask", CaseState.IN_REVIEW: "accent"}
_REVIEWS = {ReviewState.OPEN: "accent", ReviewState.CLOSED: "tick"}


@register.filter
def state_mark(state: str) -> str:
    """The class of a condition's mark; its word says the same."""
    return _STATES.get(State(state), "")


@register.filter
def state_label(row: dict[str, Any]) -> str:
    """The state of a trigger in a review's findings, as one says it of its kind."""
    return state_words(row["state"], row.get("kind", ""), row.get("running", ""))


@register.filter
def case_mark(state: str) -> str:
    return _CASES.get(CaseState(state), "")


@register.filter
def case_label(state: str) -> str:
    return str(CaseState(state).label)


@register.filter
def review_mark(state: str) -> str:
    return _REVIEWS.get(ReviewState(state), "")


@register.filter
def level(value: float | None, unit: str) -> str:
    """A level of a trigger in the unit of its samples."""
    return NO_VALUE if value is None else shown(Decimal(repr(value)), unit)


@register.filter
def moment(text: str | None) -> dt.datetime | None:
    """The time that findings hold as text."""
    return dt.datetime.fromisoformat(text) if text else None


@register.filter
def spark_line(points: Sequence[dict[str, Any]]) -> Spark | None:
    """The small picture of a metric's last periods."""
    return spark(
        [
            (
                dt.date.fromisoformat(point["period"]),
                Decimal(point["value"]) if point["value"] is not None else None,
            )
            for point in points
        ]
    )


@dataclass(frozen=True)
class Way:
    """Which way a metric went: an arrow, a word, and the class of its mark."""

    arrow: str
    word: str
    mark: str


@register.simple_tag
def moved(row: dict[str, Any]) -> Way:
    """Which way a metric of the findings went since, and whether its definition calls that better."""
    then, now = (None if row[name] is None else Decimal(row[name]) for name in ("then", "now"))
    if then is None or now is None:
        return Way("", _("no value"), "")
    arrow = "↑" if now > then else "↓" if now < then else "→"
    if row["better"] is None:
        return Way(arrow, _("unchanged") if now == then else _("changed"), "")
    return Way(arrow, _("better") if row["better"] else _("worse"), "tick" if row["better"] else "stop")


@register.filter
def at_key(mapping: dict[Any, Any], key: Any) -> Any:
    """The value under a key that is known at run time."""
    return mapping.get(key)


@register.filter
def threshold(row: dict[str, Any]) -> str:
    """A frozen threshold in words. Versions from before there were kinds or segments have none."""
    kind = kind_of(row.get("watches", "level"))
    said = Said(
        name=row["name"],
        unit=row["unit"],
        is_below=row["direction"] == Threshold.Direction.BELOW,
        level=_number(row["level"]),
        segment=row.get("segment", ""),
        on=_date(row.get("on_date")),
        setting=kind.own(row),
    )
    return kind.words(said)
