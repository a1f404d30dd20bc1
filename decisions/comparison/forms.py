"""Forms beside the matrix."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.record.models import Record
from decisions.sections.assumptions import Statement
from decisions.sections.estimates import Basis


class ColumnBasisForm(forms.Form):
    """What all estimates of one option rest on."""

    basis = forms.ChoiceField(label=_("rests on"), choices=Basis.choices, required=False)

    def __init__(self, *args: Any, record: Record, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"] = forms.ModelChoiceField(
            label=_("statement"), queryset=Statement.objects.filter(record=record), required=False
        )
