"""What a file does not prove, and a person must say."""

from dataclasses import dataclass
from typing import Any

KINDS = frozenset(
    {
        "decimal_sign",
        "date_order",
        "century",
        "currency",
        "scale",
        "rating_scale",
        "time_zone",
        "sheet",
        "wide_table",
        "total_rows",
        "spelling",
        "coverage",
        "partner_column",
        "period_column",
        "fiscal_year",
    }
)
"""Every kind of question there is."""


@dataclass(frozen=True)
class Choice:
    """One answer: what would be `read` under it, and what `follows` from it, in words."""

    answer: str
    read: tuple[str, ...] = ()
    follows: str = ""


@dataclass(frozen=True)
class Question:
    """`likely` is an answer for which there is evidence but no proof: shown, never taken by itself.

    `must` is false where an import may go on without an answer. `proof` says what the file shows.
    Raises KeyError where there is no such kind.
    """

    id: str
    kind: str
    column: str | None
    must: bool
    likely: str | None
    choices: tuple[Choice, ...]
    proof: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise KeyError(self.kind)

    def as_data(self) -> dict[str, Any]:
        """As commands write it, without words."""
        choices = [{"answer": choice.answer, "read": list(choice.read)} for choice in self.choices]
        return {
            "id": self.id,
            "kind": self.kind,
            "column": self.column,
            "must": self.must,
            "likely": self.likely,
            "choices": choices,
        }
