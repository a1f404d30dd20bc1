"""Choosing the files to load."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from metrics.files import keep_file
from metrics.models import Source, StoredFile
from metrics.reading.scanning import Unreadable
from metrics.sniffing import HEAD_BYTES, look_at

CSV = ".csv,.tsv,.txt,text/csv,text/plain"


class UploadForm(forms.Form):
    """A data file, perhaps a partner list, perhaps a source whose mapping is used again."""

    file = forms.FileField(label=_("Data file"), widget=forms.FileInput({"accept": CSV}))
    partner_file = forms.FileField(
        label=_("Partner list"),
        required=False,
        widget=forms.FileInput({"accept": CSV}),
        help_text=_("A second CSV file that lists the partners by key, with names and segments."),
    )
    source = forms.ModelChoiceField(
        label=_("Source"),
        queryset=Source.objects.filter(kind=Source.Kind.UPLOAD),
        to_field_name="name",
        required=False,
        empty_label=_("a new one"),
        help_text=_("The mapping of a known source is used again."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse at once what is no table of text; all else is found when the file is read."""
        cleaned = super().clean() or {}
        for name in ("file", "partner_file"):
            given = cleaned.get(name)
            if given:
                try:
                    look_at(given.read(HEAD_BYTES), is_whole=given.size <= HEAD_BYTES)
                except Unreadable as error:
                    self.add_error(name, str(error))
                given.seek(0)
        return cleaned

    def keep(self, name: str) -> tuple[StoredFile, str] | tuple[None, str]:
        """Store a file of a valid form under its hash; its row and its name. Raises Unreadable."""
        given: UploadedFile[bytes] | None = self.cleaned_data[name]
        if given is None:
            return None, ""
        return keep_file(given.chunks(), expected_size=given.size or 0), given.name or ""
