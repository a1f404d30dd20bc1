"""Claims in words. Whatever is said of who leads until when, on a page, on paper or of a threshold, is said here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from decisions.analysis.claims import Flip, Standing, Subject
from decisions.comparison.flips.figures import FrozenFigures
from decisions.comparison.flips.numbers import shares_apart, value2
from decisions.sections.compared import decimal_of
from metrics.definitions.units import shown_apart
from metrics.observations.wording import span_words

Emphasis = Callable[[str], str]


@dataclass(frozen=True)
class ClaimWords:
    """Words for the claims of some figures. `mark` emphasises what matters; with one, the words are HTML."""

    figures: FrozenFigures
    mark: Emphasis = str

    def condition(self, flip: Flip) -> str:
        """What has to happen: `coverage weighs less than 21 % (now 46 %)`, `its margin falls below 2 % (now 4)`.

        What was measured says over which months: `(now 4, 12 months to Oct 2026)`.
        """
        if flip.subject in {Subject.WEIGHT, Subject.TRADE_OFF}:
            names = {"what": self.plain(self._weight_of(flip)), "now": self.share_now(flip)}
            return _("%(what)s weighs %(more)s (now %(now)s)") % (names | {"more": self._more(flip)})
        names = {
            "criterion": self.plain(self._criterion(flip)["name"]),
            "side": self._side(flip),
            "now": self.plain(self._now_words(flip)),
        }
        if flip.subject == Subject.FOLLOWED:
            return _("the baseline of %(criterion)s %(side)s (now %(now)s)") % names
        if flip.option == self.figures.claims.standing.subject:
            return _("its %(criterion)s %(side)s (now %(now)s)") % names
        names["option"] = self.plain(self.figures.label(flip.option))
        return _("%(criterion)s of %(option)s %(side)s (now %(now)s)") % names

    def _side(self, flip: Flip) -> str:
        if flip.end is not None:
            return self.mark(_("lies between %(low)s and %(high)s") % self._ends(flip))
        words = _("falls below %(level)s") if flip.is_below else _("rises above %(level)s")
        return self.mark(words % {"level": self.level(flip)})

    def _more(self, flip: Flip) -> str:
        if flip.end is not None:
            return self.mark(_("between %(low)s and %(high)s") % self._ends(flip))
        words = _("less than %(share)s") if flip.is_below else _("more than %(share)s")
        return self.mark(words % {"share": self.share(flip)})

    def _ends(self, flip: Flip) -> dict[str, str]:
        """The two ends of a lead that does not last, the lower one first, told apart."""
        low, high = sorted((flip.at, flip.at if flip.end is None else flip.end))
        if flip.subject in {Subject.WEIGHT, Subject.TRADE_OFF}:
            texts = [f"{part} %" for part in shares_apart(low, high)]
        else:
            unit, ends = self._criterion(flip)["unit"], (decimal_of(low), decimal_of(high))
            texts = [shown_apart(ends[0], ends[1], unit), shown_apart(ends[1], ends[0], unit)]
        return dict(zip(("low", "high"), texts, strict=True))

    def head(self, flip: Flip) -> str:
        """The same as the head of a row, before the level: `B margin below`, `baseline of margin above`."""
        names = {"criterion": self._criterion(flip)["name"]}
        if flip.subject == Subject.FOLLOWED:
            if flip.end is not None:
                return _("baseline of %(criterion)s between") % names
            words = (
                _("baseline of %(criterion)s below")
                if flip.is_below
                else _("baseline of %(criterion)s above")
            )
            return words % names
        words = _("%(option)s %(criterion)s below") if flip.is_below else _("%(option)s %(criterion)s above")
        if flip.end is not None:
            words = _("%(option)s %(criterion)s between")
        return words % (names | {"option": self.figures.label(flip.option)})

    def row_level(self, flip: Flip) -> str:
        """What stands behind the head."""
        return self.level(flip) if flip.end is None else _("%(low)s and %(high)s") % self._ends(flip)

    def outside(self, flip: Flip) -> str:
        """A level that nobody thinks possible."""
        words = _("%(option)s %(criterion)s at %(level)s, outside its range")
        names = {"option": self.figures.label(flip.option), "criterion": self._criterion(flip)["name"]}
        return words % (names | {"level": self.level(flip)})

    def level(self, flip: Flip) -> str:
        """Where it flips, in the criterion's unit, told apart from where it stands."""
        return shown_apart(decimal_of(flip.at), decimal_of(flip.now), self._criterion(flip)["unit"])

    def now(self, flip: Flip) -> str:
        unit = self._criterion(flip)["unit"]
        return shown_apart(decimal_of(flip.now), decimal_of(flip.at), unit, with_unit=False)

    def _now_words(self, flip: Flip) -> str:
        """Where it stands, with the months that this was measured over; an estimate that follows nothing has none."""
        window = self.figures.window_of(flip.criterion)
        if window is None:
            return self.now(flip)
        named = {"now": self.now(flip), "window": span_words(window.last, window.months)}
        if window.is_to_date:
            named["window"] = _("%(window)s, to date") % named
        if flip.subject == Subject.FOLLOWED or self.figures.is_baseline(flip.option, flip.criterion):
            return _("%(now)s, %(window)s") % named
        if self.figures.follows_baseline(flip.option, flip.criterion):
            return _("%(now)s, estimated from %(window)s") % named
        return self.now(flip)

    def share(self, flip: Flip) -> str:
        return f"{shares_apart(flip.at, flip.now)[0]} %"

    def share_now(self, flip: Flip) -> str:
        return f"{shares_apart(flip.at, flip.now)[1]} %"

    def watched(self, flip: Flip) -> str:
        """What a threshold on this level watches for: in its note, and where it is proposed."""
        standing = self.figures.claims.standing
        names = {
            "after": self.figures.label(flip.after),
            "before": self.figures.label(flip.before),
            "best": ", ".join(map(self.figures.label, standing.leaders)),
            "level": self.level(flip),
        }
        if not standing.is_behind:
            return _("%(after)s overtakes %(before)s at %(level)s.") % names
        if flip.end is not None:
            words = _("%(after)s is behind %(best)s now; between %(low)s and %(high)s it would lead.")
            return words % (names | self._ends(flip))
        if flip.is_below:
            return _("%(after)s is behind %(best)s now; below %(level)s it would lead.") % names
        return _("%(after)s is behind %(best)s now; above %(level)s it would lead.") % names

    def level_at_the_top(self, standing: Standing) -> str:
        """That options are level: `A and B are level at 0.53.`"""
        *others, last = [self.plain(self.figures.label(option)) for option in standing.leaders]
        value = value2(self.figures.options[standing.leaders[0]]["value"])
        names = {"options": ", ".join(others), "last": last, "value": value}
        return _("%(options)s and %(last)s are level at %(value)s.") % names

    def no_flip(self, standing: Standing) -> str:
        """What is said in place of levels, where none flips within its range."""
        if standing.is_behind:
            words = _("No estimate, within its range, makes %(option)s lead.")
            return words % {"option": self.figures.label(standing.subject)}
        if standing.is_level:
            return _("The best options are level: whatever moves one of them decides.")
        return _("No estimate flips the choice within its range.")

    def _criterion(self, flip: Flip) -> dict[str, str]:
        return self.figures.criteria[flip.criterion]

    def _weight_of(self, flip: Flip) -> str:
        if flip.subject == Subject.TRADE_OFF:
            return str(self.figures.report.parts["trade_off"]["left"]).lower()
        return self._criterion(flip)["name"]

    def plain(self, words: str) -> str:
        """Words without emphasis, escaped where they become HTML."""
        return words if self.mark is str else format_html("{}", words)
