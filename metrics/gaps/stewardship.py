"""Who answers for a source's data."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from metrics.permissions import check_may_enter
from metrics.provenance.models import Source
from partnerdesk.core.events import record_event


@transaction.atomic
def set_source_owner(source: Source, *, owner: User | None, by: User, now: dt.datetime) -> None:
    """Name the person who answers for a source's data."""
    check_may_enter(by)
    before = source.owner_id
    Source.objects.filter(pk=source.pk).update(owner=owner)
    record_event(
        "source.owner_set",
        subject_kind="source",
        subject_id=source.pk,
        by=by,
        now=now,
        before=str(before) if before else None,
        after=str(owner.pk) if owner else None,
    )
