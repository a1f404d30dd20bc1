"""Sets of partners that a figure is over."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from partners.models import Partner, PartnerQuerySet


@dataclass(frozen=True)
class PartnerSet:
    """The partners asked for: all, those of a segment, or a fixed list of ids."""

    segment: str | None = None
    ids: frozenset[str] | None = None

    def partners(self) -> PartnerQuerySet:
        found = Partner.objects.all()
        if self.segment is not None:
            found = found.in_segment(self.segment)
        if self.ids is not None:
            found = found.filter(pk__in=self.ids)
        return found

    @property
    def is_everybody(self) -> bool:
        return self.segment is None and self.ids is None

    @cached_property
    def known(self) -> tuple[list[uuid.UUID] | None, int]:
        """The ids of those that the directory knows (None: of all), and how many they are.

        Asked once of a set: who wants to know it anew makes a new set.
        """
        if self.is_everybody:
            return None, self.partners().count()
        ids = list(self.partners().values_list("pk", flat=True))
        return ids, len(ids)
