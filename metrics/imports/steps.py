"""Files on their way in: uploaded, mapped, previewed, confirmed; and the jobs that do the work."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from accounts.models import User
from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.reader import Progress
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline, limited_memory
from metrics.imports import run, states
from metrics.permissions import check_may_enter
from metrics.provenance.models import Import, Source, StoredFile
from partnerdesk.core import jobs
from partnerdesk.core.days import workspace_today
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked

LOOK = "metrics.look"
PREVIEW = "metrics.preview"
IMPORT = "metrics.import"

GOES_ON = "goes_on_for"
"""Where a look keeps for whom the preview follows by itself once nothing is open."""

UNDERSTOOD = {"format": {"as": "understood"}}
"""The mapping of a file of which nothing is known yet."""


@transaction.atomic
def start_import(
    file: StoredFile,
    file_name: str,
    *,
    partner_file: StoredFile | None = None,
    partner_file_name: str = "",
    source: Source | None = None,
    by: User | None,
    now: dt.datetime,
) -> Import:
    """Begin with a kept file. Where its source is known, that source's mapping is proposed.

    It is looked at as a whole, unless that mapping states how it is written.
    """
    check_may_enter(by)
    mapping = source.mapping if source else {}
    imported = Import(
        source=source,
        file=file,
        file_name=file_name[:255],
        partner_file=partner_file,
        partner_file_name=partner_file_name[:255],
        mapping=mapping or UNDERSTOOD,
        created_by=by,
        created_at=now,
    )
    if imported.is_understood:
        imported.state = Import.State.LOOKING
        ask_for_look(imported, goes_on_for=by if mapping else None)
    imported.save(force_insert=True)
    _record("import.uploaded", imported, by, now)
    return imported


def ask_for_look(imported: Import, *, goes_on_for: User | None) -> None:
    """Have a file looked at that is in the state for it; the caller saves it."""
    kept = {name: value for name, value in imported.look.items() if name != GOES_ON}
    imported.look = kept | ({GOES_ON: str(goes_on_for.pk)} if goes_on_for else {})
    jobs.enqueue(LOOK, imported.pk, by=goes_on_for)


@transaction.atomic
def map_import(imported: Import, mapping: ImportMapping, *, by: User | None, now: dt.datetime) -> Import:
    """Settle what the columns mean and ask for a preview."""
    check_may_enter(by)
    locked = _locked(imported)
    states.move(locked, Import.State.PREVIEWING)
    source = locked.source
    if source is not None and source.is_fetched and mapping.source != source.name:
        words = _("These data were fetched for “%(name)s”: keep that name for the source.")
        raise Blocked(words % {"name": source.name})
    try:
        run.targets_of(mapping)
    except Unreadable as error:
        raise Blocked(str(error)) from error
    locked.mapping, locked.message, locked.result, locked.details = mapping.as_data(), "", {}, {}
    locked.finished_at = None
    locked.save(update_fields=["mapping", "state", "message", "result", "details", "finished_at"])
    _record("import.mapped", locked, by, now)
    jobs.enqueue(PREVIEW, locked.pk, by=by)
    return locked


@transaction.atomic
def confirm_import(imported: Import, *, by: User | None, now: dt.datetime) -> Import:
    """Ask for the import of what was previewed."""
    check_may_enter(by)
    locked = _locked(imported)
    states.move(locked, Import.State.IMPORTING)
    locked.save(update_fields=["state"])
    _record("import.confirmed", locked, by, now)
    jobs.enqueue(IMPORT, locked.pk, by=by)
    return locked


@transaction.atomic
def drop_import(imported: Import, *, by: User | None, now: dt.datetime) -> Import:
    """Set a file aside that is not to be imported. It stays in the list."""
    check_may_enter(by)
    locked = _locked(imported)
    states.move(locked, Import.State.DROPPED)
    locked.finished_at = now
    locked.save(update_fields=["state", "finished_at"])
    _record("import.dropped", locked, by, now)
    return locked


def _locked(imported: Import) -> Import:
    return Import.objects.select_for_update().get(pk=imported.pk)


def _record(kind: str, imported: Import, by: User | None, now: dt.datetime) -> None:
    record_event(
        kind,
        subject_kind="import",
        subject_id=imported.pk,
        by=by,
        now=now,
        file=imported.file_name,
        sha256=imported.file_id,
    )


def do_preview(subject_id: uuid.UUID) -> str:
    """The job behind `map_import`."""
    imported = Import.objects.select_for_update().get(pk=subject_id)
    if imported.state != Import.State.PREVIEWING:
        return _("nothing to do")
    with bounds(imported):
        progress = _progress(imported, _("Reading the file"))
        outcome = run.preview(imported, progress=progress, today=workspace_today())
    states.move(imported, Import.State.PREVIEWED)
    imported.result, imported.details = outcome.result, outcome.details
    imported.save(update_fields=["result", "details", "state"])
    return _("%(rows)s rows read") % {"rows": outcome.result["rows"]}


def do_import(subject_id: uuid.UUID) -> str:
    """The job behind `confirm_import`."""
    imported = Import.objects.select_for_update().get(pk=subject_id)
    if imported.state != Import.State.IMPORTING:
        return _("nothing to do")
    with bounds(imported):
        progress = _progress(imported, _("Importing"))
        outcome = run.run_import(imported, progress=progress, now=timezone.now())
    return _("%(rows)s rows imported") % {"rows": outcome.result["rows"]}


@contextmanager
def bounds(imported: Import) -> Iterator[None]:
    """The limits of a job, in the language of the person who reads its refusal."""
    try:
        with speaking_to(imported.created_by), limited_memory():
            yield
    except Unreadable as error:
        raise jobs.JobRefused(str(error)) from error


def _progress(imported: Import, words: str) -> Progress:
    deadline = Deadline()

    def report(share: float) -> None:
        deadline.check()
        jobs.report_progress(imported.pk, share, words)

    return report


def refuse(subject_id: uuid.UUID, why: str) -> None:
    """What becomes of a file whose job ended without success."""
    working = (Import.State.LOOKING, Import.State.PREVIEWING, Import.State.IMPORTING)
    Import.objects.filter(pk=subject_id, state__in=working).update(
        state=Import.State.REFUSED, message=why, finished_at=timezone.now()
    )
