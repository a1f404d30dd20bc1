"""One form per kind of unit. They check what people wrote; the actions save it."""

from functools import singledispatch
from typing import Any

from django import forms
from django.db import models

from decisions.draft.fields import MonthField, NumberField, SegmentField
from decisions.sections import fields
from decisions.sections.registry import UNITS
from decisions.sections.units import Row, Unit


class UnitForm(forms.ModelForm[Any]):
    """Checks one unit. Choices are limited to the rows of the unit's record."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
            if rows is not None and issubclass(rows.model, Row):
                field.queryset = rows.filter(record=self.instance.record_id)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was written, by field name; rows and people by their ids."""
        found = {}
        for name in self.fields:
            value = self.cleaned_data[name]
            found[name] = value.pk if isinstance(value, models.Model) else value
        return found


@singledispatch
def _form_field(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field in which a model's field is written."""
    return field.formfield(**options)


@_form_field.register
def _month(field: fields.MonthField, **options: Any) -> forms.Field:
    return MonthField(required=False, label=options.get("label", field.verbose_name))


@_form_field.register
def _segment(field: fields.SegmentField, **options: Any) -> forms.Field:
    return SegmentField(required=False, label=field.verbose_name, max_length=field.max_length)


@_form_field.register
def _number(field: models.DecimalField[Any, Any], **options: Any) -> forms.Field:
    return NumberField(required=False, label=field.verbose_name, help_text=field.help_text)


def form_fields(unit: type[Unit]) -> tuple[str, ...]:
    """The fields of a unit's form: all that people fill in, but for those with a page of their own."""
    own_pages = {field.name for field in unit.content_fields if isinstance(field, fields.PartnersField)}
    return tuple(name for name in unit.editable if name not in own_pages)


def _form(unit: type[Unit]) -> type[UnitForm]:
    made: Any = forms.modelform_factory(
        unit, form=UnitForm, fields=form_fields(unit), formfield_callback=_form_field
    )
    form: type[UnitForm] = made
    return form


FORMS: dict[str, type[UnitForm]] = {kind: _form(unit) for kind, unit in UNITS.items()}
