"""Where a number comes from: the import, its file, and the file's rows, read again when somebody asks."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.units import unit_code
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import path_of
from metrics.imports.lineage_rows import FileRow, FileRows, rows_behind
from metrics.measures import MEASURES, Measure
from metrics.measures.months import LENGTHS
from metrics.measures.windows import BadWindow, parse_month
from metrics.observations.models import Observation
from partners.models import Partner


class BadQuestion(Exception):
    """There is no such number."""


@dataclass
class Origin:
    """One observation, with the rows of its file where it has one. `value` is in `unit`."""

    observation: Observation
    value: Decimal | None
    unit: str
    parts: list[tuple[str, Decimal]]
    behind: FileRows = field(default_factory=FileRows)
    problem: str = ""

    @property
    def rows(self) -> list[FileRow]:
        """Its rows on this page."""
        return self.behind.rows


@dataclass(frozen=True)
class Lineage:
    """All that was ever observed for one metric, partner and period; the one that counts comes first."""

    partner: Partner
    period: dt.date
    period_months: int
    current: list[Origin]
    replaced: list[Origin]


def lineage(definition: DefinitionVersion, partner_id: str, month: str, page: int = 1) -> Lineage:
    """The origins of a number, with a page of their rows. Raises BadQuestion where partner or month can't be."""
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
        _read_rows(origin, definition, partner, period, page)
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


def _read_rows(
    origin: Origin, definition: DefinitionVersion, partner: Partner, period: dt.date, page: int
) -> None:
    """Fill in the rows of the kept file that count into the observation."""
    imported = origin.observation.imported
    if imported is None:
        return
    if not path_of(imported.file_id).is_file():
        origin.problem = _("The file is no longer kept on this machine.")
        return
    try:
        origin.behind = rows_behind(imported, definition.metric_id, partner.key, period, page=page)
    except (Unreadable, StopIteration) as error:
        origin.problem = str(error)
