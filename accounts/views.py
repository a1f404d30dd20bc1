"""A person's own settings, and the people page of administrators."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.forms import InvitationForm, PersonForm, ProfileForm, WorkspaceForm
from accounts.invitations import invitation_link
from accounts.mail_preferences import reschedule
from accounts.models import User
from accounts.requests import person_of
from partnerdesk.core.refusals import NotAllowed


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=person_of(request))
    if request.method == "POST" and form.is_valid():
        reschedule(form.save(), timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    return _people_page(request, InvitationForm(), WorkspaceForm.of_today())


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _people_page(request, form, WorkspaceForm.of_today())
    person = actions.invite_person(**form.cleaned_data, by=person_of(request), now=timezone.now())
    return redirect("accounts:person", person.pk)


@require_POST
def workspace(request: HttpRequest) -> HttpResponse:
    """Choose what holds for the whole workspace."""
    _administrators_only(request)
    form = WorkspaceForm(request.POST)
    if not form.is_valid():
        return _people_page(request, InvitationForm(), form)
    actions.change_workspace(**form.cleaned_data, by=person_of(request), now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("accounts:people")


def _people_page(request: HttpRequest, form: InvitationForm, workspace: WorkspaceForm) -> HttpResponse:
    context = {"people": User.objects.get_queryset().by_name(), "form": form, "workspace_form": workspace}
    is_refused = bool(form.errors or workspace.errors)
    return render(request, "accounts/people.html", context, status=422 if is_refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    _administrators_only(request)
    found = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, initial={"role": found.role, "is_active": found.is_active})
    if request.method == "POST" and form.is_valid():
        actions.change_person(found, **form.cleaned_data, by=person_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:people")
    link = "" if found.has_usable_password() else invitation_link(found)
    context = {"person": found, "form": form, "link": link}
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


def _administrators_only(request: HttpRequest) -> None:
    if not request.user.has_perm("accounts.manage_people"):
        raise NotAllowed(_("Only an administrator manages people."))
