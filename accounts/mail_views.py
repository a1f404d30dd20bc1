"""What reaches a person outside of the application: mails, and their end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import digests, unsubscribing
from accounts.forms import MailForm
from accounts.models import User
from accounts.requests import person_of
from partnerdesk.core import outbox


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """When the digest comes, and what is in it."""
    person = person_of(request)
    form = MailForm.of(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        digests.choose_mails(person, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:mail")
    return render(request, "accounts/mail.html", {"form": form}, status=422 if form.errors else 200)


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
