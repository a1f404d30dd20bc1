"""One form per kind of unit. They check what people wrote; the actions save it."""

from functools import singledispatch
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import construct_instance

from decisions.draft.fields import MonthField, NumberField, SegmentField
from decisions.sections import fields
from decisions.sections.registry import UNITS
from decisions.sections.units import Row, Unit


class UnitForm(forms.ModelForm[Any]):
    """Checks what is changed in one unit. Choices are limited to the rows of the unit's record.

    What stands as it is saved holds already: a reference that is sent back unchanged is not looked up, and of the
    constraints only those are asked that speak of a changed field. The unit must be the one that is saved now.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._saved: dict[str, Any] = self.instance.values()
        self._kept = frozenset(self._unchanged_references())
        for name in self._kept:
            del self.fields[name]
        for field in self.fields.values():
            rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
            if rows is not None and issubclass(rows.model, Row):
                field.queryset = rows.filter(record=self.instance.record_id)  # type: ignore[attr-defined]  # it is a field that has rows

    def _unchanged_references(self) -> list[str]:
        if not self.is_bound:
            return []
        sent = {name: self.data.get(self.add_prefix(name)) for name in self.fields}
        return [
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.ModelChoiceField)
            and (sent[name] or "") == str(self._saved[name] or "")
        ]

    def _post_clean(self) -> None:
        """As Django has it, but for the constraints."""
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields)
            self.instance.clean_fields(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]  # Django's own, not in its stubs
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # Django's own, not in its stubs
        try:
            self._check_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # Django's own, not in its stubs

    def _check_constraints(self) -> None:
        """What the database would refuse, said beforehand."""
        now = self.instance.values()
        changed = {name for name in now if now[name] != self._saved[name]}
        left_out = set(self._get_validation_exclusions()) - self._kept  # type: ignore[attr-defined]  # Django's own, not in its stubs
        made = set(self.instance.made) - set(self.errors)
        found: dict[str, Any] = {}
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if _speaks_of(constraint, changed):
                    try:
                        exclude = left_out - made if _fields_of(constraint) else left_out
                        constraint.validate(model, self.instance, exclude=exclude)
                    except ValidationError as error:
                        found = self._at_its_field(constraint, error).update_error_dict(found)
        if found:
            raise ValidationError(found)

    def _at_its_field(self, constraint: models.BaseConstraint, error: ValidationError) -> ValidationError:
        """What the record fills in is not to be mended here: the one field that is beside it is."""
        fields = _fields_of(constraint)
        named = fields & set(self._saved)
        return ValidationError({named.pop(): error.messages}) if named < fields and len(named) == 1 else error

    def values(self) -> dict[str, Any]:
        """What was written, by field name; rows and people by their ids."""
        found = dict(self._saved)
        for name in self.fields:
            value = self.cleaned_data[name]
            found[name] = value.pk if isinstance(value, models.Model) else value
        return {name: found[name] for name in self._meta.fields or ()}


def _speaks_of(constraint: models.BaseConstraint, changed: set[str]) -> bool:
    """Whether a constraint is about one of these fields; one that does not say so is."""
    fields = _fields_of(constraint)
    return not fields or bool(fields & changed)


def _fields_of(constraint: models.BaseConstraint) -> set[str]:
    """The fields of which a constraint speaks; empty where it does not say so."""
    if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
        return set(constraint.condition.referenced_base_fields)
    return set()


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
