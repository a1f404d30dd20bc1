"""All that happened to a record in one line of time: steps, votes, triggers, reviews, papers given out, and edits.

Events are the chained log (docs/adr/0009); edits are read from the row history that the database keeps.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.committee.conflicts_of_interest import has_seat
from decisions.life.history import UnitChange, changes_in
from decisions.record.models import Record, RecordLink
from decisions.sections.draft import Draft
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage
from decisions.states.votes import Choice, RoundFinding, RoundOutcome
from decisions.triggers.cases.history import told
from partnerdesk.core import dates
from partnerdesk.core.models import Event

MOST = 300
Data = Mapping[str, Any]
NAMING_RECORDS = ("other", "older")
"""Where the data of an event hold the code of another record."""


class TimelineLane(TextChoices):
    """What can be looked at alone."""

    ALL = "", gettext_lazy("everything")
    EDITS = "edits", gettext_lazy("edits")
    STEPS = "steps", gettext_lazy("steps")
    VOTES = "votes", gettext_lazy("votes")
    WATCH = "watch", gettext_lazy("triggers and cases")
    REVIEWS = "reviews", gettext_lazy("reviews")
    PAPERS = "papers", gettext_lazy("papers given out")


PREFIXES = {
    TimelineLane.VOTES: ("vote.", "round.", "remark.", "interest.", "record.minuted"),
    TimelineLane.WATCH: ("case.", "trigger."),
    TimelineLane.REVIEWS: ("review.",),
    TimelineLane.PAPERS: ("record.exported",),
}
"""The kinds of events of each lane; all others are steps."""


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: when, who (nobody: the system), what, and the words that were said.

    An edit has its `change` instead of words.
    """

    at: dt.datetime
    by: str
    what: str
    words: str = ""
    change: UnitChange | None = None


def timeline(content: Draft, lane: TimelineLane, reader: User) -> list[TimelineEntry]:
    """The newest entries of a record, newest first; at most `MOST`. Records that `reader` may not see have no code."""
    found = [] if lane == TimelineLane.EDITS else _events(content, lane, reader)
    if lane in (TimelineLane.ALL, TimelineLane.EDITS):
        found += [
            TimelineEntry(change.at, change.by, change.what, change=change)
            for change in changes_in(content, None)
        ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST]


def _events(content: Draft, lane: TimelineLane, reader: User) -> list[TimelineEntry]:
    rows = Event.objects.filter(subject_kind="record", subject_id=content.record.pk).select_related("by")
    if not has_seat(reader, content.record):
        rows = rows.exclude(kind__startswith="interest.")
    if lane != TimelineLane.ALL:
        wanted = [
            kind for kind in set(rows.values_list("kind", flat=True).distinct()) if lane_of(kind) == lane
        ]
        rows = rows.filter(kind__in=wanted)
    events = list(rows.order_by("-id")[:MOST])
    named = {
        str(event.data[key])
        for event in events
        for key in ("person", "owner", "approver")
        if event.data.get(key)
    }
    people = {str(row.pk): row.name for row in User.objects.filter(pk__in=named)}
    seen = _codes_seen([event.data for event in events], reader)
    return [
        TimelineEntry(
            event.at,
            event.by.name if event.by else _("the system"),
            *words_of(event.kind, _without_hidden(event.data, seen), people),
        )
        for event in events
    ]


def _codes_seen(rows: Iterable[Data], reader: User) -> frozenset[str]:
    """Of the records that events name, the codes of those that `reader` may see."""
    codes = {data[key] for data in rows for key in NAMING_RECORDS if key in data}
    visible = Record.objects.visible_to(reader).filter(code__in=codes) if codes else Record.objects.none()
    return frozenset(visible.values_list("code", flat=True))


def _without_hidden(data: Data, seen: frozenset[str]) -> Data:
    hidden = [key for key in NAMING_RECORDS if key in data and data[key] not in seen]
    return {**data, **dict.fromkeys(hidden, _("a private record"))} if hidden else data


def lane_of(kind: str) -> TimelineLane:
    return next(
        (lane for lane, prefixes in PREFIXES.items() if kind.startswith(prefixes)), TimelineLane.STEPS
    )


def words_of(kind: str, data: Data, people: Mapping[str, str]) -> tuple[str, str]:
    """What an event says, and the words that somebody gave with it. A kind that nobody names is told as it is."""
    if kind.startswith("case.") and kind != "case.reported":
        what, words = told(kind, data, people)
        return _("case: %(what)s") % {"what": what}, words
    if kind in ("record.shared", "record.unshared", "record.owner_changed", "record.approver_changed"):
        return _PEOPLE[kind] % {"name": people.get(str(_person(data)), "–")}, ""
    tell = _TOLD.get(kind)
    return tell(data) if tell else (kind, "")


def _person(data: Data) -> Any:
    return data.get("person") or data.get("owner") or data.get("approver")


def _version(what: Any) -> Callable[[Data], tuple[str, str]]:
    return lambda data: (str(what) % {"number": data["version"]}, data.get("reason", ""))


def _moved(data: Data) -> tuple[str, str]:
    steps = {"before": Stage(data["before"]).label, "to": Stage(data["to"]).label}
    return _("the draft went from %(before)s to %(to)s") % steps, data.get("reason", "")


def _exported(data: Data) -> tuple[str, str]:
    given = {"form": data["export"], "number": data.get("version")}
    if not data.get("version"):
        return _("gave out the draft as %(form)s") % given, ""
    external = _("an external copy of ") if data.get("external") else ""
    return external + _("version %(number)s given out as %(form)s") % given, data.get("sha256", "")


def _closed(data: Data) -> tuple[str, str]:
    words = {"number": data["version"], "outcome": RoundOutcome(data["outcome"]).label}
    return _("the vote on version %(number)s ended: %(outcome)s") % words, str(
        RoundFinding(data["finding"]).label
    )


def _voted(data: Data) -> tuple[str, str]:
    words = {"number": data["version"], "choice": Choice(data["choice"]).label}
    return _("voted on version %(number)s: %(choice)s") % words, ""


def _review(what: Any) -> Callable[[Data], tuple[str, str]]:
    def tell(data: Data) -> tuple[str, str]:
        on = data.get("due_on")
        day = dates.day(on) if on else ""
        outcome = Outcome(data["outcome"]).label if data.get("outcome") else ""
        return str(what) % {"day": day, "outcome": outcome}, data.get("words", "") or data.get("reason", "")

    return tell


def _linked(data: Data) -> str:
    kind = RecordLink.Kind(data["link"])
    if data["is_newer"]:
        return f"{kind.label} {data['other']}"
    if kind == RecordLink.Kind.SUPERSEDES:
        return _("%(other)s takes its place") % data
    return _("%(other)s follows it") % data


_PEOPLE: dict[str, Any] = {
    "record.shared": gettext_lazy("shared it with %(name)s"),
    "record.unshared": gettext_lazy("no longer shares it with %(name)s"),
    "record.owner_changed": gettext_lazy("the owner is now %(name)s"),
    "record.approver_changed": gettext_lazy("the approver is now %(name)s"),
}

_TOLD: dict[str, Callable[[Data], tuple[str, str]]] = {
    "record.created": lambda _data: (_("began the record"), ""),
    "record.privacy_changed": lambda data: (
        _("made it private") if data["is_private"] else _("opened it to everybody"),
        "",
    ),
    "record.exported": _exported,
    **dict.fromkeys(
        (
            "draft.started",
            "draft.adapted",
            "draft.advanced",
            "draft.withdrawn",
            "draft.stepped_back",
            "draft.proposed",
            "draft.reopened",
            "draft.decided",
        ),
        _moved,
    ),
    "version.in_force": _version(gettext_lazy("version %(number)s is in force")),
    "version.rejected": _version(gettext_lazy("version %(number)s was rejected")),
    "version.returned": _version(gettext_lazy("version %(number)s went back for changes")),
    "version.undecided": _version(gettext_lazy("version %(number)s was not decided on")),
    "version.withdrawn": _version(gettext_lazy("version %(number)s was taken back")),
    "version.superseded": _version(gettext_lazy("version %(number)s was superseded")),
    "version.stopped": _version(gettext_lazy("version %(number)s was stopped")),
    "vote.cast": _voted,
    "round.closed": _closed,
    "remark.question": lambda _data: (_("asked a question on record"), ""),
    "remark.change": lambda _data: (_("asked for a change"), ""),
    "remark.answered": lambda _data: (_("answered on record"), ""),
    "record.closed": lambda data: (_("closed the record"), data["reason"]),
    "record.opened_again": lambda data: (_("opened the record again"), data["reason"]),
    "record.archived": lambda data: (_("archived the record"), data["reason"]),
    "record.taken_out": lambda data: (_("took the record out of the archive"), data["reason"]),
    "record.copied": lambda data: (_("began as a copy of %(older)s") % data, ""),
    "record.linked": lambda data: (_linked(data), ""),
    "record.unlinked": lambda data: (_("is no longer linked with %(other)s") % data, ""),
    "record.minuted": lambda data: (
        _("minuted in meeting %(code)s") % {"code": data["meeting"]},
        data["sha256"],
    ),
    "interest.declared": lambda _data: (_("declared a conflict of interest"), ""),
    "blocker.waived": lambda data: (_("waived a blocker"), data["reason"]),
    "blocker.waiver_taken_back": lambda _data: (_("took a waiver back"), ""),
    "case.reported": lambda data: (_("reported a change again"), data["words"]),
    "trigger.amended": lambda data: (_("changed the level of a trigger"), data["reason"]),
    "review.planned": _review(gettext_lazy("a review is planned for %(day)s")),
    "review.moved": _review(gettext_lazy("moved a review to %(day)s")),
    "review.opened": _review(gettext_lazy("a review is open")),
    "review.closed": _review(gettext_lazy("a review ended: %(outcome)s")),
    "review.dropped": _review(gettext_lazy("a review was dropped")),
    "scenarios.run": lambda _data: (_("drew from the ranges"), ""),
    "weight.confirmed": lambda _data: (_("confirmed a weight"), ""),
    "metric.rebound": lambda data: (
        _("%(metric)s follows version %(number)s of its definition")
        % {"metric": data["metric"], "number": data["after"]},
        "",
    ),
    "row.removed": lambda _data: (_("removed a row"), ""),
}
