"""Checking a file: is it, byte for byte, what was given out, and does what it shows still count?

What is answered comes from the file's hash and from the version that the file itself names, by that version's hash,
which cannot be guessed. Titles and texts of the database are never part of an answer.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from decisions.models import Artifact, Enactment, Record, Version
from decisions.reports.claims import named_in, named_inside_pdf
from decisions.reports.exporting import exports_of
from decisions.stages import Standing
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
class Verdict:
    """The answer to a file. A draft that was exported matches, and has a record but no version."""

    result: Result
    file_sha256: str
    version: VersionState | None = None
    draft_of: str = ""

    def as_data(self) -> dict[str, Any]:
        """The answer for scripts; `sha256` is the version's, as its papers print it."""
        found = self.version
        return {
            "result": str(self.result),
            "record": found.record if found else self.draft_of or None,
            "version": found.number if found else None,
            "in_force": found.in_force if found else False,
            "sha256": found.sha256 if found else None,
        }


def verify(data: bytes) -> Verdict:
    """Check a file that was read into memory. It never raises for what the file holds."""
    sha256 = sha256_hex(data)
    verdict = verify_hash(sha256)
    if verdict.result != Result.UNKNOWN:
        return verdict
    version = _first_version(named_in(data)) or _first_version(named_inside_pdf(data))
    if version is None:
        return verdict
    return Verdict(Result.ALTERED, sha256, state_of(version))


def verify_hash(sha256: str) -> Verdict:
    """Check a file by its hash alone: it is what was given out, or unknown."""
    stored = Artifact.objects.filter(sha256=sha256).select_related("version").first()
    if stored is not None:
        return Verdict(Result.MATCH, sha256, state_of(stored.version))
    for event in exports_of(sha256):
        record = Record.objects.get(pk=event.subject_id)
        if event.data["version"] is None:
            return Verdict(Result.MATCH, sha256, draft_of=record.code)
        version = Version.objects.get(record=record, number=event.data["version"])
        return Verdict(Result.MATCH, sha256, state_of(version))
    return Verdict(Result.UNKNOWN, sha256)


def find_version(sha256: str) -> Version | None:
    """The version with this hash."""
    return Version.objects.filter(sha256=sha256).first()


def _first_version(named: Iterable[str]) -> Version | None:
    """The first of the named hashes that is one of a version of ours."""
    wanted = list(named)
    found = {version.sha256: version for version in Version.objects.filter(sha256__in=wanted)}
    return next((found[sha256] for sha256 in wanted if sha256 in found), None)


def state_of(version: Version) -> VersionState:
    """How a version stands now."""
    known = Version.objects.select_related("record", "standing", "enactment").get(pk=version.pk)
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
