"""What can be done with partners. Each action is atomic and leaves an event; rows keep their history."""

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import ComplianceCheckpoint, LabelMerge, Partner, RiskFlag


def check_may_change(by: User) -> None:
    """Raises NotAllowed for who may not change the directory."""
    if not by.has_perm("partners.change_partners"):
        raise NotAllowed(_("Partner managers and data stewards keep the directory; ask one of them."))


@transaction.atomic
def add_partner(*, by: User, now: dt.datetime, **values: Any) -> Partner:
    """Add a partner by hand."""
    check_may_change(by)
    try:
        with transaction.atomic():
            partner = Partner.objects.create(**values, created_at=now)
    except IntegrityError as error:
        raise Blocked(_("The key “%(key)s” is taken.") % {"key": values.get("key", "")}) from error
    _record("partner.added", partner, by, now)
    return partner


@transaction.atomic
def change_partner(partner: Partner, *, by: User, now: dt.datetime, **values: Any) -> Partner:
    """Change named attributes of a partner; what is not named stays as others left it."""
    check_may_change(by)
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, values[name])
    locked.save(update_fields=changed)
    _record("partner.changed", locked, by, now, fields=changed)
    return locked


@transaction.atomic
def save_risk_flag(
    partner: Partner, flag: RiskFlag | None, *, by: User, now: dt.datetime, **values: Any
) -> RiskFlag:
    """Raise a risk flag, or change one; it is closed by its date."""
    check_may_change(by)
    is_new = flag is None
    saved = RiskFlag.objects.select_for_update().get(pk=flag.pk) if flag else RiskFlag(partner=partner)
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    kind = "risk_flag.raised" if is_new else "risk_flag.closed" if saved.closed_on else "risk_flag.changed"
    _record(kind, partner, by, now, flag=str(saved.pk), severity=saved.severity)
    return saved


@transaction.atomic
def save_checkpoint(
    partner: Partner, checkpoint: ComplianceCheckpoint | None, *, by: User, now: dt.datetime, **values: Any
) -> ComplianceCheckpoint:
    """Set a compliance checkpoint, or write down how its check went."""
    check_may_change(by)
    is_new = checkpoint is None
    saved = ComplianceCheckpoint(partner=partner)
    if checkpoint:
        saved = ComplianceCheckpoint.objects.select_for_update().get(pk=checkpoint.pk)
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    kind = "checkpoint.set" if is_new else "checkpoint.changed"
    _record(kind, partner, by, now, checkpoint=str(saved.pk), status=saved.status)
    return saved


@transaction.atomic
def merge_labels(attribute: str, *, label: str, into: str, by: User, now: dt.datetime) -> int:
    """Write `into` instead of `label` on all partners, and on those that files bring later.

    Returns how many partners were changed.
    """
    check_may_change(by)
    if attribute not in LabelMerge.Attribute.values or not label or not into or label == into:
        raise Blocked(_("Choose two different labels of one attribute."))
    changed = Partner.objects.filter(**{attribute: label}).update(**{attribute: into})
    LabelMerge.objects.filter(attribute=attribute, into=label).exclude(label=into).update(into=into)
    LabelMerge.objects.filter(attribute=attribute, label=into).delete()
    LabelMerge.objects.filter(attribute=attribute, into=label).delete()
    merge, _created = LabelMerge.objects.update_or_create(
        attribute=attribute,
        label=label,
        defaults={"into": into, "merged_at": now, "merged_by": by},
    )
    record_event(
        "partners.labels_merged",
        subject_kind="label",
        subject_id=merge.pk,
        by=by,
        now=now,
        attribute=attribute,
        label=label,
        into=into,
        partners=changed,
    )
    return changed


def labels_as_they_are(attribute: str, label: str, into: str) -> dict[str, Any]:
    """What merging a label into another one changes, as it is now: JSON for `take_merge_back`."""
    partners = Partner.objects.filter(**{attribute: label}).values_list("pk", flat=True)
    merges = _merges_of(attribute, label, into).values_list("label", "into")
    return {
        "attribute": attribute,
        "label": label,
        "into": into,
        "partners": [str(pk) for pk in partners],
        "merges": [list(merge) for merge in merges],
    }


@transaction.atomic
def take_merge_back(before: dict[str, Any], *, by: User, now: dt.datetime) -> int:
    """Undo a merge: the partners that bore the label bear it again, where nobody gave them another one since.

    Returns how many partners were changed.
    """
    check_may_change(by)
    attribute, label, into = before["attribute"], before["label"], before["into"]
    bearing = Partner.objects.filter(pk__in=before["partners"], **{attribute: into})
    changed = bearing.update(**{attribute: label})
    _merges_of(attribute, label, into).delete()
    LabelMerge.objects.bulk_create(
        LabelMerge(attribute=attribute, label=one, into=other, merged_at=now, merged_by=by)
        for one, other in before["merges"]
    )
    record_event(
        "partners.merge_taken_back",
        subject_kind="label",
        subject_id=uuid.uuid4(),
        by=by,
        now=now,
        attribute=attribute,
        label=label,
        into=into,
        partners=changed,
    )
    return changed


def _merges_of(attribute: str, label: str, into: str) -> QuerySet[LabelMerge]:
    """The merges that name one of two labels."""
    named = Q(label__in=[label, into]) | Q(into__in=[label, into])
    return LabelMerge.objects.filter(named, attribute=attribute)


def _record(kind: str, partner: Partner, by: User, now: dt.datetime, **data: Any) -> None:
    record_event(kind, subject_kind="partner", subject_id=partner.pk, by=by, now=now, key=partner.key, **data)
