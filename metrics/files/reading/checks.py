"""Checks on what a whole file gave: missing and unusual months, late data, labels, partners without data."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import numpy as np
from django.utils.translation import gettext as _

from metrics.files.reading.mapping import ImportMapping, LabelCheck
from metrics.files.reading.partner_list import ATTRIBUTES, PartnerRow, attribute_gap
from metrics.files.reading.rules import ReadingRule
from metrics.files.reading.scanning import Unreadable
from metrics.gaps.found import FoundGaps
from metrics.measures.coverage import days_of
from metrics.measures.months import index_of, month_key, month_of
from metrics.measures.tally import Measured
from metrics.measures.zeros import is_of_events
from partners.labels import alike_to_reference

OUTLIER_SCORE = 5.0
"""How many robust standard deviations from the median a month's value may lie (Iglewicz and Hoaglin 1993)."""

FEWEST_MONTHS = 8
MOST_EXAMPLES = 3


def find_missing_periods(mapping: ImportMapping, measured: list[Measured], findings: FoundGaps) -> None:
    """Periods between a metric's first and last in which no partner has a value.

    None of those in which the mapping says that there was nothing: it calls its rows events, or covers the period.
    Where that is only taken for so, it stays to be looked at.
    """
    for data in measured:
        is_zero = is_of_events(data.measure, mapping.gives)
        for index in sorted(set(data.periods) - set(np.unique(data.months).tolist())):
            period = month_of(index)
            is_covered = mapping.span is not None and mapping.span.holds(days_of(period, data.step))
            if is_zero and (mapping.gives is not None or is_covered):
                continue
            findings.add(
                "missing_period", metric=data.metric, period=period, examples=[{"period": month_key(period)}]
            )


def find_outliers(measured: list[Measured], findings: FoundGaps) -> None:
    """Months whose value over all partners lies far from the median of the others."""
    for data in measured:
        values = _values_by_month(data)
        if len(values) < FEWEST_MONTHS:
            continue
        series = np.array(list(values.values()))
        centre = np.median(series)
        spread = 1.4826 * np.median(np.abs(series - centre))
        if spread == 0:
            continue
        for month, value in values.items():
            if abs(value - centre) / spread > OUTLIER_SCORE:
                period = month_of(month)
                example = {"period": month_key(period), "value": f"{value:.2f}", "median": f"{centre:.2f}"}
                findings.add("outlier", metric=data.metric, period=period, examples=[example])


def _values_by_month(data: Measured) -> dict[int, float]:
    values = {month: data.measure.value(parts) for month, parts in data.by_period().items()}
    return {month: float(value) for month, value in values.items() if value is not None}


def find_late_data(
    measured: list[Measured], rules: Mapping[str, ReadingRule], today: dt.date, findings: FoundGaps
) -> None:
    """Metrics whose newest period is not the newest one that should have been delivered by now."""
    for data in measured:
        if not data.periods:
            continue
        newest = data.periods[-1]
        due = today - dt.timedelta(days=rules.get(data.metric, ReadingRule()).lag_days)
        missing = index_of(due) - (newest + data.step)
        if missing >= data.step:
            example = {"newest": month_key(month_of(newest)), "months_late": missing}
            findings.add("late", metric=data.metric, examples=[example])


def find_partners_without_data(
    partner_list: list[PartnerRow], measured: list[Measured], labels: list[str], findings: FoundGaps
) -> None:
    """Partners of the list for whom the file gives nothing at all."""
    if not partner_list:
        return
    seen = {labels[code] for data in measured for code in np.unique(data.partners).tolist()}
    without = [partner for partner in partner_list if partner.key not in seen]
    examples = [{"partner": partner.key, "name": partner.name} for partner in without[:MOST_EXAMPLES]]
    named = {partner.key: 1 for partner in without}
    findings.add("partner_without_data", len(without), examples=examples, partners=named)


def check_labels(
    mapping: ImportMapping,
    counts_by_column: dict[str, dict[str, int]],
    partner_list: list[PartnerRow],
    findings: FoundGaps,
) -> None:
    """Compare the labels of some columns with lists of the right ones (`references`)."""
    for check in mapping.labels:
        counts = counts_by_column[check.column]
        if check.in_partners:
            counts = _counts_in_list(check, mapping, partner_list)
        for pair in alike_to_reference(counts, check.values):
            findings.add(
                "similar_label",
                column=check.column,
                label=pair.label,
                count=counts[pair.label],
                examples=[{"value": pair.label, "like": pair.suggestion}],
                **attribute_gap(mapping.partners, check.column, pair) if check.in_partners else {},
            )


def _counts_in_list(
    check: LabelCheck, mapping: ImportMapping, partner_list: list[PartnerRow]
) -> dict[str, int]:
    for attribute in ATTRIBUTES:
        if mapping.partners and getattr(mapping.partners, attribute) == check.column:
            labels = [partner.attribute(attribute) for partner in partner_list]
            return dict(Counter(label for label in labels if label))
    raise Unreadable(
        _("labels: %(column)s is no column of the partner list's mapping.") % {"column": check.column}
    )
