"""Gaps in words: one sentence for each, with its examples."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from metrics.gaps.kinds import KINDS
from partnerdesk.core import dates

MOST_PERIODS = 4
GROUPED_FROM = 1000


def gap_words(kind: str, count: int, *, column: str, label: str, periods: Sequence[dt.date | None]) -> str:
    """A gap as one sentence: `76 rows without TotalProductCost in Jul 2017`. Raises UnknownGapKind."""
    dated = sorted({period for period in periods if period})
    months = ", ".join(dates.month(period) for period in dated[:MOST_PERIODS])
    if len(dated) > MOST_PERIODS:
        months = _("%(months)s and %(count)s more") % {"months": months, "count": len(dated) - MOST_PERIODS}
    values = {"count": count, "column": column, "label": label, "periods": months}
    declared = KINDS[kind]
    line = str(declared.sentence(label) % values)
    if count >= GROUPED_FROM:
        line = line.replace(str(count), formats.number_format(count, force_grouping=True), 1)
    if declared.is_dated and months:
        line = _("%(line)s in %(periods)s") % {"line": line, "periods": months}
    return line


def example_words(example: Mapping[str, Any]) -> str:
    """One example of a gap: `row 2: “abc”`, `“Ware House”, like “Warehouse” (227)`."""
    quoted = _("“%(value)s”") % {"value": example["value"]} if "value" in example else ""
    if "row" in example:
        row = _("row %(row)s") % {"row": example["row"]}
        return f"{row}: {quoted}" if quoted else row
    if "like" in example:
        words = _("%(value)s is like “%(like)s”") % {"value": quoted, "like": example["like"]}
        return f"{words} ({example['of']})" if "of" in example else words
    if "keys" in example:
        return _("%(value)s has the keys %(keys)s") % {"value": quoted, "keys": ", ".join(example["keys"])}
    if "median" in example:
        told = {name: str(text).replace("-", "−") for name, text in example.items() if name != "period"}
        return _("%(period)s: %(value)s, where %(median)s is usual") % (
            told | {"period": dates.month(example["period"])}
        )
    if "months_late" in example:
        return _("newest %(newest)s, %(months_late)s months behind") % (
            {"newest": dates.month(example["newest"]), "months_late": example["months_late"]}
        )
    if "partner" in example:
        name = example.get("name", "")
        return f"{example['partner']} {name}".strip()
    return dates.month(example["period"]) if "period" in example else quoted
