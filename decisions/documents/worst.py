"""What warns, by how much: of gaps, waivers, weak evidence and thresholds that do not all fit, the worst stays."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from decisions.sections.registry import KINDS
from decisions.sections.triggers import Effect
from decisions.versions.report import Report

Row = dict[str, Any]

DECLARED = "declared"
"""A gap that a person wrote down."""
NO_DATA = "no_data"
GAPS = (
    NO_DATA,
    DECLARED,
    "missing_period",
    "partner_without_data",
    "late",
    "missing_partner",
    "unknown_partner",
    "partial_period",
    "missing_value",
    "bad_number",
    "bad_date",
    "bad_row",
    "unit_mismatch",
    "missing_rate",
    "unmapped_label",
    "out_of_scale",
    "out_of_range",
    "outlier",
    "duplicate_row",
    "duplicate_name",
    "similar_label",
    "spelling",
)
"""Kinds of gaps, the worst first: what is not there, what is not counted, what is counted wrongly."""
EFFECTS = (Effect.STOP, Effect.PAUSE, Effect.REVIEW, Effect.SCALE)


def worst_first(rows: list[Row], limit: int, rank: Callable[[Row], Any]) -> list[Row]:
    """The rows in their own order where all fit, else those of the lowest rank first."""
    return rows if len(rows) <= limit else sorted(rows, key=rank)


def _found(row: Row) -> list[tuple[int, int, str]]:
    """The gaps of a metric by rank, then by how many rows they concern, the most first."""
    declared = [(GAPS.index(DECLARED), 0, row["gap"]["reason"])] if row["gap"] else []
    found = row["baseline"]["gaps"] if row["baseline"] else []
    return sorted([*declared, *((_place(gap), -gap.get("count", 0), gap["words"]) for gap in found)])


def _place(gap: Row) -> int:
    """Kinds that came later stand last: they are counted all the same."""
    return GAPS.index(gap["kind"]) if gap.get("kind") in GAPS else len(GAPS)


def gaps_of(row: Row) -> list[str]:
    """All that is wrong with a metric's data, the worst first: what was found, and what a person declared as well."""
    return [words for _place, _count, words in _found(row)]


def worst_gap(row: Row) -> tuple[int, int]:
    """The rank of a metric by the worst of its gaps; no figure at all is worse than any, no gap is last."""
    found = _found(row)
    if not row["baseline"] or row["baseline"]["value"] is None:
        return (GAPS.index(NO_DATA), -len(found))
    return found[0][:2] if found else (len(GAPS) + 1, 0)


def effect_rank(row: Row) -> int:
    """What stops stands before what pauses, and that before what asks for a review; good news are last."""
    return EFFECTS.index(Effect(row["effect"]))


def waiver_rank(row: Row) -> int:
    """What even light decisions have to do is the worst to let pass; a check that is no more stands last."""
    asked = {check.code: len(check.required) for section in KINDS for check in section.checks}
    return -asked.get(row["code"], 0)


def evidence_rank(report: Report) -> Callable[[Row], int]:
    """The more estimates rest on it, the worse it is that it is weak."""
    resting = Counter(row.get("evidence") for row in report.rows("estimates"))
    return lambda row: -resting[row.get("id")]
