"""A guardrail that the partner directory can break: risk flags, compliance checkpoints."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.trigger_kinds import Said
from decisions.sections.triggers import Effect
from decisions.triggers.kinds.base import Armed, OfRecord
from decisions.versions.frozen import FrozenVersion

STATEMENT = "statement"
"""What a guardrail says that nothing in the directory can break."""


class Guardrail(OfRecord):
    name, label, group = "guardrail", gettext_lazy("a guardrail"), "guardrails"
    states = {"normal": gettext_lazy("holds"), "triggered": gettext_lazy("broken")}
    is_urgent = True

    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        for row in approved.guardrails:
            if row.watches != STATEMENT:
                yield Armed(
                    label=row.label,
                    row_id=row.row_id,
                    owner=row.owner,
                    is_on_partners=True,
                    members=approved.members,
                    columns={"setting": {"watches": row.watches}, "effect": Effect.PAUSE},
                )

    def words(self, said: Said) -> str:
        return _("Guardrail: %(label)s") % {"label": said.name}


KIND = Guardrail()
