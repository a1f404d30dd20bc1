"""The change of a metric against its baseline, in per cent of it."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Setting
from decisions.triggers.engine import readings
from decisions.triggers.kinds.change import Change


class ChangePct(Change):
    name, label = "change_pct", gettext_lazy("its change against the baseline, in %")

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return "pct"

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.difference_pct(readings.itself(values, period), setting["baseline"])


KIND = ChangePct()
