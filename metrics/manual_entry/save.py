"""Values that people enter by hand: a score by its rubric, with who assessed it and when.

They stand beside imports: where a file gives the same value the file counts, and the grid says so.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Min
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.definitions.models import DefinitionVersion, Series
from metrics.dictionary.edit import subject_id
from metrics.manual_entry.cells import Entered, cell_text
from metrics.manual_entry.models import HandEntry
from metrics.measures.coverage import days_of
from metrics.measures.months import LENGTHS
from metrics.observations.covered_partners import cover_typed
from metrics.observations.models import Observation
from metrics.observations.signals import record_change
from metrics.observations.summaries import refresh_summaries
from metrics.permissions import check_may_enter
from metrics.provenance.covered import cover
from metrics.provenance.models import HAND_SOURCE, Source
from partnerdesk.core.days import moment_now, workspace_day
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked


@dataclass(frozen=True)
class CellChange:
    """What a person wants in one cell (None: nothing), and which revision they saw (0: it was empty)."""

    partner_id: uuid.UUID
    period: dt.date
    entered: Entered | None
    seen: int


@dataclass(frozen=True)
class EntryConflict:
    """Somebody else changed the cell meanwhile: what stands there now."""

    change: CellChange
    entry: HandEntry


@dataclass
class SavedEntries:
    periods: list[dt.date] = field(default_factory=list)
    conflicts: list[EntryConflict] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many cells were written."""
        return len(self.periods)


def hand_source() -> Source:
    """The one source of all hand entries."""
    made = {"kind": Source.Kind.HAND, "created_at": moment_now()}
    source, _created = Source.objects.get_or_create(name=HAND_SOURCE, defaults=made)
    return source


@transaction.atomic
def save_entries(
    definition: DefinitionVersion,
    changes: Sequence[CellChange],
    *,
    assessor: User,
    assessed_on: dt.date,
    note: str,
    by: User,
    now: dt.datetime,
) -> SavedEntries:
    """Save the cells that nobody else changed meanwhile; the others come back as conflicts, untouched."""
    check_may_enter(by)
    if definition.series is None or not definition.can_be_typed:
        raise Blocked(_("%(name)s is not entered by hand.") % {"name": definition.name})
    saved, source = SavedEntries(), hand_source()
    told = {"assessor": assessor, "assessed_on": assessed_on, "note": note, "changed_at": now}
    for change in changes:
        entry = _write_entry(definition, change, told)
        if entry is None:
            saved.conflicts.append(EntryConflict(change, _standing(definition, change)))
            continue
        _write_observation(definition, entry, source, now)
        saved.periods.append(change.period)
    if saved.changed:
        _cover(definition.series, source, saved.periods, workspace_day(now))
        cover_typed(definition.series, source, _first_typed(definition, changes))
        record_change(definition.series, saved.periods, now=now)
        refresh_summaries([definition.metric_id], now=now)
        record_event(
            "values.entered",
            subject_kind="metric",
            subject_id=subject_id(definition.metric_id),
            by=by,
            now=now,
            metric=definition.metric_id,
            values=saved.changed,
            assessor=str(assessor.pk),
        )
    return saved


def _write_entry(
    definition: DefinitionVersion, change: CellChange, told: dict[str, object]
) -> HandEntry | None:
    """Write the cell if it is as it was seen; None where it is not."""
    values = told | {
        "value": change.entered.value if change.entered else None,
        "parts": list(change.entered.parts) if change.entered else None,
        "currency": settings.DEFAULT_CURRENCY if definition.is_money else "",
    }
    place = {"metric_id": definition.metric_id, "partner_id": change.partner_id, "period": change.period}
    if change.seen:
        entries = HandEntry.objects.filter(**place, revision=change.seen)
        if entries.update(**values, revision=F("revision") + 1) != 1:
            return None
        return HandEntry.objects.get(**place)
    try:
        with transaction.atomic():
            return HandEntry.objects.create(**place, **values)
    except IntegrityError:
        return None


def _standing(definition: DefinitionVersion, change: CellChange) -> HandEntry:
    return HandEntry.objects.select_related("assessor", "partner").get(
        metric=definition.metric_id, partner=change.partner_id, period=change.period
    )


def _write_observation(
    definition: DefinitionVersion, entry: HandEntry, source: Source, now: dt.datetime
) -> None:
    """Close what stood there and write what stands there now; both stay readable."""
    place = {"series": definition.series, "source": source, "partner_id": entry.partner_id}
    Observation.objects.current().filter(**place, period=entry.period).update(replaced_at=now)
    if entry.parts is not None:
        Observation.objects.create(
            **place, period=entry.period, parts=entry.parts, currency=entry.currency, entry=entry
        )


def _cover(series: Series, source: Source, periods: Sequence[dt.date], today: dt.date) -> None:
    """What people type covers the periods in which something stands."""
    standing = Observation.objects.current().filter(series=series, source=source, period__in=periods)
    length = LENGTHS[series.period]
    given = [days_of(period, length) for period in standing.values_list("period", flat=True).distinct()]
    cover(series, source, periods, given, ahead_of=dt.date.max)


def _first_typed(
    definition: DefinitionVersion, changes: Sequence[CellChange]
) -> dict[uuid.UUID, dt.date | None]:
    """The first period in which something stands that people typed, of each partner of the changes."""
    partners = {change.partner_id for change in changes}
    standing = HandEntry.objects.filter(
        metric=definition.metric_id, partner__in=partners, parts__isnull=False
    )
    first = dict(standing.values_list("partner").annotate(Min("period")))
    return {partner: first.get(partner) for partner in partners}


def entry_text(definition: DefinitionVersion, entry: HandEntry) -> str:
    """What stands in the cell of an entry."""
    if entry.parts is None or definition.series is None:
        return ""
    return cell_text(definition.series.measure, tuple(entry.parts))
