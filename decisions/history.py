"""What changed in a record, by whom: read from the row history that the database keeps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from decisions import models as m
from decisions.content import Content
from decisions.layout import Place
from decisions.unit_views import ChoiceLists, as_text, label_of

MOST_CHANGES = 200
LABELS = {"insert": "added", "update": "changed", "delete": "removed"}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One save of one unit: who, when, and each field before and after."""

    at: dt.datetime
    by: str
    what: str
    verb: str
    fields: tuple[FieldChange, ...]


def changes_in(content: Content, place: Place | None) -> list[Change]:
    """Changes of one card, or of the whole record, newest first."""
    texts = {text.key for text in place.texts} if place else None
    lists = ChoiceLists(content)
    found: list[Change] = []
    names = {str(pk): name for pk, name in User.objects.values_list("pk", "name")}
    for kind, model in m.UNITS.items():
        if place and model.part not in place.parts and not (kind == "text" and texts):
            continue
        events = model.pgh_event_model.objects.filter(record_id=content.record.pk)  # type: ignore[attr-defined]
        if kind == "text" and texts is not None:
            events = events.filter(key__in=texts)
        found += _changes(kind, model, events.order_by("pgh_id"), lists, names)
    found.sort(key=lambda change: change.at)
    return found[::-1][:MOST_CHANGES]


def _changes(
    kind: str, model: type[m.Unit], events: Iterable[Any], lists: ChoiceLists, names: dict[str, str]
) -> list[Change]:
    before: dict[Any, Any] = {}
    found = []
    for event in events:
        last = before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event
        fields = tuple(_field_changes(kind, model, last, event, lists))
        if event.pgh_label == "update" and not fields:
            continue
        context = event.pgh_context or {}
        by = context.get("user") if event.pgh_label == "delete" else event.saved_by_id
        found.append(
            Change(
                at=event.pgh_created_at,
                by=names.get(str(by), _("the system")),
                what=_title(kind, event),
                verb=event.pgh_label,
                fields=() if event.pgh_label == "delete" else fields,
            )
        )
    return found


def _field_changes(
    kind: str, model: type[m.Unit], last: Any, event: Any, lists: ChoiceLists
) -> Iterable[FieldChange]:
    for name in model.editable:
        attname = model._meta.get_field(name).attname  # type: ignore[union-attr]
        before = getattr(last, attname) if last else None
        after = getattr(event, attname)
        old, new = _words(kind, model, name, before, lists), _words(kind, model, name, after, lists)
        if old != new:
            yield FieldChange(_label(kind, name), old, new)


def _label(kind: str, name: str) -> str:
    return _("partners") if name == "partner_ids" else label_of(kind, name)


def _words(kind: str, model: type[m.Unit], name: str, value: Any, lists: ChoiceLists) -> str:
    if name == "partner_ids":
        return str(len(value)) if value else ""
    text = as_text(value, name)
    if not text:
        return ""
    choices = dict(lists.of(model(), name))
    return choices.get(text, text) if choices else text


def _title(kind: str, event: Any) -> str:
    """What the unit is called: its label, name or text, whichever it has."""
    for name in ("label", "name", "title", "text", "statement", "key"):
        value = getattr(event, name, None)
        if isinstance(value, str) and value:
            return value[:80]
    return str(m.UNITS[kind]._meta.verbose_name)
