"""What happened to a case, line by line, from the log of its record."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from decisions.states.cases_and_reviews import Outcome
from decisions.triggers.models import Case
from partnerdesk.core import dates
from partnerdesk.core.models import Event

Data = Mapping[str, Any]


@dataclass(frozen=True)
class CaseLine:
    """Who did what, and what they said. Without a person it was the system."""

    at: dt.datetime
    by: User | None
    what: str
    words: str


def lines_of(case: Case) -> list[CaseLine]:
    """All that happened to a case, the oldest first."""
    events = (
        Event.objects.filter(subject_id=case.record_id, kind__startswith="case.", data__case=str(case.pk))
        .select_related("by")
        .order_by("id")
    )
    found = list(events)
    people = {str(row.pk): row.name for row in User.objects.filter(pk__in=_people(found))}
    return [CaseLine(event.at, event.by, *told(event.kind, event.data, people)) for event in found]


def _people(events: list[Event]) -> list[str]:
    return [event.data["person"] for event in events if "person" in event.data]


def told(kind: str, data: Data, people: Mapping[str, str]) -> tuple[str, str]:
    if kind == "case.escalated":
        name = people.get(data["person"], "–")
        return _("nobody had answered, so %(name)s was told") % {"name": name}, ""
    tell = _TOLD.get(kind)
    return tell(data) if tell else (kind, "")


def _snoozed(data: Data) -> tuple[str, str]:
    day = dates.day(data["until"])
    return _("put aside until %(day)s") % {"day": day}, data["reason"]


def _woken(data: Data) -> tuple[str, str]:
    return (_("woke up: it got worse") if data["why"] == "worse" else _("woke up on its day")), ""


def _closed(data: Data) -> tuple[str, str]:
    return _("closed: %(outcome)s") % {"outcome": Outcome(data["outcome"]).label}, data["words"]


def _corrected(data: Data) -> tuple[str, str]:
    month = dates.month(data["period"])
    return _("the data of %(month)s were corrected: this had not fired after all") % {"month": month}, ""


_TOLD: dict[str, Callable[[Data], tuple[str, str]]] = {
    "case.opened": lambda data: (_("opened"), data["what"]),
    "case.acknowledged": lambda data: (_("acknowledged"), data.get("words", "")),
    "case.snoozed": _snoozed,
    "case.woken": _woken,
    "case.review_opened": lambda _data: (_("taken into a review"), ""),
    "case.closed": _closed,
    "case.corrected": _corrected,
    "case.reported": lambda data: (_("reported again"), data["words"]),
}
