"""What is watched and what was seen, in words."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.triggers.engine.machine import State
from decisions.triggers.models import Trigger, TriggerKind
from metrics.definitions.units import shown


def trigger_words(trigger: Trigger) -> str:
    """What fires it: `Win rate below 31 %`, `Assumption past its date: prices hold`."""
    if trigger.kind == TriggerKind.ASSUMPTION:
        return _("Assumption past its date: %(text)s") % {"text": trigger.label}
    if trigger.kind == TriggerKind.GUARDRAIL:
        return _("Guardrail: %(label)s") % {"label": trigger.label}
    if trigger.kind == TriggerKind.CHOICE:
        return _("%(label)s would no longer be chosen") % {"label": trigger.label}
    if trigger.kind == TriggerKind.REPORT:
        return trigger.label
    return threshold_words(
        trigger.kind,
        name=trigger.label,
        is_below=trigger.is_below,
        level=number(trigger.level),
        unit=trigger.unit,
        segment=trigger.segment,
        on=trigger.due_on,
    )


def window_words(trigger: Trigger) -> str:
    """How it is measured: `over 3 months, 2 samples in a row, each partner by itself, from Mar 2027`."""
    if trigger.series_id is None:
        return ""
    words = []
    if trigger.window_months > 1:
        words.append(_("over %(count)s months") % {"count": trigger.window_months})
    if trigger.samples > 1:
        words.append(_("%(count)s samples in a row") % {"count": trigger.samples})
    if trigger.by_partner:
        words.append(_("each partner by itself"))
    if trigger.active_from:
        words.append(_("from %(month)s") % {"month": formats.date_format(trigger.active_from, "M Y")})
    return ", ".join(words)


def seen_words(trigger: Trigger, value: float | None, period: dt.date | None) -> str:
    """What was seen: `Win rate below 31 %: 29.4 % in Oct 2026`."""
    if trigger.kind == TriggerKind.CHOICE:
        return _("With what is observed, %(label)s would no longer be chosen") % {"label": trigger.label}
    if value is None or period is None:
        return trigger_words(trigger)
    return _("%(trigger)s: %(value)s in %(month)s") % {
        "trigger": trigger_words(trigger),
        "value": value_words(trigger, value),
        "month": formats.date_format(period, "M Y"),
    }


def value_words(trigger: Trigger, value: float | None) -> str:
    """A sample in its unit."""
    if trigger.kind == TriggerKind.CHOICE:
        return "–" if value is None else formats.number_format(round(Decimal(repr(value)), 2), 2)
    return shown(number(value), sample_unit(trigger.kind, trigger.unit))


def partners_words(names: list[str]) -> str:
    """Which partners, the first three by name."""
    if len(names) <= 3:
        return ", ".join(names)
    more = len(names) - 3
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": ", ".join(names[:3]),
        "count": more,
    }


STATES = {
    State.NORMAL: gettext_lazy("normal"),
    State.PENDING: gettext_lazy("breached, not long enough yet"),
    State.TRIGGERED: gettext_lazy("triggered"),
    State.RECOVERING: gettext_lazy("recovering"),
    State.NO_DATA: gettext_lazy("no data"),
    State.STALE: gettext_lazy("data overdue"),
    State.ERROR: gettext_lazy("in error"),
    State.PAUSED: gettext_lazy("paused"),
}
_OF_DATES = {State.NORMAL: gettext_lazy("ahead"), State.TRIGGERED: gettext_lazy("has come")}
_OF_GUARDRAILS = {State.NORMAL: gettext_lazy("holds"), State.TRIGGERED: gettext_lazy("broken")}
_OF_CHOICES = {State.NORMAL: gettext_lazy("yes"), State.TRIGGERED: gettext_lazy("no longer")}
_OF_KINDS: dict[str, dict[State, Any]] = {
    "date": _OF_DATES,
    "assumption": _OF_DATES,
    "guardrail": _OF_GUARDRAILS,
    "choice": _OF_CHOICES,
}


def state_words(state: str, kind: str) -> str:
    """A condition's state, as one says it of this kind of trigger."""
    found = State(state)
    return str(_OF_KINDS.get(kind, {}).get(found) or STATES[found])


def known_words(trigger: Trigger, value: float | None) -> str:
    """The value of a condition; of the choice by how much it is ahead. Empty where there is none."""
    if value is None:
        return ""
    if trigger.kind != TriggerKind.CHOICE:
        return value_words(trigger, value)
    words = _("ahead by %(value)s") if value >= 0 else _("behind by %(value)s")
    return words % {"value": value_words(trigger, abs(value))}


def number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def threshold_words(
    watches: str,
    *,
    name: str,
    is_below: bool,
    level: Decimal | None,
    unit: str,
    segment: str = "",
    on: dt.date | None = None,
) -> str:
    """`Win rate below 31 %`, `Win rate (segment ISV) below 31 %`. Unknown kinds are taken for levels.

    `level` is in `unit`, or in per cent where `watches` says so.
    """
    if segment and watches != "date":
        name = _("%(name)s (segment %(segment)s)") % {"name": name, "segment": segment}
    level_words = {"name": name, "level": shown(level, sample_unit(watches, unit))}
    if watches == "date":
        day = formats.date_format(on, "j M Y") if on else ""
        return _("%(name)s: on %(day)s") % {"name": name, "day": day}
    if watches == "stale":
        return _("%(name)s: no data when they are due") % level_words
    below, above = _SENTENCES.get(watches, _plain)()
    return (below if is_below else above) % level_words


def sample_unit(watches: str, unit: str) -> str:
    """The unit of what a threshold compares, for a metric in `unit`. Differences of per cents are points."""
    if watches.endswith("_pct"):
        return "pct"
    return "points" if unit == "pct" and watches in ("change", "year", "path") else unit


def _plain() -> tuple[str, str]:
    return _("%(name)s below %(level)s"), _("%(name)s above %(level)s")


def _against_baseline() -> tuple[str, str]:
    return (
        _("%(name)s against its baseline: below %(level)s"),
        _("%(name)s against its baseline: above %(level)s"),
    )


def _against_year() -> tuple[str, str]:
    return (
        _("%(name)s against a year before: below %(level)s"),
        _("%(name)s against a year before: above %(level)s"),
    )


def _against_path() -> tuple[str, str]:
    return (
        _("%(name)s against its expected path: below %(level)s"),
        _("%(name)s against its expected path: above %(level)s"),
    )


_SENTENCES = {
    "level": _plain,
    "change": _against_baseline,
    "change_pct": _against_baseline,
    "year": _against_year,
    "year_pct": _against_year,
    "path": _against_path,
}
