"""When people want their mails, and of what: the hour of their digest in their own zone, and what they muted."""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from partnerdesk.core import outbox
from partnerdesk.core.days import day_in
from partnerdesk.core.models import Job


def next_digest_at(after: dt.datetime, *, hour: int, zone: str) -> dt.datetime:
    """The next moment after `after` at which clocks in `zone` show `hour`, once for each of its days.

    An hour that summer time leaves out is taken right after the jump; of one that comes twice, the first.
    """
    place = zoneinfo.ZoneInfo(zone)
    day = day_in(zone, after)
    for ahead in range(3):
        moment = dt.datetime.combine(day + dt.timedelta(days=ahead), dt.time(hour), place).astimezone(dt.UTC)
        if moment > after:
            return moment
    raise AssertionError("a zone whose clocks stand still for three days")


def digest_after(person: User, after: dt.datetime) -> dt.datetime:
    return next_digest_at(after, hour=person.digest_hour, zone=person.time_zone)


def mail_choices(person_ids: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, outbox.MailChoice]:
    """What the outbox asks: closed accounts get no mail."""
    people = User.objects.get_queryset().active().filter(pk__in=person_ids)
    return {
        person.pk: outbox.MailChoice(digest_after(person, now), frozenset(person.muted_kinds))
        for person in people
    }


@transaction.atomic
def choose_mails(
    person: User, *, digest_hour: int, time_zone: str, mailed: Collection[str], now: dt.datetime
) -> None:
    """Keep when a person's digest comes and which kinds are in it; one that waits moves along."""
    muted = {key for key in outbox.kinds if key not in mailed}
    gone = set(person.muted_kinds) - set(outbox.kinds)
    person.digest_hour, person.time_zone = digest_hour, time_zone
    person.muted_kinds = sorted(muted | gone)
    person.save(update_fields=["digest_hour", "time_zone", "muted_kinds"])
    reschedule(person, now)


def reschedule(person: User, now: dt.datetime) -> None:
    """Move a digest that waits to the hour and zone that the person chose now."""
    waiting = Job.objects.filter(
        kind=outbox.DIGEST, subject_id=person.pk, state=Job.State.WAITING, claim=None, due_at__gt=now
    )
    waiting.update(due_at=digest_after(person, now))
