"""Steps between stages: a button that posts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import person_of
from decisions.committee import propose
from decisions.readiness.move import adapt, move_draft
from decisions.record.access import visible_record
from decisions.states.stages import WORKING_STAGES, Stage
from partnerdesk.core.refusals import Blocked
from partnerdesk.core.words import words_of


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Take the draft to the stage that the button names."""
    record, user, now = visible_record(request, code), person_of(request), timezone.now()
    to = request.POST.get("to", "")
    if to not in Stage.values:
        raise Http404
    if to == Stage.PROPOSED:
        version = propose.propose(record, by=user, now=now)
        messages.success(request, _("Version %(number)s is proposed.") % {"number": version.number})
        return redirect("decisions:one_pager", record.code)
    step = (record.stage, to)
    if step == (Stage.PROPOSED, Stage.COMMIT):
        propose.withdraw_proposal(record, by=user, now=now)
        return redirect("decisions:stage", record.code, Stage.COMMIT)
    if step == (Stage.PROPOSED, Stage.NONE):
        raise Blocked(_("A proposed version is decided on, or taken back first."))
    if step == (Stage.NONE, Stage.COMPARE):
        adapt(record, by=user, now=now, reason=words_of(request.POST, "reason", 500))
        return redirect("decisions:stage", record.code, Stage.COMPARE)
    moved = move_draft(record, to=Stage(to), by=user, now=now)
    if moved.stage in WORKING_STAGES:
        return redirect("decisions:stage", record.code, moved.stage)
    return redirect("decisions:one_pager", record.code)
