"""A baseline's value by period, by partner or by segment."""

from typing import Any, Literal

from django.db import connection

from metrics.definitions.models import DefinitionVersion
from metrics.measures import MEASURES, combine_periods
from metrics.observations.baselines import Baseline
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.sums import Slice

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

    Ratios are the ratio of sums inside each group; where currencies are mixed in one, its value is None.
    Ordered by key.
    """
    if definition.series is None or found.first is None or found.until is None or not found.count:
        return []
    part = Slice.of(definition.series, found.first, found.until, partners)
    measure = MEASURES[definition.series.measure]
    groups: dict[str, dict[str, Any]] = {}
    for group, label, _period, *numbers, count, ids, currencies in _rows(part, by):
        row = groups.setdefault(
            group,
            {"key": group, "name": label, "parts": [], "count": 0, "partners": set(), "currencies": set()},
        )
        row["parts"].append(tuple(numbers))
        row["count"] += count
        row["partners"] |= set(ids)
        row["currencies"] |= set(currencies) - {""}
    for row in groups.values():
        parts = combine_periods(measure, row.pop("parts"))
        is_mixed = len(row.pop("currencies")) > 1
        value = None if is_mixed or parts is None else measure.value(parts)
        row["value"] = None if value is None else float(round(value, 6))
        row["partners"] = len(row["partners"])
    return list(groups.values())


def _rows(part: Slice, by: By) -> list[Any]:
    """Sums by group and period, oldest period first inside a group."""
    key, name = _GROUPS[by]
    chosen = part.chosen(has_overlaps=True)
    query = f"""
        SELECT {key}, max({name}), period, {part.sums}, count(*), array_agg(DISTINCT partner_id),
               array_agg(DISTINCT currency)
        FROM {chosen} JOIN partners_partner AS partner ON partner.id = partner_id
        GROUP BY 1, period ORDER BY 1, period
    """  # noqa: S608  (constants)
    with connection.cursor() as cursor:
        cursor.execute(query, part.values)
        return list(cursor.fetchall())
