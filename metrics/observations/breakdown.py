"""A baseline's value by period, by partner or by segment."""

from collections.abc import Iterable
from typing import Any, Literal

from django.db import connection
from django.db.models import Q

from metrics.definitions.models import DefinitionVersion
from metrics.measures import MEASURES, combine_periods
from metrics.measures.months import month_key
from metrics.observations.baselines import Baseline
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.sums import Slice
from metrics.provenance.covered import coverage_of
from metrics.provenance.models import CoveredPartner

By = Literal["period", "partner", "segment"]

_GROUPS = {
    "period": ("to_char(period, 'YYYY-MM')", "to_char(period, 'YYYY-MM')"),
    "partner": ("partner.key", "partner.name"),
    "segment": ("partner.segment", "partner.segment"),
}


def breakdown(
    definition: DefinitionVersion, found: Baseline, partners: PartnerSet, *, by: By
) -> list[dict[str, Any]]:
    """Rows of `key`, `name`, `value` (in the baseline's unit, None where undefined), `count` and `partners`.

    Ratios are the ratio of sums inside each group; where currencies are mixed in one, its value is None. A group
    without a row is there where that means 0, with a count of 0. Ordered by key.
    """
    is_empty = not found.count and not found.zeros
    if definition.series is None or found.first is None or found.until is None or is_empty:
        return []
    coverage = coverage_of(definition.series)
    part = Slice.of(definition.series, found.first, found.until, partners, coverage, found.today)
    measure = MEASURES[definition.series.measure]
    groups: dict[str, dict[str, Any]] = {}
    for group, label, _period, *columns, count, ids, currencies in _rows(part, by):
        row = groups.setdefault(
            group,
            {"key": group, "name": label, "parts": [], "count": 0, "partners": set(), "currencies": set()},
        )
        row["parts"].append(measure.gathered(columns))
        row["count"] += count
        row["partners"] |= set(ids)
        row["currencies"] |= set(currencies) - {""}
    for row in groups.values():
        parts = combine_periods(measure, row.pop("parts"))
        is_mixed = len(row.pop("currencies")) > 1
        value = None if is_mixed or parts is None else measure.value(parts)
        row["value"] = None if value is None else float(round(value, 6))
        row["partners"] = len(row["partners"])
    nothing = measure.value(measure.zeros) if measure.can_be_zero else None
    if nothing is None:
        return list(groups.values())
    for key, name in _zero_groups(part, found, by):
        groups.setdefault(key, {"key": key, "name": name, "count": 0, "value": float(nothing), "partners": 0})
    return [groups[key] for key in sorted(groups)]


def _zero_groups(part: Slice, found: Baseline, by: By) -> Iterable[tuple[str, str]]:
    """Key and name of the groups in which no row is a zero; those that have rows may be among them."""
    if by == "period":
        names = [month_key(period) for period in found.zeros]
        return list(zip(names, names, strict=True))
    key, name = ("segment", "segment") if by == "segment" else ("key", "name")
    begun = Q(pk__in=[])
    for source in part.zeros.by_source:
        until = part.zeros.newest(source)
        begun |= Q(source=source, since__lte=until) if until else Q(pk__in=[])
    rows = CoveredPartner.objects.filter(begun, series=part.series)
    if part.partner_ids is not None:
        rows = rows.filter(partner__in=part.partner_ids)
    return rows.values_list(f"partner__{key}", f"partner__{name}").distinct()


def _rows(part: Slice, by: By) -> list[Any]:
    """Sums by group and period, oldest period first inside a group."""
    key, name = _GROUPS[by]
    chosen, parts = part.chosen(has_overlaps=True), ", ".join(part.columns)
    query = f"""
        SELECT {key}, max({name}), period, {parts}, count(*), array_agg(DISTINCT partner_id),
               array_agg(DISTINCT currency)
        FROM {chosen} JOIN partners_partner AS partner ON partner.id = partner_id
        GROUP BY 1, period ORDER BY 1, period
    """  # noqa: S608  (constants)
    with connection.cursor() as cursor:
        cursor.execute(query, part.values)
        return list(cursor.fetchall())
