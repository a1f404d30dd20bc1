"""Whether the data of a metric still come."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said, Setting
from decisions.sections.triggers import Silence
from decisions.triggers.engine import readings
from decisions.triggers.kinds.base import OfMetric, measured_name
from decisions.versions.frozen import FrozenLimit, FrozenMetric, FrozenVersion


class Stale(OfMetric):
    """Its samples fire nothing: they say up to when there are data, and silence after that opens a case."""

    name, label = "stale", gettext_lazy("whether its data still come")

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.itself(values, period)

    def columns(
        self, limit: FrozenLimit, metric: FrozenMetric, approved: FrozenVersion
    ) -> dict[str, Any] | None:
        return {"when_silent": Silence.OPEN}

    def words(self, said: Said) -> str:
        return _("%(name)s: no data when they are due") % {"name": measured_name(said)}


KIND = Stale()
