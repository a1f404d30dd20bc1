"""What keeps options from being compared, in words: for readers of a page, and as the command `analyse` says it."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.languages import untranslated
from decisions.analysis.problem import BadProblem, Fault
from metrics.definitions.units import shown

WORDS = {
    Fault.NOT_FINITE: gettext_lazy("a finite number is needed"),
    Fault.EQUAL_ANCHORS: gettext_lazy("worst and best are equal; options can't differ on it"),
    Fault.SWING_OUT_OF_RANGE: gettext_lazy("a swing weight lies between 0 and 100"),
    Fault.TOO_FEW_POINTS: gettext_lazy("at least two points at different levels are needed"),
    Fault.POINT_OUT_OF_RANGE: gettext_lazy("each point is a level with a value between 0 and 1"),
    Fault.LOW_ABOVE_LIKELY: gettext_lazy("low lies above likely"),
    Fault.HIGH_BELOW_LIKELY: gettext_lazy("high lies below likely"),
    Fault.NO_OPTION: gettext_lazy("name at least one option"),
    Fault.NO_CRITERION: gettext_lazy("name at least one criterion"),
    Fault.NO_ESTIMATE: gettext_lazy("there is no estimate"),
    Fault.NO_WEIGHT: gettext_lazy("at least one weight must be above 0"),
    Fault.NOT_AN_OPTION: gettext_lazy("“%(name)s” is not one of the options"),
    Fault.TWICE: gettext_lazy("“%(name)s” stands there twice"),
    Fault.UNKNOWN_OPTION: gettext_lazy("there is no such option"),
    Fault.UNKNOWN_CRITERION: gettext_lazy("there is no such criterion"),
    Fault.PROBABILITY_OUT_OF_RANGE: gettext_lazy("a probability lies between 0 and 1"),
    Fault.SCENARIO_TWICE: gettext_lazy("each scenario needs a name of its own"),
    Fault.PROBABILITIES_TOO_HIGH: gettext_lazy("the probabilities are %(total)s together; 1 is the most"),
    Fault.DRAWS_OUT_OF_RANGE: gettext_lazy("between 1 and %(most)s draws"),
    Fault.SEED_BELOW_0: gettext_lazy("a seed is 0 or more"),
    Fault.UNKNOWN_SHAPE: gettext_lazy("one of %(known)s"),
    Fault.ORDER_INCOMPLETE: gettext_lazy("name each criterion once, the most important first"),
    Fault.RANGE_NOT_IN_ORDER: gettext_lazy("low and high lie between 0 and 1, in order"),
    Fault.RANGES_IMPOSSIBLE: gettext_lazy("no weights that are 1 together fit into these ranges"),
    Fault.RANGES_TOO_NARROW: gettext_lazy(
        "the ranges leave so little room that no weights were found; widen them"
    ),
}
"""Each fault without its place."""


def fault_sentence(problem: BadProblem, names: Mapping[str, str]) -> str:
    """What keeps a record's options from being compared, in the reader's language: `Reach: low lies above likely.`

    `names` are the words for the ids that the place and the values hold; a page says probabilities in per cent.
    """
    if problem.fault == Fault.PROBABILITIES_TOO_HIGH:
        total = Decimal(f"{100 * float(problem.values['total']):.2f}")
        said = {"total": shown(total, "%"), "most": shown(Decimal(100), "%")}
        return _("The probabilities of the scenarios are %(total)s together; %(most)s is the most.") % said
    what = _fault_words(problem, names)
    where = ", ".join(names[step] for step in reversed(problem.place.split(".")) if step in names)
    return _("%(where)s: %(what)s.") % {"where": where, "what": what} if where else f"{capfirst(what)}."


def command_words(problem: BadProblem) -> str:
    """`B.reach.low: low lies above likely`, in English whoever reads: scripts rely on it."""
    with untranslated():
        return f"{problem.place}: {_fault_words(problem, {})}"


def _fault_words(problem: BadProblem, names: Mapping[str, str]) -> str:
    values = {key: _written(value, names) for key, value in problem.values.items()}
    return str(WORDS[problem.fault]) % values


def _written(value: str | float, names: Mapping[str, str]) -> str:
    if isinstance(value, str):
        return names.get(value, value)
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
