"""Giving a table of rates: the file, who says so, as of which day."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.files.store import keep_file
from metrics.provenance.models import StoredFile
from partnerdesk.core.days import workspace_today

TABLES = ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RatesForm(forms.Form):
    """Who says the rates, and as of which day."""

    source = forms.CharField(
        label=gettext_lazy("Who says these rates"),
        max_length=120,
        help_text=gettext_lazy("For example “European Central Bank, monthly averages”."),
    )
    dated_on = forms.DateField(
        label=gettext_lazy("As of"),
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("Where two tables give a rate, the one of the later day counts."),
    )

    name = forms.CharField(max_length=255, required=False, widget=forms.HiddenInput)

    def clean_dated_on(self) -> object:
        day = self.cleaned_data["dated_on"]
        if day > workspace_today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class RatesUploadForm(RatesForm):
    """The same with the file."""

    file = forms.FileField(label=gettext_lazy("File of rates"), widget=forms.FileInput({"accept": TABLES}))

    field_order = ("file", "source", "dated_on")

    def keep(self) -> tuple[StoredFile, str]:
        """Store the file of a valid form as it was given; its row and its name. Raises Unreadable."""
        given = self.cleaned_data["file"]
        return keep_file(given.chunks(), expected_size=given.size or 0), given.name or ""
