"""The secret address of a person's calendar: made, made anew, taken away."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import CalendarAddress, User
from partnerdesk.core.events import record_event


@transaction.atomic
def renew_calendar(person: User, *, by: User, now: dt.datetime) -> str:
    """Make the address anew and return it whole, for the only time. The one before is void."""
    token = secrets.token_urlsafe(32)
    given = {"token_sha256": _hash(token), "made_at": now}
    CalendarAddress.objects.update_or_create(person=person, defaults=given)
    record_event("calendar.renewed", subject_kind="person", subject_id=person.pk, by=by, now=now)
    return f"{settings.PUBLIC_ADDRESS}{reverse('workspace:calendar', args=[token])}"


@transaction.atomic
def remove_calendar(person: User, *, by: User, now: dt.datetime) -> None:
    """Take the address away: calendars that follow it find nothing."""
    count, _models = CalendarAddress.objects.filter(person=person).delete()
    if count:
        record_event("calendar.removed", subject_kind="person", subject_id=person.pk, by=by, now=now)


def person_behind(token: str) -> User | None:
    """Whose calendar a token opens, unless their account is closed."""
    found = CalendarAddress.objects.select_related("person").filter(
        token_sha256=_hash(token), person__is_active=True
    )
    address = found.first()
    return address.person if address else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
