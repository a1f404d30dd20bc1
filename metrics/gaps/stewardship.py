"""Looking after data: owners of sources and gaps, gaps accepted, labels merged."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.gaps.models import Gap
from metrics.permissions import check_may_enter
from metrics.provenance.models import Source
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked
from partners.actions import merge_labels
from partners.models import LabelMerge


@transaction.atomic
def set_source_owner(source: Source, *, owner: User | None, by: User, now: dt.datetime) -> None:
    """Name the person who answers for a source's data."""
    check_may_enter(by)
    before = source.owner_id
    Source.objects.filter(pk=source.pk).update(owner=owner)
    record_event(
        "source.owner_set",
        subject_kind="source",
        subject_id=source.pk,
        by=by,
        now=now,
        before=str(before) if before else None,
        after=str(owner.pk) if owner else None,
    )


@transaction.atomic
def care_for_gap(
    gap: Gap, *, owner: User | None, is_accepted: bool, note: str, by: User, now: dt.datetime
) -> Gap:
    """Give a gap an owner; accept it, with a note, or open it again."""
    check_may_enter(by)
    locked = Gap.objects.select_for_update().get(pk=gap.pk)
    if locked.status == Gap.Status.GONE:
        raise Blocked(_("A later file has closed this gap: there is nothing to do."))
    if is_accepted and not note.strip():
        raise Blocked(_("Say why the gap is accepted: those who read the figure see it."))
    locked.owner, locked.note = owner, note.strip()
    locked.status = Gap.Status.ACCEPTED if is_accepted else Gap.Status.OPEN
    locked.save(update_fields=["owner", "note", "status"])
    record_event(
        "gap.cared_for",
        subject_kind="gap",
        subject_id=gap.pk,
        by=by,
        now=now,
        status=locked.status,
        owner=str(owner.pk) if owner else None,
        note=locked.note,
    )
    return locked


def mergeable(gap: Gap) -> tuple[str, str, str] | None:
    """(attribute, label, better label) where a gap shows a misspelt attribute of partners, else None."""
    if gap.kind != Gap.Kind.SIMILAR_LABEL or not gap.examples or "like" not in gap.examples[0]:
        return None
    listed = (gap.imported.mapping or {}).get("partners") or {}
    for attribute in LabelMerge.Attribute.values:
        if listed.get(attribute) == gap.column:
            return attribute, gap.label, gap.examples[0]["like"]
    return None


@transaction.atomic
def merge_gap_label(gap: Gap, *, by: User, now: dt.datetime) -> int:
    """Merge a gap's label into the one that it resembles and accept the gap. Returns the partners changed."""
    check_may_enter(by)
    found = mergeable(gap)
    if found is None:
        raise Blocked(_("There is no label to merge here."))
    attribute, label, into = found
    changed = merge_labels(attribute, label=label, into=into, by=by, now=now)
    note = _("Merged into %(into)s; new files are read the same way.") % {"into": into}
    care_for_gap(gap, owner=gap.owner, is_accepted=True, note=note, by=by, now=now)
    return changed
