"""The distance of a metric from the path that was expected of it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said, Setting
from decisions.triggers.engine import readings
from decisions.triggers.kinds.base import Levelled, as_points, by_side
from decisions.versions.frozen import FrozenPath


class ExpectedPath(Levelled):
    """The sample is the value less where the path is in that period."""

    name, label = "path", gettext_lazy("its distance from the expected path")

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return as_points(unit)

    def reference(self, baseline: Decimal | None, path: FrozenPath | None) -> Setting | None:
        if path is None or path.baseline is None or path.baseline_at is None:
            return None
        begin = path.ramp_from or path.baseline_at
        return {
            "from": begin.replace(day=1).isoformat(),
            "baseline": float(path.baseline),
            "to": path.target_by.replace(day=1).isoformat(),
            "target": float(path.target),
        }

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.difference(readings.itself(values, period), readings.expected(setting, period))

    def words(self, said: Said) -> str:
        return by_side(
            self,
            said,
            _("%(name)s against its expected path: below %(level)s"),
            _("%(name)s against its expected path: above %(level)s"),
        )


KIND = ExpectedPath()
