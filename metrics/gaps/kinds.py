"""The kinds of gaps, the worst first: what each is called, what it does to a grade, what can be done about it.

A kind says all of itself here. Asked for one that it does not know, the registry raises UnknownGapKind. No models.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class UnknownGapKind(KeyError):
    """There is no kind of gap of this name."""


class Kind(models.TextChoices):
    """The names of the kinds, as they are stored and printed."""

    MISSING_VALUE = "missing_value", _("missing value")
    MISSING_PARTNER = "missing_partner", _("row without a partner")
    UNKNOWN_PARTNER = "unknown_partner", _("unknown partner")
    SIMILAR_LABEL = "similar_label", _("similar labels")
    DUPLICATE_NAME = "duplicate_name", _("same name twice")
    BAD_NUMBER = "bad_number", _("not a number")
    BAD_DATE = "bad_date", _("not a date")
    OUT_OF_RANGE = "out_of_range", _("value out of range")
    UNIT_MISMATCH = "unit_mismatch", _("another currency")
    MISSING_RATE = "missing_rate", _("no rate of exchange")
    OUT_OF_SCALE = "out_of_scale", _("another scale")
    UNMAPPED_LABEL = "unmapped_label", _("label that the mapping does not name")
    SPELLING = "spelling", _("several spellings")
    BAD_ROW = "bad_row", _("row whose fields can't be told apart")
    DUPLICATE_ROW = "duplicate_row", _("same row twice")
    MISSING_PERIOD = "missing_period", _("period without data")
    PARTIAL_PERIOD = "partial_period", _("period in part")
    FUTURE_PERIOD = "future_period", _("period in the future")
    OUTLIER = "outlier", _("unusual period")
    LATE = "late", _("late data")
    PARTNER_WITHOUT_DATA = "partner_without_data", _("partner without data")


class Effect(Enum):
    """What a gap does to the grade of a figure that it touches."""

    ROWS = "rows"
    """It caps at B, and at C where 5 % of the rows are touched."""
    TOUCH = "touch"
    """It caps at B."""
    PERIOD = "period"
    """It caps at C: a period of the window is empty."""
    PARTNERS = "partners"
    """It caps at B, and its partners count for nothing in the coverage."""
    AGE = "age"
    """None by itself: that data are late is seen from the figure's own age."""


class Doing(Enum):
    """What people can do about a gap. That one looks after it (owner, day, thread, asking) holds of every kind."""

    ACCEPT = "accept"
    MERGE = "merge"
    MAP = "map"


@dataclass(frozen=True)
class GapKind:
    """All that a kind says of itself.

    `words` are a sentence, by number where there is something to count; they are filled with `count`, `column`,
    `label` and `periods`. `labelled` stands in their place for a gap of one label, where there are such. `meaning` is
    what it does to figures, `effect` what to a grade. With `is_dated` the periods follow the sentence. `advice` is what
    would settle it, said to whoever is asked.
    """

    kind: Kind
    words: Any
    meaning: Any
    advice: Any
    effect: Effect
    is_dated: bool
    doings: frozenset[Doing]
    labelled: Any = None

    def sentence(self, label: str) -> Any:
        """Its words, to be filled."""
        return self.labelled if label and self.labelled else self.words

    @property
    def counts_rows(self) -> bool:
        return self.effect is Effect.ROWS


def _rows(kind: Kind, words: Any, meaning: Any, advice: Any) -> GapKind:
    """A kind that counts rows of a file, and that a person can accept."""
    return GapKind(kind, words, meaning, advice, Effect.ROWS, True, frozenset({Doing.ACCEPT}))


def _whole(kind: Kind, words: Any, meaning: Any, advice: Any, effect: Effect, *doings: Doing) -> GapKind:
    """A kind that counts something else than rows: labels, partners, periods."""
    return GapKind(kind, words, meaning, advice, effect, False, frozenset({Doing.ACCEPT, *doings}))


EVERY = (
    _whole(
        Kind.MISSING_PERIOD,
        _("no data in %(periods)s"),
        _("No partner has a value there, between periods that have some."),
        _("A file of these periods settles it."),
        Effect.PERIOD,
    ),
    _whole(
        Kind.PARTNER_WITHOUT_DATA,
        ngettext_lazy("%(count)s partner without data", "%(count)s partners without data", "count"),
        _("They stand in the partner list and have no row in the file."),
        _("Rows of these partners settle it, or a list without them."),
        Effect.PARTNERS,
    ),
    GapKind(
        Kind.LATE,
        _("newer data are due"),
        _("The newest data are older than the usual delay explains."),
        _("The next file settles it."),
        Effect.AGE,
        False,
        frozenset(),
    ),
    _rows(
        Kind.MISSING_PARTNER,
        ngettext_lazy("%(count)s row without a partner", "%(count)s rows without a partner", "count"),
        _("These rows belong to nobody and count for no figure."),
        _("A file that names their partners settles it."),
    ),
    _whole(
        Kind.UNKNOWN_PARTNER,
        ngettext_lazy("%(count)s unknown partner left out", "%(count)s unknown partners left out", "count"),
        _("Their rows are left out until the directory knows them."),
        _("Say which partners of the directory they are, or add them to it."),
        Effect.TOUCH,
        Doing.MAP,
    ),
    _whole(
        Kind.PARTIAL_PERIOD,
        _("only a part of %(periods)s was in the file"),
        _(
            "Where the source had more of it, that stays as it was; where it had not, the part counts as a part."
        ),
        _("A file of the whole period settles it."),
        Effect.TOUCH,
    ),
    _rows(
        Kind.MISSING_VALUE,
        ngettext_lazy("%(count)s row without %(column)s", "%(count)s rows without %(column)s", "count"),
        _("These rows count for no figure that needs the column."),
        _("A file in which these rows are filled in settles it."),
    ),
    _rows(
        Kind.BAD_NUMBER,
        ngettext_lazy(
            "%(count)s row where %(column)s is no number",
            "%(count)s rows where %(column)s is no number",
            "count",
        ),
        _("These rows count for no figure that needs the column."),
        _("A file with numbers there settles it."),
    ),
    _rows(
        Kind.BAD_DATE,
        ngettext_lazy(
            "%(count)s row where %(column)s is no date", "%(count)s rows where %(column)s is no date", "count"
        ),
        _("These rows can't be dated and count for no figure that needs the date."),
        _("A file with dates there settles it."),
    ),
    _rows(
        Kind.BAD_ROW,
        ngettext_lazy(
            "%(count)s row whose fields can't be told apart",
            "%(count)s rows whose fields can't be told apart",
            "count",
        ),
        _("Columns may be shifted in these rows: they count for no figure."),
        _("A file in which every row has the fields of the header settles it."),
    ),
    _rows(
        Kind.UNIT_MISMATCH,
        ngettext_lazy(
            "%(count)s row where %(column)s says another currency",
            "%(count)s rows where %(column)s says another currency",
            "count",
        ),
        _("Currencies are not added up: these rows count for no figure that is money."),
        _("A file in one currency settles it."),
    ),
    _rows(
        Kind.MISSING_RATE,
        ngettext_lazy(
            "%(count)s row in %(label)s without a rate", "%(count)s rows in %(label)s without a rate", "count"
        ),
        _(
            "Nobody has given a rate for this month: these rows count for no figure that is money, until one is there."
        ),
        _("A table with the rate of this month settles it; the file is then imported anew."),
    ),
    GapKind(
        Kind.UNMAPPED_LABEL,
        ngettext_lazy(
            "%(count)s row whose %(column)s the mapping does not name",
            "%(count)s rows whose %(column)s the mapping does not name",
            "count",
        ),
        _("Rows are told apart by this column, and the mapping says nothing of these labels."),
        _("Say which label of the mapping they mean."),
        Effect.ROWS,
        True,
        frozenset({Doing.ACCEPT, Doing.MAP}),
        labelled=ngettext_lazy(
            "%(count)s row where %(column)s is “%(label)s”, which the mapping does not name",
            "%(count)s rows where %(column)s is “%(label)s”, which the mapping does not name",
            "count",
        ),
    ),
    _whole(
        Kind.OUT_OF_SCALE,
        _("%(column)s is not known to go from 0 to 10"),
        _("A net promoter score counts 9 and 10 against 0 to 6: of another scale it says nothing."),
        _("Ratings from 0 to 10 settle it."),
        Effect.TOUCH,
    ),
    _rows(
        Kind.OUT_OF_RANGE,
        ngettext_lazy(
            "%(count)s row where %(column)s is out of range",
            "%(count)s rows where %(column)s is out of range",
            "count",
        ),
        _("These values can't be, and count for nothing."),
        _("A file with possible values settles it."),
    ),
    _whole(
        Kind.OUTLIER,
        _("unusual: %(periods)s"),
        _("The value lies far from all other periods. It counts."),
        _("Accept it with what explains it, or correct the file."),
        Effect.TOUCH,
    ),
    _rows(
        Kind.DUPLICATE_ROW,
        ngettext_lazy("%(count)s row stands there twice", "%(count)s rows stand there twice", "count"),
        _("They are counted each time: if they are copies, the figures are too large."),
        _("A file without the copies settles it."),
    ),
    _whole(
        Kind.DUPLICATE_NAME,
        _("two partners named %(label)s"),
        _("Two keys bear one name: it may be one partner twice."),
        _("A list with one key for each partner settles it."),
        Effect.TOUCH,
    ),
    _whole(
        Kind.SIMILAR_LABEL,
        _("label variant: %(label)s (%(count)s)"),
        _("Probably one and the same, spelt in two ways: segments fall apart."),
        _("Say whether they are the same."),
        Effect.TOUCH,
        Doing.MERGE,
    ),
    _whole(
        Kind.SPELLING,
        _("%(label)s is spelt in %(count)s ways"),
        _("They are kept apart until somebody says that they are the same."),
        _("Say whether they are the same."),
        Effect.TOUCH,
        Doing.MERGE,
    ),
    _rows(
        Kind.FUTURE_PERIOD,
        ngettext_lazy("%(count)s row dated ahead", "%(count)s rows dated ahead", "count"),
        _("These periods have not begun: their rows are kept, and count once they have."),
        _("The calendar settles it, or a file with right dates."),
    ),
)
"""The worst first: what is not there, what is not counted, what is counted wrongly."""


class Registry:
    """Kinds of gaps by name. Asked for one that it does not know, it raises UnknownGapKind."""

    def __init__(self, kinds: Iterable[GapKind]) -> None:
        self._kinds = {str(kind.kind.value): kind for kind in kinds}
        if left := sorted(set(Kind.values) - self._kinds.keys()):
            raise UnknownGapKind(f"kinds of gaps that say nothing of themselves: {', '.join(left)}")
        self._ranks = {name: place for place, name in enumerate(self._kinds)}

    def __getitem__(self, kind: str) -> GapKind:
        try:
            return self._kinds[str(kind)]
        except KeyError:
            raise UnknownGapKind(f"there is no kind of gap {kind!r}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def rank(self, kind: str) -> int:
        """Its place among the kinds, the worst being 0. Raises UnknownGapKind."""
        return self._ranks[self[kind].kind.value]


KINDS = Registry(EVERY)
