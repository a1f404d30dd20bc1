"""One form per kind of unit. They check what people wrote; the actions save it."""

from typing import Any

from django import forms
from django.db import models

from decisions import models as m
from decisions.forms.fields import MonthField, NumberField, SegmentField

MONTHS = {"first_month", "last_month", "ramp_from", "target_by"}
OWN_PAGES = {"partner_ids"}
"""Fields with a page of their own: choosing partners."""


class UnitForm(forms.ModelForm[Any]):
    """Checks one unit. Choices are limited to the rows of the unit's record."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
            if rows is not None and issubclass(rows.model, m.Row):
                field.queryset = rows.filter(record=self.instance.record_id)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was written, by field name; rows and people by their ids."""
        found = {}
        for name in self.fields:
            value = self.cleaned_data[name]
            found[name] = value.pk if isinstance(value, models.Model) else value
        return found


def _form_field(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    if field.name in MONTHS:
        return MonthField(required=False, label=options.get("label", field.verbose_name))
    if field.model is m.Threshold and field.name == "segment":
        return SegmentField(required=False, label=field.verbose_name, max_length=field.max_length)
    if isinstance(field, models.DecimalField):
        return NumberField(required=False, label=field.verbose_name, help_text=field.help_text)
    return field.formfield(**options)


def form_fields(unit: type[m.Unit]) -> tuple[str, ...]:
    return tuple(name for name in unit.editable if name not in OWN_PAGES)


def _form(unit: type[m.Unit]) -> type[UnitForm]:
    made: Any = forms.modelform_factory(
        unit, form=UnitForm, fields=form_fields(unit), formfield_callback=_form_field
    )
    form: type[UnitForm] = made
    return form


FORMS: dict[str, type[UnitForm]] = {kind: _form(unit) for kind, unit in m.UNITS.items()}
