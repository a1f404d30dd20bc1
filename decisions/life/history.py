"""What changed in a record, by whom: read from the row history that the database keeps.

Which fields are told, and in which words, the section kinds say.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.draft.layout import Place
from decisions.sections.draft import Draft
from decisions.sections.fields import PartnersField
from decisions.sections.registry import UNITS, section_of
from decisions.sections.text import TextBlock
from decisions.sections.units import Unit
from decisions.sections.wording import in_words, lists_apart
from partnerdesk.core.canonical import plain
from partners.models import Partner

MOST_CHANGES = 200


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class UnitChange:
    """One save of one unit: who, when, and each field before and after."""

    at: dt.datetime
    by: str
    what: str
    verb: str
    fields: tuple[FieldChange, ...]


def changes_in(content: Draft, place: Place | None) -> list[UnitChange]:
    """Changes of one card, or of the whole record, newest first."""
    texts = {text.key for text in place.texts} if place else None
    tellers = _History(content)
    found: list[UnitChange] = []
    for model in UNITS.values():
        is_text = model is TextBlock
        if place and section_of(model).kind not in place.parts and not (is_text and texts):
            continue
        events = model.pgh_event_model.objects.filter(record_id=content.record.pk)  # type: ignore[attr-defined]
        if is_text and texts is not None:
            events = events.filter(key__in=texts)
        found += tellers.changes(model, events.order_by("pgh_id"))
    found.sort(key=lambda change: change.at)
    return found[::-1][:MOST_CHANGES]


@dataclass(frozen=True)
class _History:
    """Tells events of one record. It answers what references mean (`wording.Reading`)."""

    content: Draft
    _others: dict[type[Model], dict[str, str]] = dataclasses.field(default_factory=dict)
    """What committees, definitions and the like are called, by model and id: each model is read once."""

    def changes(self, model: type[Unit], events: Iterable[Any]) -> Iterator[UnitChange]:
        before: dict[Any, Any] = {}
        for event in events:
            last = before.get(event.pgh_obj_id)
            before[event.pgh_obj_id] = event
            fields = tuple(self._fields(model, last, event)) if event.pgh_label != "delete" else ()
            if event.pgh_label == "update" and not fields:
                continue
            yield UnitChange(
                at=event.pgh_created_at,
                by=self._names.get(str(_author(event)), _("the system")),
                what=self._title(model, event)[:80] or str(model._meta.verbose_name),
                verb=event.pgh_label,
                fields=fields,
            )

    def _fields(self, model: type[Unit], last: Any, event: Any) -> Iterator[FieldChange]:
        """What an event changed; of a new row what differs from an empty one."""
        for field in model.content_fields:
            was = plain(getattr(last, field.attname) if last else field.get_default())
            now = plain(getattr(event, field.attname))
            if not _is_same(field, was, now):
                yield FieldChange(str(field.verbose_name), *self._words(field, was, now))

    def _words(self, field: "Field[Any, Any]", was: Any, now: Any) -> tuple[str, str]:
        if isinstance(field, PartnersField):
            return self._partner_words(was or (), now or ())
        words = in_words(field, was, {}, self), in_words(field, now, {}, self)
        return words if words[0] != words[1] else (str(was), str(now))

    def _partner_words(self, was: Iterable[str], now: Iterable[str]) -> tuple[str, str]:
        words = lists_apart([*map(self.partner, was)], [*map(self.partner, now)])
        return words if words[0] != words[1] else (", ".join(was), ", ".join(now))

    def _title(self, model: type[Unit], event: Any) -> str:
        return model.title_of(_values_of(event, model), self._said)

    def _said(self, reference: Any) -> str:
        return self._titles.get(str(reference)) or self._names.get(str(reference), "")

    def person(self, reference: Any) -> str:
        return self._names.get(str(reference), str(reference))

    def title(self, reference: Any) -> str:
        return self._titles.get(str(reference), _("a row that is gone"))

    def partner(self, reference: Any) -> str:
        return self._partners.get(str(reference), str(reference))

    def other(self, field: "Field[Any, Any]", reference: Any) -> str:
        model = field.related_model
        if not isinstance(model, type):
            raise TypeError(f"{field} names nothing")
        if model not in self._others:
            self._others[model] = {str(row.pk): str(row) for row in model._default_manager.all()}
        return self._others[model].get(str(reference), str(reference))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(pk): name for pk, name in User.objects.values_list("pk", "name")}

    @cached_property
    def _partners(self) -> dict[str, str]:
        return {str(pk): name for pk, name in Partner.objects.values_list("pk", "name")}

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What the draft's rows are called now, by their ids."""
        titles: dict[str, str] = {}
        for model in UNITS.values():
            for row in self.content.all(model):
                titles[str(row.pk)] = self._live_title(row, titles)
        return titles

    def _live_title(self, row: Unit, titles: dict[str, str]) -> str:
        def said(reference: Any) -> str:
            return titles.get(str(reference)) or self._names.get(str(reference), "")

        return row.title_of(_values_of(row, type(row)), said)


def _values_of(holder: Any, model: type[Unit]) -> Callable[[str], Any]:
    """The values of a row or of its event by the names of fields, references by their ids."""
    attnames = {field.name: field.attname for field in model._meta.concrete_fields}
    return lambda name: getattr(holder, attnames.get(name, name), "")


def _is_same(field: "Field[Any, Any]", was: Any, now: Any) -> bool:
    """Whether two values say the same. The order in which partners are listed says nothing."""
    return set(was or ()) == set(now or ()) if isinstance(field, PartnersField) else bool(was == now)


def _author(event: Any) -> Any:
    """Who made an event. A row that goes does not say it; the request that took it away does."""
    return (event.pgh_context or {}).get("user") if event.pgh_label == "delete" else event.saved_by_id
