"""The pictures of a comparison, from its frozen figures."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from decisions.comparison.charts.expected_path import DrawnPath, PathPicture, path_picture
from decisions.comparison.charts.shares import RankShares, ShareBars, share_bars
from decisions.comparison.charts.tornado import Swing, TornadoPicture, tornado_picture
from decisions.comparison.charts.trade_off import DrawnFlip, OptionLine, TradeOffPicture, trade_off_picture
from decisions.comparison.charts.values import ValueBars, value_bars
from decisions.comparison.flips import Flips
from decisions.comparison.frozen_parts import FrozenParts
from metrics.definitions.units import shown
from metrics.observations.baselines import Baseline
from partnerdesk.core import dates
from partnerdesk.core.charts import Series

SCREEN_WIDTH = 270
PAPER_WIDTH = 240
"""What a column of the one-pager holds: drawn for it, so that no letter is scaled down."""


def bars_of(report: FrozenParts) -> ValueBars | None:
    """The values of the options, by criterion."""
    return value_bars(
        report.option_rows, report.rows("criteria"), title=_("Value of each option, by criterion")
    )


def trade_off_of(flips: Flips, *, width: int = SCREEN_WIDTH) -> TradeOffPicture | None:
    """The values of the options as the weight moves from one pole to the other; None where nothing can move."""
    found = flips.data.get("trade_off")
    if not found:
        return None
    poles = flips.report.parts["trade_off"]
    return trade_off_picture(
        [
            OptionLine(
                flips.label(line["option"]),
                flips.options[line["option"]]["name"],
                float(line["at_0"]),
                float(line["at_1"]),
                line["option"] == flips.data["recommended"],
            )
            for line in found["lines"]
        ],
        today=float(found["share"]),
        flips=[
            DrawnFlip(flip.at, flips.label(flip.before), flips.label(flip.after))
            for flip in flips.claims.lead_trade_off
        ],
        left=poles["left"],
        right=poles["right"],
        title=_("Value of each option as weight moves between %(left)s and %(right)s")
        % {"left": poles["left"].lower(), "right": poles["right"].lower()},
        width=width,
    )


def tornado_of(flips: Flips, *, width: int = SCREEN_WIDTH) -> TornadoPicture | None:
    """How far each estimate's range moves the lead over the runner-up; None where nothing has a range."""
    if not flips.is_there or flips.data["runner_up"] is None:
        return None
    chosen, rival = flips.data["recommended"], flips.data["runner_up"]
    lead = Decimal(flips.options[chosen]["value"]) - Decimal(flips.options[rival]["value"])
    ends = {(row["option"], row["criterion"]): row for row in flips.report.rows("estimates")}
    return tornado_picture(
        [_swing(flips, bar, ends[bar["option"], bar["criterion"]]) for bar in flips.data["tornado"]],
        lead=float(lead),
        recommended=flips.label(chosen),
        runner_up=flips.label(rival),
        title=_("Lead of %(chosen)s over %(rival)s at both ends of each estimate")
        % {"chosen": flips.label(chosen), "rival": flips.label(rival)},
        width=width,
    )


def _swing(flips: Flips, bar: dict[str, Any], estimate: dict[str, Any]) -> Swing:
    criterion = flips.criteria[bar["criterion"]]
    low, high = (
        shown(Decimal(estimate[end] or estimate["level"]), criterion["unit"], with_unit=False)
        for end in ("level_low", "level_high")
    )
    return Swing(
        f"{flips.label(bar['option'])} {criterion['name']}",
        low,
        high,
        float(bar["at_low"]),
        float(bar["at_high"]),
        bar["crosses_zero"],
    )


def shares_of(flips: Flips, kind: str = "stated") -> ShareBars | None:
    """How often each option comes first within the ranges; None where it was not drawn for these options."""
    run = flips.run
    if not run or not flips.first_ranks:
        return None
    return share_bars(
        [
            RankShares(
                flips.label(option),
                row["name"],
                [float(share) for share in run[kind]["rank"][option]],
                option == flips.data["recommended"],
            )
            for option, row in flips.options.items()
        ],
        title=_("How often each option comes first when the estimates vary in their ranges"),
    )


def path_of(row: dict[str, Any], baseline: Baseline | None) -> PathPicture | None:
    """A criterion's expected path on its metric's history today. `row` is one of the part “expected_path”."""
    if baseline is None:
        return None
    return _path_on(row, [(point.period, point.value) for point in baseline.history], SCREEN_WIDTH)


def frozen_path_of(row: dict[str, Any]) -> PathPicture | None:
    """The same on the history that the row keeps; None for rows of versions that were frozen without one."""
    if "history" not in row:
        return None
    history = [
        (_month(point["period"]), None if point["value"] is None else Decimal(point["value"]))
        for point in row["history"]
    ]
    return _path_on(row, history, PAPER_WIDTH)


def _path_on(row: dict[str, Any], history: Series, width: int) -> PathPicture | None:
    if row["baseline"] is None or row["baseline_at"] is None:
        return None
    begin, end = (_month(row[name]) for name in ("baseline_at", "target_by"))
    return path_picture(
        history,
        DrawnPath(
            begin,
            Decimal(row["baseline"]),
            _month(row["ramp_from"] or row["baseline_at"]),
            end,
            Decimal(row["target"]),
        ),
        title=_("Expected path of %(name)s") % {"name": row["name"]},
        words=lambda value: shown(value, row["unit"], with_unit=False),
        named=dates.month,
        width=width,
    )


def _month(text: str) -> dt.date:
    return dt.date.fromisoformat(str(text)[:10]).replace(day=1)
