"""A history drawn with the two levels of a threshold, and the episodes that they make of it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from decisions.comparison.charts.levels import DrawnLevel, LevelsPicture, Span, levels_picture
from decisions.triggers.backtest.history import History
from decisions.triggers.engine.machine import Rule
from metrics.definitions.units import shown

WIDE, NARROW = (640, 240), (320, 230)
PLACES = Decimal("0.000001")


def drawn(
    name: str,
    history: History,
    rule: Rule,
    states: Sequence[str],
    spans: Sequence[Span],
    mark: str,
    size: tuple[int, int] = WIDE,
) -> LevelsPicture | None:
    """The picture of a history with both levels; `spans` are the episodes, `mark` what their beginnings are called."""
    fire, clear, unit = rule.fire, rule.clear, history.unit
    fire_at, clear_at = _exact(fire.value), _exact(clear.value)
    if fire.op in ("<=", ">="):
        below, above = _("fires at %(level)s and below"), _("fires at %(level)s and above")
    else:
        below, above = _("fires below %(level)s"), _("fires above %(level)s")
    return levels_picture(
        [
            (sample.period, None if sample.value is None else _exact(sample.value))
            for sample in history.samples
        ],
        states,
        fire=DrawnLevel(fire_at, (below if fire.is_downward else above) % {"level": shown(fire_at, unit)}),
        clear=DrawnLevel(clear_at, _("clears at %(level)s") % {"level": shown(clear_at, unit)}),
        spans=spans,
        mark=mark,
        title=_("%(name)s and the levels of the threshold") % {"name": name},
        words=lambda value: shown(value, unit, with_unit=False),
        named=history.named,
        width=size[0],
        height=size[1],
    )


def _exact(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(PLACES).normalize()
