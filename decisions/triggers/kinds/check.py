"""A check that somebody has promised for a day. Which sections date one, they declare themselves."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said
from decisions.triggers.kinds.base import Armed, OfRecord, OnDay
from decisions.versions.frozen import FrozenVersion


class Check(OnDay, OfRecord):
    name, label = "check", gettext_lazy("a check on its day")

    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        for found in approved.checks:
            yield Armed(
                label=found.what, row_id=found.row_id, owner=found.owner, columns={"due_on": found.on}
            )

    def words(self, said: Said) -> str:
        return _("To check: %(text)s") % {"text": said.name}


KIND = Check()
