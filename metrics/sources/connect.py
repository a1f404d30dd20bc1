"""Connecting sources that the desk fetches itself: from where, with which password, when."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.permissions import check_may_connect, check_may_enter
from metrics.provenance.models import Refresh, Source
from metrics.sources.due import ask_for_refresh
from metrics.sources.origins import Origin
from metrics.sources.schedules import Schedule, next_due
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked
from partnerdesk.core.sealing import seal


@transaction.atomic
def connect_source(
    name: str, kind: Source.Kind, origin: Origin, *, password: str = "", by: User, now: dt.datetime
) -> Refresh:
    """Make a source and begin its first run, whose data wait to be mapped."""
    check_may_connect(by)
    if Source.objects.filter(name=name).exists():
        raise Blocked(_("There is a source called “%(name)s” already: choose another name.") % {"name": name})
    source = Source.objects.create(
        name=name,
        kind=kind,
        origin=origin.as_data(),
        sealed_password=seal(password) if password else "",
        owner=by,
        created_at=now,
    )
    _record("source.connected", source, by, now, origin_kind=kind)
    return ask_for_refresh(source, by=by, now=now)


@transaction.atomic
def change_origin(
    source: Source, origin: Origin, *, password: str = "", by: User, now: dt.datetime
) -> Source:
    """Fetch from elsewhere from now on. Without a password the stored one stays, but never for another server."""
    check_may_connect(by)
    locked = _locked(source)
    before, after = locked.origin, origin.as_data()
    if locked.sealed_password and not password and _server(before) != _server(after):
        raise Blocked(_("The stored password belongs to another server or user: type the one for this."))
    locked.origin = after
    if password:
        locked.sealed_password = seal(password)
    locked.save(update_fields=["origin", "sealed_password"])
    Refresh.objects.filter(source=locked).exclude(etag="").update(etag="")
    changed = sorted(name for name in after if after[name] != before.get(name))
    _record("source.origin_changed", locked, by, now, fields=[*changed, *(["password"] if password else [])])
    return locked


def _server(origin: dict[str, Any]) -> list[Any]:
    """What a password is meant for. Certificates are looked at no less than before."""
    checked = origin.get("sslmode") in ("require", "verify-full"), origin.get("sslmode") == "verify-full"
    return [*(origin.get(name) for name in ("host", "port", "user")), *checked]


@transaction.atomic
def set_schedule(source: Source, schedule: Schedule | None, *, by: User, now: dt.datetime) -> Source:
    """Say when a source runs by itself; None: when a person asks."""
    check_may_enter(by)
    locked = _locked(source)
    before = locked.schedule
    locked.schedule = schedule.model_dump(mode="json", exclude_none=True) if schedule else {}
    locked.due_at = next_due(schedule, now) if schedule else None
    locked.save(update_fields=["schedule", "due_at"])
    _record("source.scheduled", locked, by, now, before=before, after=locked.schedule)
    return locked


def _locked(source: Source) -> Source:
    locked = Source.objects.select_for_update().get(pk=source.pk)
    if not locked.is_fetched:
        raise Blocked(_("“%(name)s” is not fetched: load its next file.") % {"name": locked.name})
    return locked


def _record(kind: str, source: Source, by: User, now: dt.datetime, **data: Any) -> None:
    """Addresses and queries stay out: they may hold keys."""
    record_event(
        kind, subject_kind="source", subject_id=source.pk, by=by, now=now, source=source.name, **data
    )
