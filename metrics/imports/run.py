"""Bringing a file's observations in: previewed without a trace, imported whole or not at all.

The same file twice adds nothing. What happens around it (uploading, mapping, confirming) stands in `steps`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion, Series
from metrics.definitions.schema import Definition
from metrics.definitions.units import unit_code
from metrics.files.reading.converting import Conversion, Key
from metrics.files.reading.mapping import ImportMapping, MetricColumns
from metrics.files.reading.reader import FileReading, Progress, read_file
from metrics.files.reading.rules import ReadingRule
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import path_of
from metrics.files.understood import Day, opened, opened_partner_list
from metrics.files.values.covering import Covered
from metrics.gaps.found import FoundGap
from metrics.gaps.store import grouped, store_gaps, summarised
from metrics.imports import states
from metrics.imports.kept_limit import check_kept
from metrics.imports.match_partners import PartnerMatch, match_partners, without_merged
from metrics.imports.partial_periods import Replacing, partial_gaps, replacing
from metrics.measures.coverage import Span
from metrics.measures.months import LENGTHS, month_key, month_of
from metrics.measures.tally import Measured
from metrics.observations import store
from metrics.observations.covered_partners import cover_partners
from metrics.observations.signals import record_change
from metrics.observations.summaries import refresh_summaries
from metrics.provenance.covered import all_covered, cover
from metrics.provenance.models import HAND_SOURCE, Import, Source
from metrics.rates.models import Rate
from metrics.rates.store import conversion_data, counting_rates, keep_rates, known_rates
from partnerdesk.core.days import workspace_day, workspace_zone
from partnerdesk.core.events import record_event


@dataclass(frozen=True)
class Files:
    """Where the bytes of an import are read from."""

    data: Path
    partners: Path | None

    @classmethod
    def of(cls, imported: Import) -> "Files":
        """The kept files of an import."""
        partners = path_of(imported.partner_file_id) if imported.partner_file_id else None
        return cls(path_of(imported.file_id), partners)


@dataclass(frozen=True)
class Target:
    """Where one metric of a mapping goes: its series, and the currency where it is money."""

    series: Series
    currency: str
    name: str
    rule: ReadingRule


@dataclass(frozen=True)
class ImportOutcome:
    """What an import does. `result` is what the command prints, `details` what the page shows beside it."""

    result: dict[str, Any]
    details: dict[str, Any]


def targets_of(mapping: ImportMapping) -> dict[str, Target]:
    """Where each mapped metric goes. Raises Unreadable for an unknown metric or a wrong measure."""
    definitions = {version.metric_id: version for version in DefinitionVersion.objects.newest()}
    targets = {}
    for spec in mapping.metrics:
        definition = definitions.get(spec.metric)
        if definition is None:
            raise Unreadable(_("There is no metric “%(key)s” in the dictionary.") % {"key": spec.metric})
        if definition.series is None or definition.series.measure != spec.measure:
            raise Unreadable(
                _("%(name)s is measured by “%(right)s”, not by “%(given)s”: correct the mapping.")
                % {
                    "name": definition.name,
                    "right": definition.series.measure if definition.series else "–",
                    "given": spec.measure,
                }
            )
        content = definition.content
        _check_components(spec, content)
        if spec.currency_column and not definition.takes_currencies:
            words = _("%(name)s is no money: leave out its column of currencies.")
            raise Unreadable(words % {"name": definition.name})
        targets[spec.metric] = Target(
            series=definition.series,
            currency=(spec.unit or settings.DEFAULT_CURRENCY) if definition.is_money else "",
            name=definition.name,
            rule=ReadingRule(LENGTHS[content.period], content.lag_days, content.bounds, content.weights),
        )
    return targets


def _check_components(spec: MetricColumns, content: Definition) -> None:
    if set(spec.components) != set(content.weights):
        raise Unreadable(
            _("%(name)s weighs %(right)s, the mapping gives %(given)s: correct the mapping.")
            % {
                "name": content.names.en,
                "right": ", ".join(content.weights) or "–",
                "given": ", ".join(spec.components) or "–",
            }
        )


def preview(
    imported: Import, *, files: Files | None = None, progress: Progress, today: dt.date
) -> ImportOutcome:
    """What an import would change. Stores nothing. Raises Unreadable."""
    mapping = _as_answered(imported)
    targets = targets_of(mapping)
    _check_source(mapping.source)
    source = Source.objects.filter(name=mapping.source).first()
    reading, match, found = _read(files or Files.of(imported), imported, mapping, targets, progress, today)
    kept: list[Span] = []
    counts, shared = store.Counts(), Counter[str]()
    store.stage_partners(match.ids)
    for measured in reading.measured:
        target = targets[measured.metric]
        bring = found.replacing(measured, target.series, source, today)
        check_kept(bring.data, target.name, reading.partners, match.ids)
        kept += bring.kept_days
        store.stage(bring.data)
        counts += store.compare(target.series, source, target.currency, bring.scope)
        shared.update(store.overlaps(target.series, mapping.source))
    reading.findings += found.partial(kept, today)
    outcome = _outcome(reading, match, counts, targets, today, found)
    outcome.details["overlaps"] = [{"source": name, "values": values} for name, values in shared.items()]
    return outcome


def run_import(
    imported: Import, *, files: Files | None = None, progress: Progress, now: dt.datetime
) -> ImportOutcome:
    """Read the file and store what it gives, in the caller's transaction. Raises Unreadable."""
    mapping = _as_answered(imported)
    imported.mapping = mapping.as_data()
    targets = targets_of(mapping)
    with pghistory.context(user=str(imported.created_by_id or ""), file=imported.file_name):
        source, is_turned = _source(mapping, imported)
        files = files or Files.of(imported)
        today = workspace_day(now)
        reading, match, found = _read(files, imported, mapping, targets, progress, today)
        kept: list[Span] = []
        match.create(now)
        counts = store.Counts()
        store.stage_partners(match.ids)
        covered: set[dt.date] = set()
        for measured in reading.measured:
            target = targets[measured.metric]
            bring = found.replacing(measured, target.series, source, today)
            check_kept(bring.data, target.name, reading.partners, match.ids)
            kept += bring.kept_days
            store.stage(bring.data)
            moved = all_covered(target.series, source) if is_turned else set()
            counts += _store(bring, target, source, imported, moved, now)
            covered |= store.covered_months(bring.scope, measured.step)
        reading.findings += found.partial(kept, today)
        keep_rates(imported, found.conversion, found.rates)
        cover_partners(source, match.listed_ids if files.partners else None)
        store_gaps(
            reading.findings,
            source=source,
            imported=imported,
            covered=covered,
            columns=mapping.columns(),
            partners=match.known_ids,
            today=today,
            now=now,
        )
    outcome = _outcome(reading, match, counts, targets, today, found)
    _finish(imported, source, outcome, now)
    refresh_summaries(list(targets), now=now)
    return outcome


def _finish(imported: Import, source: Source, outcome: ImportOutcome, now: dt.datetime) -> None:
    states.move(imported, Import.State.DONE)
    imported.source, imported.finished_at = source, now
    imported.result, imported.details = outcome.result, outcome.details
    imported.save(update_fields=["source", "state", "mapping", "finished_at", "result", "details"])
    record_event(
        "import.done",
        subject_kind="import",
        subject_id=imported.pk,
        by=imported.created_by,
        now=now,
        source=source.name,
        file=imported.file_name,
        sha256=imported.file_id,
        observations=outcome.result["observations"],
    )


def _store(
    bring: Replacing,
    target: Target,
    source: Source,
    imported: Import,
    moved: set[dt.date],
    now: dt.datetime,
) -> store.Counts:
    """Write what is staged, and which days the source covers with it. `moved` are periods that moved before."""
    scope = bring.scope
    moved = moved | cover(target.series, source, scope.periods, bring.given, ahead_of=scope.today)
    counts = store.compare(target.series, source, target.currency, scope)
    if counts.added or counts.replaced or counts.removed:
        moved |= store.write(target.series, source, target.currency, scope, imported=imported, now=now)
    record_change(target.series, moved, imported=imported, now=now)
    return counts


@dataclass(frozen=True)
class _Found:
    """What was found of a file beside its rows."""

    mapping: ImportMapping
    set_aside: list[dict[str, Any]]
    covers: tuple[Covered, ...] | None
    spans: tuple[Span, ...] | None
    conversion: Conversion | None
    rates: dict[Key, Rate]

    def replacing(self, data: Measured, series: Series, source: Source | None, today: dt.date) -> Replacing:
        said = self.mapping.span
        return replacing(data, series=series, source=source, said=said, spans=self.spans, today=today)

    def partial(self, kept: Sequence[Span], today: dt.date) -> list[FoundGap]:
        """Gaps of the periods that are there in part."""
        if self.spans is None:
            return []
        parts = [(one.period, one.span) for one in self.covers or () if one.span and not one.whole]
        return partial_gaps(self.mapping.period.column, parts, kept, today)


def _read(
    files: Files,
    imported: Import,
    mapping: ImportMapping,
    targets: dict[str, Target],
    progress: Progress,
    today: dt.date,
) -> tuple[FileReading, PartnerMatch, _Found]:
    rates = counting_rates()
    day = Day(workspace_zone(), today, known_rates(rates))
    name = imported.file_name or files.data.name
    currencies = {metric: target.currency for metric, target in targets.items()}
    months = {metric: target.rule.months for metric, target in targets.items()}
    listed_as = imported.partner_file_name or (files.partners.name if files.partners else "")
    with (
        opened(files.data, mapping, name=name, day=day, currencies=currencies, months=months) as file,
        opened_partner_list(files.partners, mapping, name=listed_as) as (partners, found_in_list),
    ):
        reading = read_file(
            file.path,
            file.mapping,
            partner_file=partners,
            today=today,
            rules={metric: target.rule for metric, target in targets.items()},
            progress=progress,
            plain=file.plain,
            conversion=file.conversion,
        )
        reading.findings += file.findings + found_in_list
        set_aside = [entry.as_data() for entry in file.table.set_aside] if file.table else []
        found = _Found(file.mapping, set_aside, file.covers, file.spans, file.conversion, rates)
    match = match_partners(
        reading, create_unknown=mapping.partner.create_unknown, column=mapping.partner.column
    )
    reading.findings = without_merged([*reading.findings, *match.findings], mapping.partners)
    return reading, match, found


def _as_answered(imported: Import) -> ImportMapping:
    """The import's mapping, with what people said of its source's gaps."""
    mapping = ImportMapping.model_validate(imported.mapping)
    kept = Source.objects.filter(name=mapping.source).values_list("mapping", flat=True).first()
    return mapping.answered_like(kept) if kept else mapping


def _source(mapping: ImportMapping, imported: Import) -> tuple[Source, bool]:
    """The mapping's source, and whether what no row means turned with the mapping.

    It is locked: two files of one source are imported one after the other.
    """
    _check_source(mapping.source)
    source, _created = Source.objects.get_or_create(
        name=mapping.source,
        defaults={
            "owner": imported.created_by,
            "mapping": mapping.for_next_file(),
            "created_at": imported.created_at,
        },
    )
    source = Source.objects.select_for_update().get(pk=source.pk)
    is_turned = source.mapping.get("gives") != mapping.gives
    if source.mapping != mapping.for_next_file():
        source.mapping = mapping.for_next_file()
        source.save(update_fields=["mapping"])
    return source, is_turned


def _check_source(name: str) -> None:
    if name == HAND_SOURCE:
        raise Unreadable(_("“%(name)s” is no source of files: choose another name.") % {"name": name})


def _outcome(
    reading: FileReading,
    match: PartnerMatch,
    counts: store.Counts,
    targets: dict[str, Target],
    today: dt.date,
    found: _Found,
) -> ImportOutcome:
    begun = (data.begun_by(today) for data in reading.measured)
    months = sorted({month for data in begun for month in data.months.tolist()})
    result = {
        "rows": reading.rows,
        "observations": asdict(counts),
        "partners": {"added": match.added},
        "gaps": summarised(reading.findings),
        "set_aside": found.set_aside,
        "covers": [period.as_data() for period in found.covers or ()],
        "totals": _additive(reading.measured),
    }
    if rates := conversion_data(found.conversion):
        result["rates"] = rates
    details = {
        "first": month_key(month_of(months[0])) if months else None,
        "last": month_key(month_of(months[-1])) if months else None,
        "periods": len(months),
        "partners": {
            "in_file": len(reading.partners),
            "known": match.known,
            "listed": len(reading.partner_list),
            "completed": len(match.changed),
        },
        "metrics": [_totals(data, targets[data.metric]) for data in reading.measured],
        "gaps": grouped(reading.findings),
        "head": reading.head.as_data() if reading.head else None,
        "is_ended": reading.is_ended,
    }
    return ImportOutcome(result, details)


def _additive(measured: Sequence[Measured]) -> dict[str, int | float]:
    """All that the file gave of each metric whose values add up, over partners and periods."""
    totals = {}
    for data in measured:
        parts = data.total() if data.measure.is_total else None
        value = None if parts is None else data.measure.value(parts)
        if value is not None:
            totals[data.metric] = int(value) if value == int(value) else float(value)
    return totals


def _totals(data: Measured, target: Target) -> dict[str, Any]:
    """One metric of a file over all its periods and partners."""
    total = data.total()
    value = None if total is None else data.measure.value(total)
    return {
        "metric": data.metric,
        "name": target.name,
        "unit": unit_code(target.series.unit, target.currency),
        "value": None if value is None else str(round(value, 6)),
        "observations": len(data.rows),
        "periods": len(set(data.months.tolist())),
        "partners": len(set(data.partners.tolist())),
    }
