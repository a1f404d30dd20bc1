"""What the comparison says, in words and rows: one reading of the frozen figures for screen and paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decisions.reports.report import Report
from metrics.units import shown

Emphasis = Callable[[str], str]
NEAREST = 3
LEAST_PCT = Decimal("0.1")


@dataclass(frozen=True)
class FlipRow:
    """One level at which the choice would flip, in words. `to` is the option that leads beyond it."""

    words: str
    level: str
    against: str
    to: str
    criterion: str
    is_inside: bool
    is_own: bool
    is_shared: bool = False
    has_metric: bool = False

    @property
    def of(self) -> str:
        """What the flip is of, as its address says it."""
        return "baseline" if self.is_shared else "estimate"

    @property
    def is_observable(self) -> bool:
        """Whether a threshold can watch it: the selected option's own, or a shared input, with a metric behind it."""
        return self.is_own and self.is_inside and self.has_metric


@dataclass(frozen=True)
class ScenarioRow:
    name: str
    probability: str
    cells: tuple["ScenarioCell", ...]


@dataclass(frozen=True)
class ScenarioCell:
    label: str
    value: Decimal
    regret: Decimal
    is_best: bool


class Flips:
    """The analysis part of a report. Empty (`is_there` False) until all options have their estimates."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.data: dict[str, Any] = report.parts["analysis"]

    @property
    def is_there(self) -> bool:
        return self.data["best"] is not None

    @property
    def why_not(self) -> str:
        return str(self.data["why_not"])

    @cached_property
    def options(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.report.option_rows}

    @cached_property
    def criteria(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.report.rows("criteria")}

    @cached_property
    def levels(self) -> dict[tuple[str, str], Decimal]:
        return {
            (row["option"], row["criterion"]): Decimal(row["level"])
            for row in self.report.rows("estimates")
            if row["level"] is not None
        }

    def label(self, option: str) -> str:
        return str(self.options[option]["label"])

    @property
    def best(self) -> str:
        return str(self.data["best"])

    @property
    def has_selection(self) -> bool:
        return self.report.selected is not None

    @property
    def is_best_selected(self) -> bool:
        """Whether nothing is selected, or nothing is worth more than what is."""
        chosen = self.report.selected
        return chosen is None or Decimal(chosen["value"]) == Decimal(self.options[self.best]["value"])

    # The sentence

    @cached_property
    def sentence(self) -> str:
        """Which option is best, and until when, in one sentence."""
        return self._sentence(str)

    @cached_property
    def sentence_html(self) -> SafeString:
        """The same with what matters marked."""
        return SafeString(self._sentence(lambda words: format_html("<em>{}</em>", words)))

    def _sentence(self, mark: Emphasis) -> str:
        if not self.is_there:
            return self.why_not
        chosen, best = self.report.selected, self.options[self.best]
        if len(self.options) == 1:
            return _("%(best)s stands alone: there is nothing to compare it with.") % {"best": best["label"]}
        if chosen is not None and not self.is_best_selected:
            return self._behind(mark, chosen)
        level = [
            row["label"]
            for row in self.options.values()
            if Decimal(row["value"]) == Decimal(best["value"]) and row["id"] != best["id"]
        ]
        if level:
            both = {"best": best["label"], "others": ", ".join(level), "value": value2(best["value"])}
            return _("%(best)s and %(others)s are level at %(value)s.") % _escaped(mark, both)
        until = [words for words in (self._weight_words(mark), self._level_words(mark)) if words]
        leader = mark(_("%(best)s is best") % {"best": (chosen or best)["label"]})
        if not until:
            return _("%(leader)s whatever the trade-off weighs, and anywhere within the ranges.") % {
                "leader": leader
            }
        if len(until) == 1:
            return _("%(leader)s until %(one)s.") % {"leader": leader, "one": until[0]}
        return _("%(leader)s until %(one)s, or %(two)s.") % {
            "leader": leader,
            "one": until[0],
            "two": until[1],
        }

    def _behind(self, mark: Emphasis, chosen: dict[str, Any]) -> str:
        """The selected option is not the best one: by how much, and what would make it so."""
        best = self.options[self.best]
        names = {
            "best": mark(_("%(best)s is best") % {"best": best["label"]}),
            "chosen": _plain(mark, chosen["label"]),
            "gap": value2(Decimal(best["value"]) - Decimal(chosen["value"])),
        }
        first = _("%(best)s; %(chosen)s, which is selected, is %(gap)s behind.") % names
        level = self._level_words(mark)
        if not level:
            return first
        return _("%(first)s It would lead if %(level)s.") % {"first": first, "level": level}

    def _weight_words(self, mark: Emphasis) -> str:
        """The nearest flip of the trade-off, else of any weight: `coverage weighs less than 21 % (now 46)`."""
        found = self.data["trade_off"]
        if found and found["flips"]:
            subject = str(self.report.parts["trade_off"]["left"]).lower()
            return self._weighs(mark, subject, found["flips"][0]["left_share"], found["share"])
        flips = [
            (abs(Decimal(flip["weight"]) - Decimal(self.criteria[flip["criterion"]]["weight"])), flip)
            for flip in self.data["weight_flips"]
        ]
        if not flips:
            return ""
        nearest = min(flips, key=lambda pair: pair[0])[1]
        criterion = self.criteria[nearest["criterion"]]
        return self._weighs(mark, criterion["name"], nearest["weight"], criterion["weight"])

    def _weighs(self, mark: Emphasis, subject: str, at: str, now: str) -> str:
        names = {
            "what": _plain(mark, subject),
            "share": f"{share(at)} %",
            "now": f"{share(now)} %",
        }
        if Decimal(at) < Decimal(now):
            more = mark(_("less than %(share)s") % names)
        else:
            more = mark(_("more than %(share)s") % names)
        return _("%(what)s weighs %(more)s (now %(now)s)") % (names | {"more": more})

    def _level_words(self, mark: Emphasis) -> str:
        """The nearest level inside its range at which the recommended option changes places with the best other."""
        row = next(iter(self._own_inside), None)
        if row is None:
            return ""
        criterion = self.criteria[row["criterion"]]
        now = self.levels[row["option"], row["criterion"]]
        level = Decimal(row["value"])
        unit = criterion["unit"]
        side = _("falls below %(level)s") if level < now else _("rises above %(level)s")
        names = {
            "criterion": _plain(mark, criterion["name"]),
            "side": mark(side % {"level": shown(level, unit)}),
            "now": shown(now, unit, with_unit=False),
        }
        return _("its %(criterion)s %(side)s (now %(now)s)") % names

    # Levels at which the choice flips

    def _distance(self, row: dict[str, Any]) -> Decimal:
        """How far a break-even is away, in steps from worst to best."""
        criterion = self.criteria[row["criterion"]]
        span = abs(Decimal(criterion["best"]) - Decimal(criterion["worst"]))
        return abs(Decimal(row["value"]) - self.levels[row["option"], row["criterion"]]) / span

    @cached_property
    def _own_inside(self) -> list[dict[str, Any]]:
        mine = self.data["recommended"] if self.is_there else None
        found = [
            row for row in self.data.get("break_even", ()) if row["option"] == mine and row["inside_range"]
        ]
        return sorted(found, key=self._distance)

    @cached_property
    def rows(self) -> list[FlipRow]:
        """Break-evens inside their range, the selected option's first and the nearest first, then shared inputs.

        Of several rivals on one estimate only the first one met is named.
        """
        if not self.is_there:
            return []
        mine = self.data["recommended"]
        inside = sorted(
            (row for row in self.data["break_even"] if row["inside_range"]),
            key=lambda row: (row["option"] != mine, self._distance(row)),
        )
        seen: set[tuple[str, str]] = set()
        found = []
        for row in inside:
            if (row["option"], row["criterion"]) not in seen:
                seen.add((row["option"], row["criterion"]))
                found.append(self._row(row, is_own=row["option"] == mine and self.has_selection))
        return found + list(self._shared())

    def _row(self, row: dict[str, Any], *, is_own: bool) -> FlipRow:
        criterion = self.criteria[row["criterion"]]
        level, now = Decimal(row["value"]), self.levels[row["option"], row["criterion"]]
        words = _("%(option)s %(criterion)s below") if level < now else _("%(option)s %(criterion)s above")
        return FlipRow(
            words=words % {"option": self.label(row["option"]), "criterion": criterion["name"]},
            level=shown(level, criterion["unit"]),
            against=self.label(row["against"]),
            to=self.label(row["against"] if row["option"] == self.data["recommended"] else row["option"]),
            criterion=row["criterion"],
            is_inside=row["inside_range"],
            is_own=is_own,
            has_metric=bool(criterion["metric"]),
        )

    def _shared(self) -> Iterator[FlipRow]:
        """Baselines at which the choice flips, because several estimates follow from them."""
        baselines = {row["key"]: row["baseline"] for row in self.report.rows("metrics")}
        for row in self.data["shared"]:
            criterion = self.criteria[row["criterion"]]
            baseline = baselines.get(criterion["metric"])
            if row["value"] is None or not baseline or baseline["value"] is None:
                continue
            level = Decimal(row["value"])
            words = (
                _("baseline of %(criterion)s below")
                if level < Decimal(baseline["value"])
                else _("baseline of %(criterion)s above")
            )
            yield FlipRow(
                words=words % {"criterion": criterion["name"]},
                level=shown(level, criterion["unit"]),
                against=self.label(row["against"]),
                to=self.label(row["against"]),
                criterion=row["criterion"],
                is_inside=True,
                is_own=self.has_selection,
                is_shared=True,
                has_metric=True,
            )

    @property
    def nearest(self) -> list[FlipRow]:
        return self.rows[:NEAREST]

    @cached_property
    def unreachable(self) -> list[str]:
        """Break-evens outside of what is thought possible: said, so that nobody wonders."""
        if not self.is_there:
            return []
        mine = self.data["recommended"]
        inside = {(row["option"], row["criterion"]) for row in self.data["break_even"] if row["inside_range"]}
        return [
            _("%(option)s %(criterion)s at %(level)s, outside its range")
            % {
                "option": self.label(row["option"]),
                "criterion": self.criteria[row["criterion"]]["name"],
                "level": shown(Decimal(row["value"]), self.criteria[row["criterion"]]["unit"]),
            }
            for row in self.data["break_even"]
            if row["option"] == mine
            and row["value"] is not None
            and (row["option"], row["criterion"]) not in inside
        ]

    @cached_property
    def weight_rows(self) -> list[dict[str, str]]:
        """Weights at which the best option changes, criterion by criterion."""
        return [
            {
                "criterion": self.criteria[flip["criterion"]]["name"],
                "weight": f"{share(flip['weight'])} %",
                "now": f"{share(self.criteria[flip['criterion']]['weight'])} %",
                "from": self.label(flip["from"]),
                "to": self.label(flip["to"]),
            }
            for flip in self.data.get("weight_flips", ())
        ]

    # Scenarios and draws

    @cached_property
    def scenarios(self) -> list[ScenarioRow]:
        found = self.data.get("scenarios")
        if not found:
            return []
        return [
            ScenarioRow(
                name=row["name"],
                probability="" if row["probability_pct"] is None else f"{number(row['probability_pct'])} %",
                cells=tuple(self._cells(row["values"], row["regret"])),
            )
            for row in found["rows"]
        ]

    def _cells(self, values: dict[str, str], regret: dict[str, str]) -> Iterator[ScenarioCell]:
        for option in self.options:
            yield ScenarioCell(
                label=self.label(option),
                value=Decimal(values[option]),
                regret=Decimal(regret[option]),
                is_best=Decimal(regret[option]) == 0,
            )

    @cached_property
    def summary_rows(self) -> list[tuple[str, list[str]]]:
        """Under the scenarios: expected value, mean and largest regret of each option."""
        found = self.data.get("scenarios")
        if not found:
            return []
        rows = [
            (_("Expected value"), found["expected"]),
            (_("Mean regret"), found["mean_regret"]),
            (_("Largest regret"), found["max_regret"]),
        ]
        return [
            (label, [value2(figures[option]) for option in self.options])
            for label, figures in rows
            if figures is not None
        ]

    @property
    def least_regret(self) -> str:
        found = self.data.get("scenarios")
        return self.label(found["minimax_regret_choice"]) if found else ""

    @cached_property
    def evpi(self) -> str:
        """What it would be worth to know the scenario beforehand, in money; empty where that means nothing."""
        found = self.data.get("scenarios")
        if not found or found["evpi"] is None or len(self.criteria) != 1:
            return ""
        criterion = next(iter(self.criteria.values()))
        unit = criterion["unit"]
        if not (len(unit) >= 3 and unit[:3].isupper() and unit[:3].isalpha()):
            return ""
        span = abs(Decimal(criterion["best"]) - Decimal(criterion["worst"]))
        return shown(Decimal(found["evpi"]) * span, unit)

    @property
    def run(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.data["run"]
        return found

    @property
    def is_stale(self) -> bool:
        """Whether the draws were made on other inputs than those shown."""
        return bool(self.run and self.run["is_stale"])

    @cached_property
    def first_ranks(self) -> list[tuple[str, Decimal]]:
        """How often each option comes first within the ranges, weights as stated."""
        return self._first("stated")

    @cached_property
    def first_ranks_unknown(self) -> list[tuple[str, Decimal]]:
        """The same as if nothing were known of the weights."""
        return self._first("unknown")

    def _first(self, kind: str) -> list[tuple[str, Decimal]]:
        run = self.run
        if not run or set(run[kind]["rank"]) != set(self.options):
            return []
        return [(self.label(option), Decimal(run[kind]["rank"][option][0])) for option in self.options]

    @cached_property
    def rank_rows(self) -> list[dict[str, Any]]:
        """Each option with its share of every rank and its confidence factor; a dash where that is undefined."""
        run = self.run
        if not run or not self.first_ranks:
            return []
        stated = run["stated"]
        return [
            {
                "label": self.label(option),
                "shares": [f"{share(part)} %" for part in stated["rank"][option]],
                "confidence": (
                    f"{share(stated['confidence'][option])} %" if stated["confidence"][option] else "–"
                ),
            }
            for option in self.options
        ]

    @property
    def draws_words(self) -> str:
        return formats.number_format(self.run["draws"], 0, force_grouping=True) if self.run else ""

    @property
    def error_words(self) -> str:
        """The standard error of a share, in per cent."""
        return (
            f"{number(round(100 * Decimal(self.run['stated']['standard_error']), 1))} %" if self.run else ""
        )

    @property
    def unknown_words(self) -> list[tuple[str, str]]:
        return [(label, f"{share(part)} %") for label, part in self.first_ranks_unknown]

    @property
    def moving_words(self) -> list[str]:
        """The estimates whose range alone moves the answer."""
        return [
            _("%(criterion)s of %(option)s")
            % {"criterion": self.criteria[row["criterion"]]["name"], "option": self.label(row["option"])}
            for row in self.data.get("moving", ())
        ]


def _plain(mark: Emphasis, words: str) -> str:
    """Words without emphasis, escaped where the sentence is HTML."""
    return words if mark is str else format_html("{}", words)


def _escaped(mark: Emphasis, names: dict[str, str]) -> dict[str, str]:
    return {name: _plain(mark, words) for name, words in names.items()}


def value2(value: str | Decimal) -> str:
    return formats.number_format(round(Decimal(value), 2), 2)


def share(value: str | Decimal) -> str:
    """A share 0…1 in whole per cent; near the ends with the decimals that keep it from reading 0 or 100."""
    percent = 100 * Decimal(value)
    if 0 < percent < LEAST_PCT:
        return f"<{formats.number_format(LEAST_PCT, 1)}"
    is_at_end = 0 < percent < Decimal("0.5") or Decimal("99.5") < percent < 100
    return formats.number_format(round(percent, 1 if is_at_end else 0), 1 if is_at_end else 0)


def number(value: str | Decimal) -> str:
    found = Decimal(value).normalize()
    exponent = found.as_tuple().exponent
    return formats.number_format(found, max(0, -exponent) if isinstance(exponent, int) else 0)
