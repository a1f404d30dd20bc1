"""What a template needs to draw a unit: its values, its form's fields, errors, and both sides of a conflict."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import User
from decisions.draft.fields import SegmentField
from decisions.draft.forms import FORMS
from decisions.record.models import Record
from decisions.sections.declaring import Fields, OwnForm
from decisions.sections.draft import Draft
from decisions.sections.fields import MonthField
from decisions.sections.registry import unit_kind
from decisions.sections.units import Row, Unit
from metrics.measures.months import month_key
from partnerdesk.core.canonical import decimal_text
from partners.models import Partner

Choices = list[tuple[str, str]]


@dataclass
class ConflictSide:
    """One field on which two people differ: what each wrote."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass
class UnitView:
    """One unit on the page. `values` are what the fields show; `errors` by field name ('' for the whole form)."""

    unit: Unit
    record: Record
    choices: "ChoiceLists"
    is_open: bool
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    sides: list[ConflictSide] = field(default_factory=list)
    joined: tuple[str, ...] = ()
    label: str = ""
    hint: str = ""
    save_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def kind(self) -> str:
        return self.unit.kind

    @property
    def anchor(self) -> str:
        return self.unit.anchor

    @property
    def form(self) -> Fields | OwnForm:
        """What the kind declares of its form."""
        return unit_kind(self.unit).form

    @property
    def template_name(self) -> str:
        return self.form.template_name

    @property
    def shell(self) -> str:
        """What stands around the fields: a row with its tools, or a form that stands alone."""
        return f"decisions/draft/{'unit_row' if isinstance(self.unit, Row) else 'unit_once'}.html"

    @property
    def address(self) -> str:
        return reverse("decisions:save_unit", args=[self.record.code, self.kind, self.unit.pk])

    def row_address(self, action: str) -> str:
        return reverse(f"decisions:{action}_row", args=[self.record.code, self.kind, self.unit.pk])

    @property
    def remove_address(self) -> str:
        return self.row_address("remove")

    @property
    def may_go(self) -> bool:
        """Whether the row may be taken out."""
        return not unit_kind(self.unit).stays(self.choices.content, self.unit)

    @property
    def move_address(self) -> str:
        return self.row_address("move")

    def value(self, name: str) -> str:
        """What the field shows: what was just sent, else what is saved."""
        if name in self.values:
            return self.values[name]
        return as_text(getattr(self.unit, self.unit.attname_of(name)), type(self.unit), name)


def as_text(value: Any, model: type[Unit], name: str) -> str:
    """A value of a unit's field as its form shows it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, dt.date):
        is_month = isinstance(model.field_of(name), MonthField)
        return month_key(value) if is_month else value.isoformat()
    return str(value)


class ChoiceLists:
    """The lists behind select fields, read once per page."""

    def __init__(self, content: Draft) -> None:
        self.content = content
        self._people: Choices | None = None
        self._segments: Choices | None = None
        self._known: dict[tuple[str, str], Choices] = {}

    @property
    def people(self) -> Choices:
        """Active people, and those who are named already."""
        if self._people is None:
            self._people = [
                (str(user.pk), user.name) for user in User.objects.get_queryset().active().by_name()
            ]
        return self._people

    @property
    def segments(self) -> Choices:
        """The segments of the partner directory."""
        if self._segments is None:
            self._segments = [(name, name) for name in Partner.objects.segments()]
        return self._segments

    def of(self, unit: Unit, name: str) -> Choices:
        """The choices of a field, the empty one first where it may be empty: the same for all units of a kind."""
        if (unit.kind, name) not in self._known:
            self._known[unit.kind, name] = self._listed(unit, name)
        return self._known[unit.kind, name]

    def _listed(self, unit: Unit, name: str) -> Choices:
        declared = unit_kind(unit)
        if name in declared.choices:
            return declared.choices[name](self.content)
        field = FORMS[unit.kind].base_fields[name]
        model = getattr(getattr(field, "queryset", None), "model", None)
        if isinstance(field, SegmentField):
            return [("", "–"), *self.segments]
        if model is None:
            return [(str(value), str(label)) for value, label in getattr(field, "choices", [])]
        return [("", str(declared.empty.get(name, "–"))), *self._rows(model)]

    def _rows(self, model: type[Any]) -> Choices:
        if model is User:
            return self.people
        return [(str(row.pk), title_of(row)[:80] or "–") for row in self.content.all(model)]


def title_of(row: Unit) -> str:
    """What a row is called in a list to choose from."""
    return row.title_of(lambda name: getattr(row, name, ""), str)


def label_of(kind: str, name: str) -> str:
    return str(FORMS[kind].base_fields[name].label)
