"""Form fields as people write them: numbers with signs and groups, months."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from metrics.measures.windows import BadWindow, parse_month

DIGITS = 14


class NumberField(forms.Field):
    """A number: `−1.2`, `41,200`, `12 %`. Six decimals at most; empty where it is not known."""

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip().replace("−", "-").replace("\u00a0", " ").rstrip("% ")
        if not text:
            return None
        if re.fullmatch(r"-?\d{1,3}([, ']\d{3})+(\.\d+)?", text):
            text = re.sub(r"[, ']", "", text)
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(
                _("“%(text)s” is no number; write it as 1234.5.") % {"text": text[:40]}
            ) from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** DIGITS:
            raise ValidationError(_("This number is too large."))
        if number != round(number, 6):
            raise ValidationError(_("At most six decimals are kept."))
        return number


class SegmentField(forms.CharField):
    """A segment of the partner directory, chosen from a list.

    What is saved stays, also where no partner is in it any more: a blocker says so.
    """


class MonthField(forms.Field):
    """A month as browsers send it: `2026-04`."""

    def to_python(self, value: Any) -> dt.date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_month(text[:7])
        except BadWindow as error:
            raise ValidationError(str(error)) from error
