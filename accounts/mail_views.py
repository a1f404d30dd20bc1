"""What reaches a person outside of the application: mails, their end, and the calendar's address."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts import calendars, mail_preferences, unsubscribing
from accounts.forms import MailForm
from accounts.models import CalendarAddress, User
from accounts.requests import person_of
from partnerdesk.core import outbox


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """When the digest comes, what is in it, and where the calendar is."""
    person = person_of(request)
    form = MailForm.of(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        mail_preferences.choose_mails(person, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:mail")
    return _page(request, person, form=form, status=422 if form.errors else 200)


@never_cache
@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Make the address and show it in this answer alone: no redirect could carry a secret along."""
    person = person_of(request)
    address = calendars.renew_calendar(person, by=person, now=timezone.now())
    return _page(request, person, form=MailForm.of(person), calendar_address=address)


@require_POST
def calendar_remove(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    calendars.remove_calendar(person, by=person, now=timezone.now())
    messages.success(request, _("The calendar's address is gone."))
    return redirect("accounts:mail")


def _page(request: HttpRequest, person: User, *, status: int = 200, **context: Any) -> HttpResponse:
    calendar = CalendarAddress.objects.filter(person=person).first()
    return render(request, "accounts/mail.html", {"calendar": calendar, **context}, status=status)


@csrf_exempt  # mail programs post here, without a page of ours; the signed address is the permission
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of one kind: a page asks, its button or the mail program's (RFC 8058) does it."""
    try:
        wish = unsubscribing.read_token(token)
    except unsubscribing.Expired:
        return render(request, "accounts/unsubscribe_expired.html", status=400)
    person = User.objects.filter(pk=wish.person_id).first() if wish else None
    if wish is None or person is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        unsubscribing.mute(person, wish.kind)
    context = {"person": person, "label": outbox.label_of(wish.kind), "is_done": is_done}
    return render(request, "accounts/unsubscribe.html", context)
