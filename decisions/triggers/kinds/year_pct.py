"""The change of a metric against a year before, in per cent of that."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Setting
from decisions.triggers.engine import readings
from decisions.triggers.kinds.year import Year


class YearPct(Year):
    name, label = "year_pct", gettext_lazy("its change against a year before, in %")

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return "pct"

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.difference_pct(readings.itself(values, period), readings.year_before(values, period))


KIND = YearPct()
