"""Who assessed the values of a grid, and which part of the grid is shown."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.definitions.people import PersonChoice
from metrics.measures.windows import BadWindow, parse_month
from metrics.observations.forms import MONTH, window_problem
from partnerdesk.core.days import today_shown
from partners.models import Partner


class AssessmentForm(forms.Form):
    """What holds for all cells that are saved together."""

    assessor = PersonChoice(label=gettext_lazy("Assessed by"), required=True)
    assessed_on = forms.DateField(label=gettext_lazy("On"), widget=forms.DateInput({"type": "date"}))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What the assessment rests on."),
    )

    def clean_assessed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["assessed_on"]
        if day > today_shown():
            raise forms.ValidationError(_("An assessment can't lie in the future."))
        return day


class GridFilter(forms.Form):
    """A GET form: which partners, and up to which period."""

    q = forms.CharField(
        label=gettext_lazy("Partners"), required=False, widget=forms.TextInput({"type": "search"})
    )
    segment = forms.ChoiceField(label=gettext_lazy("Segment"), required=False)
    until = forms.CharField(label=gettext_lazy("Up to"), required=False, widget=MONTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Partner.objects.segments()
        choices = [("", _("all")), *((name, name) for name in names)]
        self.fields["segment"].choices = choices  # type: ignore[attr-defined]

    def clean_until(self) -> dt.date | None:
        text = self.cleaned_data["until"]
        if not text:
            return None
        try:
            return parse_month(text)
        except BadWindow as error:
            raise window_problem(error) from error
