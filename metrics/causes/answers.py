"""What people say a source means: labels that are the same, partners by another name. Kept with the source.

The next file of the source is read so (`ImportMapping.answered_like`); what was read before stays until then. A label
of partners is merged in the directory, at once. Each answer says what was before, so that it can be taken back.
"""

import copy
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.files.questions import question_id
from metrics.files.reading.mapping import ImportMapping
from metrics.files.values.spellings import APART, SAME
from metrics.gaps import lifecycle
from metrics.gaps.kinds import Kind
from metrics.gaps.models import Cause, Gap
from metrics.gaps.states import CauseStatus
from metrics.provenance.models import Source
from partnerdesk.core.refusals import Blocked
from partners.actions import labels_as_they_are, merge_labels, take_merge_back
from partners.models import LabelMerge, Partner

MOST_LABELS = 200


@dataclass(frozen=True)
class Alike:
    """A label that is probably another one. `attribute` is that of partners whose label it is, empty elsewhere."""

    label: str
    into: str
    attribute: str = ""


def newest_gap(cause: Cause) -> Gap | None:
    """The gap that the newest file showed of it."""
    return cause.gaps.select_related("imported").order_by("-imported__created_at", "-period", "pk").first()


def alike_of(cause: Cause) -> Alike | None:
    """What a cause of similar labels says to be the same; None of another one, or where nothing is named."""
    gap = newest_gap(cause) if cause.kind == Kind.SIMILAR_LABEL else None
    if gap is None or not gap.examples or "like" not in gap.examples[0]:
        return None
    into, listed = str(gap.examples[0]["like"]), (gap.imported.mapping or {}).get("partners") or {}
    found = [name for name in LabelMerge.Attribute.values if listed.get(name) == cause.column]
    return Alike(cause.label, into, found[0] if found else "")


def named_labels(cause: Cause) -> list[str]:
    """The labels of the cause's column that the source's mapping names."""
    mapping = cause.source.mapping
    found = ImportMapping.model_validate(mapping).named_labels() if mapping else {}
    return sorted(found.get(cause.column, ()))


def unknown_labels(cause: Cause) -> list[str]:
    """The partners of a cause that the directory does not know and nobody has named, as the file calls them."""
    gap = newest_gap(cause)
    named = cause.answer.get("partners", {})
    labels = [example["partner"] for example in gap.examples if "partner" in example] if gap else []
    return [label for label in labels[:MOST_LABELS] if label not in named]


@transaction.atomic
def say_alike(cause: Cause, *, are_same: bool, by: User, now: dt.datetime) -> Cause:
    """Two spellings are one, or are two. Raises Blocked where there is nothing to say."""
    if cause.kind == Kind.SPELLING:
        answer = SAME if are_same else APART
        question = question_id("spelling", cause.column, cause.label)
        beside = _keep(cause.source, by_question={question: answer})
        return _answered(cause, {"spelling": answer}, beside, by, now)
    alike = alike_of(cause)
    if alike is None or not are_same:
        raise Blocked(_("There is no label to merge here."))
    if alike.attribute:
        return _merge_in_directory(cause, alike, by, now)
    beside = _keep(cause.source, same={(cause.column, alike.label): alike.into})
    return _answered(cause, {"into": alike.into}, beside, by, now)


@transaction.atomic
def say_label(cause: Cause, *, into: str, by: User, now: dt.datetime) -> Cause:
    """A label that the mapping does not name means one that it names. Raises Blocked for another one."""
    if cause.kind != Kind.UNMAPPED_LABEL or not cause.label or into not in named_labels(cause):
        raise Blocked(_("Choose a label that the mapping names."))
    beside = _keep(cause.source, same={(cause.column, cause.label): into})
    return _answered(cause, {"into": into}, beside, by, now)


@transaction.atomic
def say_partner(cause: Cause, *, label: str, partner: Partner, by: User, now: dt.datetime) -> Cause:
    """An unknown partner of the file is one of the directory. Raises Blocked for one that is not unknown."""
    if cause.kind != Kind.UNKNOWN_PARTNER or label not in unknown_labels(cause):
        raise Blocked(_("Choose a partner of the file that is unknown."))
    beside = _keep(cause.source, same={(cause.column, label): partner.key})
    named = cause.answer.get("partners", {}) | {label: partner.key}
    return _answered(cause, {"partners": named}, beside, by, now)


def take_back(source: Source, beside: dict[str, Any], *, by: User, now: dt.datetime) -> None:
    """Undo what changed beside a cause, as its event says it."""
    if "labels" in beside:
        take_merge_back(beside["labels"], by=by, now=now)
        Gap.objects.filter(pk__in=beside["gaps"]).update(status=Gap.Status.OPEN)
    for column, label, before, _after in beside.get("same", ()):
        _write(source, same={(column, label): before})
    for question, before, _after in beside.get("answers", ()):
        _write(source, by_question={question: before})


def _answered(
    cause: Cause, answer: dict[str, Any], beside: dict[str, Any], by: User, now: dt.datetime
) -> Cause:
    if cause.status not in (CauseStatus.OPEN, CauseStatus.ANSWERED):
        raise Blocked(
            _("This is %(status)s by now; load the page again.") % {"status": cause.get_status_display()}
        )
    values = {"status": CauseStatus.ANSWERED, "answer": answer}
    return lifecycle.change(cause, "answered", by=by, now=now, beside=beside, **values)


def _merge_in_directory(cause: Cause, alike: Alike, by: User, now: dt.datetime) -> Cause:
    """The directory changes at once, so that nothing of it is left."""
    before = labels_as_they_are(alike.attribute, alike.label, alike.into)
    merge_labels(alike.attribute, label=alike.label, into=alike.into, by=by, now=now)
    left = list(cause.gaps.exclude(status=Gap.Status.GONE).values_list("pk", flat=True))
    Gap.objects.filter(pk__in=left).update(status=Gap.Status.GONE)
    beside = {"labels": before, "gaps": [str(pk) for pk in left]}
    values = lifecycle.SETTLED | {"settled_at": now, "answer": {"into": alike.into}}
    return lifecycle.change(cause, "merged", by=by, now=now, beside=beside, **values)


Same = dict[tuple[str, str], str | None]
"""Labels that are read as others, by column and label; None: as they are."""


def _keep(
    source: Source, *, same: Same | None = None, by_question: dict[str, str | None] | None = None
) -> dict[str, Any]:
    """Keep answers with the source. Returns what was before and is now, as events hold it."""
    mapping = _write(source, same=same, by_question=by_question)
    known = {(one["column"], one["label"]): one["into"] for one in mapping.get("same", ())}
    answers = mapping.get("format", {}).get("answers", {})
    found: dict[str, Any] = {}
    if same:
        found["same"] = [[*place, known.get(place), into] for place, into in same.items()]
    if by_question:
        found["answers"] = [[name, answers.get(name), answer] for name, answer in by_question.items()]
    return found


def _write(
    source: Source, *, same: Same | None = None, by_question: dict[str, str | None] | None = None
) -> dict[str, Any]:
    """Write answers into the source's mapping. Returns the mapping as it was."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    before: dict[str, Any] = copy.deepcopy(locked.mapping)
    known = {(one["column"], one["label"]): one["into"] for one in before.get("same", ())} | (same or {})
    answers = before.get("format", {}).get("answers", {}) | (by_question or {})
    rows = [{"column": at[0], "label": at[1], "into": into} for at, into in known.items() if into]
    answers = {name: answer for name, answer in answers.items() if answer is not None}
    form = {name: value for name, value in before.get("format", {}).items() if name != "answers"}
    mapping = {name: value for name, value in before.items() if name not in ("format", "same")}
    form |= {"answers": answers} if answers else {}
    mapping |= ({"format": form} if form else {}) | ({"same": rows} if rows else {})
    locked.mapping = mapping
    locked.save(update_fields=["mapping"])
    return before
