"""What a record's page shows: one object for the whole page and for the fragments that a save sends back."""

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from decisions.committee.models.rounds import Remark
from decisions.comparison.matrix import MatrixRow, matrix_rows
from decisions.draft.layout import Place
from decisions.draft.unit_view import ChoiceLists, UnitView
from decisions.life.side import SidePanel
from decisions.readiness.record_head import RecordHead
from decisions.sections.criteria import judging
from decisions.sections.estimates import Basis
from decisions.sections.expected_path import ExpectedPath, paths_of
from decisions.sections.metrics import MetricBinding
from decisions.sections.scenarios import Override, Scenario, ScenarioRun, overrides_of, run_of
from decisions.sections.text import TextBlock, texts_of
from decisions.sections.units import Unit
from decisions.states.stages import REPORT_INPUT, Stage
from decisions.versions.frozen_inputs import inputs_of
from metrics.models import DefinitionVersion


@dataclass
class RecordPage(RecordHead):
    """The working page. `overrides` are units with errors or conflicts."""

    overrides: dict[uuid.UUID, UnitView] = field(default_factory=dict)
    is_fragment: bool = False

    @cached_property
    def side(self) -> SidePanel:
        return SidePanel(self)

    @property
    def places(self) -> tuple[Place, ...]:
        return self.layout.of_stage(self.viewed)

    @property
    def shown_parts(self) -> set[str]:
        """The parts that stand on the page."""
        return {part for place in self.places for part in place.parts}

    @cached_property
    def choices(self) -> ChoiceLists:
        return ChoiceLists(self.content)

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
    def more_metrics(self) -> list[DefinitionVersion]:
        """Metrics of the dictionary that the record does not have yet."""
        bound = [binding.key for binding in self.content.all(MetricBinding)]
        return list(
            DefinitionVersion.objects.newest().filter(metric__kind="metric").exclude(metric__in=bound)
        )

    @property
    def texts(self) -> dict[str, TextBlock]:
        return texts_of(self.content)

    @property
    def run(self) -> ScenarioRun | None:
        return run_of(self.content)

    @property
    def shows_scenarios(self) -> bool:
        """Whether the page has the scenarios, so that what they say is drawn again with every change."""
        return "scenarios" in self.shown_parts

    @cached_property
    def scenario_overrides(self) -> dict[uuid.UUID, list[Override]]:
        """What differs in each scenario."""
        return {row.pk: overrides_of(self.content, row) for row in self.content.all(Scenario)}

    @property
    def path_rows(self) -> list[ExpectedPath]:
        """Expected paths of the criteria that have a metric."""
        return [
            paths_of(self.content)[row.pk]
            for row in judging(self.content)
            if row.metric_id and row.pk in paths_of(self.content)
        ]

    @property
    def bases(self) -> list[tuple[str, Any]]:
        return Basis.choices

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
