"""Runs of fetched sources: asked for by a person or by the schedule, done by a job, told in rows.

The row is written with the next due moment and the job in one transaction, so a run is neither lost nor doubled.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.languages import speaking_to
from metrics.files.questions import lasting
from metrics.files.reading.reader import Progress
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline, limited_memory
from metrics.files.understood import OpenQuestions
from metrics.imports import states, steps
from metrics.imports.run import run_import
from metrics.provenance.models import FAILING, OPEN, Import, Refresh, Source, StoredFile
from metrics.sources.fetch import fetch
from partnerdesk.core import jobs
from partnerdesk.core.events import record_event
from partnerdesk.core.outgoing import OutgoingFailed

FETCHED_SHARE = 0.3
"""How far a run counts as done once its data are here."""


def begin(refresh_id: uuid.UUID) -> None:
    """Show that a worker has the run."""
    Refresh.objects.filter(pk=refresh_id, state__in=OPEN).update(
        state=Refresh.State.RUNNING, started_at=Coalesce("started_at", timezone.now())
    )


@dataclass
class Diary:
    """What happens in a run: short lines for its log, and how far it is."""

    run: Refresh
    lines: list[dict[str, str]] = field(default_factory=list)
    share: float = 0.0

    def say(self, words: str) -> None:
        self.lines.append({"at": timezone.now().isoformat(timespec="seconds"), "words": words})
        jobs.report_progress(self.run.pk, self.share, words)


class _Failed(Exception):
    """The run ends without success. `imported`: the file that came is kept, to be mapped anew."""

    def __init__(self, message: str, imported: Import | None = None) -> None:
        super().__init__(message)
        self.imported = imported


def do_refresh(refresh_id: uuid.UUID) -> str:
    """The job behind a run. What fails for good is told in the run; what may pass is tried again."""
    run = (
        Refresh.objects.select_for_update(of=("self",))
        .select_related("source__owner", "asked_by")
        .get(pk=refresh_id)
    )
    if not run.is_open:
        return _("nothing to do")
    diary, now = Diary(run), timezone.now()
    with speaking_to(run.asked_by or run.source.owner):
        try:
            _refresh(run, diary, now)
        except OutgoingFailed as failure:
            if not failure.is_lasting:
                raise jobs.TryAgain(str(failure)) from failure
            _fail(run, str(failure), diary.lines, now)
        except Unreadable as error:
            _fail(run, str(error), diary.lines, now)
        except _Failed as failure:
            run.imported = failure.imported
            _fail(run, str(failure), diary.lines, now)
    return run.message


def _refresh(run: Refresh, diary: Diary, now: dt.datetime) -> None:
    source = run.source
    last = (
        source.imports.filter(state=Import.State.DONE)
        .select_related("refresh")
        .order_by("-finished_at")
        .first()
    )
    is_as_before = last is not None and last.mapping == source.mapping
    with transaction.atomic():
        fetched = fetch(source, etag=_etag(last) if is_as_before else "", now=now, say=diary.say)
    diary.share = FETCHED_SHARE
    run.etag = fetched.etag
    file = fetched.file
    if file is None or (is_as_before and last is not None and last.file_id == file.pk):
        diary.say(_("The same as in the last run"))
        _finish(run, Refresh.State.UNCHANGED, _("Nothing has changed since the last run."), diary.lines, now)
    elif not source.mapping:
        _await_mapping(run, file, fetched.name, diary, now)
    elif _still_asks(run, file):
        _finish(
            run,
            Refresh.State.ASKING,
            _("The file still waits for answers: nothing was stored."),
            diary.lines,
            now,
        )
    else:
        _import(run, file, fetched.name, diary, now)


def _etag(last: Import | None) -> str:
    run = getattr(last, "refresh", None)
    return run.etag if run else ""


WAITING = (Import.State.LOOKING, Import.State.MAPPING)
"""A person is to say something of such a file, or soon will be."""


def _await_mapping(run: Refresh, file: StoredFile, name: str, diary: Diary, now: dt.datetime) -> None:
    """The first file of a source: a person says what its columns mean."""
    _set_older_aside(run, now)
    imported = _import_row(run, file, name, Import.State.LOOKING, steps.UNDERSTOOD, now)
    steps.ask_for_look(imported, goes_on_for=None)
    imported.save(update_fields=["look"])
    run.imported = imported
    _finish(run, Refresh.State.DONE, _("The data are here: say what the columns mean."), diary.lines, now)


def _set_older_aside(run: Refresh, now: dt.datetime) -> dict[str, Any]:
    """Set aside what still waits of an older file; the answers that it was given, for the newer one."""
    answers: dict[str, Any] = {}
    for older in run.source.imports.select_for_update().filter(state__in=WAITING):
        answers |= lasting(older.mapping.get("format", {}).get("answers", {}))
        states.move(older, Import.State.DROPPED)
        older.finished_at = now
        older.save(update_fields=["state", "finished_at"])
    return answers


def _still_asks(run: Refresh, file: StoredFile) -> bool:
    """Whether the same file waits for answers already."""
    return run.source.imports.filter(state__in=WAITING, file=file).exists()


def _import_row(
    run: Refresh,
    file: StoredFile,
    name: str,
    state: Import.State,
    mapping: dict[str, Any],
    now: dt.datetime,
) -> Import:
    return Import.objects.create(
        source=run.source,
        state=state,
        file=file,
        file_name=name,
        mapping=mapping,
        created_by=run.asked_by,
        created_at=now,
    )


def _import(run: Refresh, file: StoredFile, name: str, diary: Diary, now: dt.datetime) -> None:
    imported = _import_row(run, file, name, Import.State.IMPORTING, run.source.mapping, now)
    diary.say(_("Importing"))
    try:
        with transaction.atomic(), limited_memory():
            outcome = run_import(imported, progress=_progress(diary), now=now)
    except OpenQuestions as asked:
        _park(run, imported, len(asked.questions), diary, now)
        return
    except Unreadable as error:
        refused = {"state": Import.State.REFUSED, "message": str(error), "finished_at": now}
        Import.objects.filter(pk=imported.pk).update(**refused)
        raise _Failed(str(error), imported) from error
    run.imported, run.rows = imported, outcome.result["rows"]
    counts = outcome.result["observations"]
    run.added, run.replaced, run.removed = (counts[name] for name in ("added", "replaced", "removed"))
    run.gaps = sum(gap["count"] for gap in outcome.result["gaps"])
    words = _("%(rows)s rows read: %(added)s values added, %(replaced)s replaced, %(removed)s removed") % {
        "rows": run.rows, "added": run.added, "replaced": run.replaced, "removed": run.removed
    }  # fmt: skip
    diary.say(words)
    _finish(run, Refresh.State.DONE, f"{words}.", diary.lines, now)


def _park(run: Refresh, imported: Import, count: int, diary: Diary, now: dt.datetime) -> None:
    """Keep a file whose questions a person has to answer: nothing is stored, and the source's owner is asked."""
    answers = _set_older_aside(run, now)
    states.move(imported, Import.State.LOOKING)
    form = imported.mapping["format"]
    imported.mapping |= {"format": form | {"answers": answers | form.get("answers", {})}}
    steps.ask_for_look(imported, goes_on_for=None)
    imported.save(update_fields=["state", "mapping", "look"])
    run.imported = imported
    words = ngettext(
        "The file leaves %(count)s question open: nothing was stored.",
        "The file leaves %(count)s questions open: nothing was stored.",
        count,
    ) % {"count": count}
    diary.say(words)
    _finish(run, Refresh.State.ASKING, words, diary.lines, now)
    _record("source.asks", run, now)


def _progress(diary: Diary) -> Progress:
    deadline = Deadline()

    def report(share: float) -> None:
        deadline.check()
        done = FETCHED_SHARE + (1 - FETCHED_SHARE) * share
        jobs.report_progress(diary.run.pk, done, _("Importing"))

    return report


def _finish(
    run: Refresh, state: Refresh.State, message: str, lines: list[dict[str, str]], now: dt.datetime
) -> None:
    """Close a run that went well. A source that was failing is well again."""
    _close(run, state, message, lines)
    failing = Source.objects.filter(pk=run.source_id, failures__gte=FAILING)
    if failing.exists():
        _record("source.recovered", run, now)
    Source.objects.filter(pk=run.source_id).exclude(failures=0).update(failures=0)


def _fail(run: Refresh, message: str, lines: list[dict[str, str]], now: dt.datetime) -> None:
    """Close a run that went wrong. After `FAILING` of them in a row the source counts as failing."""
    run.etag = ""
    _close(run, Refresh.State.FAILED, message, lines)
    Source.objects.filter(pk=run.source_id).update(failures=F("failures") + 1)
    if Source.objects.filter(pk=run.source_id, failures=FAILING).exists():
        _record("source.failing", run, now)


def _close(run: Refresh, state: Refresh.State, message: str, lines: list[dict[str, str]]) -> None:
    run.state, run.message, run.log, run.finished_at = state, message, lines, timezone.now()
    run.started_at = run.started_at or run.finished_at
    run.save()


def _record(kind: str, run: Refresh, now: dt.datetime) -> None:
    record_event(
        kind,
        subject_kind="source",
        subject_id=run.source_id,
        by=None,
        now=now,
        run=str(run.pk),
        words=run.message,
    )


@transaction.atomic
def give_up(refresh_id: uuid.UUID, why: str) -> None:
    """What becomes of a run whose job ended without success."""
    run = Refresh.objects.select_for_update().get(pk=refresh_id)
    if run.is_open:
        _fail(run, why, run.log, timezone.now())
