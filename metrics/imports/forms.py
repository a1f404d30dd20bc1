"""Choosing the files to load."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from metrics.files.as_table import begins_like_workbook, keep_table
from metrics.files.dialect import HEAD_BYTES, look_at
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import keep_file
from metrics.files.tables.opening import check_beginning
from metrics.provenance.models import Source, StoredFile

TABLES = (
    ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain,"
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
"""What a browser offers where a table is read as it is written."""

ANY_TABLE = f"{TABLES},.xls,.ods,.json,.jsonl,.ndjson,application/json"
"""What it offers where a table is understood."""


class UploadForm(forms.Form):
    """A data file, perhaps a partner list, perhaps a source whose mapping is used again."""

    file = forms.FileField(label=_("Data file"), widget=forms.FileInput({"accept": ANY_TABLE}))
    partner_file = forms.FileField(
        label=_("Partner list"),
        required=False,
        widget=forms.FileInput({"accept": ANY_TABLE}),
        help_text=_("A second file (CSV or Excel) that lists the partners by key, with names and segments."),
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
        """Refuse at once what can't hold a table; all else is found when the file is read as a whole."""
        cleaned = super().clean() or {}
        for name in ("file", "partner_file"):
            given = cleaned.get(name)
            if given:
                try:
                    self._check_beginning(given)
                except Unreadable as error:
                    self.add_error(name, str(error))
                given.seek(0)
        return cleaned

    def _check_beginning(self, given: UploadedFile[bytes]) -> None:
        if self.is_understood:
            check_beginning(given.read(HEAD_BYTES))
        elif given.file is not None and not begins_like_workbook(given.file, given.name or ""):
            look_at(given.read(HEAD_BYTES), is_whole=(given.size or 0) <= HEAD_BYTES)

    @property
    def is_understood(self) -> bool:
        """Whether the file will be read as it is understood: unless its source's mapping states how it is written."""
        source: Source | None = self.cleaned_data.get("source")
        return (
            source is None or not source.mapping or source.mapping.get("format", {}).get("as") == "understood"
        )

    def keep(self, name: str) -> tuple[StoredFile, str] | tuple[None, str]:
        """Store a file of a valid form under its hash; its row and its name. Raises Unreadable."""
        given: UploadedFile[bytes] | None = self.cleaned_data[name]
        if given is None:
            return None, ""
        if self.is_understood:
            return keep_as_given(given)
        return keep_given(given)


def keep_as_given(given: UploadedFile[bytes]) -> tuple[StoredFile, str]:
    """Store an uploaded file as it is. Its row and its name. Raises Unreadable."""
    return keep_file(given.chunks(), expected_size=given.size or 0), given.name or ""


def keep_given(given: UploadedFile[bytes]) -> tuple[StoredFile, str]:
    """Store an uploaded file; of a workbook the first sheet, as CSV. Its row and its name. Raises Unreadable."""
    if given.file is not None and begins_like_workbook(given.file, given.name or ""):
        return keep_table(given.file, given.name or "")
    return keep_as_given(given)
