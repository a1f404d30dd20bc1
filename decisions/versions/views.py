"""The versions of a record: their list, and what differs between any two, the draft among them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.readiness.record_head import RecordHead
from decisions.record.access import visible_record
from decisions.record.models import Record
from decisions.states.stages import Stage
from decisions.versions.compare import differences
from decisions.versions.models import Version
from decisions.versions.report import report_of_page, report_of_version

DRAFT = "draft"


@dataclass(frozen=True)
class ComparedSide:
    """One side of a comparison: a version, or the draft."""

    key: str
    version: Version | None

    @property
    def name(self) -> str:
        if self.version is None:
            return _("the draft")
        number, standing = self.version.number, self.version.standing.get_state_display()
        return _("version %(number)s, %(standing)s") % {"number": number, "standing": standing}


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Every version: how it stands, who decided on it, from when to when it was in force, its papers."""
    record = visible_record(request, code)
    page = RecordHead.of(record, person_of(request), Stage.PROPOSED, timezone.now())
    found = (
        Version.objects.filter(record=record)
        .select_related("standing", "enactment", "proposed_by", "round__committee")
        .prefetch_related("round__seats__user")
        .order_by("-number")
    )
    context = {"page": page, "record": record, "versions": found, "can_compare": len(_sides(record)) > 1}
    return render(request, "decisions/versions/versions.html", context)


def _sides(record: Record) -> list[ComparedSide]:
    """What can be compared, oldest first."""
    rows = Version.objects.filter(record=record).select_related("standing", "enactment").order_by("number")
    found = [ComparedSide(str(version.number), version) for version in rows]
    return (
        [*found, ComparedSide(DRAFT, None)] if record.has_draft and record.stage != Stage.PROPOSED else found
    )


@require_safe
def compare_versions(request: HttpRequest, code: str) -> HttpResponse:
    """What differs between two versions; without a choice, the newest and what stood before it."""
    record = visible_record(request, code)
    page = RecordHead.of(record, person_of(request), Stage.PROPOSED, timezone.now())
    sides = _sides(record)
    if len(sides) < 2:
        raise Http404
    after = _side(sides, request.GET.get("to"), sides[-1])
    before = _side(sides, request.GET.get("from"), _before(record, sides, after))
    reports = [
        report_of_version(side.version) if side.version else report_of_page(page) for side in (before, after)
    ]
    context = {
        "page": page,
        "record": record,
        "before": before,
        "after": after,
        "choices": sides,
        "sections": differences(*reports),
        "is_uncovered": after.version is None
        and before.version is not None
        and before.version.pk == record.in_force_id,
    }
    return render(request, "decisions/versions/compare_versions.html", context)


def _side(sides: list[ComparedSide], wanted: str | None, otherwise: ComparedSide) -> ComparedSide:
    if not wanted:
        return otherwise
    found = next((side for side in sides if side.key == wanted), None)
    if found is None:
        raise Http404
    return found


def _before(record: Record, sides: list[ComparedSide], after: ComparedSide) -> ComparedSide:
    """The version in force, where there is a later one; else the one before."""
    place = sides.index(after)
    in_force = next(
        (side for side in sides[:place] if side.version and side.version.pk == record.in_force_id), None
    )
    return in_force or sides[max(place - 1, 0)]
