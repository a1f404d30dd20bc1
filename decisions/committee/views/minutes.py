"""The meeting screen: it walks the agenda, takes minutes, hands and actions; and the minutes as a document."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import person_of
from decisions.committee import agendas, hold_meeting, rounds
from decisions.committee import minutes as taking
from decisions.committee.export_log import log_meeting_export
from decisions.committee.forms.meetings import ActionForm, DoneForm, HandForm, MinutesForm
from decisions.committee.meetings import (
    check_reads_papers,
    check_sees,
    check_writes,
    leads,
    meetings_of,
    sees,
    takes_part,
)
from decisions.committee.models.meetings import AgendaItem, MeetingAction
from decisions.committee.papers import minutes_report, version_of_item
from decisions.committee.views.meetings import visible_meeting
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.documents.one_pager_pictures import pictures_of
from decisions.documents.pdf.render import qr_of
from decisions.record.models import Record
from decisions.states.meetings import WRITTEN, ItemKind, MeetingState, Presence
from decisions.states.votes import Choice
from decisions.versions.report import report_of_version
from partnerdesk.core.refusals import Blocked


def visible_item(request: HttpRequest, code: str, pk: uuid.UUID) -> AgendaItem:
    """An item of a meeting that this person may see."""
    meeting = visible_meeting(request, code)
    rows = AgendaItem.objects.select_related(
        "record__in_force__standing",
        "version__standing",
        "version__round__committee",
        "carried__owner",
        "saved_by",
    )
    item: AgendaItem = get_object_or_404(rows, pk=pk, meeting=meeting)
    check_sees(item, person_of(request))
    item.meeting = meeting
    return item


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """One item while the agenda is walked: what it is about, minutes, hands, actions. Posted: what was written."""
    item = visible_item(request, code, pk)
    if request.method != "POST":
        return _item(request, item)
    check_writes(item.meeting, person_of(request))
    form = MinutesForm(request.POST, instance=_copy(item))
    if not form.is_valid():
        return _item(request, item, status=422, form=form)
    given = form.cleaned_data
    words = taking.Written(given["notes"], given["decision"], given["revision"])
    saved = taking.write_item(item, words, by=person_of(request))
    if saved is None:
        return _written_by_another(request, item, words)
    if request.htmx:  # type: ignore[attr-defined]  # set by the middleware of django-htmx
        response = render(request, "decisions/committee/meetings/written.html", {"item": saved})
        response["HX-Trigger"] = json.dumps({"desk:saved": {"unit": f"minutes-{saved.pk}"}})
        return response
    return redirect("decisions:agenda_item", code, pk)


def _copy(item: AgendaItem) -> AgendaItem:
    """A form writes into its instance; the item itself is changed by the action alone."""
    return AgendaItem(notes=item.notes, decision=item.decision, title=item.title)


def _written_by_another(request: HttpRequest, item: AgendaItem, words: taking.Written) -> HttpResponse:
    """Both texts: what was sent stays in the fields, what is stored stands beside it. The next save keeps the first."""
    theirs = AgendaItem.objects.select_related("saved_by").get(pk=item.pk)
    if request.htmx:  # type: ignore[attr-defined]  # set by the middleware of django-htmx
        return render(
            request,
            "decisions/committee/meetings/written.html",
            {"item": theirs, "theirs": theirs},
            status=409,
        )
    form = MinutesForm(
        initial={"notes": words.notes, "decision": words.decision, "revision": theirs.revision}
    )
    return _item(request, item, status=409, form=form, theirs=theirs)


def _item(request: HttpRequest, item: AgendaItem, *, status: int = 200, **more: Any) -> HttpResponse:
    person, meeting = person_of(request), item.meeting
    slots = agendas.timed(meeting, person)
    place = next(number for number, slot in enumerate(slots) if slot.item.pk == item.pk)
    can_write = meeting.state in WRITTEN and takes_part(meeting, person)
    context = {
        "meeting": meeting,
        "item": item,
        "slot": slots[place],
        "slots": slots,
        "before": _open_item(reversed(slots[:place])),
        "behind": _open_item(slots[place + 1 :]),
        "can_write": can_write,
        "is_led": leads(meeting, person),
        "form": MinutesForm(instance=item, initial={"revision": item.revision}),
        "action_form": ActionForm(),
        "attendees": meeting.attendees.select_related("user", "deputy"),
        "presences": Presence.choices,
        "actions": item.actions.select_related("owner").order_by("due_on", "pk"),
        **_about(item, person),
        **_hands(item, person),
        **more,
    }
    return render(request, "decisions/committee/meetings/item.html", context, status=status)


def _open_item(slots: Iterable[agendas.Slot]) -> AgendaItem | None:
    """The first item whose page this person may read."""
    return next((slot.item for slot in slots if not slot.is_hidden), None)


def _about(item: AgendaItem, person: User) -> dict[str, Any]:
    """The one-pager of the version that the item is about, where this person may see it."""
    version = version_of_item(item)
    if version is None or not Record.objects.visible_to(person).filter(pk=version.record_id).exists():
        return {}
    report = report_of_version(version)
    sheet = OnePager(report, LEVELS[0])
    return {"report": report, "sheet": sheet, "qr": qr_of(report), "version": version} | pictures_of(sheet)


def _hands(item: AgendaItem, person: User) -> dict[str, Any]:
    """The seats of the vote with the forms in which the chair enters hands, while the meeting runs."""
    if item.kind != ItemKind.PROPOSAL or item.version is None:
        return {}
    found = item.version.round
    places = rounds.places_of(found)
    is_open = found.closed_at is None and item.meeting.state == MeetingState.RUNNING
    can_enter = is_open and rounds.is_chair(found, person)
    return {
        "round": found,
        "places": [
            (place, _hand(place) if can_enter and hold_meeting.can_be_entered(place) else None)
            for place in places
        ],
        "can_enter": can_enter,
        "can_close": can_enter and rounds.can_close_early(found),
        "tally": rounds.count(found),
    }


def _hand(place: rounds.SeatWithVote, data: Any = None) -> HandForm:
    vote = place.vote
    initial = {"choice": vote.choice, "comment": vote.comment, "condition": vote.condition} if vote else None
    return HandForm(data, prefix=f"seat-{place.seat.pk}", initial=initial)


@require_POST
def show_of_hands(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """The votes of those who are there, entered by the chair."""
    item = visible_item(request, code, pk)
    if item.version is None:
        raise Http404
    papers = _papers(request, rounds.places_of(item.version.round))
    count = hold_meeting.show_of_hands(item, papers, by=person_of(request), now=timezone.now())
    words = ngettext("%(count)s vote was entered.", "%(count)s votes were entered.", count)
    messages.success(request, words % {"count": count})
    return redirect("decisions:agenda_item", code, pk)


def _papers(request: HttpRequest, places: Iterable[rounds.SeatWithVote]) -> dict[object, rounds.Ballotpaper]:
    found: dict[object, rounds.Ballotpaper] = {}
    for place in places:
        form = _hand(place, request.POST)
        if not form.is_valid():
            raise Blocked(" ".join(str(words) for each in form.errors.values() for words in each))
        given = form.cleaned_data
        if given["choice"]:
            found[place.seat.pk] = rounds.Ballotpaper(
                Choice(given["choice"]),
                comment=given["comment"],
                condition=given["condition"],
                seen_sha256=request.POST.get("sha256", ""),
            )
    return found


@require_POST
def add_action(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    item = visible_item(request, code, pk)
    check_writes(item.meeting, person_of(request))
    form = ActionForm(request.POST)
    if not form.is_valid():
        return _item(request, item, status=422, action_form=form)
    taking.add_action(item, form.save(commit=False), by=person_of(request), now=timezone.now())
    return redirect("decisions:agenda_item", code, pk)


@require_POST
def drop_action(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """Take an action back."""
    meeting = visible_meeting(request, code)
    rows = MeetingAction.objects.select_related("item__meeting")
    action = get_object_or_404(rows, pk=pk, item__meeting=meeting)
    check_sees(action.item, person_of(request))
    taking.drop_action(action, by=person_of(request), now=timezone.now())
    return redirect("decisions:agenda_item", code, action.item_id)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An action for its owner, and for who may see its item: what, by when; and that it is done."""
    person = person_of(request)
    rows = MeetingAction.objects.select_related("item__meeting__committee", "owner", "done_by", "made_by")
    action = get_object_or_404(rows, pk=pk)
    can_see = meetings_of(person).filter(pk=action.item.meeting_id).exists() and sees(action.item, person)
    if not can_see and action.owner_id != person.pk:
        raise Http404
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taking.finish_action(action, words=form.cleaned_data["words"], by=person, now=timezone.now())
        messages.success(request, _("Done. It stands so on the next agenda."))
        return redirect("decisions:meeting_action", pk)
    context = {
        "action": action,
        "form": form,
        "can_see_meeting": can_see,
        "can_finish": action.done_at is None and taking.may_finish(action, person),
    }
    return render(
        request, "decisions/committee/meetings/action.html", context, status=422 if form.errors else 200
    )


@require_safe
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes as they print: a draft until they are approved, then as they were frozen."""
    meeting = visible_meeting(request, code)
    if meeting.state not in (*WRITTEN, MeetingState.APPROVED):
        raise Http404
    check_reads_papers(meeting, person_of(request))
    context = {
        "meeting": meeting,
        "minutes": minutes_report(meeting),
        "is_led": leads(meeting, person_of(request)),
    }
    return render(request, "decisions/committee/meetings/minutes.html", context)


@require_safe
def export_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Approved minutes as data."""
    meeting = visible_meeting(request, code)
    if meeting.state != MeetingState.APPROVED:
        raise Http404
    check_reads_papers(meeting, person_of(request))
    data = minutes_report(meeting).json_bytes()
    log_meeting_export(meeting, data, form="json", by=person_of(request), now=timezone.now())
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{meeting.code}-minutes.json"'
    return response
