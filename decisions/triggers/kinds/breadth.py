"""How many partners are beyond a level: as a share of them, or as their number."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.sections.trigger_kinds import Said, Setting
from decisions.sections.triggers import Counted
from decisions.triggers.engine.readings import Each
from decisions.triggers.kinds.base import Levelled, Measured, measured_name
from metrics.definitions.units import shown


class Breadth(Levelled):
    """The sample is the share of its partners that are beyond a level of their own, or how many they are.

    A share fires above its level, a number at it: “more than 30 %”, “at least 3”. The direction of the threshold is
    that of its partners. Who has no data counts as a partner, never as one beyond the level; where nobody has any
    there is no sample.
    """

    name, label = "breadth", gettext_lazy("how many partners are beyond a level")
    fields = (Levelled.fields | {"each_level", "counted"}) - {"by_partner", "clear_level"}
    needs = Levelled.needs | {"each_level"}
    reads_each = fires_above = True

    def own(self, threshold: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "each_level": float(threshold["each_level"]),
            "each_below": threshold["direction"] == "below",
            "counted": threshold["counted"],
        }

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return "count" if setting["counted"] == Counted.COUNT else "pct"

    def includes_level(self, setting: Setting) -> bool:
        return bool(setting["counted"] == Counted.COUNT)

    def reading(self, values: Mapping[dt.date, Each], period: dt.date, setting: Setting) -> float | None:
        found = values[period]
        beyond = found.beyond(setting["each_level"], is_below=setting["each_below"])
        if beyond is None or setting["counted"] == Counted.COUNT:
            return beyond
        return 100 * beyond / found.partners

    def words(self, said: Said) -> str:
        setting, level = said.setting, said.level or Decimal(0)
        named = {
            "name": measured_name(said),
            "each": shown(Decimal(repr(setting["each_level"])), said.unit),
            "level": shown(level, self.sample_unit(said.unit, setting)),
        }
        side = _("%(name)s below %(each)s") if setting["each_below"] else _("%(name)s above %(each)s")
        if setting["counted"] == Counted.COUNT:
            many = ngettext("at least %(level)s partner", "at least %(level)s partners", int(level))
        else:
            many = _("more than %(level)s of the partners")
        return _("%(what)s for %(many)s") % {"what": side % named, "many": many % named}

    def how(self, measured: Measured, setting: Setting) -> list[str]:
        silent = _("who has no data counts as a partner, not as one beyond the level")
        return [*super().how(measured, setting), silent]


KIND = Breadth()
