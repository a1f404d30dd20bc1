"""The change of a metric against a year before."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said, Setting
from decisions.triggers.engine import readings
from decisions.triggers.kinds.base import Levelled, as_points, by_side


class Year(Levelled):
    """The sample is the value less that of twelve months before."""

    name, label = "year", gettext_lazy("its change against a year before")
    months_back = 12

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return as_points(unit)

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.difference(readings.itself(values, period), readings.year_before(values, period))

    def words(self, said: Said) -> str:
        return by_side(
            self,
            said,
            _("%(name)s against a year before: below %(level)s"),
            _("%(name)s against a year before: above %(level)s"),
        )


KIND = Year()
