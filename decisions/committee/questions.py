"""Questions on a version before the vote, changes that are asked for, and their answers. All of it stays on record."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee import notifications
from decisions.committee.models.rounds import Remark, RemarkAnswer
from decisions.committee.rounds import check_open, locked_round, seat_of
from decisions.record.events import lock_record, note_event
from decisions.record.models import Record
from decisions.states.votes import RemarkKind
from decisions.versions.models import Version
from partnerdesk.core.refusals import Blocked, NotAllowed

LONGEST = 5000


@transaction.atomic
def ask(version: Version, *, kind: RemarkKind, section: str, text: str, by: User, now: dt.datetime) -> Remark:
    """A question, or a change that is asked for, on a section of a version that is being voted on."""
    record = lock_record(version.record)
    running = locked_round(version)
    if seat_of(running, by) is None:
        raise NotAllowed(_("Only the people named for this round ask on record."))
    check_open(running)
    sections = {found["key"] for found in version.data()["sections"]}
    if section and section not in sections:
        raise Blocked(_("This section is not part of the version; load the page again."))
    if not text.strip():
        raise Blocked(_("Write what you ask for."))
    remark = Remark.objects.create(
        version=version, kind=kind, section=section, text=text.strip()[:LONGEST], by=by, at=now
    )
    if kind == Remark.Kind.CHANGE:
        Record.objects.filter(pk=version.record_id).update(open_remarks=F("open_remarks") + 1)
    note_event(record, f"remark.{kind}", by=by, now=now, version=version.number, section=section)
    notifications.asked(remark, record, now=now)
    return remark


@transaction.atomic
def answer(remark: Remark, *, text: str, by: User, now: dt.datetime) -> RemarkAnswer:
    """Answer on record, once. A change that was asked for is answered before the next proposal."""
    record = lock_record(remark.version.record)
    if not by.has_perm("decisions.change_record", record):
        raise NotAllowed(_("Those who write the record answer."))
    if not text.strip():
        raise Blocked(_("Write the answer."))
    made, is_new = RemarkAnswer.objects.get_or_create(
        remark=remark, defaults={"text": text.strip()[:LONGEST], "by": by, "at": now}
    )
    if not is_new:
        raise Blocked(_("This was answered already; load the page again."))
    if remark.kind == Remark.Kind.CHANGE:
        Record.objects.filter(pk=record.pk).update(open_remarks=F("open_remarks") - 1)
    note_event(record, "remark.answered", by=by, now=now, version=remark.version.number)
    notifications.answered(made, record, now=now)
    return made
