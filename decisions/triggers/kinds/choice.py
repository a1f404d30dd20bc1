"""Whether the selected option would still be chosen, with what is observed in place of its estimates."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.sections.trigger_kinds import Said, Setting
from decisions.triggers.kinds.base import Armed, Input, Measured, OfRecord
from decisions.versions.frozen import FrozenAxis, FrozenComparison, FrozenMetric, FrozenVersion
from metrics.definitions.units import NO_VALUE
from metrics.measures.months import add_months


class Choice(OfRecord):
    """Its samples are by how much the selected option leads; `triggers.choice_check` makes them."""

    name, label, group = "choice", gettext_lazy("whether it would still be chosen"), "choice"
    states = {"normal": gettext_lazy("yes"), "triggered": gettext_lazy("no longer")}
    has_inputs = True

    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        compared = approved.compared
        inputs = tuple(_inputs(approved, compared, today)) if compared else ()
        if compared is None or not inputs:
            return
        yield Armed(
            label=_("Option %(label)s") % {"label": compared.options[compared.chosen]},
            columns={"level": 0.0, "clear_level": 0.0, "setting": _setting(compared)},
            inputs=inputs,
        )

    def words(self, said: Said) -> str:
        return _("%(label)s would no longer be chosen") % {"label": said.name}

    def seen_words(self, said: Said, value: float | None, period: dt.date | None) -> str:
        return _("With what is observed, %(label)s would no longer be chosen") % {"label": said.name}

    def value_words(self, value: float | None, unit: str, setting: Setting) -> str:
        return NO_VALUE if value is None else formats.number_format(round(Decimal(repr(value)), 2), 2)

    def known_words(self, value: float, unit: str, setting: Setting) -> str:
        """By how much it is ahead."""
        words = _("ahead by %(value)s") if value >= 0 else _("behind by %(value)s")
        return words % {"value": self.value_words(abs(value), unit, setting)}

    def how(self, measured: Measured, setting: Setting) -> list[str]:
        count, asked = measured.observed, len(setting.get("criteria", ()))
        words = ngettext(
            "%(count)s of %(asked)s criteria is observed",
            "%(count)s of %(asked)s criteria are observed",
            count,
        )
        return [words % {"count": count, "asked": asked}]


def _inputs(approved: FrozenVersion, compared: FrozenComparison, today: dt.date) -> Iterator[Input]:
    """The criteria that a metric measures. Before the ramp has ended it is not yet what the choice makes of it."""
    for axis, metric, series in _measured(approved, compared):
        path = approved.paths.get(axis.key)
        ramped = path.target_by.replace(day=1) if path else add_months(today.replace(day=1), 1)
        yield Input(
            criterion=axis.key,
            series_id=series,
            members=path.members if path else approved.members,
            window_months=max(metric.months, 1),  # As the baseline: the estimates were stated over that.
            active_from=ramped,
        )


def _measured(
    approved: FrozenVersion, compared: FrozenComparison
) -> Iterator[tuple[FrozenAxis, FrozenMetric, int]]:
    for axis in compared.axes:
        metric = approved.metrics.get(axis.metric)
        if metric is not None and metric.series_id is not None:
            yield axis, metric, metric.series_id


def _setting(compared: FrozenComparison) -> dict[str, Any]:
    """The compared problem as the trigger keeps it."""
    return {
        "chosen": compared.chosen,
        "options": list(compared.options),
        "criteria": [
            {"key": axis.key, "worst": axis.worst, "best": axis.best, "swing": axis.swing}
            for axis in compared.axes
        ],
        "levels": [list(row) for row in compared.levels],
    }


KIND = Choice()
