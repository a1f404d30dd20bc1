"""One sentence: which option is best, and until when."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from decisions.comparison.flips.claim_words import ClaimWords, Emphasis
from decisions.comparison.flips.levels import Levels
from decisions.comparison.flips.numbers import value2


@dataclass(frozen=True)
class Sentence:
    """The sentence on some figures. `mark` emphasises what matters; with one, the words are HTML."""

    figures: Levels
    mark: Emphasis = str

    @cached_property
    def claim_words(self) -> ClaimWords:
        return ClaimWords(self.figures, self.mark)

    def words(self) -> str:
        if not self.figures.is_there:
            return self.figures.why_not
        if len(self.figures.options) == 1:
            (alone,) = self.figures.options.values()
            return _("%(best)s stands alone: there is nothing to compare it with.") % {
                "best": self._label(alone)
            }
        standing = self.figures.claims.standing
        if standing.is_behind:
            return self._behind()
        return self.claim_words.level_at_the_top(standing) if standing.is_level else self._until()

    def _until(self) -> str:
        """Which option leads, and the nearest weight and level at which it no longer does."""
        until, names = self._conditions(), {"leader": self._best()}
        if not until:
            words = _(
                "%(leader)s whatever any one criterion weighs, and with any one estimate anywhere in its range."
            )
            return words % names
        if len(until) == 1:
            return _("%(leader)s until %(one)s.") % (names | {"one": until[0]})
        return _("%(leader)s until %(one)s, or %(two)s.") % (names | {"one": until[0], "two": until[1]})

    def _behind(self) -> str:
        """The selected option is not the best one: by how much, and what alone would make it so."""
        standing = self.figures.claims.standing
        gap = value2(repr(standing.gap))
        names = {"chosen": self._label(self.figures.options[standing.chosen]), "gap": gap}
        if standing.is_level:
            names["level"] = self.claim_words.level_at_the_top(standing)
            first = _("%(level)s %(chosen)s, which is selected, is %(gap)s behind.") % names
        else:
            names["best"] = self._best()
            first = _("%(best)s; %(chosen)s, which is selected, is %(gap)s behind.") % names
        would = self._conditions()
        if not would:
            return first
        if len(would) == 1:
            return _("%(first)s It would lead if %(one)s.") % {"first": first, "one": would[0]}
        names = {"first": first, "one": would[0], "two": would[1]}
        return _("%(first)s It would lead if %(one)s, or if %(two)s.") % names

    def _conditions(self) -> list[str]:
        """The nearest weight and the nearest level at which what is said of the subject is no longer so."""
        claims = self.figures.claims
        return [
            self.claim_words.condition(flip)
            for flip in (claims.nearest_weight, claims.nearest_level)
            if flip is not None
        ]

    def _best(self) -> str:
        (best,) = self.figures.claims.standing.leaders
        return self.mark(_("%(best)s is best") % {"best": self.figures.label(best)})

    def _label(self, option: dict[str, Any]) -> str:
        return self.claim_words.plain(option["label"])
