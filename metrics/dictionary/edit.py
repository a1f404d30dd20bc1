"""Changing the dictionary in the browser: new entries, new versions of entries, their owners."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.definitions.models import DefinitionVersion, Metric
from metrics.definitions.schema import Definition
from metrics.dictionary.load import define
from metrics.observations.summaries import refresh_summaries
from metrics.permissions import check_may_manage
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked

RESERVED = frozenset({"gaps", "imports", "new", "sources", "uploads"})
"""Keys that would hide a page."""

SUBJECTS = uuid.UUID("2f6a0a4e-7d0b-4d4e-9c3c-3d8f4a1f6a10")
"""Metrics have keys, events want UUIDs: a metric's is made from its key."""


def subject_id(key: str) -> uuid.UUID:
    return uuid.uuid5(SUBJECTS, key)


@transaction.atomic
def add_definition(definition: Definition, *, by: User, now: dt.datetime) -> DefinitionVersion:
    """Add an entry to the dictionary."""
    check_may_manage(by)
    if definition.key in RESERVED or Metric.objects.filter(key=definition.key).exists():
        raise Blocked(_("The key “%(key)s” is taken: choose another.") % {"key": definition.key})
    last = Metric.objects.aggregate(last=Max("position"))["last"]
    Metric.objects.create(key=definition.key, kind=definition.kind, position=(last or 0) + 1)
    return _defined(definition, by, now)


@transaction.atomic
def change_definition(definition: Definition, *, seen: int, by: User, now: dt.datetime) -> DefinitionVersion:
    """Write a new version of an entry. `seen` is the version that the person started from."""
    check_may_manage(by)
    Metric.objects.select_for_update().get(key=definition.key)
    newest = DefinitionVersion.objects.filter(metric=definition.key).latest("number")
    if newest.number != seen:
        raise Blocked(
            _("%(who)s saved version %(number)s meanwhile: compare your words with it, then save again.")
            % {"who": newest.created_by or _("The library"), "number": newest.number}
        )
    return _defined(definition, by, now)


def _defined(definition: Definition, by: User, now: dt.datetime) -> DefinitionVersion:
    version = define(definition, by=by, now=now)
    if version is None:
        raise Blocked(_("Nothing has changed."))
    record_event(
        "definition.versioned",
        subject_kind="metric",
        subject_id=subject_id(definition.key),
        by=by,
        now=now,
        metric=definition.key,
        version=version.number,
    )
    refresh_summaries([definition.key], now=now)
    return version


@transaction.atomic
def set_metric_owner(metric: Metric, *, owner: User | None, by: User, now: dt.datetime) -> None:
    """Name the person who answers for a metric's figures."""
    check_may_manage(by)
    before = metric.owner_id
    Metric.objects.filter(pk=metric.pk).update(owner=owner)
    record_event(
        "metric.owner_set",
        subject_kind="metric",
        subject_id=subject_id(metric.pk),
        by=by,
        now=now,
        metric=metric.pk,
        before=str(before) if before else None,
        after=str(owner.pk) if owner else None,
    )
