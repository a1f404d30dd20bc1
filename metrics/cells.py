"""What a person may write into a cell of the score grid, by measure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.measures import MEASURES, Parts
from metrics.units import NO_VALUE

TYPED: dict[str, tuple[str, ...]] = {
    "score": ("value",),
    "sum": ("value",),
    "count": ("value",),
    "share": ("hits", "cases"),
    "ratio": ("numerator", "denominator"),
    "mean": ("sum", "count"),
    "mean_days": ("days", "count"),
    "margin": ("profit", "revenue"),
    "nps": ("promoters", "detractors", "answers"),
}
"""The numbers that are typed for each measure, joined by “/”. What is not here can't be entered by hand."""

HINTS = {
    "score": gettext_lazy("one number, for example 72"),
    "sum": gettext_lazy("one number, for example 12500"),
    "count": gettext_lazy("a whole number, for example 14"),
    "share": gettext_lazy("how many of how many, for example 18/24"),
    "ratio": gettext_lazy("both numbers, for example 54000/12"),
    "mean": gettext_lazy("the sum and how many, for example 91200/38"),
    "mean_days": gettext_lazy("all days and how many cases, for example 640/12"),
    "margin": gettext_lazy("profit and revenue, for example 1200/15000"),
    "nps": gettext_lazy("promoters, detractors and all answers, for example 9/2/14"),
}

WHOLE = {"hits", "cases", "count", "promoters", "detractors", "answers"}
MOST = Decimal(10) ** 13


class BadCell(Exception):
    """The cell can't be read as it is. The sentence says what to write."""


@dataclass(frozen=True)
class Entered:
    """What a cell says: the parts of the measure, and their value."""

    parts: Parts
    value: Decimal


def read_cell(text: str, measure: str, bounds: tuple[int, int] | None) -> Entered | None:
    """Read one cell; None where it is empty. Raises BadCell."""
    text = text.strip().removesuffix("%").strip()
    if text in {"", NO_VALUE, "-"}:
        return None
    names = TYPED[measure]
    fields = [field.strip() for field in re.split(r"[/／]", text)]
    if len(fields) != len(names):
        raise BadCell(_("Write %(hint)s.") % {"hint": HINTS[measure]})
    numbers = {name: _number(field) for name, field in zip(names, fields, strict=True)}
    for name in WHOLE & numbers.keys() | ({"value"} if measure == "count" else set()):
        if numbers[name] != numbers[name].to_integral_value() or numbers[name] < 0:
            raise BadCell(_("Write %(hint)s.") % {"hint": HINTS[measure]})
    _check_parts(measure, numbers)
    parts = tuple(numbers.values())
    if measure == "score":
        parts = (*parts, Decimal(1))
    value = MEASURES[measure].value(parts)
    if value is None:
        raise BadCell(_("The last number must not be 0."))
    if bounds and not bounds[0] <= value <= bounds[1]:
        raise BadCell(_("Between %(least)s and %(most)s.") % {"least": bounds[0], "most": bounds[1]})
    return Entered(parts, value.quantize(Decimal("0.000001")))


def _number(text: str) -> Decimal:
    """A number with a decimal point; commas may only part thousands."""
    plain = text.replace("−", "-").replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain):
        raise BadCell(_("“%(text)s” is no number; write decimals with a point.") % {"text": text[:20]})
    number = Decimal(plain)
    if abs(number) >= MOST or -int(number.as_tuple().exponent) > 6:
        raise BadCell(_("At most 13 digits, and 6 behind the point."))
    return number


def _check_parts(measure: str, numbers: dict[str, Decimal]) -> None:
    if measure == "share" and numbers["hits"] > numbers["cases"]:
        raise BadCell(_("The first number can't be larger than the second."))
    if measure == "nps" and numbers["promoters"] + numbers["detractors"] > numbers["answers"]:
        raise BadCell(_("There can't be more promoters and detractors than answers."))


def cell_text(measure: str, parts: Parts) -> str:
    """The parts as a person would type them."""
    typed = parts[: len(TYPED[measure])]
    return "/".join(_plain(part) for part in typed)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
