"""The one-pager: what stands on one page, and how it is cut where there is more to say.

Rules are a ladder of levels. The first level whose page count is one is printed; each cut says that it goes on in
the full record, and counts what is left out there (`elsewhere`). Of what warns, the worst stays (`worst_first`). Type
never gets smaller.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from decisions.comparison.flips import Flips, share
from decisions.documents.approvals import quality, sentences
from decisions.documents.elsewhere import Elsewhere, Pages, no_pages
from decisions.documents.worst import (
    effect_rank,
    evidence_rank,
    gaps_of,
    waiver_rank,
    worst_first,
    worst_gap,
)
from decisions.sections.guardrail_limits import limit_words
from decisions.versions.report import Report
from partnerdesk.core.markdown import to_text


@dataclass(frozen=True)
class CutLevel:
    """How much is shown: characters of each kind of text, rows of each kind of list."""

    prose: int
    decision: int
    statement: int
    name: int
    title: int
    options: int
    criteria: int
    rows: int
    gaps: int = 1

    @property
    def has_chart(self) -> bool:
        return self.rows >= CHART_FROM_ROWS


# From all that a page takes to what fits whatever was written: a test prints both ends with the longest texts.
LEVELS = (
    CutLevel(
        prose=900, decision=360, statement=140, name=60, title=160, options=6, criteria=6, rows=7, gaps=2
    ),
    CutLevel(prose=800, decision=320, statement=110, name=60, title=160, options=6, criteria=6, rows=6),
    CutLevel(prose=650, decision=300, statement=90, name=50, title=160, options=6, criteria=6, rows=5),
    CutLevel(prose=500, decision=260, statement=80, name=50, title=160, options=5, criteria=5, rows=4),
    CutLevel(prose=380, decision=230, statement=70, name=40, title=160, options=5, criteria=5, rows=4),
    CutLevel(prose=280, decision=200, statement=60, name=36, title=120, options=4, criteria=4, rows=3),
    CutLevel(prose=200, decision=160, statement=50, name=30, title=100, options=4, criteria=4, rows=2),
    CutLevel(prose=110, decision=100, statement=40, name=24, title=80, options=3, criteria=3, rows=1),
    CutLevel(prose=80, decision=60, statement=26, name=20, title=60, options=2, criteria=3, rows=1),
)
CHART_FROM_ROWS = 2
"""A level with fewer rows has no room for the picture either."""


@dataclass(frozen=True)
class Cut:
    """A text or list as the page shows it: `rest` counts what is left out (characters or rows), `more` says it."""

    shown: Any
    rest: int = 0
    more: str = ""

    @property
    def is_cut(self) -> bool:
        return self.rest > 0


def cut_text(text: str, limit: int) -> Cut:
    """Plain words that take up to `limit` characters, cut behind a word; kanji and kana take two each.

    Text without spaces is cut where it must be.
    """
    plain = to_text(text)
    fitting = bisect_right(list(accumulate(map(_width, plain))), limit)
    if fitting >= len(plain):
        return Cut(plain)
    head = plain[:fitting]
    space = head.rfind(" ")
    if space > fitting * 0.6:
        head = head[:space]
    return Cut(head.rstrip(" .,;:–-") + " …", len(plain) - len(head))


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut_rows(rows: list[Any], limit: int) -> Cut:
    return Cut(rows[:limit], max(0, len(rows) - limit))


class OnePager:
    """A report at one level of detail. Templates read it and nothing else."""

    def __init__(self, report: Report, level: CutLevel, pages: Pages = no_pages) -> None:
        self.report = report
        self.level = level
        self.elsewhere = Elsewhere(report, pages)
        self.flips = Flips(report)

    @cached_property
    def title(self) -> Cut:
        return cut_text(self.report.title, self.level.title)

    @cached_property
    def context(self) -> Cut:
        return cut_text(self.report.context, self.level.prose)

    @cached_property
    def rationale(self) -> Cut:
        return cut_text(self.report.parts["recommendation"]["rationale"], self.level.prose)

    @cached_property
    def why_not_best(self) -> Cut:
        return cut_text(self.report.parts["recommendation"]["why_not_best"], self.level.statement)

    @cached_property
    def flip_sentence(self) -> Cut:
        """Which option is best until when."""
        return cut_text(self.flips.sentence, self.level.statement * 2)

    @cached_property
    def first_ranks(self) -> str:
        """How often each option comes first, where the level has room for it."""
        ranks = self.flips.first_ranks if self.level.has_chart and not self.flips.is_stale else []
        return ", ".join(f"{label} {share(part)} %" for label, part in ranks if part > 0)

    @property
    def choice(self) -> dict[str, Any] | None:
        """The selected option."""
        return self.report.selected

    @cached_property
    def choice_name(self) -> Cut:
        return cut_text(self.choice["name"] if self.choice else "", self.level.name * 2)

    @cached_property
    def what_changes(self) -> Cut:
        """What will be done under the selected option."""
        chosen = self.report.selected
        text = (chosen["differs"] or chosen["description"]) if chosen else ""
        return cut_text(text, self.level.decision)

    @cached_property
    def stop_conditions(self) -> Cut:
        return cut_text(self.report.parts["reviews"]["stop_conditions"], self.level.statement)

    @cached_property
    def reversal_signal(self) -> Cut:
        return cut_text(self.report.parts["recommendation"]["reversal_signal"], self.level.statement)

    @cached_property
    def escalation(self) -> Cut:
        return cut_text(self.report.parts["reviews"]["escalation"], self.level.statement)

    @cached_property
    def conflict(self) -> Cut:
        """The statement on conflicts of interest."""
        return cut_text(self.report.parts["approvals"]["coi"], self.level.name)

    @cached_property
    def quality(self) -> Cut:
        """How far the content has been looked at; who did stands last, so that a long name is what is cut."""
        return cut_text(quality(self.report), self.level.name * 2)

    @cached_property
    def sources(self) -> Cut:
        return cut_text(", ".join(self.report.sources), self.level.name)

    @cached_property
    def poles(self) -> dict[str, str]:
        """The two ends of the trade-off, as the table's foot names them."""
        trade_off = self.report.parts["trade_off"]
        return {side: cut_text(trade_off[side], self.level.name).shown for side in ("left", "right")}

    @cached_property
    def criteria(self) -> Cut:
        return self._rows("criteria", self.report.rows("criteria"), self.level.criteria, name=self.level.name)

    @cached_property
    def options(self) -> Cut:
        """Options with as many cells as criteria are shown; the selected one is never cut off."""
        rows = self.report.option_rows
        chosen = [row for row in rows if row["is_selected"]]
        others = [row for row in rows if not row["is_selected"]][: self.level.options - len(chosen)]
        kept = [row for row in rows if row in chosen or row in others]
        shown = [
            self._shorten(row, name=self.level.name) | {"cells": row["cells"][: self.level.criteria]}
            for row in kept
        ]
        return self._cut("options", shown, len(rows) - len(shown))

    @cached_property
    def baselines(self) -> Cut:
        """Where not all fit, those without a figure are the first to go; the one with the worst gap never does."""
        rows = sorted(self.report.rows("metrics"), key=lambda row: not _has_figure(row))
        shown = rows[: self.level.rows]
        worst = min(rows, key=worst_gap, default=None)
        if worst is not None and worst not in shown:
            shown = [*shown[:-1], worst]
        return self._cut("metrics", [self._baseline(row) for row in shown], len(rows) - len(shown))

    def _baseline(self, row: dict[str, Any]) -> dict[str, Any]:
        """A metric with the worst gaps of its data, and how many more it has. That it is set aside is always said."""
        aside = row.get("set_aside_reason", "")
        if aside:
            words = _("set aside: %(reason)s") % {"reason": aside}
            return self._shorten(row, name=self.level.name) | {
                "has_figure": _has_figure(row),
                "gaps": [cut_text(words, self.level.title).shown],
                "more_gaps": 0,
                "figure": self.report.figure(row),
            }
        found = gaps_of(row)
        shown = found[: self.level.gaps]
        return self._shorten(row, name=self.level.name) | {
            "has_figure": _has_figure(row),
            "gaps": [cut_text(words, self.level.name).shown for words in shown],
            "more_gaps": len(found) - len(shown),
            "figure": self.report.figure(row),
        }

    @cached_property
    def gaps(self) -> Cut:
        """What the table of baselines has no room for: gaps of the metrics that stand there, and of all others."""
        shown = [words for row in self.baselines.shown for words in row["gaps"]]
        every = sum(len(gaps_of(row)) for row in self.report.rows("metrics"))
        return self._cut("gaps", shown, every - len(shown))

    @cached_property
    def thresholds(self) -> Cut:
        rows = worst_first(self.report.rows("triggers"), self.level.rows, effect_rank)
        return self._rows("triggers", rows, self.level.rows, name=self.level.name)

    @cached_property
    def risks(self) -> Cut:
        return self._statements("risks", statement=self.level.statement, mitigation=self.level.statement)

    @cached_property
    def actions(self) -> Cut:
        return self._statements("actions", text=self.level.statement)

    @cached_property
    def guardrails(self) -> Cut:
        """What is watched is said whole: half of it would be another limit."""
        found = cut_rows(self.report.rows("guardrails"), self.level.rows)
        return Cut([self._guardrail(row) for row in found.shown], found.rest)

    def _guardrail(self, row: dict[str, Any]) -> dict[str, Any]:
        watched, whole = row.get("watched_limit", ""), limit_words(row)
        has_room = len(whole) <= max(self.level.statement, len(watched))
        limit = whole if has_room or not watched else f"{watched} …"
        return self._shorten(row, label=self.level.name) | {
            "limit": limit if watched else cut_text(whole, self.level.statement).shown
        }

    @cached_property
    def waivers(self) -> Cut:
        rows = worst_first(self.report.data["waivers"], self.level.rows, waiver_rank)
        limits = {"message": self.level.statement, "reason": self.level.statement}
        return self._rows("waivers", rows, self.level.rows, **limits)

    @cached_property
    def weak_evidence(self) -> Cut:
        rows = worst_first(self.report.weak_evidence, self.level.rows, evidence_rank(self.report))
        titled = [row | {"title": row["title"] or row["statement"]} for row in rows]
        limits = {"title": self.level.statement, "attested_by": self.level.name}
        return self._rows("weak_evidence", titled, self.level.rows, **limits)

    @cached_property
    def approvals(self) -> Cut:
        """The votes as sentences: what they came to, then conditions, dissents and words as far as there is room."""
        every = list(sentences(self.report))
        shown = every[: max(2, self.level.rows)]
        cut = [cut_text(text, self.level.statement).shown for text in shown]
        return self._cut("votes", cut, len(every) - len(shown))

    def _statements(self, part: str, **limits: int) -> Cut:
        return self._rows(part, self.report.rows(part), self.level.rows, **limits)

    def _rows(self, kind: str, rows: list[dict[str, Any]], most: int, /, **limits: int) -> Cut:
        found = cut_rows(rows, most)
        return self._cut(kind, [self._shorten(row, **limits) for row in found.shown], found.rest)

    def _cut(self, kind: str, shown: list[Any], rest: int) -> Cut:
        return Cut(shown, rest, self.elsewhere.words(kind, rest) if rest else "")

    @staticmethod
    def _shorten(row: dict[str, Any], **limits: int) -> dict[str, Any]:
        """The row with the named texts cut to so many characters each."""
        return row | {name: cut_text(row[name], limit).shown for name, limit in limits.items()}

    def person(self, reference: str | None) -> str:
        """The name behind a reference, cut like every name."""
        return str(cut_text(self.report.person(reference), self.level.name).shown)


def _has_figure(row: dict[str, Any]) -> bool:
    return bool(row["baseline"]) and row["baseline"]["value"] is not None
