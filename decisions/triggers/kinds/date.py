"""A day that people set."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said, Setting
from decisions.triggers.kinds.base import Armed, OfThreshold, OnDay
from decisions.versions.frozen import FrozenLimit, FrozenVersion
from partnerdesk.core import dates


class Day(OnDay, OfThreshold):
    name, label = "date", gettext_lazy("a date")
    fields = frozenset({"on_date", "effect", "owner", "note"})
    needs = frozenset({"on_date"})

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return unit

    def armed(self, limit: FrozenLimit, approved: FrozenVersion, today: dt.date) -> Armed | None:
        return Armed(
            label=limit.note or _("A date"),
            row_id=limit.row_id,
            owner=limit.owner,
            columns={"due_on": limit.on_date, "effect": limit.effect},
        )

    def words(self, said: Said) -> str:
        day = dates.day(said.on) if said.on else ""
        return _("%(name)s: on %(day)s") % {"name": said.name, "day": day}


KIND = Day()
