"""What stands beside the sections of a record: what is open before the next stage, and what the comparison says."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from decisions.comparison.charts.tornado import TornadoPicture
from decisions.comparison.charts.trade_off import TradeOffPicture
from decisions.comparison.charts.values import ValueBars
from decisions.comparison.flips import Flips
from decisions.comparison.frozen_parts import FrozenParts
from decisions.comparison.pictures import bars_of, tornado_of, trade_off_of
from decisions.readiness.assess import Blocker, ReadinessLine
from decisions.readiness.record_head import RecordHead
from decisions.sections.scenarios import run_is_stale, run_of
from decisions.versions.report import report_of_comparison

SHOWN_BLOCKERS = 3


@dataclass
class SidePanel:
    """Of the page whose head is `head`."""

    head: RecordHead

    @cached_property
    def groups(self) -> list[tuple[ReadinessLine, list[Blocker], list[Blocker]]]:
        """The readiness list: each required line with the blockers to show first, and the rest."""
        return [
            (line, list(line.open[:SHOWN_BLOCKERS]), list(line.open[SHOWN_BLOCKERS:]))
            for line in self.head.readiness.required_lines
        ]

    @cached_property
    def advice(self) -> tuple[Blocker, ...]:
        return self.head.readiness.advice

    @cached_property
    def compared(self) -> FrozenParts:
        return report_of_comparison(self.head.content)

    @cached_property
    def flips(self) -> Flips:
        """What the comparison says, in words and rows."""
        return Flips(self.compared)

    @cached_property
    def bars(self) -> ValueBars | None:
        return bars_of(self.compared)

    @cached_property
    def trade_off_picture(self) -> TradeOffPicture | None:
        return trade_off_of(self.flips)

    @cached_property
    def tornado_picture(self) -> TornadoPicture | None:
        return tornado_of(self.flips)

    @cached_property
    def pole_shares(self) -> dict[str, str] | None:
        """What both sides of the trade-off weigh, in per cent of all weight."""
        frozen = self.compared.parts["trade_off"]
        if frozen["left_weight"] is None:
            return None
        return {side: f"{round(100 * Decimal(frozen[f'{side}_weight']))}" for side in ("left", "right")}

    @property
    def is_run_current(self) -> bool:
        """Whether the scenarios were run on the inputs as they are now."""
        return run_of(self.head.content) is not None and not run_is_stale(self.head.content)

    @property
    def analysis_address(self) -> str:
        """Where all flips stand."""
        place = self.head.layout.home_of["analysis"]
        return f"{reverse('decisions:stage', args=[self.head.record.code, place.stage])}#{place.anchor}"
