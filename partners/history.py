"""What changed about a partner, by whom: read from the row history that the database writes."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from partnerdesk.core import dates
from partners.models import ComplianceCheckpoint, Partner, RiskFlag

MOST = 60
HIDDEN = {"id", "created_at", "partner"}


@dataclass(frozen=True)
class PartnerFieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PartnerChange:
    """One change of one row. `what` names the row (a flag's statement); `by` is None for the system."""

    at: dt.datetime
    by: User | None
    source: str
    what: str
    is_new: bool
    fields: list[PartnerFieldChange]


def changes_of(partner: Partner) -> list[PartnerChange]:
    """The newest changes of a partner, its flags and checkpoints, newest first; a fixed number of queries."""
    found: list[tuple[Any, Any]] = []
    for model, name in ((Partner, "id"), (RiskFlag, "partner_id"), (ComplianceCheckpoint, "partner_id")):
        events = _event_model(model).objects.filter(**{name: partner.pk}).order_by("pgh_id")
        found += _with_predecessors(events)
    found.sort(key=lambda pair: (pair[1].pgh_created_at, pair[1].pgh_id), reverse=True)
    people = _people(pair[1] for pair in found)
    changes = [_change(before, after, people) for before, after in found]
    return [change for change in changes if change.is_new or change.fields][:MOST]


def _event_model(model: type[models.Model]) -> Any:
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def _with_predecessors(events: Iterable[Any]) -> list[tuple[Any, Any]]:
    last: dict[Any, Any] = {}
    pairs = []
    for event in events:
        pairs.append((last.get(event.pgh_obj_id), event))
        last[event.pgh_obj_id] = event
    return pairs


def _user_id(event: Any) -> str:
    return str((event.pgh_context or {}).get("user") or "")


def _people(events: Iterable[Any]) -> dict[str, User]:
    """Everybody who is named: who changed something, and owners."""
    ids = set()
    for event in events:
        for text in (_user_id(event), str(getattr(event, "owner_id", "") or "")):
            try:
                ids.add(uuid.UUID(text))
            except ValueError:
                continue
    return {str(pk): person for pk, person in User.objects.in_bulk(ids).items()}


def _change(before: Any, after: Any, people: dict[str, User]) -> PartnerChange:
    model = after.pgh_tracked_model
    fields = []
    for field in model._meta.concrete_fields:
        if field.name in HIDDEN:
            continue
        old = getattr(before, field.attname) if before else None
        new = getattr(after, field.attname)
        if before is not None and old != new:
            label = str(field.verbose_name)
            fields.append(PartnerFieldChange(label, _words(field, old, people), _words(field, new, people)))
    return PartnerChange(
        at=after.pgh_created_at,
        by=people.get(_user_id(after)),
        source=str((after.pgh_context or {}).get("file", "")),
        what="" if model is Partner else str(after.statement if model is RiskFlag else after.name),
        is_new=before is None,
        fields=fields,
    )


def _words(field: Any, value: Any, people: dict[str, User]) -> str:
    if value in (None, ""):
        return "–"
    if field.is_relation:
        return str(people.get(str(value), _("somebody")))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.date):
        return dates.day(value)
    return str(value)
