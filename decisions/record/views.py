"""Who may see and write a record."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import person_of
from decisions.record.access import visible_record
from decisions.record.forms import ShareForm
from decisions.record.models import Access
from decisions.record.sharing import set_private, share_record, unshare_record
from partnerdesk.core.refusals import NotAllowed


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, code: str) -> HttpResponse:
    record = visible_record(request, code)
    if not request.user.has_perm("decisions.share_record", record):
        raise NotAllowed(_("Only the author and the owner share this record."))
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        share_record(record, person=form.cleaned_data["person"], by=person_of(request), now=timezone.now())
        return redirect("decisions:sharing", record.code)
    access = Access.objects.filter(record=record).select_related("user").order_by("user__name", "via")
    context = {"record": record, "form": form, "access": access}
    return render(request, "decisions/record/sharing.html", context, status=422 if form.errors else 200)


@require_POST
def unshare(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    record = visible_record(request, code)
    person = get_object_or_404(User, pk=pk)
    unshare_record(record, person=person, by=person_of(request), now=timezone.now())
    return redirect("decisions:sharing", record.code)


@require_POST
def privacy(request: HttpRequest, code: str) -> HttpResponse:
    record = visible_record(request, code)
    is_private = request.POST.get("is_private") == "on"
    set_private(record, is_private=is_private, by=person_of(request), now=timezone.now())
    return redirect("decisions:sharing", record.code)
