"""The address by which a person signs in, and the link that changes it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import addresses
from accounts.forms import AddressForm
from accounts.requests import person_of
from partnerdesk.core.refusals import Blocked


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address, with the password."""
    person = person_of(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="reauthenticate", user=person):
            raise Blocked(_("Too many tries: wait a few minutes."))
        given = form.cleaned_data
        addresses.ask_for_address(person, given["email"], password=given["password"], now=timezone.now())
        messages.success(request, _("Look at the mail of the new address: the link there makes the change."))
        return redirect("accounts:address")
    return render(request, "accounts/address.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required  # mails are read where nobody is signed in; the address is the secret
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page asks, its button does it: what only looks at links in mails changes nothing."""
    change = addresses.change_behind(token, timezone.now())
    if change is None:
        raise Http404
    if request.method == "POST":
        addresses.change_address(change, now=timezone.now())
    context = {"change": change, "is_done": request.method == "POST"}
    return render(request, "accounts/address_confirm.html", context)
