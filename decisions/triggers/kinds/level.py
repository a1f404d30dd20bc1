"""A metric at a level."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said, Setting
from decisions.triggers.engine import readings
from decisions.triggers.kinds.base import Levelled, by_side


class Level(Levelled):
    """The sample is the metric's value over the window."""

    name, label = "level", gettext_lazy("the metric itself")
    is_plain = True

    def reading(
        self, values: Mapping[dt.date, float | None], period: dt.date, setting: Setting
    ) -> float | None:
        return readings.itself(values, period)

    def words(self, said: Said) -> str:
        return by_side(self, said, _("%(name)s below %(level)s"), _("%(name)s above %(level)s"))


KIND = Level()
