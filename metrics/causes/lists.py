"""The list of causes: what stands in each line, and around it."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from accounts.models import User
from metrics.causes.deeds import DEEDS, Deed
from metrics.causes.effects import CauseEffect, Effects, GradeLine
from metrics.causes.forms import VIEWS, CauseFilter, in_view
from metrics.gaps.models import Cause
from metrics.gaps.states import CauseStatus

MOST_CODES = 3


@dataclass(frozen=True)
class CauseLine:
    """A cause in the list: who answers for it, what it weakens, what can be done; the first deed is suggested."""

    cause: Cause
    owner: str
    effect: CauseEffect
    deeds: tuple[Deed, ...]
    is_late: bool


@dataclass(frozen=True)
class ViewLine:
    """One of the lists, with how many stand in it."""

    view: str
    label: str
    count: int


class CausePage:
    """One page of causes under a filter. A fixed number of queries, however many they are."""

    def __init__(self, form: CauseFilter, causes: list[Cause], today: dt.date) -> None:
        self._form, self._today = form, today
        self._effects = Effects(form.person, today)
        effects = self._effects.of(causes)
        self._names = self._people({cause.answers_id for cause in causes} | set(self._by_owner))
        self.lines = [self._line(cause, effects[cause.pk]) for cause in causes]
        self.lines.sort(key=lambda line: (-line.effect.in_force, -len(line.effect.rising)))

    def _line(self, cause: Cause, effect: CauseEffect) -> CauseLine:
        is_late = (
            cause.due_on is not None and cause.due_on < self._today and cause.status != CauseStatus.SETTLED
        )
        deeds = tuple(DEEDS.offered(cause))
        return CauseLine(cause, self._names.get(cause.answers_id, ""), effect, deeds, is_late)

    @property
    def view(self) -> str:
        return self._form.view

    @cached_property
    def _all(self) -> list[tuple[uuid.UUID, str, uuid.UUID | None, uuid.UUID | None, bool]]:
        rows = self._form.filtered().values_list("pk", "status", F("answers_id"), "asked", "asked_at")
        return [(pk, status, owner, asked, at is not None) for pk, status, owner, asked, at in rows]

    @cached_property
    def views(self) -> list[ViewLine]:
        """Every list with its number, under the same filters."""
        me = self._form.person.pk
        counts = Counter[str]()
        for _pk, status, owner, asked, is_asked in self._all:
            counts.update(["all", status] if status != CauseStatus.ANSWERED else ["all"])
            is_left = status != CauseStatus.SETTLED
            counts["mine"] += is_left and me in (owner, asked)
            counts["waiting"] += status == CauseStatus.ANSWERED or (status == CauseStatus.OPEN and is_asked)
        return [ViewLine(view, str(label), counts[view]) for view, label in VIEWS.items()]

    @cached_property
    def _by_owner(self) -> Counter[uuid.UUID | None]:
        return Counter(owner for _pk, status, owner, _asked, _is in self._all if status == CauseStatus.OPEN)

    @property
    def owners(self) -> list[tuple[uuid.UUID | None, str, int]]:
        """Who answers for how many that are open, the most first."""
        return [(pk, self._names.get(pk, ""), count) for pk, count in self._by_owner.most_common()]

    @property
    def open(self) -> int:
        return sum(self._by_owner.values())

    @property
    def settled(self) -> int:
        return sum(status == CauseStatus.SETTLED for _pk, status, *_rest in self._all)

    @property
    def total(self) -> int:
        return len(self._all)

    @cached_property
    def rising(self) -> list[GradeLine]:
        """The figures whose grade rises once all is settled."""
        return self._effects.when_all_settled

    @cached_property
    def accepted(self) -> list[Cause]:
        """What is accepted and comes back next."""
        found = in_view(self._form.filtered(), "accepted", self._form.person).with_extent()
        return list(found.select_related("source").order_by("accepted_until", "pk")[:5])

    @staticmethod
    def _people(ids: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
        return {person.pk: person.name for person in User.objects.filter(pk__in=[pk for pk in ids if pk])}
