"""What is watched and what was seen, in words."""

import datetime as dt

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.sections.trigger_kinds import Said
from decisions.triggers.engine.machine import State
from decisions.triggers.kinds import trigger_kind
from decisions.triggers.kinds.base import number
from decisions.triggers.models import Trigger


def said_of(trigger: Trigger) -> Said:
    """What a trigger says, for its sentence."""
    return Said(
        name=trigger.label,
        unit=trigger.unit,
        is_below=trigger.is_below,
        level=number(trigger.level),
        segment=trigger.segment,
        on=trigger.due_on,
        setting=trigger.setting,
    )


def trigger_words(trigger: Trigger) -> str:
    """What fires it: `Win rate below 31 %`, `Assumption past its date: prices hold`."""
    return trigger_kind(trigger.kind).words(said_of(trigger))


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
    return trigger_kind(trigger.kind).seen_words(said_of(trigger), value, period)


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


def state_words(state: str, kind: str) -> str:
    """A condition's state, as one says it of this kind of trigger. Findings of early reviews name no kind."""
    of_kind = trigger_kind(kind).states if kind else {}
    return str(of_kind.get(state) or STATES[State(state)])


def known_words(trigger: Trigger, value: float | None) -> str:
    """The value of a condition; of the choice by how much it is ahead. Empty where there is none."""
    if value is None:
        return ""
    return trigger_kind(trigger.kind).known_words(value, trigger.unit, trigger.setting)
