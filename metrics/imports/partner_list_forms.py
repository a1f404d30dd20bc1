"""Filling the directory from a list of partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.files.as_table import begins_like_workbook
from metrics.files.dialect import DATE_FORMATS, HEAD_BYTES, Look, look_at
from metrics.files.reading.mapping import Format, PartnerList
from metrics.files.reading.scanning import Unreadable
from metrics.imports.forms import TABLES
from metrics.imports.mapping_choices import DELIMITERS, ENCODINGS, PARTNER_LABELS, date_words


class ListUploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Partner list"), widget=forms.FileInput({"accept": TABLES}))

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if begins_like_workbook(given.file, given.name):
            return given
        try:
            look_at(given.read(HEAD_BYTES), is_whole=given.size <= HEAD_BYTES)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        given.seek(0)
        return given


class ListMappingForm(forms.Form):
    """Which column of the list is what."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=ENCODINGS.items())
    delimiter = forms.ChoiceField(label=gettext_lazy("Fields are parted by"), choices=DELIMITERS.items())
    key = forms.ChoiceField(label=gettext_lazy("Key"))
    name = forms.ChoiceField(label=gettext_lazy("Name"), required=False)
    segment = forms.ChoiceField(label=gettext_lazy("Segment"), required=False)
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Lifecycle stage"), required=False)
    renewal = forms.ChoiceField(label=gettext_lazy("Contract renewal"), required=False)
    renewal_format = forms.ChoiceField(label=gettext_lazy("Dates are written"), required=False)
    overwrites = forms.BooleanField(
        label=gettext_lazy("Also change what stands in the directory already"),
        required=False,
        help_text=gettext_lazy("Otherwise only empty attributes are filled."),
    )

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(column.name, column.name) for column in look.columns]
        for name in (*PARTNER_LABELS, "stage", "renewal"):
            first = _("choose …") if name == "key" else "–"
            self.fields[name].choices = [("", first), *columns]  # type: ignore[attr-defined]
        formats = [(form, date_words(form)) for form in DATE_FORMATS]
        self.fields["renewal_format"].choices = formats  # type: ignore[attr-defined]

    def spec(self, file_name: str) -> PartnerList:
        """The columns of a valid form."""
        names = {name: self.cleaned_data[name] or None for name in (*PARTNER_LABELS, "stage", "renewal")}
        return PartnerList.model_validate(names | {"file": file_name or "list.csv"})

    def format(self, look: Look) -> Format:
        """How the list is written."""
        return Format.model_validate(
            {
                "encoding": self.cleaned_data["encoding"],
                "delimiter": self.cleaned_data["delimiter"],
                "missing": ["", *look.missing_words],
            }
        )
