"""What a voter has to know of a version before voting, in words: how old its data are, what rests on nothing, which
gaps weaken which estimates, what was let pass. Read from frozen content alone, seen from the day of reading.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.documents.worst import gaps_of
from decisions.sections.estimates import Basis, Estimate
from decisions.versions.report import Report
from partnerdesk.core import dates

Row = dict[str, Any]


@dataclass(frozen=True)
class Age:
    """How old a metric's newest figure is: `months` from the period that it begins on to the month of reading."""

    metric: str
    newest: dt.date
    months: int


@dataclass(frozen=True)
class Weakened:
    """What is wrong with a metric's data, the worst first, and the estimates that were measured by it."""

    metric: str
    gaps: tuple[str, ...]
    criteria: tuple[str, ...]
    estimates: int


class BeforeTheVote:
    """The facts of a report for who votes on it. `today` is the day of reading."""

    def __init__(self, report: Report, today: dt.date) -> None:
        self.report = report
        self.today = today

    # Claims

    @cached_property
    def ages(self) -> list[Age]:
        """The metrics that have figures, the oldest first."""
        found = [
            Age(row["name"], newest, self._months_since(newest))
            for row in self.report.rows("metrics")
            if _has_figure(row) and (newest := _newest(row["baseline"]))
        ]
        return sorted(found, key=lambda age: -age.months)

    @cached_property
    def without_figure(self) -> list[str]:
        return [row["name"] for row in self.report.rows("metrics") if not _has_figure(row)]

    @cached_property
    def stated(self) -> list[Row]:
        """The estimates that have a level."""
        return [row for row in self.report.rows("estimates") if row["level"] is not None]

    @cached_property
    def resting_on_nothing(self) -> list[Row]:
        """Estimates without a basis, facts without evidence, assumptions and questions that are not written down."""
        return [row for row in self.stated if not self._rests(row)]

    @cached_property
    def unanswered(self) -> list[Row]:
        """Estimates that rest on a question without an answer."""
        answers = {row["id"]: row["answer"] for row in self.report.rows("assumptions")}
        return [
            row
            for row in self.stated
            if row["basis"] == Basis.QUESTION and row["statement"] and not answers.get(row["statement"])
        ]

    @cached_property
    def weakened(self) -> list[Weakened]:
        """Gaps with the estimates behind which they stand; what is measured by nothing weakens none."""
        found = []
        for row in self.report.rows("metrics"):
            criteria = self._measured_by[row["key"]]
            touched = [cell for cell in self.stated if cell["criterion"] in {each["id"] for each in criteria}]
            gaps = tuple(gaps_of(row)) or (() if _has_figure(row) else (_("no data"),))
            if gaps and touched:
                names = tuple(each["name"] for each in criteria)
                found.append(Weakened(row["name"], gaps, names, len(touched)))
        return found

    # Sentences

    @property
    def age_words(self) -> Iterator[str]:
        """When the figures end, and how long ago that is."""
        for age in self.ages:
            if age.months < 1:
                words = _("%(metric)s: the newest figure is of %(month)s, this month.")
            else:
                words = ngettext(
                    "%(metric)s: the newest figure is of %(month)s, %(count)s month old.",
                    "%(metric)s: the newest figure is of %(month)s, %(count)s months old.",
                    age.months,
                )
            month = dates.month(age.newest)
            yield words % {"metric": age.metric, "month": month, "count": age.months}
        if self.without_figure:
            yield _("Without any figure: %(metrics)s.") % {"metrics": ", ".join(self.without_figure)}

    @property
    def basis_words(self) -> Iterator[str]:
        """How many estimates rest on nothing, and on what nobody has answered."""
        every, bare, open_ = len(self.stated), len(self.resting_on_nothing), len(self.unanswered)
        if not every:
            yield _("Nothing was estimated.")
            return
        if bare:
            yield ngettext(
                "%(count)s of %(every)s estimates rests on nothing: neither evidence nor a stated assumption.",
                "%(count)s of %(every)s estimates rest on nothing: neither evidence nor a stated assumption.",
                bare,
            ) % {"count": bare, "every": every}
        else:
            yield ngettext(
                "The one estimate says what it rests on.",
                "All %(count)s estimates say what they rest on.",
                every,
            ) % {"count": every}
        if open_:
            yield ngettext(
                "%(count)s rests on a question that nobody has answered.",
                "%(count)s rest on questions that nobody has answered.",
                open_,
            ) % {"count": open_}

    @property
    def gap_words(self) -> Iterator[str]:
        """Which gaps weaken which estimates."""
        for weak in self.weakened:
            yield ngettext(
                "%(metric)s (%(gaps)s) weakens %(count)s estimate: that on %(criteria)s.",
                "%(metric)s (%(gaps)s) weakens %(count)s estimates: those on %(criteria)s.",
                weak.estimates,
            ) % {
                "metric": weak.metric,
                "gaps": "; ".join(weak.gaps),
                "count": weak.estimates,
                "criteria": ", ".join(weak.criteria),
            }

    @property
    def waived_words(self) -> str:
        """How much was let pass; the points themselves stand below."""
        count = len(self.report.data["waivers"])
        if not count:
            return _("Nothing was waived.")
        return ngettext("%(count)s point was waived:", "%(count)s points were waived:", count) % {
            "count": count
        }

    # Reading

    def _months_since(self, newest: dt.date) -> int:
        return 12 * (self.today.year - newest.year) + self.today.month - newest.month

    @cached_property
    def _measured_by(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.report.rows("criteria"):
            found[row["metric"]].append(row)
        return found

    def _rests(self, row: Row) -> bool:
        if row["basis"] == Basis.FACT:
            return bool(row["evidence"]) or self._is_baseline(row)
        if row["basis"] in (Basis.ASSUMPTION, Basis.QUESTION):
            return row["statement"] in self._said
        return False

    @cached_property
    def _said(self) -> set[str]:
        return {row["id"] for row in self.report.rows("assumptions")}

    def _is_baseline(self, row: Row) -> bool:
        """Whether an estimate says that the baseline goes on, which is evidence itself."""
        value = self._baselines.get(row["criterion"])
        return row["form"] != Estimate.Form.VALUE and value is not None and Decimal(row["level"]) == value

    @cached_property
    def _baselines(self) -> dict[str, Decimal]:
        return {
            criterion["id"]: Decimal(row["baseline"]["value"])
            for row in self.report.rows("metrics")
            if _has_figure(row)
            for criterion in self._measured_by[row["key"]]
        }


def changed_words(sections: list[Any], before: int) -> str:
    """How much differs from an earlier version, and where. `sections` are those of `versions.compare`."""
    count = sum(len(section.differences) for section in sections)
    if not count:
        return _("Nothing differs from version %(number)s.") % {"number": before}
    return ngettext(
        "%(count)s point differs from version %(number)s, in: %(sections)s.",
        "%(count)s points differ from version %(number)s, in: %(sections)s.",
        count,
    ) % {"count": count, "number": before, "sections": ", ".join(section.label for section in sections)}


def _has_figure(row: Row) -> bool:
    return bool(row["baseline"]) and row["baseline"]["value"] is not None


def _newest(baseline: Row) -> dt.date | None:
    """The period of the newest figure; the end of the window where an older form does not say."""
    found = baseline.get("newest") or baseline.get("to")
    return dt.date.fromisoformat(found[:10]) if found else None
