"""One sentence: which option is best, and until when."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from decisions.comparison.flips.levels import Levels
from decisions.comparison.flips.numbers import share, value2
from metrics.definitions.units import shown

Emphasis = Callable[[str], str]


@dataclass(frozen=True)
class Sentence:
    """The sentence on some figures. `mark` emphasises what matters; with one, the words are HTML."""

    figures: Levels
    mark: Emphasis = str

    def words(self) -> str:
        figures = self.figures
        if not figures.is_there:
            return figures.why_not
        chosen, best = figures.report.selected, figures.options[figures.best]
        if len(figures.options) == 1:
            return _("%(best)s stands alone: there is nothing to compare it with.") % {"best": best["label"]}
        if chosen is not None and not figures.is_best_selected:
            return self._behind(chosen)
        return self._level(best) or self._until(chosen or best)

    def _level(self, best: dict[str, Any]) -> str:
        """That others are worth the same; empty where none is."""
        level = [
            row["label"]
            for row in self.figures.options.values()
            if Decimal(row["value"]) == Decimal(best["value"]) and row["id"] != best["id"]
        ]
        if not level:
            return ""
        both = {"best": best["label"], "others": ", ".join(level), "value": value2(best["value"])}
        escaped = {name: self._plain(words) for name, words in both.items()}
        return _("%(best)s and %(others)s are level at %(value)s.") % escaped

    def _until(self, leader: dict[str, Any]) -> str:
        """Which option leads, and the nearest weight and level at which it no longer does."""
        until = [words for words in (self._weight_words(), self._level_words()) if words]
        names = {"leader": self.mark(_("%(best)s is best") % {"best": leader["label"]})}
        if not until:
            return _("%(leader)s whatever the trade-off weighs, and anywhere within the ranges.") % names
        if len(until) == 1:
            return _("%(leader)s until %(one)s.") % (names | {"one": until[0]})
        return _("%(leader)s until %(one)s, or %(two)s.") % (names | {"one": until[0], "two": until[1]})

    def _behind(self, chosen: dict[str, Any]) -> str:
        """The selected option is not the best one: by how much, and what would make it so."""
        best = self.figures.options[self.figures.best]
        names = {
            "best": self.mark(_("%(best)s is best") % {"best": best["label"]}),
            "chosen": self._plain(chosen["label"]),
            "gap": value2(Decimal(best["value"]) - Decimal(chosen["value"])),
        }
        first = _("%(best)s; %(chosen)s, which is selected, is %(gap)s behind.") % names
        level = self._level_words()
        if not level:
            return first
        return _("%(first)s It would lead if %(level)s.") % {"first": first, "level": level}

    def _weight_words(self) -> str:
        """The nearest flip of the trade-off, else of any weight: `coverage weighs less than 21 % (now 46)`."""
        data, criteria = self.figures.data, self.figures.criteria
        found = data["trade_off"]
        if found and found["flips"]:
            subject = str(self.figures.report.parts["trade_off"]["left"]).lower()
            return self._weighs(subject, found["flips"][0]["left_share"], found["share"])
        flips = [
            (abs(Decimal(flip["weight"]) - Decimal(criteria[flip["criterion"]]["weight"])), flip)
            for flip in data["weight_flips"]
        ]
        if not flips:
            return ""
        nearest = min(flips, key=lambda pair: pair[0])[1]
        criterion = criteria[nearest["criterion"]]
        return self._weighs(criterion["name"], nearest["weight"], criterion["weight"])

    def _weighs(self, subject: str, at: str, now: str) -> str:
        names = {
            "what": self._plain(subject),
            "share": f"{share(at)} %",
            "now": f"{share(now)} %",
        }
        if Decimal(at) < Decimal(now):
            more = self.mark(_("less than %(share)s") % names)
        else:
            more = self.mark(_("more than %(share)s") % names)
        return _("%(what)s weighs %(more)s (now %(now)s)") % (names | {"more": more})

    def _level_words(self) -> str:
        """The nearest level inside its range at which the recommended option changes places with the best other."""
        row = next(iter(self.figures.own_inside), None)
        if row is None:
            return ""
        criterion = self.figures.criteria[row["criterion"]]
        now = self.figures.levels[row["option"], row["criterion"]]
        level = Decimal(row["value"])
        unit = criterion["unit"]
        side = _("falls below %(level)s") if level < now else _("rises above %(level)s")
        names = {
            "criterion": self._plain(criterion["name"]),
            "side": self.mark(side % {"level": shown(level, unit)}),
            "now": shown(now, unit, with_unit=False),
        }
        return _("its %(criterion)s %(side)s (now %(now)s)") % names

    def _plain(self, words: str) -> str:
        """Words without emphasis, escaped where the sentence is HTML."""
        return words if self.mark is str else format_html("{}", words)
