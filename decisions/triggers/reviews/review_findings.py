"""What has changed since a decision was made or last looked at: the first page of every review."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q

from decisions.sections.actions import ActionItem
from decisions.sections.scope import Scope
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.triggers.choice_check import live_values
from decisions.triggers.engine.machine import State
from decisions.triggers.kinds import choice, guardrail
from decisions.triggers.models import Case, ChoiceInput, Condition, Review, Trigger, WatchedSet
from decisions.triggers.wording import known_words, now_words, partners_words, running_state, trigger_words
from decisions.versions.models import Enactment, Version
from decisions.versions.report import Report, report_of_version
from metrics.measures.months import LENGTHS, add_months
from metrics.measures.windows import Window, extent
from metrics.models import DefinitionVersion
from metrics.observations.baselines import Baseline, baseline
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.wording import span_words
from partnerdesk.core.days import workspace_day
from partners.models import Partner

OTHERS = 12


def findings_of(version: Version, *, now: dt.datetime, review: Review | None = None) -> dict[str, Any]:
    """All that a review shows, as JSON data: numbers and dates as strings, so that it can be kept as it stood."""
    report, today = report_of_version(version), workspace_day(now)
    since = last_look(version, review)
    partners = partners_then(report)
    found: dict[str, Any] = {
        "as_of": now.isoformat(),
        "since": since.isoformat(),
        "metrics": _metrics(version, report, partners),
        "triggers": _triggers(version),
        "cases": _cases(version, since),
        "assumptions": _expired(report, "assumptions", "valid_until", "text", today),
        "evidence": _expired(report, "evidence", "expires_on", "title", today),
        "actions": _late_actions(version, today),
        "choice": _choice(version, report),
        "others": _others(version, partners),
    }
    if review is not None and review.kind == Review.Kind.POST:
        found["predicted"] = _predicted(version, report)
    return found


def last_look(version: Version, review: Review | None) -> dt.datetime:
    """When the version was last reviewed before `review`, or was put in force."""
    closed = Review.objects.filter(version=version, state=ReviewState.CLOSED, closed_at__isnull=False)
    if review is not None:
        closed = closed.exclude(pk=review.pk)
    last = closed.order_by("-closed_at").values_list("closed_at", flat=True).first()
    began = Enactment.objects.get(version=version).in_force_from
    return max(last, began) if last else began


def partners_then(report: Report) -> PartnerSet:
    """The partners in scope as they were when the version was frozen."""
    scope = report.parts["scope"]
    if not scope["members"]:
        return PartnerSet()
    members = scope["members"]
    if "id" in members[0]:
        return PartnerSet(ids=frozenset(row["id"] for row in members))
    keys = [row["key"] for row in members]
    ids = Partner.objects.filter(key__in=keys).values_list("pk", flat=True)
    return PartnerSet(ids=frozenset(map(str, ids)))


def _metrics(version: Version, report: Report, partners: PartnerSet) -> list[dict[str, Any]]:
    """Each metric then and now over a window as long, on the same partners; the cohort beside the rest of the scope."""
    bound = {row["key"]: row for row in report.rows("metrics") if row["baseline"]}
    definitions = _definitions(bound)
    cohorts = _cohorts(version)
    rows = []
    for key, row in bound.items():
        definition, then = definitions.get((key, row["baseline"]["definition_version"])), row["baseline"]
        if definition is None:
            continue
        now = baseline(definition, _as_long(then, definition), partners)
        rows.append(
            {
                "key": key,
                "name": row["name"],
                "unit": now.unit,
                "direction": now.direction,
                "then": then["value"],
                "then_to": then["to"],
                "then_window": _window_words(then["from"], then["to"], definition),
                "now": _text(now.value),
                "now_to": now.last.isoformat() if now.last else None,
                "now_window": now.window_words,
                "trend": [
                    {"period": point.period.isoformat(), "value": _text(point.value)}
                    for point in now.trend[-24:]
                ],
                "better": _is_better(now, then["value"]),
                "cohort": _beside(definition, then, cohorts.get(definition.series_id), partners),
            }
        )
    return rows


def _definitions(bound: dict[str, Any]) -> dict[tuple[str, int], DefinitionVersion]:
    rows = DefinitionVersion.objects.filter(metric__in=bound).select_related("metric", "series")
    return {(row.metric_id, row.number): row for row in rows}


def _cohorts(version: Version) -> dict[int | None, WatchedSet]:
    """The sets that triggers are measured on, by series, where they are neither the whole scope nor a segment."""
    rows = Trigger.objects.filter(version=version, series__isnull=False, segment="")
    whole = {row.watched_id for row in Trigger.objects.filter(version=version, kind=guardrail.KIND.name)}
    return {
        row.series_id: row.watched
        for row in rows.select_related("watched")
        if row.watched and not row.watched.is_everybody and row.watched_id not in whole
    }


def _beside(
    definition: DefinitionVersion, then: dict[str, Any], cohort: WatchedSet | None, partners: PartnerSet
) -> dict[str, Any] | None:
    if cohort is None:
        return None
    members = frozenset(map(str, cohort.members.values_list("partner", flat=True)))
    everyone = frozenset(map(str, partners.partners().values_list("pk", flat=True)))
    rest = everyone - members
    if not rest:
        return None
    window = _as_long(then, definition)
    return {
        "value": _text(baseline(definition, window, PartnerSet(ids=members)).value),
        "partners": len(members),
        "rest": _text(baseline(definition, window, PartnerSet(ids=rest)).value),
        "rest_partners": len(rest),
    }


def _as_long(then: dict[str, Any], definition: DefinitionVersion) -> Window:
    """The newest window as long as the frozen one."""
    if not then["from"] or not then["to"]:
        return Window(months=12)
    first, last = dt.date.fromisoformat(then["from"]), dt.date.fromisoformat(then["to"])
    return Window(months=(last.year - first.year) * 12 + last.month - first.month + definition.period_months)


def _window_words(first: str | None, last: str | None, definition: DefinitionVersion) -> str:
    """A frozen window in words; empty without one."""
    if not first or not last:
        return ""
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return span_words(*extent(*days, definition.period_months))


def _is_better(now: Baseline, then: str | None) -> bool | None:
    """Whether it moved the way that its definition calls better; None where it stayed or nothing says so."""
    if (
        now.value is None
        or now.is_to_date
        or then is None
        or now.value == Decimal(then)
        or now.direction not in ("higher", "lower")
    ):
        return None
    return (now.value > Decimal(then)) == (now.direction == "higher")


def _triggers(version: Version) -> list[dict[str, Any]]:
    """Conditions that are not normal; partners of one trigger in one state stand in one row."""
    rows = Condition.objects.filter(trigger__version=version).select_related("trigger__definition", "partner")
    found: dict[tuple[Any, str, str], list[Condition]] = {}
    for row in rows.order_by("trigger__kind", "pk"):
        if row.state != State.NORMAL:
            found.setdefault((row.trigger_id, row.state, running_state(row)), []).append(row)
    return [_not_normal(same) for same in found.values()]


def _not_normal(same: list[Condition]) -> dict[str, Any]:
    first = same[0]
    since = min((row.since for row in same if row.since), default=None)
    return {
        "words": trigger_words(first.trigger),
        "kind": first.trigger.kind,
        "partner": partners_words(sorted(row.partner.name for row in same if row.partner)),
        "state": first.state,
        "running": running_state(first),
        "window": now_words(first.trigger, first.period) if len(same) == 1 else "",
        "value": known_words(first.trigger, first.value) if len(same) == 1 else "",
        "since": since.isoformat() if since else None,
    }


def _cases(version: Version, since: dt.datetime) -> list[dict[str, Any]]:
    rows = Case.objects.filter(version=version).order_by("opened_at")
    return [
        {"id": str(row.pk), "what": row.what, "state": row.state, "opened_at": row.opened_at.isoformat()}
        for row in rows
        if row.state != CaseState.CLOSED or row.opened_at >= since
    ]


def _expired(report: Report, part: str, day: str, text: str, today: dt.date) -> list[dict[str, Any]]:
    return [
        {"text": row[text], "on": row[day]}
        for row in report.rows(part)
        if row[day] and dt.date.fromisoformat(row[day][:10]) < today
    ]


def _late_actions(version: Version, today: dt.date) -> list[dict[str, Any]]:
    rows = ActionItem.objects.filter(record=version.record_id, done_on=None, due_on__lt=today)
    return [
        {
            "text": row.text,
            "owner": row.owner.name if row.owner else "",
            "due_on": row.due_on.isoformat() if row.due_on else None,
        }
        for row in rows.exclude(text="").select_related("owner").order_by("due_on")
    ]


def _choice(version: Version, report: Report) -> dict[str, Any] | None:
    """The values of the options then, and with what is observed in place of the chosen one's estimates."""
    trigger = Trigger.objects.filter(version=version, kind=choice.KIND.name).first()
    if trigger is None:
        return None
    inputs = list(trigger.inputs.filter(value__isnull=False))
    then = [(row["label"], row["value"]) for row in report.rows("options")]
    now = live_values(trigger.setting, inputs)
    return {
        "chosen": trigger.setting["options"][trigger.setting["chosen"]],
        "options": [
            {"label": label, "then": value, "now": str(round(now[label], 6)) if label in now else None}
            for label, value in then
        ],
        "observed": len(inputs),
        "best": max(now, key=lambda label: now[label]) if now else None,
    }


def _others(version: Version, partners: PartnerSet) -> list[dict[str, Any]]:
    """Other decisions that are in force or being written on the same partners."""
    scopes = (
        Scope.objects.exclude(record=version.record_id)
        .filter(_overlapping(partners), record__is_private=False)
        .select_related("record__summary", "record__in_force")
        .order_by("-record__updated_at")
    )
    found = []
    for scope in scopes[:200]:
        if scope.record.in_force is None and not scope.record.has_draft:
            continue
        found.append(
            {
                "code": scope.record.code,
                "question": scope.record.summary.question,
                "in_force": scope.record.in_force is not None,
            }
        )
    return found[:OTHERS]


def _overlapping(partners: PartnerSet) -> Q:
    """Scopes that have a partner in common with the set."""
    if partners.is_everybody:
        return ~Q(partners=Scope.Partners.NONE)
    mine = dict(partners.partners().values_list("pk", "segment"))
    return (
        Q(partners=Scope.Partners.ALL)
        | Q(partners=Scope.Partners.SEGMENT, segment__in=set(mine.values()))
        | Q(partners=Scope.Partners.LIST, partner_ids__overlap=list(mine))
    )


def _predicted(version: Version, report: Report) -> list[dict[str, Any]]:
    """What the chosen option was expected to do on each measured criterion, what it did, whether the range held it."""
    trigger = Trigger.objects.filter(version=version, kind=choice.KIND.name).first()
    observed = {row.criterion: row for row in trigger.inputs.select_related("series")} if trigger else {}
    selected = report.selected
    rows = []
    for criterion, cell in zip(report.rows("criteria"), selected["cells"] if selected else [], strict=False):
        actual = observed.get(criterion["id"])
        if cell is None or actual is None:
            continue
        rows.append(
            {
                "criterion": criterion["name"],
                "option": selected["label"] if selected else "",
                "unit": criterion["unit"],
                "low": cell["level_low"],
                "likely": cell["level"],
                "high": cell["level_high"],
                "actual": None if actual.value is None else str(round(Decimal(repr(actual.value)), 6)),
                "period": actual.period.isoformat() if actual.period else None,
                "window": _observed_words(actual),
                "held": _held(cell, actual.value),
            }
        )
    return rows


def _observed_words(row: ChoiceInput) -> str:
    """What an observed value is over; empty where nothing is observed."""
    if row.period is None:
        return ""
    length = LENGTHS[row.series.period]
    return span_words(add_months(row.period, length - 1), max(row.window_months, length))


def _held(cell: dict[str, Any], actual: float | None) -> bool | None:
    """Whether the actual value lies in the range that was given; None where there is no range or no value."""
    if actual is None or cell["level_low"] is None or cell["level_high"] is None:
        return None
    return float(cell["level_low"]) <= actual <= float(cell["level_high"])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
