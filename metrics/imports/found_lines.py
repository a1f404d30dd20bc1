"""Lines of a file that are no rows, or that can't be read, as pages name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

REASONS = {
    "title": gettext_lazy("a line above the header"),
    "separator_line": gettext_lazy("names the sign between the fields"),
    "repeated_header": gettext_lazy("the header once more"),
    "footer": gettext_lazy("a note below the rows"),
    "total_row": gettext_lazy("a sum of other rows"),
    "total_column": gettext_lazy("a sum of other columns"),
    "second_table": gettext_lazy("another table below"),
    "other_sheet": gettext_lazy("another sheet"),
    "too_few_fields": gettext_lazy("too few fields"),
    "too_many_fields": gettext_lazy("too many fields"),
    "stray_quote": gettext_lazy("a stray quotation mark"),
    "open_quote": gettext_lazy("a quotation mark that is never closed"),
    "cut_off": gettext_lazy("the file ends inside this row"),
    "wrong_encoding": gettext_lazy("letters in another encoding"),
    "bad_json": gettext_lazy("no JSON"),
    "header_too_short": gettext_lazy("fewer names than columns"),
    "header_too_long": gettext_lazy("a name too many"),
    "other_delimiter": gettext_lazy("another sign between the fields"),
}
"""Why a line is not read, in words: all of `tables.table.SET_ASIDE` and `BAD`."""


@dataclass(frozen=True)
class FoundLine:
    """A line that is no row, or none that can be read."""

    row: int | None
    why: str
    text: str


def lines_of(kept: Mapping[str, Any]) -> tuple[int, list[FoundLine]]:
    """How many lines there are, and those that are kept of them."""
    return kept["count"], named(kept["lines"])


def named(lines: Sequence[Mapping[str, Any]]) -> list[FoundLine]:
    """Lines as commands write them. Raises KeyError for a reason that has no words."""
    return [FoundLine(line["row"], str(REASONS[line["reason"]]), line.get("text", "")) for line in lines]
