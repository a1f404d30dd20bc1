"""What a person may write into a cell of the score grid: what the measure says is typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.definitions.units import NO_VALUE
from metrics.measures import MEASURES, Measure

MOST = Decimal(10) ** 13


class BadCell(Exception):
    """The cell can't be read as it is. The sentence says what to write."""


@dataclass(frozen=True)
class Entered:
    """What a cell says: the numbers that its measure holds, and their value."""

    parts: tuple[Decimal, ...]
    value: Decimal


def hint(kind: str) -> str:
    """What to write for a measure; empty for one that can't be typed."""
    typed = MEASURES[kind].typed
    return _(typed.hint) if typed else ""


def read_cell(text: str, kind: str, bounds: tuple[int, int] | None) -> Entered | None:
    """Read one cell; None where it is empty. Raises BadCell."""
    text = text.strip().removesuffix("%").strip()
    if text in {"", NO_VALUE, "-"}:
        return None
    measure = MEASURES[kind]
    parts = _parts(measure, text)
    value = measure.value(measure.observed(parts))
    if value is None:
        raise BadCell(_("The last number must not be 0."))
    if bounds and not bounds[0] <= value <= bounds[1]:
        raise BadCell(_("Between %(least)s and %(most)s.") % {"least": bounds[0], "most": bounds[1]})
    return Entered(parts, value.quantize(Decimal("0.000001")))


def _parts(measure: Measure, text: str) -> tuple[Decimal, ...]:
    """All numbers that the measure holds, from those that were typed."""
    fields = [field.strip() for field in re.split(r"[/／]", text)]
    if measure.typed is None:
        raise BadCell(_("A value of this measure can't be typed."))
    if len(fields) != len(measure.numbers):
        raise BadCell(_("Write %(hint)s.") % {"hint": hint(measure.kind)})
    numbers = {part.name: _number(field) for part, field in zip(measure.numbers, fields, strict=True)}
    for part in measure.numbers:
        number = numbers[part.name]
        if part.is_whole and (number != number.to_integral_value() or number < 0):
            raise BadCell(_("Write %(hint)s.") % {"hint": hint(measure.kind)})
    refused = measure.typed.refuses(numbers)
    if refused:
        raise BadCell(_(refused))
    return (*numbers.values(), *measure.typed.given)


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


def cell_text(kind: str, parts: Sequence[Decimal]) -> str:
    """The parts as a person would type them."""
    return "/".join(_plain(part) for part in parts[: len(MEASURES[kind].numbers)])


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
