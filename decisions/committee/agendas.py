"""What is due for a committee, and the agenda that is made of it: items in an order, with times."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.meetings import check_leads, hidden_records, locked_meeting, note
from decisions.committee.models.committees import Committee
from decisions.committee.models.meetings import AgendaItem, Meeting, MeetingAction
from decisions.committee.models.rounds import Round
from decisions.record.models import Access, Record
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.meetings import KEPT, ItemKind, MeetingState
from decisions.triggers.due import running_actions
from decisions.triggers.models import Case, Review
from partnerdesk.core.days import day_in
from partnerdesk.core.refusals import Blocked

MOST_ITEMS = 60
MINUTES = {
    ItemKind.PROPOSAL: 15,
    ItemKind.CASE: 10,
    ItemKind.REVIEW: 10,
    ItemKind.ACTION: 5,
    ItemKind.CARRIED: 5,
    ItemKind.TOPIC: 10,
}
"""How long an item of each kind is planned for, unless the chair says otherwise."""


def due_for(committee: Committee, day: dt.date) -> Iterator[AgendaItem]:
    """What waits for the committee on a day, as items that are not saved: in the order in which it is best taken.

    Votes that run; cases that are not closed; reviews that are open or due; late actions of its decisions; and what
    its meetings agreed that is not done.
    """
    decided = Q(record__in_force__round__committee=committee)
    rounds = Round.objects.filter(committee=committee, closed_at=None)
    for found in rounds.select_related("version__record__summary").order_by("ends_at", "pk"):
        version = found.version
        yield _item(ItemKind.PROPOSAL, _question(version.record), record=version.record, version=version)
    cases = Case.objects.filter(decided).exclude(state=CaseState.CLOSED).exclude(review__isnull=False)
    for case in cases.select_related("record__summary").order_by("opened_at", "pk"):
        yield _item(ItemKind.CASE, case.what, record=case.record, case=case)
    is_due = Q(state=ReviewState.OPEN) | Q(state=ReviewState.PLANNED, due_on__lte=day)
    reviews = Review.objects.filter(decided, is_due)
    for review in reviews.select_related("record__summary").order_by("due_on", "pk"):
        title = f"{str(review.get_kind_display()).capitalize()}: {_question(review.record)}"
        yield _item(ItemKind.REVIEW, title, record=review.record, review=review)
    late = running_actions().filter(decided, due_on__lt=day)
    for action in late.select_related("record__summary").order_by("due_on", "pk"):
        yield _item(ItemKind.ACTION, action.text, record=action.record, action=action.pk)
    for carried in open_actions(committee):
        yield _item(ItemKind.CARRIED, carried.text, record=carried.item.record, carried=carried)


def open_actions(committee: Committee) -> Iterable[MeetingAction]:
    """What the committee's meetings agreed that is not done, the earliest due first."""
    rows = MeetingAction.objects.filter(item__meeting__committee=committee, done_at=None)
    return rows.select_related("owner", "item__meeting", "item__record").order_by("due_on", "pk")


def _question(record: Record) -> str:
    question: str = record.summary.question
    return question or record.code


def _item(kind: ItemKind, title: str, **subject: Any) -> AgendaItem:
    return AgendaItem(kind=kind, title=title[:300], planned_minutes=MINUTES[kind], **subject)


def fill(meeting: Meeting) -> int:
    """Put on the agenda what is due and not on it yet, behind what is there. Returns how many items.

    Members may see what stands on their agenda, private or not.
    """
    known = list(meeting.agenda.all())
    taken = {_subject(item) for item in known}
    day = day_in(meeting.committee.zone, meeting.starts_at)
    fresh = [item for item in due_for(meeting.committee, day) if _subject(item) not in taken]
    begin = len(known)
    for number, item in enumerate(fresh[: MOST_ITEMS - begin]):
        item.meeting, item.position = meeting, begin + number
    made = AgendaItem.objects.bulk_create(fresh[: MOST_ITEMS - begin])
    _let_in(meeting, {item.record_id for item in made if item.record_id})
    return len(made)


def _subject(item: AgendaItem) -> tuple[Any, ...]:
    return (item.version_id, item.case_id, item.review_id, item.action, item.carried_id)


def _let_in(meeting: Meeting, records: set[Any]) -> None:
    people = {person for pair in meeting.attendees.values_list("user", "deputy") for person in pair if person}
    rows = [
        Access(record_id=record, user_id=person, via=Access.Via.VOTER)
        for record in records
        for person in people
    ]
    Access.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def take_up_due(meeting: Meeting, *, by: User, now: dt.datetime) -> int:
    """Put on the agenda what has become due since it was made."""
    locked = _changeable(meeting, by)
    count = fill(locked)
    if count:
        note(locked, "agenda.filled", by=by, now=now, items=count)
    return count


@transaction.atomic
def add_topic(meeting: Meeting, item: AgendaItem, *, by: User, now: dt.datetime) -> AgendaItem:
    """Put a topic on the agenda, behind what is there."""
    locked = _changeable(meeting, by)
    if locked.agenda.count() >= MOST_ITEMS:
        raise Blocked(_("An agenda has at most %(count)s items.") % {"count": MOST_ITEMS})
    last = locked.agenda.aggregate(last=Max("position"))["last"]
    item.meeting, item.kind, item.position = locked, ItemKind.TOPIC, 0 if last is None else last + 1
    item.save()
    note(locked, "agenda.topic_added", by=by, now=now, title=item.title)
    return item


@transaction.atomic
def plan_item(item: AgendaItem, *, minutes: int, by: User) -> None:
    """Give an item its time."""
    _changeable(item.meeting, by)
    AgendaItem.objects.filter(pk=item.pk).update(planned_minutes=minutes)


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: User) -> None:
    """Change places with the item before or behind."""
    locked = _changeable(item.meeting, by)
    order = list(locked.agenda.all())
    place = next((number for number, other in enumerate(order) if other.pk == item.pk), None)
    if place is None:
        raise Blocked(_("This item is no longer on the agenda; load the page again."))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for number, each in enumerate(order):
        each.position = number
    AgendaItem.objects.bulk_update(order, ["position"])


@transaction.atomic
def take_off(item: AgendaItem, *, by: User, now: dt.datetime) -> None:
    """Take an item off the agenda, while nothing was minuted of it."""
    locked = _changeable(item.meeting, by)
    found = AgendaItem.objects.filter(pk=item.pk).first()
    if found is None:
        return
    if found.notes or found.decision or found.actions.exists():
        raise Blocked(_("Something was minuted of this item, so it stays."))
    note(locked, "agenda.taken_off", by=by, now=now, title=found.title)
    found.delete()


def _changeable(meeting: Meeting, by: User) -> Meeting:
    locked = locked_meeting(meeting)
    check_leads(locked, by)
    if locked.state in (*KEPT, MeetingState.DRAFTED):
        raise Blocked(_("This meeting has ended: its agenda stays as it was."))
    return locked


@dataclass(frozen=True)
class Slot:
    """An item with the time at which it is planned to begin and end.

    An item about a record that the reader may not see says nothing but its kind and its time (`is_hidden`).
    """

    number: int
    item: AgendaItem
    is_hidden: bool
    begins: dt.datetime
    ends: dt.datetime


def timed(meeting: Meeting, reader: User | None) -> list[Slot]:
    """The agenda in its order, with times, as `reader` may see it; whole for the worker that prints (None)."""
    at, slots = meeting.starts_at, []
    hidden = hidden_records(meeting, reader) if reader else frozenset()
    rows = meeting.agenda.select_related(
        "record__summary", "record__in_force__standing", "version__standing", "carried__owner", "saved_by"
    )
    for number, item in enumerate(rows, start=1):
        ends = at + dt.timedelta(minutes=item.planned_minutes)
        is_hidden = item.record_id in hidden
        slots.append(Slot(number, _closed(item) if is_hidden else item, is_hidden, at, ends))
        at = ends
    return slots


def _closed(item: AgendaItem) -> AgendaItem:
    """An item as who may not see its record sees it. Built anew, so that nothing else of it can be asked for."""
    return AgendaItem(
        pk=item.pk,
        meeting_id=item.meeting_id,
        position=item.position,
        kind=item.kind,
        planned_minutes=item.planned_minutes,
        title=_("A record that you may not see"),
    )
