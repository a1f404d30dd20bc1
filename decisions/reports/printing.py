"""Printing in the worker: papers of a version are made once, stored under their hash, given out unchanged."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.models import Artifact, Version
from decisions.reports.rendering import Paper, PdfEngineMissing, print_full, print_one_pager
from decisions.reports.report import report_of_version
from partnerdesk.core import jobs
from partnerdesk.core.canonical import sha256_hex

PAPERS = "decisions.papers"
PRINTERS = {Artifact.Kind.ONE_PAGER: print_one_pager, Artifact.Kind.FULL: print_full}


class PaperLost(Exception):
    """A stored paper has no file any more, and printing it again gives other bytes."""


def ask_for_papers(version: Version, *, by: User | None) -> None:
    """Have the worker print a version as it stands now."""
    jobs.enqueue(PAPERS, version.pk, by=by)


def do_papers(subject_id: uuid.UUID) -> str:
    """The job behind `ask_for_papers`."""
    version = Version.objects.select_related("standing", "record").get(pk=subject_id)
    for index, kind in enumerate(PRINTERS):
        jobs.report_progress(version.pk, index / len(PRINTERS), _("printing"))
        try:
            paper_of(version, Artifact.Kind(kind))
        except (PdfEngineMissing, PaperLost) as error:
            raise jobs.JobRefused(str(error)) from error
    jobs.report_progress(version.pk, 1.0, _("printed"))
    return _("printed")


def stored_paper(version: Version, kind: Artifact.Kind, paper: str = "A4") -> Artifact | None:
    """The stored paper of a version as it stands, if it was printed."""
    return Artifact.objects.filter(
        version=version, kind=kind, paper=paper, standing=version.standing.state
    ).first()


def paper_of(version: Version, kind: Artifact.Kind, paper: str = "A4") -> Artifact:
    """The stored paper, printed now where it is not there yet. Raises PdfEngineMissing and PaperLost.

    Where its file was lost it is printed again, and taken only if it is the same to the byte.
    """
    found = stored_paper(version, kind, paper)
    if found and path_of(found.sha256).is_file():
        return found
    printed = PRINTERS[kind](report_of_version(version), paper=paper)
    if found and found.sha256 != sha256_hex(printed.data):
        raise PaperLost(_("This paper was stored and its file is gone: restore the files from a backup."))
    return _store(version, kind, paper, printed)


@transaction.atomic
def _store(version: Version, kind: Artifact.Kind, paper: str, printed: Paper) -> Artifact:
    sha256 = sha256_hex(printed.data)
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{sha256}.{uuid.uuid4().hex}")
    temporary.write_bytes(printed.data)
    temporary.replace(path)
    artifact, _created = Artifact.objects.get_or_create(
        version=version,
        kind=kind,
        paper=paper,
        language="en",
        standing=version.standing.state,
        defaults={"sha256": sha256, "size": len(printed.data)},
    )
    return artifact


def path_of(sha256: str) -> Path:
    """Where the bytes of a paper are."""
    return Path(settings.MEDIA_ROOT) / "papers" / sha256[:2] / f"{sha256}.pdf"
