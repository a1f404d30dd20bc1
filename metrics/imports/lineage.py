"""Where a number comes from: the import, its file, and the file's rows, read again when somebody asks."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.units import unit_code
from metrics.files.reading.columns import Columns
from metrics.files.reading.extracting import part_rows
from metrics.files.reading.mapping import ImportMapping, MetricColumns
from metrics.files.reading.reader import chunks
from metrics.files.reading.scanning import Unreadable, scan
from metrics.files.store import path_of
from metrics.files.understood import Day, opened
from metrics.imports.run import targets_of
from metrics.measures import MEASURES, Measure
from metrics.measures.months import LENGTHS, month_of
from metrics.measures.windows import BadWindow, parse_month
from metrics.observations.models import Observation
from partnerdesk.core.days import workspace_day, workspace_zone
from partners.models import Partner

MOST_ROWS = 200


class BadQuestion(Exception):
    """There is no such number."""


@dataclass(frozen=True)
class FileRow:
    """One row of the kept file: its number, and the fields that the metric reads."""

    row: int
    fields: list[str]


@dataclass
class Origin:
    """One observation, with the rows of its file where it has one. `value` is in `unit`."""

    observation: Observation
    value: Decimal | None
    unit: str
    parts: list[tuple[str, Decimal]]
    columns: list[str] = field(default_factory=list)
    rows: list[FileRow] = field(default_factory=list)
    has_more: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Lineage:
    """All that was ever observed for one metric, partner and period; the one that counts comes first."""

    partner: Partner
    period: dt.date
    period_months: int
    current: list[Origin]
    replaced: list[Origin]


def lineage(definition: DefinitionVersion, partner_id: str, month: str) -> Lineage:
    """The origins of a number. Raises BadQuestion where partner or month can't be."""
    try:
        partner = Partner.objects.get(pk=uuid.UUID(partner_id))
        period = parse_month(month)
    except (ValueError, Partner.DoesNotExist, BadWindow) as error:
        raise BadQuestion(_("Name a partner and a month.")) from error
    found = (
        Observation.objects.filter(series=definition.series_id, partner=partner, period=period)
        .select_related("source", "imported__created_by", "imported__file", "entry__assessor", "replaced_by")
        .counting_last()
    )
    current = [_origin(definition, observation) for observation in found if observation.replaced_at is None]
    replaced = [_origin(definition, observation) for observation in found if observation.replaced_at]
    for origin in current:
        _read_rows(origin, definition, partner, period)
    return Lineage(
        partner=partner,
        period=period,
        period_months=LENGTHS[definition.content.period],
        current=current[::-1],
        replaced=sorted(replaced, key=lambda origin: origin.observation.pk, reverse=True),
    )


def _origin(definition: DefinitionVersion, observation: Observation) -> Origin:
    measure = MEASURES[definition.series.measure]  # type: ignore[union-attr]
    value = measure.value(observation.parts_by(measure))
    return Origin(
        observation=observation,
        value=None if value is None else round(value, 6),
        unit=unit_code(definition.unit, observation.currency),
        parts=_parts(measure, observation),
    )


def _parts(measure: Measure, observation: Observation) -> list[tuple[str, Decimal]]:
    """The numbers that it holds by name, and how many values it keeps."""
    numbers = list(zip([_(part.label) for part in measure.stored], observation.parts, strict=True))
    return numbers + ([(_(measure.kept.label), Decimal(len(observation.kept or ())))] if measure.kept else [])


def _read_rows(origin: Origin, definition: DefinitionVersion, partner: Partner, period: dt.date) -> None:
    """Fill in the rows of the kept file that count into the observation."""
    imported = origin.observation.imported
    if imported is None:
        return
    path = path_of(imported.file_id)
    if not path.is_file():
        origin.problem = _("The file is no longer kept on this machine.")
        return
    try:
        mapping = ImportMapping.model_validate(imported.mapping)
        spec = next(spec for spec in mapping.metrics if spec.metric == definition.metric_id)
        narrow = mapping.model_copy(update={"metrics": (spec,), "labels": ()})
        rules = {metric: target.rule for metric, target in targets_of(narrow).items()}
        origin.columns = narrow.columns()
        months = rules[spec.metric].months
        day = Day(workspace_zone(), workspace_day(imported.created_at))
        with opened(path, narrow, name=imported.file_name, day=day, currencies={}, months={}) as file:
            scanned = scan(file.path, file.mapping.format)
            for columns in chunks(file.path, file.mapping, scanned, rules, file.plain):
                for row in _matching(columns, spec, partner.key, period, months):
                    if len(origin.rows) == MOST_ROWS:
                        origin.has_more = True
                        return
                    origin.rows.append(row)
    except (Unreadable, StopIteration) as error:
        origin.problem = str(error)


def _matching(
    columns: Columns, spec: MetricColumns, key: str, period: dt.date, length: int
) -> Iterator[FileRow]:
    """The rows of a chunk that the metric counts for this partner and period, in their order."""
    if key not in columns.partner.values:
        return
    mine = columns.partner.codes == columns.partner.values.index(key)
    found: set[int] = set()
    for part in part_rows(columns, spec):
        starts = part.months - part.months % length
        wanted = np.array([month_of(int(month)) == period for month in np.unique(starts)], dtype=bool)
        inside = np.isin(starts, np.unique(starts)[wanted])
        found |= set(part.rows[inside & mine[part.rows]].tolist())
    for index in sorted(found):
        fields = [str(columns.frame[name].iloc[index])[:120] for name in columns.mapping.columns()]
        yield FileRow(int(columns.lines[index]), fields)
