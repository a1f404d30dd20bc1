"""Forms about records that follow each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import RecordLink


class LinkForm(forms.Form):
    code = forms.CharField(label=_("Code of the other record"), max_length=12)
    kind = forms.ChoiceField(label=_("This record"), choices=RecordLink.Kind.choices)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class CopyForm(forms.Form):
    months = forms.TypedChoiceField(
        label=_("Days are moved on by"),
        coerce=int,
        initial=3,
        choices=[(1, _("a month")), (3, _("a quarter")), (6, _("half a year")), (12, _("a year"))],
    )
