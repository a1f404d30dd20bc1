"""An assumption that is past its date."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said
from decisions.triggers.kinds.base import Armed, OfRecord, OnDay
from decisions.versions.frozen import FrozenVersion


class Assumption(OnDay, OfRecord):
    name, label = "assumption", gettext_lazy("an assumption past its date")

    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        for row in approved.assumptions:
            if row.valid_until:
                yield Armed(
                    label=row.text,
                    row_id=row.row_id,
                    owner=row.owner,
                    columns={"due_on": row.valid_until + dt.timedelta(days=1)},
                )

    def words(self, said: Said) -> str:
        return _("Assumption past its date: %(text)s") % {"text": said.name}


KIND = Assumption()
