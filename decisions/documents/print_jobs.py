"""Printing in the worker: papers of a version are made once, stored under their hash, given out unchanged."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.documents.external_copy import external_copy
from decisions.documents.file_store import keep_bytes, path_of
from decisions.documents.models import Artifact, ErasedPaper
from decisions.documents.pdf.engine import Paper, PdfEngineMissing
from decisions.documents.pdf.render import print_full, print_one_pager
from decisions.documents.scorecards import print_scorecard
from decisions.versions.models import Version
from decisions.versions.report import report_of_version
from partnerdesk.core import jobs
from partnerdesk.core.canonical import sha256_hex

PAPERS = "decisions.papers"
EXTERNAL_PAPERS = "decisions.external_papers"
PRINTERS = {Artifact.Kind.ONE_PAGER: print_one_pager, Artifact.Kind.FULL: print_full}
IN_ORDER = (Artifact.Kind.FULL, Artifact.Kind.ONE_PAGER)
"""One-pagers name pages of the full record: printed after it, they need not lay it out for themselves."""


class PaperLost(Exception):
    """A stored paper has no file any more, and printing it again gives other bytes."""


def ask_for_papers(version: Version, *, by: User | None, is_external: bool = False) -> None:
    """Have the worker print a version as it stands now."""
    jobs.enqueue(EXTERNAL_PAPERS if is_external else PAPERS, version.pk, by=by)


def do_external_papers(subject_id: uuid.UUID) -> str:
    """The job that prints the external copies, when somebody wants one."""
    return do_papers(subject_id, is_external=True)


def do_papers(subject_id: uuid.UUID, *, is_external: bool = False) -> str:
    """The job behind `ask_for_papers`."""
    version = Version.objects.select_related("standing", "record", "scorecard").get(pk=subject_id)
    kinds = [*IN_ORDER]
    if not is_external and has_scorecard(version):
        kinds.append(Artifact.Kind.SCORECARD)
    for index, kind in enumerate(kinds):
        jobs.report_progress(version.pk, index / len(kinds), _("printing"))
        try:
            paper_of(version, kind, is_external=is_external)
        except (PdfEngineMissing, PaperLost) as error:
            raise jobs.JobRefused(str(error)) from error
    jobs.report_progress(version.pk, 1.0, _("printed"))
    return _("printed")


def has_scorecard(version: Version) -> bool:
    """Whether a scorecard was published with this version."""
    return hasattr(version, "scorecard")


def stored_paper(
    version: Version, kind: Artifact.Kind, paper: str = "A4", *, is_external: bool = False
) -> Artifact | None:
    """The stored paper of a version as it stands, if it was printed."""
    editions = Artifact.objects.filter(
        version=version, kind=kind, paper=paper, standing=version.standing.state, is_external=is_external
    )
    return editions.order_by("-edition").first()


def check_printed(version: Version, kind: Artifact.Kind) -> None:
    """Raises Altered where what the paper prints is not what was frozen any more."""
    version.check_content()
    if kind == Artifact.Kind.SCORECARD:
        version.scorecard.check_content()


def paper_of(
    version: Version, kind: Artifact.Kind, paper: str = "A4", *, is_external: bool = False
) -> Artifact:
    """The stored paper, printed now where it is not there yet. Raises PdfEngineMissing and PaperLost.

    Where its file was lost it is printed again, and taken only if it is the same to the byte; where it was removed with
    somebody's name, the next edition is without it.
    """
    check_printed(version, kind)
    found = stored_paper(version, kind, paper, is_external=is_external)
    if found and path_of(found.sha256).is_file():
        return found
    if kind == Artifact.Kind.SCORECARD:
        printed = print_scorecard(version.scorecard, paper=paper)
    else:
        report = report_of_version(version)
        printed = PRINTERS[kind](external_copy(report) if is_external else report, paper=paper)
    edition = found.edition if found else 1
    if found and found.sha256 != sha256_hex(printed.data):
        if not ErasedPaper.objects.filter(sha256=found.sha256).exists():
            raise PaperLost(_("This paper was stored and its file is gone: restore the files from a backup."))
        edition += 1
    return _store(version, kind, paper, printed, is_external=is_external, edition=edition)


@transaction.atomic
def _store(
    version: Version, kind: Artifact.Kind, paper: str, printed: Paper, *, is_external: bool, edition: int
) -> Artifact:
    sha256 = keep_bytes(printed.data)
    artifact, _created = Artifact.objects.get_or_create(
        version=version,
        kind=kind,
        paper=paper,
        language="en",
        standing=version.standing.state,
        is_external=is_external,
        edition=edition,
        defaults={"sha256": sha256, "size": len(printed.data)},
    )
    return artifact
