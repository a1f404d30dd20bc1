"""The vote on a version: what the voter reads first, the ballots, questions on record, and closing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import person_of
from decisions.committee import decide, questions, rounds
from decisions.committee.before_the_vote import BeforeTheVote, changed_words
from decisions.committee.conflicts_of_interest import has_seat, interest_of
from decisions.committee.models.rounds import Remark, Round, Vote
from decisions.committee.rounds import Ballotpaper
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.documents.one_pager_pictures import pictures_of
from decisions.documents.pdf.render import qr_of
from decisions.readiness.record_head import RecordHead
from decisions.record.access import redirect_back, visible_record
from decisions.states.stages import Stage
from decisions.states.votes import Choice, RoundFinding, RoundOutcome
from decisions.versions.compare import differences
from decisions.versions.figures_today import seen_from
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_version
from partnerdesk.core.days import workspace_today
from partnerdesk.core.words import words_of


def visible_version(request: HttpRequest, code: str, number: int) -> Version:
    """A version of a record that this person may see, with its round."""
    record = visible_record(request, code)
    versions = Version.objects.select_related("standing", "enactment", "round__committee", "proposed_by")
    version: Version = get_object_or_404(versions, record=record, number=number)
    version.record = record
    version.round.version = version
    return version


@require_safe
def round_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The one-pager with the vote beside it: who voted what, what it comes to, what was asked."""
    version = visible_version(request, code, number)
    person = person_of(request)
    page = RecordHead.of(version.record, person, Stage.PROPOSED, timezone.now())
    today = workspace_today()
    report = seen_from(report_of_version(version), today)
    sheet = OnePager(report, LEVELS[0])
    context = {
        "page": page,
        "record": version.record,
        "version": version,
        "report": report,
        "sheet": sheet,
        "facts": BeforeTheVote(report, today),
        "qr": qr_of(report),
        **_vote(version, person),
        **_remarks(version, page),
        **_changes(version, report),
    }
    return render(request, "decisions/committee/round.html", context | pictures_of(sheet))


def _vote(version: Version, person: Any) -> dict[str, Any]:
    """How the round stands, and what this person may do in it."""
    found = version.round
    is_running = found.closed_at is None
    seat = rounds.seat_of(found, person) if is_running else None
    places = rounds.places_of(found)
    tally = rounds.count(found)
    is_chair = is_running and bool(found.committee_id) and rounds.is_chair(found, person)
    return {
        "round": found,
        "places": places,
        "tally": tally,
        "counts": [(choice.label, number) for choice, number in tally.counts.items() if number],
        "earlier": _earlier(found, places),
        "seat": seat,
        "is_deputy": seat is not None and seat.user_id != person.pk,
        "sees_interests": has_seat(person, version.record),
        "own": next((p.vote for p in places if p.vote and p.vote.user_id == person.pk), None),
        "own_wrote": ", ".join(rounds.wrote(found, person.pk)),
        "interest": interest_of(version.record, person) if seat else None,
        "is_chair": is_chair,
        "can_close": is_chair and rounds.can_close_early(found),
    }


def _earlier(found: Round, places: list[rounds.SeatWithVote]) -> list[Vote]:
    """Votes that were changed, or that another vote of the same seat stands before."""
    counting = {place.vote.pk for place in places if place.vote}
    rows = Vote.objects.filter(round=found).exclude(pk__in=counting).select_related("user")
    return list(rows.order_by("cast_at"))


def _remarks(version: Version, page: RecordHead) -> dict[str, Any]:
    labels = {section["key"]: section["label"] for section in version.data()["sections"]}
    rows = Remark.objects.filter(version=version).select_related("by", "answer__by")
    return {
        "remarks": [(labels.get(remark.section, ""), remark) for remark in rows],
        "sections": labels,
        "can_answer": page.can_change,
    }


def _changes(version: Version, report: Report) -> dict[str, Any]:
    """What differs from the version in force when this one was proposed, else from the version before."""
    earlier = Version.objects.filter(record=version.record, number__lt=version.number)
    rows = earlier.select_related("standing", "enactment")
    approved = rows.filter(enactment__in_force_from__lt=version.proposed_at).order_by("-number").first()
    before = approved or rows.order_by("-number").first()
    if before is None:
        return {}
    changed = differences(report_of_version(before), report)
    return {"before": before, "changed": changed, "changed_words": changed_words(changed, before.number)}


@require_POST
def vote(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A vote on exactly the version that the page showed."""
    version = visible_version(request, code, number)
    choice = request.POST.get("choice", "")
    if choice not in Choice.values:
        raise Http404
    paper = Ballotpaper(
        Choice(choice),
        comment=words_of(request.POST, "comment", 5000),
        condition=words_of(request.POST, "condition", 250),
        seen_sha256=request.POST.get("sha256", ""),
    )
    outcome = decide.vote(version, paper, by=person_of(request), now=timezone.now())
    if outcome is None:
        messages.success(request, _("Your vote is kept: %(choice)s.") % {"choice": paper.choice.label})
        return redirect("decisions:round", code, number)
    _tell_outcome(request, version, outcome)
    return redirect("decisions:one_pager", code)


def _tell_outcome(request: HttpRequest, version: Version, outcome: RoundOutcome) -> None:
    """How a round ended. Where no vote made it end so, why."""
    words = _("Version %(number)s: %(outcome)s.") % {"number": version.number, "outcome": outcome.label}
    if version.round.finding == RoundFinding.OUTDATED:
        messages.warning(request, f"{words} {RoundFinding.OUTDATED.label}")
    else:
        messages.success(request, words)


@require_POST
def close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The chair ends the round."""
    version = visible_version(request, code, number)
    outcome = decide.close_early(version, by=person_of(request), now=timezone.now())
    _tell_outcome(request, version, outcome)
    return redirect_back(request, reverse("decisions:round", args=[code, number]))


@require_POST
def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A question, or a change that is asked for, on a section."""
    version = visible_version(request, code, number)
    kind = request.POST.get("kind", "")
    if kind not in Remark.Kind.values:
        raise Http404
    questions.ask(
        version,
        kind=Remark.Kind(kind),
        section=words_of(request.POST, "section", 60),
        text=words_of(request.POST, "text", questions.LONGEST),
        by=person_of(request),
        now=timezone.now(),
    )
    return redirect("decisions:round", code, number)


@require_POST
def answer(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """An answer on record."""
    record = visible_record(request, code)
    rows = Remark.objects.select_related("version", "by")
    remark = get_object_or_404(rows, pk=pk, version__record=record)
    remark.version.record = record
    text = words_of(request.POST, "text", questions.LONGEST)
    questions.answer(remark, text=text, by=person_of(request), now=timezone.now())
    return redirect("decisions:round", code, remark.version.number)


@require_POST
def interest(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A conflict of interest that this person declares on the record."""
    version = visible_version(request, code, number)
    decide.declare_interest(
        person_of(request),
        record=version.record,
        reason=words_of(request.POST, "reason", 300),
        now=timezone.now(),
    )
    return redirect("decisions:round", code, number)
