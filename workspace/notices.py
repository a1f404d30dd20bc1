"""What a person was told, newest first, and the number in the bar."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from partnerdesk.core import outbox
from partnerdesk.core.models import Notice

PAGE_ROWS = 50


@dataclass(frozen=True)
class NoticeLine:
    """A notice as the list shows it."""

    notice: Notice
    label: str


@dataclass(frozen=True)
class NoticePage:
    """One page; `until` is the newest time in it, `before` where the next one begins."""

    lines: list[NoticeLine]
    until: dt.datetime | None
    before: uuid.UUID | None


def notices_of(user: User, *, before: str = "") -> NoticePage:
    """The notices of a person, from the one behind `before` on; what is no notice of theirs is the first page."""
    rows = outbox.notices_for(user.pk).order_by("-created_at", "-id")
    last = _notice(user, before)
    if last:
        rows = rows.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.pk))
    found = list(rows[: PAGE_ROWS + 1])
    shown = found[:PAGE_ROWS]
    return NoticePage(
        lines=[NoticeLine(notice, outbox.label_of(notice.kind)) for notice in shown],
        until=shown[0].created_at if shown else None,
        before=shown[-1].pk if len(found) > PAGE_ROWS else None,
    )


def _notice(user: User, text: str) -> Notice | None:
    try:
        return outbox.notices_for(user.pk).filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None
