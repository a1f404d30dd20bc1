"""The change of a metric against its baseline."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said, Setting
from decisions.triggers.engine import readings
from decisions.triggers.kinds.base import Levelled, as_points, by_side
from decisions.versions.frozen import FrozenPath


class Change(Levelled):
    """The sample is the value less the baseline as of proposing, which is over whole periods as the sample is."""

    name, label = "change", gettext_lazy("its change against the baseline")
    holds_baseline = True

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return as_points(unit)

    def reference(self, baseline: Decimal | None, path: FrozenPath | None) -> Setting | None:
        return None if baseline is None else {"baseline": float(baseline)}

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.difference(readings.itself(values, period), setting["baseline"])

    def words(self, said: Said) -> str:
        return by_side(
            self,
            said,
            _("%(name)s against its baseline: below %(level)s"),
            _("%(name)s against its baseline: above %(level)s"),
        )


KIND = Change()
