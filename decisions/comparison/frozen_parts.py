"""The frozen parts that a comparison is told from: of a version, or of a draft as it is now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class FrozenParts:
    """Frozen content. Numbers and dates are strings; of a draft that is only looked at, it holds some parts alone."""

    data: dict[str, Any]

    @property
    def parts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.data["parts"]
        return found

    def rows(self, part: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.parts[part]["rows"]
        return found

    @cached_property
    def option_rows(self) -> list[dict[str, Any]]:
        """Options with what they do on each criterion, in the order of the criteria."""
        cells = {(row["option"], row["criterion"]): row for row in self.rows("estimates")}
        return [
            option
            | {
                "cells": [cells.get((option["id"], criterion["id"])) for criterion in self.rows("criteria")],
                "is_selected": option["id"] == self.parts["recommendation"]["option"],
            }
            for option in self.rows("options")
        ]

    @cached_property
    def selected(self) -> dict[str, Any] | None:
        return next((row for row in self.option_rows if row["is_selected"]), None)
