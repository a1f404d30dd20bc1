"""Gaps in words: one sentence for each, with its examples."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from metrics.gaps.models import Gap
from partnerdesk.core import dates

MOST_PERIODS = 4
GROUPED_FROM = 1000

ROW_KINDS = frozenset(
    {
        Gap.Kind.MISSING_VALUE,
        Gap.Kind.MISSING_PARTNER,
        Gap.Kind.BAD_NUMBER,
        Gap.Kind.BAD_DATE,
        Gap.Kind.OUT_OF_RANGE,
        Gap.Kind.UNIT_MISMATCH,
        Gap.Kind.MISSING_RATE,
        Gap.Kind.UNMAPPED_LABEL,
        Gap.Kind.BAD_ROW,
        Gap.Kind.DUPLICATE_ROW,
        Gap.Kind.FUTURE_PERIOD,
    }
)
"""Gaps that count rows of a file."""

WORDS: dict[str, Any] = {
    "missing_value": ngettext_lazy(
        "%(count)s row without %(column)s", "%(count)s rows without %(column)s", "count"
    ),
    "missing_partner": ngettext_lazy(
        "%(count)s row without a partner", "%(count)s rows without a partner", "count"
    ),
    "unknown_partner": ngettext_lazy(
        "%(count)s unknown partner left out", "%(count)s unknown partners left out", "count"
    ),
    "similar_label": gettext_lazy("label variant: %(label)s (%(count)s)"),
    "duplicate_name": gettext_lazy("two partners named %(label)s"),
    "bad_number": ngettext_lazy(
        "%(count)s row where %(column)s is no number", "%(count)s rows where %(column)s is no number", "count"
    ),
    "bad_date": ngettext_lazy(
        "%(count)s row where %(column)s is no date", "%(count)s rows where %(column)s is no date", "count"
    ),
    "out_of_range": ngettext_lazy(
        "%(count)s row where %(column)s is out of range",
        "%(count)s rows where %(column)s is out of range",
        "count",
    ),
    "unit_mismatch": ngettext_lazy(
        "%(count)s row where %(column)s says another currency",
        "%(count)s rows where %(column)s says another currency",
        "count",
    ),
    "missing_rate": ngettext_lazy(
        "%(count)s row in %(label)s without a rate", "%(count)s rows in %(label)s without a rate", "count"
    ),
    "out_of_scale": gettext_lazy("%(column)s is not known to go from 0 to 10"),
    "unmapped_label": ngettext_lazy(
        "%(count)s row whose %(column)s the mapping does not name",
        "%(count)s rows whose %(column)s the mapping does not name",
        "count",
    ),
    "spelling": gettext_lazy("%(label)s is spelt in %(count)s ways"),
    "bad_row": ngettext_lazy(
        "%(count)s row whose fields can't be told apart",
        "%(count)s rows whose fields can't be told apart",
        "count",
    ),
    "duplicate_row": ngettext_lazy(
        "%(count)s row stands there twice", "%(count)s rows stand there twice", "count"
    ),
    "missing_period": gettext_lazy("no data in %(periods)s"),
    "partial_period": gettext_lazy("only a part of %(periods)s was in the file"),
    "future_period": ngettext_lazy("%(count)s row dated ahead", "%(count)s rows dated ahead", "count"),
    "outlier": gettext_lazy("unusual: %(periods)s"),
    "late": gettext_lazy("newer data are due"),
    "partner_without_data": ngettext_lazy(
        "%(count)s partner without data", "%(count)s partners without data", "count"
    ),
}


def gap_words(kind: str, count: int, *, column: str, label: str, periods: Sequence[dt.date | None]) -> str:
    """A gap as one sentence: `76 rows without TotalProductCost in Jul 2017`."""
    dated = sorted({period for period in periods if period})
    months = ", ".join(dates.month(period) for period in dated[:MOST_PERIODS])
    if len(dated) > MOST_PERIODS:
        months = _("%(months)s and %(count)s more") % {"months": months, "count": len(dated) - MOST_PERIODS}
    values = {"count": count, "column": column, "label": label, "periods": months}
    line = str(WORDS[kind] % values)
    if count >= GROUPED_FROM:
        line = line.replace(str(count), formats.number_format(count, force_grouping=True), 1)
    if kind in ROW_KINDS and months:
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


MEANING: dict[str, Any] = {
    "missing_value": gettext_lazy("These rows count for no figure that needs the column."),
    "missing_partner": gettext_lazy("These rows belong to nobody and count for no figure."),
    "unknown_partner": gettext_lazy("Their rows are left out until the directory knows them."),
    "similar_label": gettext_lazy("Probably one and the same, spelt in two ways: segments fall apart."),
    "duplicate_name": gettext_lazy("Two keys bear one name: it may be one partner twice."),
    "bad_number": gettext_lazy("These rows count for no figure that needs the column."),
    "bad_date": gettext_lazy("These rows can't be dated and count for no figure that needs the date."),
    "out_of_range": gettext_lazy("These values can't be, and count for nothing."),
    "unit_mismatch": gettext_lazy(
        "Currencies are not added up: these rows count for no figure that is money."
    ),
    "missing_rate": gettext_lazy(
        "Nobody has given a rate for this month: these rows count for no figure that is money, until one is there."
    ),
    "out_of_scale": gettext_lazy(
        "A net promoter score counts 9 and 10 against 0 to 6: of another scale it says nothing."
    ),
    "unmapped_label": gettext_lazy(
        "Rows are told apart by this column, and the mapping says nothing of these labels."
    ),
    "spelling": gettext_lazy("They are kept apart until somebody says that they are the same."),
    "bad_row": gettext_lazy("Columns may be shifted in these rows: they count for no figure."),
    "duplicate_row": gettext_lazy(
        "They are counted each time: if they are copies, the figures are too large."
    ),
    "missing_period": gettext_lazy("No partner has a value there, between periods that have some."),
    "partial_period": gettext_lazy(
        "Where the source had more of it, that stays as it was; where it had not, the part counts as a part."
    ),
    "future_period": gettext_lazy(
        "These periods have not begun: their rows are kept, and count once they have."
    ),
    "outlier": gettext_lazy("The value lies far from all other periods. It counts."),
    "late": gettext_lazy("The newest data are older than the usual delay explains."),
    "partner_without_data": gettext_lazy("They stand in the partner list and have no row in the file."),
}
"""What each kind of gap does to the figures."""
