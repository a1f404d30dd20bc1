"""How the value of a field is said: one way for the comparison of versions, the ballot, the history and the copy.

Values come in the canonical form of frozen content (numbers and days as strings). Each class of fields registers its
words here; one that registers none is said as it is written, never left out.
"""

from decimal import Decimal
from functools import singledispatch
from typing import Any, Protocol

from django.db import models
from django.db.models import Field
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.sections.declaring import Frozen
from decisions.sections.fields import AmountField, MonthField, PartnersField
from metrics.definitions.units import shown
from partnerdesk.core import dates


class Reading(Protocol):
    """What turns references into words, wherever the values come from."""

    def person(self, reference: Any) -> str: ...

    def title(self, reference: Any) -> str: ...

    def partner(self, reference: Any) -> str: ...

    def other(self, field: "Field[Any, Any]", reference: Any) -> str: ...


@singledispatch
def in_words(field: "Field[Any, Any]", value: Any, row: Frozen, reading: Reading) -> str:
    """The words for a value; empty where there is none. `row` is what it stands in: it may give the unit."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


@in_words.register
def _yes(field: models.BooleanField[Any, Any], value: Any, row: Frozen, reading: Reading) -> str:
    return _("yes") if value else _("no")


@in_words.register
def _day(field: models.DateField[Any, Any], value: Any, row: Frozen, reading: Reading) -> str:
    return dates.day(value) if value else ""


@in_words.register
def _month(field: MonthField, value: Any, row: Frozen, reading: Reading) -> str:
    return dates.month(value) if value else ""


@in_words.register
def _amount(field: AmountField, value: Any, row: Frozen, reading: Reading) -> str:
    return "" if value is None else amount(value, str(row.get("unit") or ""))


@in_words.register
def _partners(field: PartnersField, value: Any, row: Frozen, reading: Reading) -> str:
    return ", ".join(reading.partner(one) for one in value or ())


@in_words.register
def _reference(field: models.ForeignKey[Any, Any], value: Any, row: Frozen, reading: Reading) -> str:
    if value is None or value == "":
        return ""
    if field.related_model is User:
        return reading.person(value)
    if hasattr(field.related_model, "content_fields"):
        return reading.title(value)
    return reading.other(field, value)


def amount(value: str | None, unit: str) -> str:
    """A number in its unit: `"-0.684974"`, `"pct"` → `−0.7 %`."""
    return shown(Decimal(value) if value else None, unit)


def lists_apart(before: list[str], after: list[str]) -> tuple[str, str]:
    """Two lists in words: short ones whole, long ones by what went and what came."""
    if len(before) + len(after) <= LISTED:
        return ", ".join(before), ", ".join(after)
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    return _shortened(len(before), "−", gone), _shortened(len(after), "+", come)


def _shortened(count: int, sign: str, names: list[str]) -> str:
    more = f" … ({len(names)})" if len(names) > LISTED else ""
    listed = ", ".join(f"{sign} {name}" for name in names[:LISTED])
    return f"{count}: {listed}{more}" if names else str(count)


LISTED = 10
"""So many names are listed one by one."""


def said_plainly(value: Any, row: Frozen, reading: Reading) -> str:
    """A computed text or number as it is."""
    return "" if value is None else str(value)


def said_yes_or_no(value: Any, row: Frozen, reading: Reading) -> str:
    return _("yes") if value else _("no")


def said_as_share(value: Any, row: Frozen, reading: Reading) -> str:
    return "" if value is None else f"{float(value) * 100:.0f} %"


def said_by_title(value: Any, row: Frozen, reading: Reading) -> str:
    """A row that is named by its id."""
    return reading.title(value) if value else ""
