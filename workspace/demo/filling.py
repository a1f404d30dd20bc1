"""Filling a record through the same actions as the browser, from a story written as data."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from accounts.models import User
from decisions import models as m
from decisions.draft.load import load_draft
from decisions.draft.scenarios import run_scenarios
from decisions.life import reopen
from decisions.life.create import create_record
from decisions.sections.expected_path import paths_of
from decisions.sections.scope import partner_set
from frameworks.models import FrameworkVersion
from metrics.definitions.units import shown
from metrics.measures.months import add_months, period_start
from metrics.measures.windows import Window
from metrics.models import DefinitionVersion
from metrics.observations.baselines import baseline
from partnerdesk.core.days import workspace_day

Story = dict[str, Any]
MEASURED = "{measured}"
QUARTER = 3
PATH_MONTHS = (1, 9)
"""When the paths begin to move and where they should have arrived, in months after the first whole one."""


class Filler:
    """One record on its way. `people` are the demo's persons by key, `now` the moment of the next action."""

    def __init__(self, story: Story, people: dict[str, User], now: dt.datetime) -> None:
        self.story, self.people, self.now = story, people, now
        self.by = people[story["author"]]
        version = FrameworkVersion.objects.filter(framework__key=story["framework"]).newest().get()
        self.record = create_record(
            version,
            question=story["question"],
            decision_class=story["class"],
            owner=people[story["owner"]],
            is_private=story.get("private", False),
            by=self.by,
            now=now,
        )

    def save(self, unit: m.Unit, **values: Any) -> None:
        """Save some fields of a unit. A key of the demo's people stands for the person."""
        filled = unit.values()
        for name, value in values.items():
            filled[name] = self.people[value].pk if isinstance(value, str) and value in self.people else value
        fresh = type(unit).objects.get(pk=unit.pk)
        reopen.save_unit(
            fresh, filled, revision=fresh.revision, save_id=uuid.uuid4(), by=self.by, now=self.now
        )

    def single(self, model: type[m.Single], **values: Any) -> None:
        self.save(model.objects.get(record=self.record), **values)

    def add(self, kind: str, **values: Any) -> m.Unit:
        saved = reopen.add_row(self.record, kind, pk=uuid.uuid4(), by=self.by, now=self.now)
        self.save(saved.unit, **values)
        fresh: m.Unit = type(saved.unit).objects.get(pk=saved.unit.pk)
        return fresh

    def frame(self) -> None:
        """Header, texts, metrics, inputs, statements."""
        story, today = self.story, workspace_day(self.now)
        begin, end = story["horizon_days"]
        self.single(
            m.Scope,
            horizon_from=today + dt.timedelta(days=begin),
            horizon_to=today + dt.timedelta(days=end),
            segment_on=today if story.get("segment") else None,
            partners="segment" if story.get("segment") else "all",
            segment=story.get("segment", ""),
            note=story.get("scope_note", ""),
            **self._window(),
        )
        self.single(m.People, **story["people"])
        for key, body in story["texts"].items():
            self.save(m.TextBlock.objects.get(record=self.record, key=key), body=body)
        for binding in m.MetricBinding.objects.filter(record=self.record):
            good, poor = story.get("levels", {}).get(binding.key, (None, None))
            self.save(binding, owner=story["metric_owner"], good_from=good, poor_from=poor)
        for key, (value, source) in story["inputs"].items():
            row = m.InputItem.objects.get(record=self.record, key=key)
            told = self._measured(key, value)
            self.save(row, value=told, source=source, as_of=today, owner=story["metric_owner"])
        for sort, text in story["statements"]:
            self.add(
                "statement",
                sort=sort,
                text=text,
                owner=story["owner"],
                assumption_set="base" if sort == "assumption" else "",
            )
        for name, probability, narrative in story.get("scenarios", ()):
            self.add("scenario", name=name, probability_pct=probability, narrative=narrative)
        for text, source in story.get("constraints", ()):
            self.add("constraint", text=text, source=source)

    def _measured(self, key: str, words: str) -> str:
        """The words with what their metric measures for the partners of the record, in the twelve months before."""
        if MEASURED not in words:
            return words
        definition = DefinitionVersion.objects.newest().get(metric=key)
        found = baseline(definition, Window(months=12), partner_set(load_draft(self.record)))
        return words.replace(MEASURED, shown(found.value, found.unit))

    def compare(self) -> None:
        """Options, criteria, estimates, the trade-off, risks, guardrails, the output artifact."""
        story = self.story
        options = {option.label: option for option in m.Option.objects.filter(record=self.record)}
        for label, words in story["options"].items():
            self.save(options[label], **words)
        criteria = {
            criterion.metric.key: criterion
            for criterion in m.Criterion.objects.filter(record=self.record).select_related("metric")
            if criterion.metric
        }
        ranked = sorted(story["criteria"], key=lambda key: -int(story["criteria"][key][2]))
        for key, (worst, best, swing, side) in story["criteria"].items():
            if key not in criteria:
                criteria[key] = self.add("criterion", name=key)
            self.save(
                criteria[key],
                worst=Decimal(worst),
                best=Decimal(best),
                rank=ranked.index(key) + 1,
                swing=Decimal(swing),
                side=side,
            )
        statements = {row.sort: row for row in m.Statement.objects.filter(record=self.record)}
        for (label, key), estimate in story["estimates"].items():
            self._estimate(options[label], criteria[key], estimate, statements)
        self._scenarios(options, criteria)
        for text_key, body in story.get("compare_texts", {}).items():
            self.save(m.TextBlock.objects.get(record=self.record, key=text_key), body=body)
        for risk in m.Risk.objects.filter(record=self.record):
            self.save(risk, owner=story["owner"])
        limits = story.get("guardrails", {})
        for guardrail in m.Guardrail.objects.filter(record=self.record):
            self.save(guardrail, limit=limits.get(guardrail.key, ""), owner=story["metric_owner"])
        if story.get("artifact"):
            self.single(m.OutputArtifact, content=story["artifact"])

    def _estimate(
        self, option: m.Option, criterion: m.Criterion, stated: Any, statements: dict[str, m.Statement]
    ) -> None:
        estimate = m.Estimate.objects.get(option=option, criterion=criterion)
        if stated == "baseline":
            self.save(estimate, form="change", likely=Decimal(0), basis="fact")
            return
        low, likely, high, basis = stated
        behind = statements.get(basis) if basis in {"assumption", "question"} else None
        self.save(
            estimate,
            form="value",
            low=Decimal(low),
            likely=Decimal(likely),
            high=Decimal(high),
            basis=basis,
            statement=behind.pk if behind else None,
        )

    def _scenarios(self, options: dict[str, m.Option], criteria: dict[str, m.Criterion]) -> None:
        """What differs in each scenario, and the run."""
        scenarios = {row.name: row for row in m.Scenario.objects.filter(record=self.record)}
        for name, label, key, at in self.story.get("overrides", ()):
            added = reopen.add_row(
                self.record,
                "override",
                pk=uuid.uuid4(),
                values={"scenario_id": scenarios[name].pk},
                by=self.by,
                now=self.now,
            )
            is_level = at not in {"low", "high"}
            self.save(
                added.unit,
                option=options[label].pk if label else None,
                criterion=criteria[key].pk,
                at="value" if is_level else at,
                level=Decimal(at) if is_level else None,
            )
        if load_draft(self.record).comparison.found is not None:
            run_scenarios(self.record, by=self.by, now=self.now)

    def commit(self) -> None:
        """Recommendation, thresholds, reviews, actions, evidence, approval."""
        story, today = self.story, workspace_day(self.now)
        chosen = m.Option.objects.get(record=self.record, label=story["choice"])
        self.single(
            m.Recommendation,
            option=chosen.pk,
            rationale=story["rationale"],
            why_not_best=story.get("why_not_best", ""),
            reversal_signal=story["reversal_signal"],
        )
        self._paths(chosen)
        plan = story["reviews"]
        self.single(
            m.ReviewPlan,
            confirmed_by=story["owner"],
            confirmed_on=today,
            next_review_on=today + dt.timedelta(days=plan["next"]),
            rhythm=plan.get("rhythm", ""),
            post_review_on=today + dt.timedelta(days=plan["post"]) if plan.get("post") else None,
            stop_conditions=plan.get("stop", ""),
            escalation=plan.get("escalation", ""),
        )
        bindings = {row.key: row for row in m.MetricBinding.objects.filter(record=self.record)}
        for key, direction, level, effect, months in story.get("thresholds", ()):
            self.add(
                "threshold",
                metric=bindings[key].pk,
                direction=direction,
                level=Decimal(level),
                effect=effect,
                window_months=months,
                owner=story["owner"],
                active_from=today.replace(day=1),
            )
        for text, ending in story.get("stories", ()):
            self.add("story", story=text, **self._ending(ending))
        for person, days in story.get("path", ()):
            self.add("escalation", person=person, after_days=days)
        for text, owner, days in story.get("actions", ()):
            self.add("action", text=text, owner=owner, due_on=today + dt.timedelta(days=days))
        for evidence in story.get("evidence", ()):
            self.add("evidence", **evidence)
        self._approval()

    def _ending(self, ending: Any) -> dict[str, Any]:
        """What is done about a story: the place of a threshold, who checks in how many days, or why nothing is."""
        if isinstance(ending, int):
            watching = m.Threshold.objects.filter(record=self.record).order_by("position")[ending]
            return {"ending": "threshold", "threshold": watching.pk}
        if isinstance(ending, str):
            return {"ending": "aside", "reason": ending}
        person, days = ending
        return {
            "ending": "check",
            "owner": person,
            "check_on": workspace_day(self.now) + dt.timedelta(days=days),
        }

    def _window(self) -> dict[str, dt.date]:
        """The newest four whole quarters, where the story keeps its figures; else the newest months of each day."""
        if not self.story.get("is_past"):
            return {}
        last = add_months(period_start(workspace_day(self.now), QUARTER), -1)
        return {"first_month": add_months(last, -11), "last_month": last}

    def _paths(self, chosen: m.Option) -> None:
        """Where the selected option should bring each metric: what was estimated for it, by the story's months."""
        begin = (workspace_day(self.now) + dt.timedelta(days=30)).replace(day=1)
        ramp, target_by = (add_months(begin, months) for months in self.story.get("path_months", PATH_MONTHS))
        content = load_draft(self.record)
        for criterion in content.all(m.Criterion):
            path, level = (
                paths_of(content).get(criterion.pk),
                content.comparison.level_of(chosen.pk, criterion.pk),
            )
            if path is not None and level is not None:
                self.save(path, ramp_from=ramp, target=round(level, 6), target_by=target_by)

    def _approval(self) -> None:
        story = self.story
        committee = m.Committee.objects.filter(name=story.get("committee", "")).first()
        self.single(
            m.Approval,
            approver=story["approver"],
            committee=committee and committee.pk,
            coi=story.get("coi", "none"),
        )
