"""The two sides of the trade-off and what they weigh."""

from typing import Any

from django.utils.translation import gettext_lazy

from decisions.sections.criteria import judging
from decisions.sections.declaring import Computed, Names, OwnLayout, SectionKind, words
from decisions.sections.draft import Draft
from decisions.sections.text import text_of
from decisions.sections.wording import said_as_share
from decisions.states.stages import Stage


def _freeze(content: Draft, names: Names) -> dict[str, Any]:
    poles, weights = content.framework.trade_off, content.comparison.weights
    shares: dict[str, Any] = {"left": None, "right": None}
    if weights:
        for side in shares:
            shares[side] = sum(
                (weights[row.pk] for row in judging(content) if row.side == side),
                start=0 * weights[judging(content)[0].pk],
            )
    return {
        "left": poles.left.label,
        "right": poles.right.label,
        "left_weight": shares["left"],
        "right_weight": shares["right"],
        "text": words(text_of(content, "trade_off")),
    }


TRADE_OFF = SectionKind(
    kind="trade_off",
    label=gettext_lazy("Trade-off"),
    home=Stage.COMPARE,
    in_header=False,
    units=(),
    computed=(
        Computed("left_weight", gettext_lazy("weight of the left side"), said_as_share),
        Computed("right_weight", gettext_lazy("weight of the right side"), said_as_share),
    ),
    checks=(),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("trade_off.html"),),
)
