"""What a record's page shows: one object for the whole page and for the fragments that a save sends back."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.committee.models.rounds import Remark
from decisions.comparison.charts.tornado import TornadoPicture
from decisions.comparison.charts.trade_off import TradeOffPicture
from decisions.comparison.charts.values import ValueBars
from decisions.comparison.flips import Flips
from decisions.comparison.frozen_parts import FrozenParts
from decisions.comparison.matrix import MatrixRow, matrix_rows
from decisions.comparison.pictures import bars_of, tornado_of, trade_off_of
from decisions.draft.layout import Layout, Place, lay_out
from decisions.draft.load import load_draft
from decisions.draft.unit_view import ChoiceLists, UnitView
from decisions.readiness.assess import Blocker, Readiness, ReadinessLine, assess
from decisions.record.models import Record
from decisions.sections.approvals import Approval
from decisions.sections.criteria import Criterion
from decisions.sections.draft import Draft
from decisions.sections.estimates import Basis
from decisions.sections.expected_path import ExpectedPath, paths_of
from decisions.sections.metrics import MetricBinding
from decisions.sections.registry import section_kind
from decisions.sections.scenarios import Override, Scenario, ScenarioRun, overrides_of, run_is_stale, run_of
from decisions.sections.text import TextBlock, texts_of
from decisions.sections.units import Unit
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.stages import REPORT_INPUT, WORKING_STAGES, Stage, next_stage, previous_stage
from decisions.triggers.models import Case, Review
from decisions.versions.frozen_inputs import inputs_of
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_comparison, report_of_draft
from metrics.models import DefinitionVersion


@dataclass
class RecordPage:
    """A record as `user` sees it at `viewed` (a working stage). `overrides` are units with errors or conflicts."""

    record: Record
    user: User
    viewed: Stage
    now: dt.datetime
    content: Draft
    overrides: dict[uuid.UUID, UnitView] = field(default_factory=dict)
    is_fragment: bool = False

    @classmethod
    def of(
        cls, record: Record, user: User, viewed: Stage, now: dt.datetime, content: Draft | None = None
    ) -> "RecordPage":
        return cls(record, user, viewed, now, content or load_draft(record))

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.content.framework)

    @property
    def places(self) -> tuple[Place, ...]:
        return self.layout.of_stage(self.viewed)

    @cached_property
    def choices(self) -> ChoiceLists:
        return ChoiceLists(self.content)

    @cached_property
    def can_change(self) -> bool:
        return self.user.has_perm("decisions.change_record", self.record)

    @property
    def is_open(self) -> bool:
        """Whether this person may write in the draft now."""
        return self.can_change and self.record.stage in WORKING_STAGES

    @cached_property
    def can_decide(self) -> bool:
        return self.user.has_perm("decisions.decide", self.record)

    @cached_property
    def can_share(self) -> bool:
        return self.user.has_perm("decisions.share_record", self.record)

    @cached_property
    def is_watched(self) -> bool:
        """Whether a version is in force, or was: then there is something that is watched, or was."""
        return self.record.in_force_id is not None or self.record.enactments.exists()

    @cached_property
    def open_cases(self) -> int:
        """How many cases of the version in force are not closed."""
        if self.record.in_force_id is None:
            return 0
        cases = Case.objects.filter(record=self.record, version=self.record.in_force_id)
        return cases.exclude(state=CaseState.CLOSED).count()

    @cached_property
    def open_review(self) -> Review | None:
        """The review of the version in force that is open, the oldest first."""
        rows = Review.objects.filter(version=self.record.in_force_id, state=ReviewState.OPEN)
        return rows.order_by("due_on").first() if self.record.in_force_id else None

    @cached_property
    def changes_asked(self) -> list[Remark]:
        """Changes that committees asked for and that have no answer yet."""
        if not self.record.open_remarks:
            return []
        rows = Remark.objects.filter(version__record=self.record, kind=Remark.Kind.CHANGE, answer=None)
        return list(rows.select_related("by", "version"))

    @cached_property
    def reportable_inputs(self) -> frozenset[uuid.UUID | None]:
        """The inputs of the version in force of which this person may say that they have changed."""
        known = inputs_of(self.record, self.record.in_force)
        return frozenset(row.pk for row in known if row.pk and self.user.has_perm(REPORT_INPUT, row))

    @property
    def stage(self) -> Stage:
        return Stage(self.record.stage)

    @property
    def next(self) -> Stage | None:
        return next_stage(self.stage)

    @property
    def previous(self) -> Stage | None:
        return previous_stage(self.stage) if self.stage in WORKING_STAGES else None

    @cached_property
    def gate(self) -> Stage:
        """The gate that the readiness list is about."""
        return self.next or Stage.PROPOSED

    @cached_property
    def readiness(self) -> Readiness:
        return self.everything.up_to(self.gate)

    @cached_property
    def everything(self) -> Readiness:
        """How the draft stands at all gates: asked once, and every list is a part of it."""
        return assess(self.content, Stage.PROPOSED, self.now.date())

    @cached_property
    def open_by_part(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for blocker in self.everything.blockers:
            found[blocker.part] = found.get(blocker.part, 0) + 1
        return found

    def open_in(self, place: Place) -> int:
        """How many blockers of any gate are mended at this place."""
        return sum(self.open_by_part.get(part, 0) for part in place.parts)

    @cached_property
    def nav(self) -> list[tuple[Stage, list[tuple[Place, int]]]]:
        """Stages with their cards and how much is open in each."""
        return [
            (stage, [(place, self.open_in(place)) for place in places])
            for stage, places in self.layout.stages()
        ]

    @cached_property
    def matrix(self) -> list[MatrixRow]:
        return matrix_rows(self.content)

    @cached_property
    def side_shares(self) -> dict[str, str] | None:
        """What both sides of the trade-off weigh, in per cent of all weight."""
        frozen = self.compared.parts["trade_off"]
        if frozen["left_weight"] is None:
            return None
        return {side: f"{round(100 * Decimal(frozen[f'{side}_weight']))}" for side in ("left", "right")}

    @cached_property
    def more_metrics(self) -> list[DefinitionVersion]:
        """Metrics of the dictionary that the record does not have yet."""
        bound = [binding.key for binding in self.content.all(MetricBinding)]
        return list(
            DefinitionVersion.objects.newest().filter(metric__kind="metric").exclude(metric__in=bound)
        )

    @cached_property
    def flips(self) -> Flips:
        """What the comparison says, in words and rows."""
        return Flips(self.compared)

    @cached_property
    def trade_off_picture(self) -> TradeOffPicture | None:
        return trade_off_of(self.flips)

    @cached_property
    def tornado_picture(self) -> TornadoPicture | None:
        return tornado_of(self.flips)

    @property
    def texts(self) -> dict[str, TextBlock]:
        return texts_of(self.content)

    @property
    def run(self) -> ScenarioRun | None:
        return run_of(self.content)

    @property
    def is_run_current(self) -> bool:
        """Whether the scenarios were run on the inputs as they are now."""
        return self.run is not None and not run_is_stale(self.content)

    @property
    def shows_scenarios(self) -> bool:
        """Whether the page has the scenarios, so that what they say is drawn again with every change."""
        return any("scenarios" in place.parts for place in self.places)

    @property
    def analysis_address(self) -> str:
        """Where all flips stand."""
        place = self.layout.home_of["analysis"]
        return f"{reverse('decisions:stage', args=[self.record.code, place.stage])}#{place.anchor}"

    @cached_property
    def scenario_overrides(self) -> dict[uuid.UUID, list[Override]]:
        """What differs in each scenario."""
        return {row.pk: overrides_of(self.content, row) for row in self.content.all(Scenario)}

    @property
    def path_rows(self) -> list[ExpectedPath]:
        """Expected paths of the criteria that have a metric."""
        return [
            paths_of(self.content)[row.pk]
            for row in self.content.all(Criterion)
            if row.metric_id and row.pk in paths_of(self.content)
        ]

    @property
    def bases(self) -> list[tuple[str, Any]]:
        return Basis.choices

    def link_to(self, blocker: Blocker) -> str:
        """The page and element where a blocker is mended."""
        place = self.layout.home_of.get(blocker.part)
        stage = place.stage if place else self.viewed
        address = reverse("decisions:stage", args=[self.record.code, stage])
        return f"{address}#{blocker.anchor}"

    @cached_property
    def steps(self) -> list["StageStep"]:
        """The stage bar: three working stages and the approval."""
        order = [*WORKING_STAGES, Stage.PROPOSED]
        here = order.index(self.stage) if self.stage in order else len(order)
        return [self._step(index, stage, here) for index, stage in enumerate(order)]

    def _step(self, index: int, stage: Stage, here: int) -> "StageStep":
        is_working = stage in WORKING_STAGES
        label = str(stage.label) if is_working else _("Approval")
        words = self._approval_words() if not is_working else self._gate_words(index)
        address = (
            reverse("decisions:stage", args=[self.record.code, stage])
            if is_working
            else self._approval_address()
        )
        return StageStep(
            number=index + 1,
            label=label,
            words=words,
            address=address,
            is_done=index < here,
            is_current=index == here,
            is_viewed=stage == self.viewed,
        )

    def _gate_words(self, index: int) -> str:
        """How many lines of the gate behind a stage hold; nothing where there is no draft to judge."""
        if not self.record.has_draft:
            return ""
        gate = (Stage.COMPARE, Stage.COMMIT, Stage.PROPOSED)[index]
        lines = [line for line in self.everything.required_lines if line.check.gate == gate]
        settled = sum(not line.open for line in lines)
        return _("%(settled)s of %(count)s hold") % {"settled": settled, "count": len(lines)}

    def _approval_words(self) -> str:
        committee, approver = self.content.one(Approval).committee, self.content.one(Approval).approver
        if committee:
            return committee.name
        return approver.name if approver else _("no approver yet")

    def _approval_address(self) -> str:
        return reverse("decisions:one_pager", args=[self.record.code])

    @cached_property
    def groups(self) -> list[tuple[ReadinessLine, list[Blocker], list[Blocker]]]:
        """The readiness list: each required line with the blockers to show first, and the rest."""
        return [(line, list(line.open[:3]), list(line.open[3:])) for line in self.readiness.required_lines]

    @cached_property
    def advice(self) -> tuple[Blocker, ...]:
        return self.readiness.advice

    @cached_property
    def compared(self) -> FrozenParts:
        return report_of_comparison(self.content)

    @cached_property
    def draft_report(self) -> Report:
        return report_of_draft(self.content, number=self.draft_number, by=self.user, now=self.now)

    @cached_property
    def newest_number(self) -> int:
        """How many versions there are: they are numbered from 1 without a gap."""
        return self.record.versions.count()

    @property
    def draft_number(self) -> int:
        return self.newest_number + 1

    @cached_property
    def bars(self) -> ValueBars | None:
        return bars_of(self.compared)

    def unit(self, unit: Unit) -> UnitView:
        """The view of one unit, with what was just sent where it was refused."""
        return self.overrides.get(unit.pk) or self.fresh_view(unit)

    def fresh_view(self, unit: Unit) -> UnitView:
        """The view of a unit as it is saved. Texts take their label and hint from the template."""
        view = UnitView(unit, self.record, self.choices, self.is_open)
        if isinstance(unit, TextBlock):
            view.label, view.hint = self._text_labels.get(unit.key, (_("The trade-off in this case"), ""))
        return view

    @cached_property
    def _text_labels(self) -> dict[str, tuple[str, str]]:
        texts = [text for section in self.content.framework.sections for text in section.texts]
        return {text.key: (text.label, text.hint) for text in texts}

    def label_of_part(self, kind: str) -> Any:
        return section_kind(kind).label

    @cached_property
    def proposed(self) -> Version | None:
        """The newest version, where it waits for its round."""
        if self.stage != Stage.PROPOSED:
            return None
        return self.record.versions.select_related("round", "standing").order_by("-number").first()


@dataclass(frozen=True)
class StageStep:
    """One step of the stage bar."""

    number: int
    label: str
    words: str
    address: str
    is_done: bool
    is_current: bool
    is_viewed: bool
