"""The page where anybody checks a file, without signing in; and where the QR code of a paper leads."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from decisions.verification.forms import VerifyForm
from decisions.verification.verify import find_meeting_paper, find_version, state_of
from decisions.verification.verify import verify as verify_file
from metrics.files.upload_limits import FORM_AROUND, LimitedUploadHandler, was_stopped
from partnerdesk.core.bodies import takes_files
from partnerdesk.core.frozen_content import Altered, raise_alarm


class SmallUploadHandler(LimitedUploadHandler):
    """Takes no more than a file of ours could have."""

    def limit(self) -> int:
        return int(settings.VERIFY_LIMIT_BYTES)


def largest_file() -> int:
    """The largest body that is checked, in bytes: a file and the form around."""
    return int(settings.VERIFY_LIMIT_BYTES) + FORM_AROUND


@takes_files(largest_file)
@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a file. The token is checked one step later: looking for it would read the file without our limit."""
    if request.method == "POST" and not ratelimit.consume(request, action="verify"):
        words = _("Too many files from your address: wait a minute and try again.")
        return _page(request, form=VerifyForm(), problem=words, status=429)
    request.upload_handlers = [SmallUploadHandler(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, form=VerifyForm())
    form = VerifyForm(request.POST, request.FILES)
    if was_stopped(request):
        words = _("The file is too large to be one of ours. Nothing of it was kept.")
        return _page(request, form=VerifyForm(), problem=words, status=422)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        verdict = verify_file(form.cleaned_data["file"].read())
    except Altered as found:
        return _altered(request, found)
    return _page(request, form=VerifyForm(), verdict=verdict)


@login_not_required
@never_cache
@require_safe
def verify_version(request: HttpRequest, sha256: str) -> HttpResponse:
    """What the hash that a paper prints is of, and whether that counts; the file itself is asked for."""
    try:
        version = find_version(sha256)
        if version is not None:
            return _page(request, form=VerifyForm(), asked=state_of(version))
        paper = find_meeting_paper(sha256)
    except Altered as found:
        return _altered(request, found)
    if paper is None:
        raise Http404
    return _page(request, form=VerifyForm(), asked_meeting=paper)


def _altered(request: HttpRequest, found: Altered) -> HttpResponse:
    """Neither a match nor none can be said: what it would be held against was changed."""
    raise_alarm(found)
    return _page(request, form=VerifyForm(), problem=str(found), status=422)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    layout = "base.html" if request.user.is_authenticated else "account/door.html"
    return render(request, "decisions/verification/verify.html", context | {"layout": layout}, status=status)
