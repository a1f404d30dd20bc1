"""What has to be there, or whose lack is written down."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import Names, words
from decisions.sections.fields import person_field
from decisions.sections.units import Row


class Gapped(Row):
    """Something that has to be there, or whose lack is written down with an owner and a date."""

    gap_reason = models.CharField(gettext_lazy("why it is missing"), max_length=300, blank=True)
    gap_owner = person_field(gettext_lazy("who closes the gap"))
    gap_due_on = models.DateField(gettext_lazy("by when"), null=True, blank=True)

    class Meta(Row.Meta):
        abstract = True

    @property
    def gap_is_documented(self) -> bool:
        return bool(self.gap_reason and self.gap_owner_id and self.gap_due_on)


def freeze_gap(row: Gapped, names: Names) -> dict[str, Any] | None:
    if not words(row.gap_reason):
        return None
    return {"reason": words(row.gap_reason), "owner": names(row.gap_owner), "due_on": row.gap_due_on}
