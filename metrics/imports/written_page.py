"""The mapping page of a file whose mapping states how it is written: encoding, signs, dates."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.files.dialect import DATE_FORMATS, Look
from metrics.imports.mapping_choices import DECIMALS, DELIMITERS, ENCODINGS, THOUSANDS, date_words, listed
from metrics.imports.mapping_page import Field, MappingPage


@dataclass
class WrittenPage(MappingPage):
    """All of the page. `look` is one at the beginning of the file."""

    look: Look
    values_words = gettext_lazy("In the first rows: %(values)s")

    @property
    def format(self) -> list[Field]:
        found = self.draft["format"]
        guesses = {guess.name for guess in self.look.guesses}
        encodings = [(key, str(name)) for key, name in ENCODINGS.items()]
        if not found["encoding"]:
            encodings.insert(0, ("", _("choose …")))
        missing = "\n".join(word for word in found.get("missing", []) if word)
        return [
            self._select(
                "format-encoding",
                _("Encoding"),
                found["encoding"],
                encodings,
                hint=""
                if guesses == {"utf-8"}
                else _("It can't be told from the bytes alone: choose the one whose words are right."),
                redraws=True,
            ),
            self._select(
                "format-delimiter", _("Fields are parted by"), found["delimiter"], listed(DELIMITERS)
            ),
            self._select("format-decimal", _("Decimal sign"), found["decimal"], listed(DECIMALS)),
            self._select("format-thousands", _("Thousands"), found["thousands"], listed(THOUSANDS)),
            Field(
                "format-missing",
                _("Words for a missing value"),
                missing,
                kind="lines",
                hint=_("One a line. Empty fields are missing anyway."),
            ),
        ]

    @property
    def period(self) -> list[Field]:
        found = self.draft["period"]
        column = self.look.column(found.get("column", ""))
        told = column.date_formats if column else ()
        formats = [*told, *(form for form in DATE_FORMATS if form not in told)]
        chosen = found.get("date_format", "")
        if chosen and chosen not in formats:
            formats.append(chosen)
        hint = ""
        if len(told) > 1:
            hint = _("Day and month can't be told apart here: choose the right order.")
        elif chosen and told and chosen not in told:
            hint = _("The first rows are not written like this.")
        return [
            self._period_column(redraws=True),
            self._select(
                "period-date_format",
                _("Dates are written"),
                chosen,
                [("", _("choose …")), *((form, date_words(form)) for form in formats)],
                hint=hint,
            ),
        ]
