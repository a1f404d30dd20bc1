"""What waits for a person: one list of things to do, most urgent first. A fixed number of queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from decisions.models import Access, Case, Meeting, MeetingAction, Record, Review, Round, Summary
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.meetings import AHEAD, MeetingState
from decisions.states.stages import WORKING_STAGES, Stage
from decisions.triggers.due import is_late_case, running_actions
from metrics.gaps.cause_wording import cause_words
from metrics.gaps.models import answered_by
from metrics.gaps.states import CauseStatus
from metrics.models import FAILING, Cause, Import, Refresh, Source
from partnerdesk.core import dates
from partnerdesk.core.days import day_of
from workspace.reminders import REVIEW_SOON

MOST = 50
LATE = "late"
"""Shown instead of one kind: what is late of all of them."""


@dataclass(frozen=True)
class Item:
    """One thing that waits: what, where, by when. `is_late` puts it first."""

    what: str
    about: str
    address: str
    due_on: dt.date | None = None
    is_late: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one kind, with what to say when there are none."""

    key: str
    title: str
    items: list[Item]


def waiting_for(user: User, now: dt.datetime) -> list[Group]:
    """All that waits for `user`, by kind; kinds without items are left out."""
    today = day_of(user, now)
    groups = [
        Group("cases", _("Cases"), cases(user, now)),
        Group("decide", _("To decide"), to_decide(user)),
        Group("meetings", _("Meetings"), meetings(user, today)),
        Group("drafts", _("Drafts that you write"), drafts(user)),
        Group("reviews", _("Reviews"), reviews(user, today)),
        Group("actions", _("Actions"), actions(user, today)),
        Group("files", _("Files that ask"), files(user)),
        Group("sources", _("Sources that fail"), sources(user)),
        Group("gaps", _("Gaps in data"), gaps(user, today)),
    ]
    return [group for group in groups if group.items]


def late_of(groups: list[Group]) -> list[Group]:
    """What is late of each kind."""
    found = [
        Group(group.key, group.title, [item for item in group.items if item.is_late]) for group in groups
    ]
    return [group for group in found if group.items]


def to_decide(user: User) -> list[Item]:
    """Versions whose round waits for this person's vote."""
    rounds = (
        Round.objects.filter(seats__user=user, closed_at=None)
        .exclude(votes__user=user)
        .select_related("version__record__summary", "version__proposed_by")
        .order_by("opened_at")[:MOST]
    )
    return [
        Item(
            what=found.version.record.summary.question or found.version.record.code,
            about=_("%(code)s, version %(number)s, proposed by %(name)s")
            % {
                "code": found.version.record.code,
                "number": found.version.number,
                "name": found.version.proposed_by.name,
            },
            address=reverse("decisions:round", args=[found.version.record.code, found.version.number]),
            mark=_("your decision"),
        )
        for found in rounds
    ]


def meetings(user: User, today: dt.date) -> list[Item]:
    """Meetings that this person is called to within a month, and minutes that wait for their approval."""
    called = Q(attendees__user=user) | Q(attendees__deputy=user)
    soon = timezone.now() + REVIEW_SOON
    is_ahead = called & Q(state__in=AHEAD, starts_at__lte=soon)
    to_approve = called & Q(state=MeetingState.DRAFTED, attendees__is_chair=True)
    rows = Meeting.objects.filter(is_ahead | to_approve).select_related("committee").distinct()
    return [
        Item(
            what=_("Minutes of %(code)s") % {"code": row.code}
            if row.state == MeetingState.DRAFTED
            else row.committee.name,
            about=f"{row.code} · {dates.moment(timezone.localtime(row.starts_at))}",
            address=reverse(
                "decisions:minutes" if row.state == MeetingState.DRAFTED else "decisions:meeting",
                args=[row.code],
            ),
            due_on=day_of(user, row.starts_at),
            mark=_("your approval") if row.state == MeetingState.DRAFTED else row.get_state_display(),
        )
        for row in rows.order_by("starts_at")[:MOST]
    ]


def drafts(user: User) -> list[Item]:
    """Open drafts of records that this person owns, wrote or shares, and what is left in each."""
    writing = (Access.Via.AUTHOR, Access.Via.OWNER, Access.Via.COLLABORATOR)
    mine = Access.objects.filter(user=user, via__in=writing).values("record")
    rows = (
        Summary.objects.filter(record__in=mine, stage__in=WORKING_STAGES)
        .select_related("record")
        .order_by("-updated_at")[:MOST]
    )
    return [
        Item(
            what=row.question or row.record.code,
            about=f"{row.record.code} · {Stage(row.stage).label}",
            address=reverse("decisions:stage", args=[row.record.code, row.stage]),
            mark=ngettext("%(count)s left", "%(count)s left", row.blockers) % {"count": row.blockers}
            if row.blockers
            else _("ready for the next stage"),
        )
        for row in rows
    ]


def cases(user: User, now: dt.datetime) -> list[Item]:
    """Cases of this person that are not put aside: those that nobody has answered first, the oldest of them first."""
    rows = (
        Case.objects.filter(
            owner=user, state__in=(CaseState.OPEN, CaseState.ACKNOWLEDGED), snoozed_until=None
        )
        .filter(record__in=Record.objects.visible_to(user))
        .select_related("record")
        .order_by(F("acknowledged_at").asc(nulls_first=True), "opened_at")[:MOST]
    )
    return [
        Item(
            what=row.what,
            about=_("%(code)s · since %(day)s")
            % {"code": row.record.code, "day": dates.day(day_of(user, row.opened_at))},
            address=reverse("decisions:case", args=[row.record.code, row.pk]),
            is_late=is_late_case(row, now),
            mark=row.get_state_display(),
        )
        for row in rows
    ]


def reviews(user: User, today: dt.date) -> list[Item]:
    """Reviews of this person that are open, or planned within a month."""
    is_near = Q(state=ReviewState.PLANNED, due_on__lte=today + REVIEW_SOON)
    rows = (
        Review.objects.filter(Q(state=ReviewState.OPEN) | is_near, owner=user)
        .filter(record__in=Record.objects.visible_to(user))
        .select_related("record__summary")
        .order_by("due_on", "pk")[:MOST]
    )
    return [
        Item(
            what=row.record.summary.question or row.record.code,
            about=f"{row.record.code} · {row.get_kind_display()}",
            address=reverse("decisions:review", args=[row.record.code, row.pk]),
            due_on=row.due_on,
            is_late=row.due_on < today,
        )
        for row in rows
    ]


def actions(user: User, today: dt.date) -> list[Item]:
    """Actions of this person that are not done, of decisions and of meetings, the earliest due first."""
    found = [*_actions_of_records(user, today), *_actions_of_meetings(user, today)]
    return sorted(found, key=lambda item: item.due_on or dt.date.max)[:MOST]


def _actions_of_meetings(user: User, today: dt.date) -> list[Item]:
    rows = MeetingAction.objects.filter(owner=user, done_at=None).select_related("item__meeting__committee")
    return [
        Item(
            what=row.text,
            about=f"{row.item.meeting.code} · {row.item.meeting.committee.name}",
            address=reverse("decisions:meeting_action", args=[row.pk]),
            due_on=row.due_on,
            is_late=row.due_on < today,
        )
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]


def _actions_of_records(user: User, today: dt.date) -> list[Item]:
    rows = (
        running_actions()
        .filter(owner=user, record__in=Record.objects.visible_to(user))
        .select_related("record")
        .order_by("due_on")[:MOST]
    )
    return [
        Item(
            what=row.text,
            about=row.record.code,
            address=reverse("decisions:one_pager", args=[row.record.code]),
            due_on=row.due_on,
            is_late=bool(row.due_on and row.due_on < today),
        )
        for row in rows
    ]


def sources(user: User) -> list[Item]:
    """Sources that this person answers for and whose last runs all failed; stewards see those of nobody."""
    mine = Q(owner=user) | Q(owner=None) if user.has_perm("metrics.connect_sources") else Q(owner=user)
    newest = Refresh.objects.filter(source=OuterRef("pk"), state=Refresh.State.FAILED).order_by("-asked_at")
    rows = (
        Source.objects.filter(mine, failures__gte=FAILING)
        .annotate(why=Subquery(newest.values("message")[:1]))
        .order_by("-failures", "name")[:MOST]
    )
    return [
        Item(
            what=_("%(name)s can't be fetched") % {"name": row.name},
            about=row.why or "",
            address=row.get_absolute_url(),
            is_late=True,
            mark=ngettext("%(count)s run failed", "%(count)s runs failed", row.failures)
            % {"count": row.failures},
        )
        for row in rows
    ]


def files(user: User) -> list[Item]:
    """Files that wait for a person to say what they mean: those of one's sources, and those that one loaded."""
    mine = Q(source__owner=user) | Q(source=None, created_by=user)
    rows = (
        Import.objects.filter(mine, state=Import.State.MAPPING)
        .select_related("source")
        .defer("details", "result")
        .order_by("-created_at")[:MOST]
    )
    return [
        Item(
            what=row.file_name,
            about=row.source.name if row.source else _("loaded, not mapped yet"),
            address=reverse("metrics:import_mapping", args=[row.pk]),
            mark=_asked_words(row),
        )
        for row in rows
    ]


def _asked_words(row: Import) -> str:
    left = sum(question["must"] for question in row.look.get("questions", []))
    if not left:
        return _("to be mapped")
    return ngettext("%(count)s question", "%(count)s questions", left) % {"count": left}


def gaps(user: User, today: dt.date) -> list[Item]:
    """Open causes of gaps that were given to this person or that they are asked about, those with a day first.

    What they answer for without having been named stands in one line: it is as much as their sources lack.
    """
    is_named = Q(owner=user) | Q(asked=user)
    left = Cause.objects.filter(status=CauseStatus.OPEN).with_owners()
    named = left.filter(is_named).with_extent().select_related("source")
    rows = named.order_by(F("due_on").asc(nulls_last=True), F("rows").desc(), "pk")[:MOST]
    items = [
        Item(
            what=cause_words(row),
            about=row.source.name,
            address=row.get_absolute_url(),
            due_on=row.due_on,
            is_late=row.due_on is not None and row.due_on < today,
            mark=_("you are asked") if row.asked_id == user.pk else str(row.rows),
        )
        for row in rows
    ]
    others = left.filter(answered_by(user)).exclude(is_named).count()
    if others:
        words = ngettext(
            "%(count)s gap in data that you answer for", "%(count)s gaps in data that you answer for", others
        )
        items.append(
            Item(words % {"count": others}, _("not given to anybody"), reverse("metrics:gaps") + "?view=mine")
        )
    return items


def lately(user: User) -> list[Any]:
    """Records that changed last, of those this person may see."""
    visible = Record.objects.visible_to(user).values("pk")
    return list(
        Summary.objects.filter(record__in=visible).select_related("record").order_by("-updated_at")[:6]
    )
