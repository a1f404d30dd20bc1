"""What is watched and what was seen, in words: what all kinds share. Each has its own sentences in `kinds/`."""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.sections.trigger_kinds import Said
from decisions.triggers.engine.machine import State
from decisions.triggers.kinds import trigger_kind
from decisions.triggers.kinds.base import number
from decisions.triggers.models import Condition, Trigger
from metrics.measures.months import add_months
from metrics.observations.wording import span_words
from partnerdesk.core import dates


def said_of(trigger: Trigger) -> Said:
    """What a trigger says, for its sentence."""
    return Said(
        name=trigger.label,
        unit=trigger.unit,
        is_below=trigger.is_below,
        level=number(trigger.level),
        segment=trigger.segment,
        on=trigger.due_on,
        months=trigger.window_months,
        setting=trigger.setting,
    )


def trigger_words(trigger: Trigger) -> str:
    """What fires it: `Win rate below 31 %`, `Assumption past its date: prices hold`."""
    return trigger_kind(trigger.kind).words(said_of(trigger))


def window_words(trigger: Trigger) -> str:
    """How it is measured: `over 3 months, 2 samples in a row, each partner by itself, from Mar 2027`."""
    if trigger.series_id is None:
        return ""
    words = [length] if (length := length_words(trigger)) else []
    if trigger.samples > 1:
        words.append(_("%(count)s samples in a row") % {"count": trigger.samples})
    if trigger.by_partner:
        words.append(_("each partner by itself"))
    if trigger.active_from:
        words.append(_("from %(month)s") % {"month": dates.month(trigger.active_from)})
    return ", ".join(words)


def length_words(trigger: Trigger) -> str:
    """How long each sample is: `over 3 months`; empty for single periods."""
    return _("over %(count)s months") % {"count": trigger.window_months} if trigger.window_months > 1 else ""


def seen_words(trigger: Trigger, value: float | None, period: dt.date | None) -> str:
    """What was seen: `Win rate below 31 %: 29.4 % in 3 months to Oct 2026`. Reads the trigger's definition."""
    said = said_of(trigger)
    if period is not None:
        last, months = _span_of(trigger, period)
        period, said = last, replace(said, months=months)
    return trigger_kind(trigger.kind).seen_words(said, value, period)


def now_words(trigger: Trigger, period: dt.date | None) -> str:
    """What the sample of a period is over: `3 months to Oct 2026`. Reads the trigger's definition."""
    return span_words(*_span_of(trigger, period)) if period else ""


def _span_of(trigger: Trigger, period: dt.date) -> tuple[dt.date, int]:
    """The last month of a sample, and how many months it is over."""
    length = trigger.definition.period_months if trigger.definition else 1
    return add_months(period, length - 1), max(trigger.window_months, length)


def value_words(trigger: Trigger, value: float | None) -> str:
    """A sample in its unit."""
    return trigger_kind(trigger.kind).value_words(value, trigger.unit, trigger.setting)


def unit_of(trigger: Trigger) -> str:
    """The unit of its samples and levels."""
    return trigger_kind(trigger.kind).sample_unit(trigger.unit, trigger.setting)


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


_FROM_OUTSIDE = (State.STALE, State.ERROR, State.PAUSED)
"""States that say something of the data: an episode that runs goes on under them."""


def running_state(condition: Condition) -> str:
    """What an episode that runs under a state from outside says by itself; empty where there is none."""
    if condition.since is None or condition.state not in _FROM_OUTSIDE:
        return ""
    return State.RECOVERING if condition.clears else State.TRIGGERED


def state_words(state: str, kind: str, running: str = "") -> str:
    """A condition's state, as one says it of this kind of trigger; with the episode that runs under it, both.

    Findings of early reviews name no kind.
    """
    of_kind = trigger_kind(kind).states if kind else {}
    words = [str(of_kind.get(one) or STATES[State(one)]) for one in (running, state) if one]
    return ", ".join(words)


def known_words(trigger: Trigger, value: float | None) -> str:
    """The value of a condition; of the choice by how much it is ahead. Empty where there is none."""
    if value is None:
        return ""
    return trigger_kind(trigger.kind).known_words(value, trigger.unit, trigger.setting)
