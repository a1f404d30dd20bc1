"""The pack and the minutes of a meeting: put together, printed by the worker, kept under their hash."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.seals import names_of
from decisions.committee.agendas import Slot, timed
from decisions.committee.minutes import minutes_data
from decisions.committee.models.meetings import AgendaItem, Meeting, MeetingPaper, Minutes
from decisions.documents.file_store import keep_bytes, path_of
from decisions.documents.meeting_papers import MinutesReport, Pack, PackItem, print_minutes, print_pack
from decisions.documents.pdf.engine import Paper, PdfEngineMissing
from decisions.states.meetings import ItemKind, MeetingState
from decisions.versions.freeze import Named
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_version, seals_in
from partnerdesk.core import jobs

PACK, MINUTES = "decisions.pack", "decisions.minutes"
JOBS = {MeetingPaper.Kind.PACK: PACK, MeetingPaper.Kind.MINUTES: MINUTES}


def ask_for_paper(meeting: Meeting, kind: MeetingPaper.Kind, *, by: User | None) -> None:
    """Have the worker print the pack as the agenda stands now, or the approved minutes."""
    jobs.enqueue(JOBS[kind], meeting.pk, by=by)


def newest_paper(meeting: Meeting, kind: MeetingPaper.Kind) -> MeetingPaper | None:
    """The paper that was printed last, if its bytes are there."""
    found = MeetingPaper.objects.filter(meeting=meeting, kind=kind).order_by("-made_at").first()
    return found if found and path_of(found.sha256).is_file() else None


def do_pack(subject_id: uuid.UUID) -> str:
    """The job that prints the pack."""
    meeting = Meeting.objects.select_related("committee", "called_by").get(pk=subject_id)
    pack = pack_of(meeting, now=timezone.now())
    return _print(meeting, MeetingPaper.Kind.PACK, pack.sha256, lambda: print_pack(pack))


def do_minutes(subject_id: uuid.UUID) -> str:
    """The job that prints approved minutes."""
    meeting = Meeting.objects.select_related("committee", "called_by", "minutes").get(pk=subject_id)
    report = minutes_report(meeting)
    return _print(meeting, MeetingPaper.Kind.MINUTES, report.sha256, lambda: print_minutes(report))


@transaction.atomic
def _print(meeting: Meeting, kind: MeetingPaper.Kind, content: str, make: Callable[[], Paper]) -> str:
    jobs.report_progress(meeting.pk, 0.1, _("printing"))
    try:
        paper = make()
    except PdfEngineMissing as error:
        raise jobs.JobRefused(str(error)) from error
    sha256 = keep_bytes(paper.data)
    MeetingPaper.objects.create(
        meeting=meeting,
        kind=kind,
        content_sha256=content,
        sha256=sha256,
        size=len(paper.data),
        made_at=timezone.now(),
    )
    jobs.report_progress(meeting.pk, 1.0, _("printed"))
    return _("printed")


def pack_of(meeting: Meeting, *, now: dt.datetime) -> Pack:
    """The pack as the agenda stands: each item with the one-pager of the version that it is about."""
    reports: dict[uuid.UUID, Report] = {}
    return Pack(
        code=meeting.code,
        committee=meeting.committee.name,
        starts_at=meeting.starts_at,
        place=meeting.place,
        items=[_pack_item(slot, reports) for slot in timed(meeting, None)],
        made_at=now,
        zone=meeting.committee.zone,
    )


def _pack_item(slot: Slot, reports: dict[uuid.UUID, Report]) -> PackItem:
    version = version_of_item(slot.item)
    if version and version.pk not in reports:
        reports[version.pk] = report_of_version(version)
    return PackItem(
        number=slot.number,
        begins=slot.begins,
        minutes=slot.item.planned_minutes,
        kind=ItemKind(slot.item.kind),
        title=slot.item.title,
        report=reports[version.pk] if version else None,
    )


def version_of_item(item: AgendaItem) -> Version | None:
    """The version that an item is about: the proposed one, or the one in force that a case or a review looks at."""
    if item.version:
        return item.version
    if item.kind in (ItemKind.CASE, ItemKind.REVIEW) and item.record:
        return item.record.in_force
    return None


def minutes_report(meeting: Meeting, *, now: dt.datetime | None = None) -> MinutesReport:
    """The minutes as they print: frozen where they are approved, else as they stand now, marked as a draft."""
    if meeting.state == MeetingState.APPROVED:
        frozen: Minutes = meeting.minutes
        data = frozen.data()
        return MinutesReport(data, frozen.sha256, names_of(seals_in(data)))
    at = now or timezone.now()
    return MinutesReport(minutes_data(meeting, previous_sha256="", by=None, now=at, names=Named(())))
