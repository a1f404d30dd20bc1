"""Committees: the list, one with members, rules and what changed; and conflicts of interest with partners."""

import uuid
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import person_of
from decisions.committee.conflicts_of_interest import check_has_seat, has_seat
from decisions.committee.conflicts_of_interest import end_interest as end
from decisions.committee.decide import declare_interest
from decisions.committee.forms.committees import CommitteeForm, DeputyForm, InterestForm, MemberForm, RuleForm
from decisions.committee.meetings import may_call, meetings_of
from decisions.committee.members import (
    check_may_manage,
    save_committee,
    save_member,
    save_rule,
)
from decisions.committee.members import remove_member as take_off
from decisions.committee.models.committees import Committee, CommitteeRule, Interest, Member
from decisions.committee.models.rounds import Round
from decisions.record.models import Record
from decisions.states.classes import DecisionClass
from partnerdesk.core.models import Event

SHOWN_EVENTS = 50
SHOWN_MEETINGS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def committees(request: HttpRequest) -> HttpResponse:
    """All committees; an administrator founds one."""
    form = CommitteeForm(request.POST or None)
    if request.method == "POST":
        check_may_manage(person_of(request))
        if form.is_valid():
            made = save_committee(form.save(commit=False), by=person_of(request), now=timezone.now())
            return redirect("decisions:committee", made.pk)
    rows = Committee.objects.prefetch_related("members__user").order_by("-is_active", "name")
    context = {
        "committees": rows,
        "form": form,
        "can_manage": _can_manage(request),
        "has_seat": has_seat(person_of(request)),
    }
    return render(request, "decisions/committee/committees.html", context, status=422 if form.errors else 200)


def _can_manage(request: HttpRequest) -> bool:
    return person_of(request).has_perm("decisions.manage_committees")


@require_safe
def committee(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Members, rules, rounds that run, and what changed, by whom."""
    return _committee(request, get_object_or_404(Committee, pk=pk))


def _committee(request: HttpRequest, found: Committee, *, status: int = 200, **forms: Any) -> HttpResponse:
    members = Member.objects.filter(committee=found).select_related("user", "deputy")
    rules = {rule.decision_class: rule for rule in CommitteeRule.objects.filter(committee=found)}
    context = {
        "committee": found,
        "members": [
            (
                member,
                forms.get(f"member_{member.pk}") or DeputyForm(instance=member, prefix=str(member.pk)[:8]),
            )
            for member in members.order_by("-is_chair", "user__name")
        ],
        "rules": [
            forms.get(f"rule_{each}")
            or RuleForm(
                instance=rules.get(each, CommitteeRule(committee=found, decision_class=each)), prefix=each
            )
            for each in DecisionClass
        ],
        "running": _running(request, found),
        **_meetings(request, found),
        "events": _events(found),
        "can_manage": _can_manage(request),
        "form": forms.get("form") or CommitteeForm(instance=found),
        "member_form": forms.get("member_form") or MemberForm(),
    }
    return render(request, "decisions/committee/committee.html", context, status=status)


def _meetings(request: HttpRequest, found: Committee) -> dict[str, Any]:
    """The last meetings of this committee, for those who may see them."""
    person = person_of(request)
    rows = (
        meetings_of(person)
        .filter(committee=found)
        .select_related("committee")
        .annotate(items=Count("agenda"))
    )
    chairs = may_call(person, found)
    sits = Member.objects.filter(Q(user=person) | Q(deputy=person), committee=found).exists()
    shown = list(rows[:SHOWN_MEETINGS])
    return {"meetings": shown, "may_call": chairs, "can_see_meetings": bool(shown) or sits}


def _running(request: HttpRequest, found: Committee) -> Any:
    """Rounds of this committee that this person may see, the one that ends first at the top."""
    visible = Record.objects.visible_to(person_of(request))
    rows = Round.objects.filter(committee=found, closed_at=None, version__record__in=visible)
    return rows.select_related("version__record__summary").order_by("ends_at")[:SHOWN_EVENTS]


def _events(found: Committee) -> list[dict[str, Any]]:
    rows = list(
        Event.objects.filter(subject_kind="committee", subject_id=found.pk)
        .select_related("by")
        .order_by("-id")[:SHOWN_EVENTS]
    )
    named = {row.data.get(key) for row in rows for key in ("member", "deputy")} - {None}
    names = {str(pk): name for pk, name in User.objects.filter(pk__in=named).values_list("pk", "name")}
    return [
        {
            "at": row.at,
            "by": row.by,
            "kind": row.kind,
            "data": row.data,
            "member": names.get(row.data.get("member", ""), ""),
            "deputy": names.get(row.data.get("deputy") or "", ""),
            "class": DecisionClass(row.data["decision_class"]).label if "decision_class" in row.data else "",
        }
        for row in rows
    ]


@require_POST
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Committee, pk=pk)
    check_may_manage(person_of(request))
    form = CommitteeForm(request.POST, instance=found)
    if not form.is_valid():
        found.refresh_from_db()
        return _committee(request, found, status=422, form=form)
    save_committee(form.save(commit=False), by=person_of(request), now=timezone.now())
    return redirect("decisions:committee", pk)


@require_POST
def rules(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The rule for the class that the button names."""
    found = get_object_or_404(Committee, pk=pk)
    check_may_manage(person_of(request))
    each = request.POST.get("class", "")
    if each not in DecisionClass.values:
        raise Http404
    rule = CommitteeRule.objects.filter(committee=found, decision_class=each).first()
    instance = rule or CommitteeRule(committee=found, decision_class=each)
    form = RuleForm(request.POST, instance=instance, prefix=each)
    if not form.is_valid():
        return _committee(request, found, status=422, **{f"rule_{each}": form})
    save_rule(form.save(commit=False), by=person_of(request), now=timezone.now())
    return redirect("decisions:committee", pk)


@require_POST
def add_member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Committee, pk=pk)
    check_may_manage(person_of(request))
    form = MemberForm(request.POST, instance=Member(committee=found))
    if not form.is_valid():
        return _committee(request, found, status=422, member_form=form)
    save_member(form.save(commit=False), by=person_of(request), now=timezone.now())
    return redirect("decisions:committee", pk)


@require_POST
def change_member(request: HttpRequest, pk: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Member, pk=member, committee=pk)
    check_may_manage(person_of(request))
    form = DeputyForm(request.POST, instance=found, prefix=str(found.pk)[:8])
    if not form.is_valid():
        found.refresh_from_db()
        return _committee(request, found.committee, status=422, **{f"member_{found.pk}": form})
    save_member(form.save(commit=False), by=person_of(request), now=timezone.now())
    return redirect("decisions:committee", pk)


@require_POST
def remove_member(request: HttpRequest, pk: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Member, pk=member, committee=pk)
    take_off(found, by=person_of(request), now=timezone.now())
    return redirect("decisions:committee", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """The conflicts of interest that this person has declared; with a partner, one more.

    For those who have a seat somewhere; who had one still ends what they declared.
    """
    person = person_of(request)
    declared = Interest.objects.filter(user=person)
    if not declared.exists():
        check_has_seat(person)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        declare_interest(person, partner=given["partner"], reason=given["reason"], now=timezone.now())
        return redirect("decisions:conflicts_of_interest")
    rows = declared.filter(ended_at=None).select_related("record", "partner")
    context = {
        "interests": rows.order_by("-declared_at"),
        "visible": set(
            Record.objects.visible_to(person).filter(interests__in=rows).values_list("pk", flat=True)
        ),
        "form": form,
    }
    return render(
        request, "decisions/committee/conflicts_of_interest.html", context, status=422 if form.errors else 200
    )


@require_POST
def end_interest(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It no longer holds."""
    found = get_object_or_404(Interest, pk=pk, user=person_of(request))
    end(found, by=person_of(request), now=timezone.now())
    return redirect("decisions:conflicts_of_interest")
