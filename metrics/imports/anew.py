"""Files that are imported once more because rates have come or were corrected: which ones, and doing it.

A file replaces what its source gave for its months. Were an old file alone imported anew, it would replace what later
files said of the same months; so those follow it, in the order in which they came.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from accounts.models import User
from metrics.definitions.models import DefinitionVersion
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline, limited_memory
from metrics.imports import run
from metrics.measures.months import LENGTHS, index_of, month_key, period_start
from metrics.permissions import check_may_enter
from metrics.provenance.models import Import, Source
from metrics.rates.models import ImportedAnew, ImportRate
from metrics.rates.store import known_rates
from partnerdesk.core import jobs
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked

ANEW = "metrics.import_anew"


@dataclass(frozen=True)
class Touched:
    """A rate by which a file was converted, or that it lacked (`before` is None), and the one that counts now."""

    currency: str
    to: str
    month: dt.date
    before: Decimal | None
    now: Decimal


@dataclass(frozen=True)
class Offer:
    """A file whose rates are no longer those that count, and the later files that follow it when it is read anew."""

    imported: Import
    touched: tuple[Touched, ...]
    following: tuple[Import, ...] = ()

    @property
    def files(self) -> tuple[Import, ...]:
        """All that is imported, in its order."""
        return (self.imported, *self.following)


def offered(sources: Iterable[uuid.UUID] | None = None) -> list[Offer]:
    """The files to import anew, by source and oldest first; of some sources, or of all. A flat number of queries."""
    touched = _touched(sources)
    if not touched:
        return []
    counting = _counting({imported.source_id for imported in touched})
    lengths = {one.metric_id: LENGTHS[one.content.period] for one in DefinitionVersion.objects.newest()}
    offers = []
    for imported, rates in touched.items():
        own = counting[imported.source_id]
        if imported in own:
            later = own[own.index(imported) + 1 :]
            offers.append(Offer(imported, tuple(rates), tuple(_following(imported, rates, later, lengths))))
    return sorted(offers, key=lambda offer: _place(offer.imported))


def _place(imported: Import) -> tuple[str, float]:
    return (
        imported.source.name if imported.source else "",
        imported.finished_at.timestamp() if imported.finished_at else 0,
    )


def _touched(sources: Iterable[uuid.UUID] | None) -> dict[Import, list[Touched]]:
    """By import the rates that were otherwise, or missing, when it was made."""
    rates = known_rates()
    kept = ImportRate.objects.filter(imported__state=Import.State.DONE)
    if sources is not None:
        kept = kept.filter(imported__source__in=list(sources))
    found: dict[Import, list[Touched]] = defaultdict(list)
    for row in kept.select_related("imported__source", "rate").order_by("month", "currency"):
        now = rates.rate(row.currency, row.to, index_of(row.month))
        before = row.rate.rate if row.rate else None
        if now is not None and now != before:
            found[row.imported].append(Touched(row.currency, row.to, row.month, before, now))
    return found


def _counting(sources: Iterable[Any]) -> dict[Any, list[Import]]:
    """By source its imports in their order, without those whose file was imported again in the same way."""
    done = Import.objects.filter(source__in=list(sources), state=Import.State.DONE)
    redone = set(ImportedAnew.objects.filter(imported__in=done).values_list("of", flat=True))
    found: dict[Any, list[Import]] = defaultdict(list)
    for imported in done.select_related("source").order_by("finished_at", "pk"):
        own = found[imported.source_id]
        own[:] = [other for other in own if not _is_same(other, imported)]
        own.append(imported)
    return {source: [one for one in own if one.pk not in redone] for source, own in found.items()}


def _is_same(one: Import, other: Import) -> bool:
    return one.file_id == other.file_id and one.mapping == other.mapping


def _following(
    imported: Import, rates: Sequence[Touched], later: Iterable[Import], lengths: Mapping[str, int]
) -> list[Import]:
    """The later files that say something of months which the ones before them touch."""
    months = _months(imported, lengths, [one.month for one in rates])
    found = []
    for other in later:
        theirs = _months(other, lengths)
        if not theirs or months & theirs:
            months |= theirs
            found.append(other)
    return found


def _months(imported: Import, lengths: Mapping[str, int], more: Iterable[dt.date] = ()) -> set[int]:
    """The months of the periods from the first to the last that a file gave or covers; none if it gave none.

    `lengths` are those of the periods, by metric; `more` are months that it touches as well.
    """
    days = list(more)
    for text in (imported.details.get("first"), imported.details.get("last")):
        days += [dt.date.fromisoformat(f"{text}-01")] if text else []
    days += [dt.date.fromisoformat(text) for text in (imported.mapping.get("covers") or {}).values()]
    days += [_first_of(row["period"]) for row in imported.result.get("covers", [])]
    if not days:
        return set()
    step = max(lengths.get(spec["metric"], 1) for spec in imported.mapping["metrics"])
    first, last = index_of(period_start(min(days), step)), index_of(period_start(max(days), step)) + step - 1
    return set(range(first, last + 1))


def _first_of(period: str) -> dt.date:
    """The first month of a period as data write it: `2025-01`, `2025-Q1`."""
    year, part = period.split("-")
    return dt.date(int(year), 3 * int(part[1]) - 2 if part.startswith("Q") else int(part), 1)


@transaction.atomic
def import_anew(imported: Import, *, by: User | None, now: dt.datetime) -> Import:
    """Ask for the import of a file by the rates that count now, and of those that follow it. Returns the new one.

    Raises NotAllowed, and Blocked where its rates are the ones that count, or it is being imported.
    """
    check_may_enter(by)
    offer, source = None, imported.source
    if source is not None:
        Source.objects.select_for_update().get(pk=source.pk)
        offer = next((one for one in offered([source.pk]) if one.imported == imported), None)
    if source is None or offer is None:
        raise Blocked(
            _("The rates that count are those by which this file was converted; load the page again.")
        )
    if Import.objects.filter(source=source, state=Import.State.IMPORTING).exists():
        raise Blocked(_("A file of this source is being imported; wait until that is done."))
    made = [_again(one, source, by, now) for one in offer.files]
    for new, before in zip(made, offer.files, strict=True):
        ImportedAnew.objects.create(imported=new, of=before, begun_with=made[0])
    record_event(
        "import.anew",
        subject_kind="import",
        subject_id=made[0].pk,
        by=by,
        now=now,
        files=[one.file_name for one in made],
        rates=[f"{one.currency} {month_key(one.month)}" for one in offer.touched],
    )
    jobs.enqueue(ANEW, made[0].pk, by=by)
    return made[0]


def _again(imported: Import, source: Source, by: User | None, now: dt.datetime) -> Import:
    """The same file under the same mapping. Its list of partners is left out: the directory may know better by now."""
    mapping = {name: value for name, value in imported.mapping.items() if name != "gives"}
    gives = source.mapping.get("gives")
    return Import.objects.create(
        source=source,
        state=Import.State.IMPORTING,
        file=imported.file,
        file_name=imported.file_name,
        mapping=mapping | ({"gives": gives} if gives else {}),
        created_by=by,
        created_at=now,
    )


def do_anew(subject_id: uuid.UUID) -> str:
    """The job behind `import_anew`: all of them, or none."""
    rows = (
        ImportedAnew.objects.filter(begun_with=subject_id).order_by("pk").values_list("imported", flat=True)
    )
    found = Import.objects.select_for_update().in_bulk(list(rows))
    imports = [found[pk] for pk in rows]
    if any(imported.state != Import.State.IMPORTING for imported in imports):
        return _("nothing to do")
    source, deadline = Source.objects.select_for_update().get(imports=imports[0]), Deadline()
    mapping = source.mapping

    def report(share: float) -> None:
        deadline.check()
        jobs.report_progress(subject_id, share, _("Importing"))

    try:
        with speaking_to(imports[0].created_by), limited_memory():
            for imported in imports:
                run.run_import(imported, progress=report, now=timezone.now())
    except Unreadable as error:
        raise jobs.JobRefused(str(error)) from error
    Source.objects.filter(pk=source.pk).update(mapping=mapping)  # that of the newest file stays the source's
    return _("%(count)s files imported anew") % {"count": len(imports)}


def refuse(subject_id: uuid.UUID, why: str) -> None:
    """What becomes of files whose job ended without success."""
    Import.objects.filter(anew__begun_with=subject_id, state=Import.State.IMPORTING).update(
        state=Import.State.REFUSED, message=why, finished_at=timezone.now()
    )
