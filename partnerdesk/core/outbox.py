"""What people are told. A notice is written in the transaction of what it tells of: once per event, person and kind.

People see their notices in the application at once. Their mails are jobs: one that cannot wait is due now, everything
else at the person's next digest. Who wants which mails when is known above: `accounts` says so to `mail_choices`.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise

from partnerdesk.core import jobs
from partnerdesk.core.models import Notice

MOST_COUNTED = 100
DIGEST, URGENT = "mail.digest", "mail.urgent"
"""The kinds of jobs that write a person's mail; their subject is the person."""


@dataclass(frozen=True)
class Kind:
    """A kind of notice that people can have mailed or not. The label stands in settings and above its notices."""

    key: str
    label: str | Promise
    is_urgent: bool


@dataclass(frozen=True)
class Telling:
    """What one person is to be told. `key` names the event: told again for the same one, nothing happens."""

    person_id: uuid.UUID
    kind: str
    key: str
    what: str
    about: str
    address: str
    subject_kind: str
    subject_id: uuid.UUID
    is_urgent: bool = False


@dataclass(frozen=True)
class MailChoice:
    """When a person's next digest is due, and of which kinds they want no mail."""

    next_at: dt.datetime
    muted: frozenset[str]


Sight = Callable[[QuerySet[Notice]], QuerySet[Notice]]
"""Leaves out the notices of what their people may not see, or not any more."""
MailChoices = Callable[[Collection[uuid.UUID], dt.datetime], dict[uuid.UUID, MailChoice]]

kinds: dict[str, Kind] = {}
_mail_choices: list[MailChoices] = []
_sights: list[Sight] = []


def register_kind(key: str, label: str | Promise, *, is_urgent: bool = False) -> None:
    """Name a kind of notice; those of an urgent one are mailed at once. Called as apps start."""
    kinds[key] = Kind(key, label, is_urgent)


def label_of(key: str) -> str:
    """What people call a kind; its key, where nothing makes such notices any more."""
    return str(kinds[key].label) if key in kinds else key


def register_mail_choices(choices: MailChoices) -> None:
    """Name what knows when people want their mails. Whom it leaves out gets none. Called as apps start."""
    _mail_choices[:] = [choices]


def register_sight(sight: Sight) -> None:
    """Name what knows which notices their people may see. Called as apps start."""
    if sight not in _sights:
        _sights.append(sight)


def notices_for(person_id: uuid.UUID) -> "QuerySet[Notice]":
    """What a person was told, of all that they may see now. Pages and mails begin here."""
    rows = Notice.objects.filter(person_id=person_id)
    for sight in _sights:
        rows = sight(rows)
    return rows


def notify(
    person_ids: Iterable[uuid.UUID],
    *,
    kind: str,
    key: str,
    what: str,
    about: str = "",
    address: str,
    subject_kind: str,
    subject_id: uuid.UUID,
    urgent: bool = False,
    now: dt.datetime,
) -> int:
    """Tell people of one event, in the caller's transaction. Returns how many had not been told before."""
    return notify_all(
        (
            Telling(person_id, kind, key, what, about, address, subject_kind, subject_id, urgent)
            for person_id in person_ids
        ),
        now=now,
    )


def notify_all(tellings: Iterable[Telling], *, now: dt.datetime) -> int:
    """Tell of many events at once: five statements, however many there are. Returns how many were new."""
    asked = {(told.person_id, told.kind, told.key): told for told in tellings}
    if unknown := sorted({told.kind for told in asked.values()} - set(kinds)):
        raise LookupError(f"Not registered as kinds of notices: {', '.join(unknown)}")
    if not asked:
        return 0
    with transaction.atomic(savepoint=False):
        return _written(asked, now)


def _written(asked: Mapping[tuple[Any, ...], Telling], now: dt.datetime) -> int:
    choices = _choices_of({told.person_id for told in asked.values()}, now)
    # In one order, so that two transactions that tell the same never wait for each other.
    rows = [_row(asked[told], choices, now) for told in sorted(asked)]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    new = set(Notice.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    mailed = [row for row in rows if row.pk in new and row.is_for_mail]
    jobs.enqueue_many(URGENT, {row.person_id: now for row in mailed if row.is_urgent})
    jobs.enqueue_many(
        DIGEST, {row.person_id: choices[row.person_id].next_at for row in mailed if not row.is_urgent}
    )
    return len(new)


def _choices_of(person_ids: set[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, MailChoice]:
    return _mail_choices[0](person_ids, now) if _mail_choices else {}


def _row(told: Telling, choices: dict[uuid.UUID, MailChoice], now: dt.datetime) -> Notice:
    choice = choices.get(told.person_id)
    return Notice(
        person_id=told.person_id,
        kind=told.kind,
        key=told.key,
        subject_kind=told.subject_kind,
        subject_id=told.subject_id,
        what=told.what,
        about=told.about,
        address=told.address,
        is_urgent=told.is_urgent or kinds[told.kind].is_urgent,
        is_for_mail=choice is not None and told.kind not in choice.muted,
        created_at=now,
    )


def unseen_count(person_id: uuid.UUID) -> int:
    """How many notices a person has not seen, counted up to `MOST_COUNTED`."""
    return notices_for(person_id).filter(seen_at=None)[:MOST_COUNTED].count()


def mark_seen(person_id: uuid.UUID, *, until: dt.datetime, now: dt.datetime) -> int:
    """Note that a person has seen what they were told up to a moment. Returns how many that were."""
    unseen = Notice.objects.filter(person_id=person_id, seen_at=None, created_at__lte=until)
    return unseen.update(seen_at=now)
