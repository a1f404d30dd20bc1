"""Meetings: calling them, their agenda, the pack."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import person_of
from decisions.committee import agendas, hold_meeting
from decisions.committee.export_log import log_meeting_export
from decisions.committee.forms.meetings import MeetingForm, TimeForm, TopicForm
from decisions.committee.meetings import (
    check_leads,
    check_may_call,
    check_reads_papers,
    leads,
    meetings_of,
    takes_part,
)
from decisions.committee.models.committees import Committee, Member
from decisions.committee.models.meetings import AgendaItem, Meeting, MeetingPaper
from decisions.committee.papers import ask_for_paper, newest_paper
from decisions.documents.file_store import bytes_of
from decisions.record.access import redirect_back
from decisions.states.meetings import AHEAD, MeetingState, Presence
from partnerdesk.core.refusals import Blocked

SHOWN = 50


def visible_meeting(request: HttpRequest, code: str) -> Meeting:
    """The meeting, where this person may see it."""
    rows = meetings_of(person_of(request)).select_related("committee", "called_by")
    found: Meeting = get_object_or_404(rows, code=code)
    return found


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that this person may see: those ahead, then those that were."""
    person = person_of(request)
    rows = meetings_of(person).select_related("committee").annotate(items=Count("agenda"))
    chairs = Member.objects.filter(Q(user=person) | Q(deputy=person), is_chair=True)
    context = {
        "ahead": rows.filter(state__in=AHEAD).order_by("starts_at")[:SHOWN],
        "past": rows.exclude(state__in=AHEAD)[:SHOWN],
        "mine": Committee.objects.filter(pk__in=chairs.values("committee"), is_active=True),
    }
    return render(request, "decisions/committee/meetings/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Call the members of a committee."""
    committee = get_object_or_404(Committee, pk=pk)
    check_may_call(person_of(request), committee)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = hold_meeting.call_meeting(
            committee, **form.cleaned_data, by=person_of(request), now=timezone.now()
        )
        return redirect("decisions:meeting", made.code)
    context = {"committee": committee, "form": form}
    return render(
        request, "decisions/committee/meetings/new.html", context, status=422 if form.errors else 200
    )


@require_safe
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """The agenda with its times, who is called, the pack; what the chair may do next."""
    return _meeting(request, visible_meeting(request, code))


def _meeting(request: HttpRequest, found: Meeting, *, status: int = 200, **forms: Any) -> HttpResponse:
    person = person_of(request)
    is_led = leads(found, person)
    can_order = is_led and found.state in AHEAD
    context = {
        "meeting": found,
        "slots": agendas.timed(found, person),
        "attendees": found.attendees.select_related("user", "deputy"),
        "presences": Presence.choices,
        "is_led": is_led,
        "can_order": can_order,
        "takes_part": takes_part(found, person),
        "pack": newest_paper(found, MeetingPaper.Kind.PACK),
        "form": forms.get("form") or MeetingForm(instance=found),
        "topic_form": forms.get("topic_form") or TopicForm(),
    }
    return render(request, "decisions/committee/meetings/meeting.html", context, status=status)


@require_POST
def change_meeting(request: HttpRequest, code: str) -> HttpResponse:
    found = visible_meeting(request, code)
    check_leads(found, person_of(request))
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _meeting(request, found, status=422, form=form)
    hold_meeting.change_meeting(found, **form.cleaned_data, by=person_of(request), now=timezone.now())
    return redirect("decisions:meeting", code)


@require_POST
def move_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Open, end, cancel, or approve the minutes."""
    found = visible_meeting(request, code)
    to = request.POST.get("to", "")
    if to not in MeetingState.values:
        raise Http404
    hold_meeting.move(found, to=MeetingState(to), by=person_of(request), now=timezone.now())
    if to == MeetingState.RUNNING:
        slots = agendas.timed(found, person_of(request))
        first = next((slot.item for slot in slots if not slot.is_hidden), None)
        return (
            redirect("decisions:agenda_item", code, first.pk)
            if first
            else redirect("decisions:meeting", code)
        )
    if to in (MeetingState.DRAFTED, MeetingState.APPROVED):
        return redirect("decisions:minutes", code)
    return redirect("decisions:meeting", code)


@require_POST
def add_topic(request: HttpRequest, code: str) -> HttpResponse:
    """A topic of its own; without one, what has become due since."""
    found, person, now = visible_meeting(request, code), person_of(request), timezone.now()
    if request.POST.get("due"):
        count = agendas.take_up_due(found, by=person, now=now)
        words = ngettext("%(count)s item was added.", "%(count)s items were added.", count)
        messages.success(
            request, words % {"count": count} if count else _("Everything that is due stands here.")
        )
        return redirect("decisions:meeting", code)
    check_leads(found, person)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _meeting(request, found, status=422, topic_form=form)
    agendas.add_topic(found, form.save(commit=False), by=person, now=now)
    return redirect("decisions:meeting", code)


@require_POST
def place_item(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Move an item up or down, give it another time, or take it off."""
    found, person = visible_meeting(request, code), person_of(request)
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk, meeting=found)
    to = request.POST.get("to", "")
    if to in ("up", "down"):
        agendas.move_item(item, up=to == "up", by=person)
    elif to == "off":
        agendas.take_off(item, by=person, now=timezone.now())
    elif to == "time":
        check_leads(found, person)
        form = TimeForm(request.POST)
        if not form.is_valid():
            raise Blocked(" ".join(map(str, form.errors["planned_minutes"])))
        agendas.plan_item(item, minutes=form.cleaned_data["planned_minutes"], by=person)
    else:
        raise Http404
    return redirect(f"{reverse('decisions:meeting', args=[code])}#item-{pk}")


@require_POST
def who_is_there(request: HttpRequest, code: str) -> HttpResponse:
    """The chair notes who came."""
    found = visible_meeting(request, code)
    given = {
        row.pk: Presence(request.POST[f"presence-{row.pk}"])
        for row in found.attendees.all()
        if request.POST.get(f"presence-{row.pk}") in Presence.values
    }
    hold_meeting.say_who_is_there(found, given, by=person_of(request))
    return redirect_back(request, reverse("decisions:meeting", args=[code]))


@require_POST
def print_pack(request: HttpRequest, code: str) -> HttpResponse:
    """Have the pack printed as the agenda stands now."""
    found = visible_meeting(request, code)
    check_reads_papers(found, person_of(request))
    ask_for_paper(found, MeetingPaper.Kind.PACK, by=person_of(request))
    messages.success(request, _("The worker is printing the pack: load this page again in a moment."))
    return redirect("decisions:meeting", code)


@require_safe
def meeting_paper(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The pack or the minutes as they were printed last, byte for byte; printed where they are not there yet."""
    found = visible_meeting(request, code)
    if kind not in MeetingPaper.Kind.values:
        raise Http404
    wanted = MeetingPaper.Kind(kind)
    if wanted == MeetingPaper.Kind.MINUTES and found.state != MeetingState.APPROVED:
        raise Http404
    check_reads_papers(found, person_of(request))
    if wanted == MeetingPaper.Kind.MINUTES:
        found.minutes.check_content()
    paper = newest_paper(found, wanted)
    if paper is None:
        ask_for_paper(found, wanted, by=person_of(request))
        return render(
            request, "decisions/committee/meetings/paper_waits.html", {"meeting": found}, status=202
        )
    data = bytes_of(paper)
    log_meeting_export(found, data, form=kind, by=person_of(request), now=timezone.now())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.code}-{kind}.pdf"'
    return response
