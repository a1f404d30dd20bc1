"""Levels and weights at which the choice flips, as rows."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from decisions.analysis.claims import Flip, Subject
from decisions.comparison.flips.claim_words import ClaimWords
from decisions.comparison.flips.figures import FrozenFigures

NEAREST = 3


@dataclass(frozen=True)
class FlipRow:
    """One level at which the choice would flip, in words. `to` is the option that leads beyond it.

    `against` is the other option of the two that change places, beside the one that the row is about.
    """

    words: str
    level: str
    against: str
    to: str
    criterion: str
    is_below: bool
    is_own: bool
    is_shared: bool = False
    has_metric: bool = False
    is_to_date: bool = False

    @property
    def of(self) -> str:
        """What the flip is of, as its address says it."""
        return "baseline" if self.is_shared else "estimate"

    @property
    def side(self) -> str:
        """On which side of the level it flips, as its address says it."""
        return "below" if self.is_below else "above"

    @property
    def is_observable(self) -> bool:
        """Whether a threshold can watch it: the selected option's own, or a shared input, with a metric behind it.

        Not where the level rests on a baseline to date.
        """
        return self.is_own and self.has_metric and not self.is_to_date


class Levels(FrozenFigures):
    """The claims as rows."""

    @cached_property
    def claim_words(self) -> ClaimWords:
        return ClaimWords(self)

    @cached_property
    def rows(self) -> list[FlipRow]:
        """Levels inside their range: of the selected option's estimates, then of others, then of shared inputs."""
        return [self._row(flip) for flip in self.claims.inside] if self.is_there else []

    def _row(self, flip: Flip) -> FlipRow:
        standing = self.claims.standing
        is_shared = flip.subject == Subject.FOLLOWED
        return FlipRow(
            words=self.claim_words.head(flip),
            level=self.claim_words.row_level(flip),
            against=self.label(flip.before if standing.is_behind else flip.after),
            to=self.label(flip.after),
            criterion=flip.criterion,
            is_below=flip.is_below,
            is_own=self.has_selection and (is_shared or flip.option == standing.subject),
            is_shared=is_shared,
            has_metric=bool(self.criteria[flip.criterion]["metric"]),
            is_to_date=self.is_to_date(flip),
        )

    @property
    def nearest(self) -> list[FlipRow]:
        return self.rows[:NEAREST]

    @property
    def no_flip_words(self) -> str:
        """What stands in place of rows, where there is none."""
        return self.claim_words.no_flip(self.claims.standing) if self.is_there else ""

    @cached_property
    def unreachable(self) -> list[str]:
        """The subject's own levels outside of what is thought possible: said, so that nobody wonders."""
        if not self.is_there:
            return []
        return [self.claim_words.outside(flip) for flip in self.claims.own if not flip.is_inside]

    @cached_property
    def weight_rows(self) -> list[dict[str, str]]:
        """Weights at which the best option changes, criterion by criterion."""
        if not self.is_there:
            return []
        return [
            {
                "criterion": self.criteria[flip.criterion]["name"],
                "weight": self.claim_words.share(flip),
                "now": self.claim_words.share_now(flip),
                "from": self.label(flip.before),
                "to": self.label(flip.after),
            }
            for flip in self.claims.lead_weights
        ]

    @property
    def moving_words(self) -> list[str]:
        """The estimates whose range alone moves the answer."""
        if not self.is_there:
            return []
        return [
            _("%(criterion)s of %(option)s")
            % {"criterion": self.criteria[criterion]["name"], "option": self.label(option)}
            for option, criterion in self.claims.moving
        ]
