"""Units: every one by its code, with how its numbers are written. Pure; no Django."""

from dataclasses import dataclass

from metrics.measures.marking import InContext, gettext_noop, pgettext


class UnknownUnit(LookupError):
    """There is no unit of this code."""


@dataclass(frozen=True)
class MeasureUnit:
    """A unit of definitions. `label` names it in a choice.

    `word` stands behind its numbers, which have so many `decimals`; words that are the same in every language have no
    context. Money is written with its currency instead, and is `per` something where it is a rate. What `adds_up` means
    something as a sum over partners: money and numbers of things do, per cents and scores do not.
    """

    code: str
    label: str
    decimals: int = 0
    word: InContext | str = ""
    is_money: bool = False
    per: str = ""
    adds_up: bool = False


UNITS = {
    unit.code: unit
    for unit in (
        MeasureUnit("money", gettext_noop("money"), is_money=True, adds_up=True),
        MeasureUnit("money_per_day", gettext_noop("money per day"), is_money=True, per="day"),
        MeasureUnit("money_per_customer", gettext_noop("money per customer"), is_money=True, per="customer"),
        MeasureUnit("pct", gettext_noop("per cent"), 1, "%"),
        MeasureUnit("nps", gettext_noop("net promoter score, −100…100"), 0, pgettext("unit", "NPS")),
        MeasureUnit("score", gettext_noop("score, 0…100"), 1, pgettext("unit", "of 100")),
        MeasureUnit("days", gettext_noop("days"), 1, pgettext("unit", "days"), adds_up=True),
        MeasureUnit("count", gettext_noop("number"), adds_up=True),
        MeasureUnit("text", gettext_noop("described in words")),
    )
}
"""In the order in which people choose one."""

POINTS = MeasureUnit("points", gettext_noop("percentage points"), 1, pgettext("unit", "points"))
"""What per cent differ by: nothing is measured in it."""


def unit_of(code: str) -> MeasureUnit:
    """The unit of a definition. Raises UnknownUnit."""
    try:
        return UNITS[code]
    except KeyError:
        raise UnknownUnit(f"there is no unit {code!r}") from None
