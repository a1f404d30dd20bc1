"""Checking a file: is it, byte for byte, what was given out, and does what it shows still count?

What is answered comes from the file's hash and from the version that the file itself names, by that version's hash,
which cannot be guessed. Titles and texts of the database are never part of an answer.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from decisions.committee.models.meetings import MeetingPaper, Minutes
from decisions.documents.export_log import exports_of
from decisions.documents.models import Artifact
from decisions.record.models import Record
from decisions.states.stages import Standing
from decisions.verification.pdf_claims import named_in, named_inside_pdf
from decisions.versions.models import Enactment, Version
from partnerdesk.core.canonical import sha256_hex


class Result(TextChoices):
    """What a file is to us."""

    MATCH = "match", _("Unaltered")
    ALTERED = "altered", _("Altered")
    UNKNOWN = "unknown", _("Unknown")


@dataclass(frozen=True)
class VersionState:
    """Which version it is, and how it stands. `replaced_by` is the number of the version that followed in force."""

    record: str
    number: int
    sha256: str
    standing: Standing
    since: dt.datetime | None
    until: dt.datetime | None
    replaced_by: int | None

    @property
    def in_force(self) -> bool:
        return self.standing == Standing.IN_FORCE


@dataclass(frozen=True)
class MeetingFile:
    """A paper of a meeting: which one, and the hash of what was printed."""

    code: str
    kind: MeetingPaper.Kind
    sha256: str
    made_at: dt.datetime


@dataclass(frozen=True)
class Verdict:
    """The answer to a file. A draft that was exported matches, and has a record but no version.

    Papers of meetings have neither: `meeting` says what they are.
    """

    result: Result
    file_sha256: str
    version: VersionState | None = None
    draft_of: str = ""
    meeting: MeetingFile | None = None

    def as_data(self) -> dict[str, Any]:
        """The answer for scripts; `sha256` is the version's, as its papers print it."""
        found, meeting = self.version, self.meeting
        return {
            "result": str(self.result),
            "record": found.record if found else self.draft_of or (meeting.code if meeting else None),
            "version": found.number if found else None,
            "in_force": found.in_force if found else False,
            "sha256": found.sha256 if found else meeting.sha256 if meeting else None,
        }


def verify(data: bytes) -> Verdict:
    """Check a file that was read into memory. It never raises for what the file holds.

    Raises Altered where the version or the minutes that it shows are not in the database as they were frozen.
    """
    sha256 = sha256_hex(data)
    verdict = verify_hash(sha256)
    if verdict.result != Result.UNKNOWN:
        return verdict
    return _altered(named_in(data), sha256) or _altered(named_inside_pdf(data), sha256) or verdict


def _altered(named: Iterable[str], sha256: str) -> Verdict | None:
    """What a file says that it is, where one of the hashes that it names is known.

    Papers of meetings name the versions that they are about; no paper of a version names a meeting.
    """
    wanted = list(named)
    versions = {version.sha256: version for version in Version.objects.filter(sha256__in=wanted)}
    papers = _meeting_files(wanted)
    for name in wanted:
        if name in papers:
            return Verdict(Result.ALTERED, sha256, meeting=papers[name])
    for name in wanted:
        if name in versions:
            return Verdict(Result.ALTERED, sha256, state_of(versions[name]))
    return None


def _meeting_files(wanted: list[str]) -> dict[str, MeetingFile]:
    """What meetings have printed or approved, by the hash of its content."""
    minutes = Minutes.objects.filter(sha256__in=wanted).select_related("meeting")
    printed = _papers().filter(content_sha256__in=wanted)
    return {row.sha256: _minutes_file(row) for row in minutes} | {
        row.content_sha256: _meeting_file(row) for row in printed
    }


def _minutes_file(minutes: Minutes) -> MeetingFile:
    minutes.check_content()
    return MeetingFile(minutes.meeting.code, MeetingPaper.Kind.MINUTES, minutes.sha256, minutes.approved_at)


def _papers() -> QuerySet[MeetingPaper]:
    return MeetingPaper.objects.select_related("meeting").order_by("made_at")


def _meeting_file(paper: MeetingPaper) -> MeetingFile:
    if paper.kind == MeetingPaper.Kind.MINUTES:
        paper.meeting.minutes.check_content()
    return MeetingFile(paper.meeting.code, MeetingPaper.Kind(paper.kind), paper.content_sha256, paper.made_at)


def verify_hash(sha256: str) -> Verdict:
    """Check a file by its hash alone: it is what was given out, or unknown."""
    stored = Artifact.objects.filter(sha256=sha256).select_related("version").first()
    if stored is not None:
        return Verdict(Result.MATCH, sha256, state_of(stored.version))
    paper = _papers().filter(sha256=sha256).first()
    if paper is not None:
        return Verdict(Result.MATCH, sha256, meeting=_meeting_file(paper))
    for event in exports_of(sha256):
        if event.subject_kind == "meeting":
            minutes = Minutes.objects.select_related("meeting").get(meeting=event.subject_id)
            return Verdict(Result.MATCH, sha256, meeting=_minutes_file(minutes))
        record = Record.objects.get(pk=event.subject_id)
        if event.data["version"] is None:
            return Verdict(Result.MATCH, sha256, draft_of=record.code)
        version = Version.objects.get(record=record, number=event.data["version"])
        return Verdict(Result.MATCH, sha256, state_of(version))
    return Verdict(Result.UNKNOWN, sha256)


def find_version(sha256: str) -> Version | None:
    """The version with this hash."""
    return Version.objects.filter(sha256=sha256).first()


def find_meeting_paper(sha256: str) -> MeetingFile | None:
    """The minutes or the pack whose content has this hash."""
    return _meeting_files([sha256]).get(sha256)


def state_of(version: Version) -> VersionState:
    """How a version stands now. Raises Altered."""
    known = Version.objects.select_related("record", "standing", "enactment").get(pk=version.pk)
    known.check_content()
    enactment: Enactment | None = getattr(known, "enactment", None)
    return VersionState(
        record=known.record.code,
        number=known.number,
        sha256=known.sha256,
        standing=Standing(known.standing.state),
        since=enactment.in_force_from if enactment else None,
        until=enactment.in_force_to if enactment else None,
        replaced_by=_successor(enactment) if enactment else None,
    )


def _successor(enactment: Enactment) -> int | None:
    """The number of the next version of the record that was put in force."""
    if enactment.in_force_to is None:
        return None
    later = Enactment.objects.filter(record=enactment.record_id, in_force_from__gte=enactment.in_force_to)
    return later.order_by("in_force_from").values_list("version__number", flat=True).first()
