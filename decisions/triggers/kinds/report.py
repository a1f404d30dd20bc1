"""What people report: something changed that no metric shows."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said
from decisions.triggers.kinds.base import Armed, OfRecord
from decisions.versions.frozen import FrozenVersion


class Report(OfRecord):
    name, label, group = "report", gettext_lazy("what people report"), "reports"

    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        yield Armed(label=_("Something changed that no metric shows"))

    def words(self, said: Said) -> str:
        return said.name


KIND = Report()
