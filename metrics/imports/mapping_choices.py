"""What can be chosen on the mapping page, and what it is called."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.measures.declaration import FieldPlace, component_label

Choices = Sequence[tuple[str, str]]

ENCODINGS = {
    "utf-8": gettext_lazy("UTF-8"),
    "cp932": gettext_lazy("Shift-JIS (cp932)"),
    "cp1252": gettext_lazy("Western (cp1252)"),
    "latin-1": gettext_lazy("Western (latin-1)"),
}
DELIMITERS = {
    ",": gettext_lazy("comma ,"),
    ";": gettext_lazy("semicolon ;"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar |"),
}
DECIMALS = {".": gettext_lazy("point 1.5"), ",": gettext_lazy("comma 1,5")}
THOUSANDS = {
    "": gettext_lazy("none 1500"),
    ",": gettext_lazy("comma 1,500"),
    ".": gettext_lazy("point 1.500"),
    " ": gettext_lazy("space 1 500"),
    "'": gettext_lazy("apostrophe 1'500"),
}
PARTNER_LABELS = {
    "key": gettext_lazy("Key"),
    "name": gettext_lazy("Name"),
    "segment": gettext_lazy("Segment"),
    "tier": gettext_lazy("Tier"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
}
GIVES_LABELS = {
    "": gettext_lazy("sums, numbers of rows and distinct counts events, all else statements"),
    "events": gettext_lazy("events"),
    "statements": gettext_lazy("statements"),
}


def place_label(place: FieldPlace) -> str:
    """What a place of a mapping is called: its field, or the component whose column it holds."""
    return component_label(place.component) if place.component else _(place.field.label)


def listed(choices: dict[str, Any]) -> Choices:
    return [(key, str(name)) for key, name in choices.items()]


EXAMPLES = {
    "%Y": "2024", "%m": "01", "%d": "31", "%H": "13", "%M": "05", "%S": "00", "%b": "Jan",
}  # fmt: skip


def date_words(form: str) -> str:
    """A date format by an example: `2024-01-31`; where day and month could be mixed up, in letters too."""
    text = form
    for code, example in EXAMPLES.items():
        text = text.replace(code, example)
    order = {"%d/%m/%Y": _("day first"), "%m/%d/%Y": _("month first")}.get(form)
    return f"{text} ({order})" if order else text
