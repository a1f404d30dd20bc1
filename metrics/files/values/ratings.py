"""Columns of ratings, and whether the file proves that their scale is the one of NPS (0 to 10). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.files.questions import Choice, Question, Said, answered, ask
from metrics.files.values.numbers import NumberColumn
from metrics.measures.marking import gettext_noop as _

RATING = re.compile(
    r"rating|review_?\s?score|nps|promoter|recommend|csat|satisfaction|survey|feedback|stars?\b|bewertung|zufriedenheit"
    r"|評価|満足|推奨|スコア",
    re.IGNORECASE,
)
OF_NPS = re.compile(r"nps|promoter|recommend|weiterempf|推奨", re.IGNORECASE)
ZERO_TO_TEN = re.compile(r"\b0\s?(?:-|–|to|bis|〜|~|\.\.)\s?10\b", re.IGNORECASE)

NPS_SCALE = "0-10"
SCALES = {"0-10": (0, 10), "1-10": (1, 10), "1-7": (1, 7), "1-5": (1, 5), "0-5": (0, 5)}
NO_RATING = "none"
ABOVE = 7
"""No usual scale but those up to 10 goes above it."""

IS_NPS = _("The net promoter score can be made of it: 9 and 10 promote, 0 to 6 detract.")
NO_NPS = _("No net promoter score is made of it: its answers go from %(first)s to %(last)s.")
IS_NONE = _("The column is no rating.")


@dataclass(frozen=True)
class Rating:
    """A column of ratings. `scale` is what the file proves or a person said; `is_named` that the header means NPS."""

    column: str
    scale: str | None
    is_named: bool

    @property
    def gives_nps(self) -> bool:
        return self.scale == NPS_SCALE


def rating_of(column: NumberColumn, answers: Mapping[str, Any]) -> tuple[Rating | None, list[Question]]:
    """The ratings of a column and the question about their scale where nothing proves it; None where it has none.

    Proven is 0 to 10 by a header that says it, or by answers above 7 beside one of 0 or a header that means NPS.
    """
    found = {number for number, _count in column.values()}
    is_named = bool(OF_NPS.search(column.name))
    if not RATING.search(column.name) or column.is_percent or not _are_answers(found):
        return None, []
    if _is_proven(column.name, found, is_named=is_named):
        return Rating(column.name, NPS_SCALE, is_named), []
    choices = [
        Choice(name, (f"{min(found):f}", f"{max(found):f}"), _follows(name))
        for name, (first, last) in SCALES.items()
        if first <= min(found) and max(found) <= last
    ]
    choices.append(Choice(NO_RATING, (), Said(IS_NONE)))
    question = ask("rating_scale", column.name, choices=choices, must=is_named)
    answer = answered(question, answers)
    if answer == NO_RATING:
        return None, []
    return Rating(column.name, answer, is_named or answer == NPS_SCALE), [] if answer else [question]


def _are_answers(found: set[Decimal]) -> bool:
    return (
        bool(found)
        and min(found) >= 0
        and max(found) <= SCALES[NPS_SCALE][1]
        and all(n == int(n) for n in found)
    )


def _is_proven(name: str, found: set[Decimal], *, is_named: bool) -> bool:
    return bool(ZERO_TO_TEN.search(name)) or (max(found) > ABOVE and (0 in found or is_named))


def _follows(name: str) -> Said:
    first, last = SCALES[name]
    return Said(IS_NPS) if name == NPS_SCALE else Said(NO_NPS, {"first": first, "last": last})
